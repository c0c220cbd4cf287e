"""The server of the dashboard: its guard, its errors, the files it fetches."""
