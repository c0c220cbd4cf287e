"""Worlds conditioned on the documented record: searched, scored on facts held back, held against false histories."""
