"""Why: a change split over its causes, what made a value in one world, and the reasons of moves over many worlds."""
