"""Which values, numbers and paragraphs made a value in one world."""
