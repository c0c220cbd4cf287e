"""Sweeps: planned, run, read."""
