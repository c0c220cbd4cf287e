"""Which values, numbers and paragraphs made a value, and why a move was made, in one world and over many."""
