"""What all of the model builds on: how rules are declared, named random draws, arithmetic over arrays."""
