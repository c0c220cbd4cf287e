"""Figures for files, drawn with Matplotlib."""
