"""The theory: pure elementwise equations, one file per subject."""
