"""What is measured of a run: forms over series, trends, pooled numbers, the nine outcomes."""
