"""The seeds: numbers, mechanisms, events and sources with their places, read and checked."""
