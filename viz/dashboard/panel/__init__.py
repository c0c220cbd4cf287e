"""The panel: what a visitor can choose and move, in rows that are opened for more."""
