"""Scenario files: layers, pressures and settings, read and checked."""
