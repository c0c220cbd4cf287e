"""Stylised facts: read, scored, and tested under rival hypotheses and moved causes (placebo tests)."""
