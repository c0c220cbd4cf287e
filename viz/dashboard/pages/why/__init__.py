"""The why page: through which mechanisms a scenario does what it does, or how much each change does."""
