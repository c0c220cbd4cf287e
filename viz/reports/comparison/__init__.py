"""What `tightrope compare --out` writes: the report in one file, and the folder around it."""
