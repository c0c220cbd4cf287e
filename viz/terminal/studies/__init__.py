"""What the command line says of studies: patterns, conditioning, knock-outs, skill, shares of spread."""
