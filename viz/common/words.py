"""Numbers as they are printed."""

from __future__ import annotations


def two_decimals(value: float) -> str:
    """Two decimals, and no minus before nothing."""
    return f"{round(value, 2) + 0.0:.2f}"


def signed_decimals(value: float) -> str:
    """Two decimals with their sign, and no minus before nothing."""
    return f"{round(value, 2) + 0.0:+.2f}"
