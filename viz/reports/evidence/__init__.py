"""Pages of `docs/` that are made from the seeds alone, within seconds."""
