"""What a sweep says: indices, maps, regret, boxes, the strongest numbers."""
