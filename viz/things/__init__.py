"""Everything that a number, a mechanism or a sentence leads to: what it is, what it rests on, and what hangs on it."""
