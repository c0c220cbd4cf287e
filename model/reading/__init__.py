"""How files become data: YAML with its places, seeds, scenarios, pressures; every problem named at once."""
