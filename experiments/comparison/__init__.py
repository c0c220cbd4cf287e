"""Runs beside runs: what scenarios answer, switches and knock-outs."""
