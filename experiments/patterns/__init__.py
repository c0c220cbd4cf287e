"""Stylised facts: read, scored, tried against rival hypotheses and moved causes."""
