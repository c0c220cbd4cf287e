"""What the command line says about why: traces of values, and reasons of moves."""
