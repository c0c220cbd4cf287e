"""How a sweep runs: chunks, workers, and a folder that survives interruption."""
