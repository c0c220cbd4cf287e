"""The story of a world in sentences: what happened, when and why."""
