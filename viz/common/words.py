"""Numbers and texts as they are printed; a missing number is a dash."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable

MISSING = "–"
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of Unicode that a terminal would obey, or cannot show: control and format characters, line breaks."""


def printable(text: str, write_out: Callable[[str], str] = ascii) -> str:
    """A text on one line, as a terminal can show it.

    Args:
        text: The text.
        write_out: Writes out, between quotes, a character that a terminal would obey.
    """
    return "".join(write_out(one)[1:-1] if unicodedata.category(one) in OBEYED else one for one in text)


def two_decimals(value: float) -> str:
    """Two decimals, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:.2f}"


def signed_decimals(value: float) -> str:
    """Two decimals with their sign, and no minus before nothing."""
    return MISSING if math.isnan(value) else f"{round(value, 2) + 0.0:+.2f}"
