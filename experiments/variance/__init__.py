"""What the spread of outcomes rests on: groups of draws, indices, screening."""
