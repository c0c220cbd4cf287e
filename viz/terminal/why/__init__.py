"""What the command line says of why: a change split over its causes, traces of values, and reasons of moves."""
