"""Comparison of runs: scenarios with the baseline, switches and knock-outs."""
