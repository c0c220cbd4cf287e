"""The scenario page: what a scenario does, in a sentence, in three cards, and over time."""
