"""Numbers as they are printed, a missing one as a dash; probabilities in words; what a run is not."""

from __future__ import annotations

import math
import re
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


LIKELIHOODS = (
    (5, "almost no chance"),
    (20, "very unlikely"),
    (45, "unlikely"),
    (56, "roughly even"),
    (81, "likely"),
    (96, "very likely"),
    (101, "almost certain"),
)
"""Whole per cent below which each expression holds, after US Intelligence Community Directive 203 (2015).

There, neighbouring bands share their limit: 5 % here is very unlikely, and 95 % very likely.
"""

LIKELIHOOD_SOURCE = (
    "Words for probabilities follow US Intelligence Community Directive 203 (likely: 55 to 80 %; very likely: 80 to "
    "95 %); they speak of shares of the model's worlds, not of real events."
)
"""Where the words come from, and of what they speak; said once beside them."""


def likelihood(share: float) -> str:
    """A share of the worlds, 0 to 1, in the words of intelligence analysts, by the per cent printed beside it."""
    if math.isnan(share):
        return MISSING
    if share in (0.0, 1.0):
        return "in every world" if share else "in no world"
    whole = round(100 * share)
    return next(words for below, words in LIKELIHOODS if whole < below)


NOT_A_FORECAST = "A scenario, not a forecast."
"""What a run may be taken for, as long as no skill is shown."""
NO_SKILL_SHOWN = "A scenario, not a forecast: that the model predicts observed series has not been shown."
"""The same where there is room for the reason."""


def without_nan(data: object) -> object:
    """Plain data for a file of JSON: null where there is no number."""
    if isinstance(data, Mapping):
        return {key: without_nan(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [without_nan(value) for value in data]
    return None if isinstance(data, float) and math.isnan(data) else data


def capital(text: str) -> str:
    """A text with a capital letter first."""
    return text[:1].upper() + text[1:]


def printed(text: str) -> str:
    """A text as a page prints it: with the minus sign, and no line break before the sign of per cent."""
    return with_minus(text).replace(" %", "\N{NO-BREAK SPACE}%")


def with_minus(text: str) -> str:
    """A text with the minus sign of print in place of the hyphen before each number."""
    return re.sub(r"(?<![\w.])-(?=\d)", "\u2212", text)
