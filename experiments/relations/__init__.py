"""What a scenario makes of how the five stand to one another."""
