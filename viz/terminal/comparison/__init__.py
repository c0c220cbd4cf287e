"""What the command line says of comparisons."""
