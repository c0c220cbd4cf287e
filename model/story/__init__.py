"""How a world is told: what happened, why, in which words."""
