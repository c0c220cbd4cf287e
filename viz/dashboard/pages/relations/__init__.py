"""The relations page: what a scenario makes of how the five stand to one another, and how they stand."""
