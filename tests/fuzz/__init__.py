"""Files, links and settings made at random, in the tree: the program refuses them in its own words, or runs them."""
