"""Why an outcome is what it is: its change split over what differs between two scenarios."""
