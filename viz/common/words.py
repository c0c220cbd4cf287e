"""Numbers and texts as they are printed; a missing number is a dash."""

from __future__ import annotations

import math
import re

MISSING = "–"


def two_decimals(value: float) -> str:
    """Two decimals, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:.2f}"


def signed_decimals(value: float) -> str:
    """Two decimals with their sign, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:+.2f}"


def rounded(value: float) -> float | None:
    """Four digits for a file of data; null where there is no number."""
    return None if math.isnan(value) else round(value, 4)


def printed(text: str) -> str:
    """A text as a page prints it: with the minus sign, and no line break before the sign of per cent."""
    return with_minus(text).replace(" %", "\N{NO-BREAK SPACE}%")


def with_minus(text: str) -> str:
    """A text with the minus sign of print in place of the hyphen before each number."""
    return re.sub(r"(?<![\w.])-(?=\d)", "\u2212", text)
