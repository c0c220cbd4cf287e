"""Numbers and texts as they are printed; a missing number is a dash."""

from __future__ import annotations

import math
from collections.abc import Mapping

MISSING = "–"


def two_decimals(value: float) -> str:
    """Two decimals, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:.2f}"


def signed_decimals(value: float) -> str:
    """Two decimals with their sign, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:+.2f}"


def difference_decimals(value: float) -> str:
    """Two decimals of a difference with their sign, which what rounds to nothing has not."""
    text = signed_decimals(value)
    return text.removeprefix("+") if text == "+0.00" else text


def rounded(value: float) -> float | None:
    """Four digits for a file of data; null where there is no number."""
    return None if math.isnan(value) else round(value, 4)


def without_nan(data: object) -> object:
    """Plain data for a file of JSON: null where there is no number."""
    if isinstance(data, Mapping):
        return {key: without_nan(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [without_nan(value) for value in data]
    return None if isinstance(data, float) and math.isnan(data) else data
