"""Sweeps as pages see them: those that are stored, those that run in processes of their own, and what they say."""
