"""YAML with its places: every value keeps its line and column; every problem is named at once."""
