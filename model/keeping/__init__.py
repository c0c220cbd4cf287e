"""How a run is kept: outcomes, manifest, tables, folders."""
