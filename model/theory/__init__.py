"""The rules wired into one theory by the names of their arguments, and whether seeds fit it."""
