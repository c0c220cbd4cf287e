"""What pages, figures, documents and the command line say alike: names of changes, effects, explanations, numbers."""
