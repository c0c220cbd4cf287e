"""What all of the model stands on: how rules are declared, named draws, arithmetic over arrays."""
