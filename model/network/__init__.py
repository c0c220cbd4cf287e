"""Who stands how to whom: ties, measures of signed networks, who presses whom."""
