"""Runs, and how they are kept: outcomes, manifest, tables, folders."""
