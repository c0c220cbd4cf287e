"""Skill: a run against observed series, relative to naive forecasts, a step made by hand, and placebos."""
