"""The model in the loops of other programs."""
