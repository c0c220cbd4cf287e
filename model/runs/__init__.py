"""Running a scenario, and what is saved of a run: outcomes, manifest, tables, folders."""
