"""The sweeps page: on what the outcome hangs, over many points of a scenario."""
