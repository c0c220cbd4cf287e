"""Runs beside runs: what scenarios answer, switches, knock-outs, and what holds a number."""
