"""Texts on the way to a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of Unicode that a terminal would obey, or cannot show: control and format characters, line breaks."""


def printable(text: str, write_out: Callable[[str], str] = ascii) -> str:
    """A text on one line, as a terminal can show it.

    Args:
        text: The text.
        write_out: Writes out, between quotes, a character that a terminal would obey.
    """
    return "".join(write_out(one)[1:-1] if unicodedata.category(one) in OBEYED else one for one in text)


def shortened(text: str, most: int) -> str:
    """The text, cut where it is too long."""
    return text if len(text) <= most else text[: most - 3] + "..."
