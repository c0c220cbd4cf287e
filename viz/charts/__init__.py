"""Charts of the dashboard as plain data."""
