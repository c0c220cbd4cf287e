"""The dashboard: the state of a visitor, runs, results and what pages are made of."""
