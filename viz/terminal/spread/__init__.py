"""What the command line says about what a spread rests on, and the words that the page of the baseline shares."""
