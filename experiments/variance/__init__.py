"""What the spread of outcomes rests on: groups of draws and indices."""
