"""The analysis of a sweep: indices, maps, regrets, boxes, and the most influential parameters."""
