"""What a map of a sweep says in one sentence: where the outcome is found, as the corner of its boundary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.plan.factors import Factor, are_numbers
from experiments.sweeps.results.maps import PhaseMap, levels_of, shown
from model.core.months import is_date
from model.story.phrases import joined, month_in_words


def value_words(factor: Factor, value: float) -> str:
    """A value of a factor as it is read: months in words."""
    text = shown(factor, value)
    return month_in_words(text) if is_date(text) else text


def map_sentence(found: PhaseMap) -> str:
    """Where the outcome is found: "only if" and the corner of the boundary; or that it hardly changes."""
    label, both = found.outcome.label, f"{found.across.label} and {found.up.label}"
    if found.is_flat:
        return f"{label} hardly changes with {both}."
    for side in (1.0, -1.0):
        sure, possible = found.sides == side, (found.sides != -side) & ~np.isnan(found.values)
        conditions = [*_limits(found.across, possible.any(axis=0)), *_limits(found.up, possible.any(axis=1))]
        if sure.any() and conditions:
            return f"{label} {_state(found, above=side > 0)} only if {joined(conditions)}."
    if not (found.sides == 1.0).any() or not (found.sides == -1.0).any():
        return f"{label}{_everywhere(found)}"
    part = f"in {100 * found.share_above:.0f} % of the map"
    return f"{label} {_state(found, above=True)} {part}: {both} count together."


def _everywhere(found: PhaseMap) -> str:
    """What a map says that has no boundary, yet differs beyond noise."""
    low, high = float(np.nanmin(found.values)), float(np.nanmax(found.values))
    if not found.outcome.yes_or_no:
        return f" lies between {low:.2g} and {high:.2g}."
    if low < found.boundary < high:
        return f": in {100 * low:.0f} to {100 * high:.0f} % of worlds."
    return f": {_state(found, above=low >= found.boundary)} everywhere, in {100 * low:.0f} to {100 * high:.0f} %."


def _state(found: PhaseMap, *, above: bool) -> str:
    if found.outcome.yes_or_no:
        return "in more than half of worlds" if above else "in less than half of worlds"
    return f"is {'above' if above else 'below'} {found.boundary:.2g}"


def _limits(factor: Factor, possible: NDArray[np.bool_]) -> list[str]:
    """What must hold of a factor, given at which of its values the outcome may be found."""
    places = np.flatnonzero(possible)
    if len(places) in (0, len(possible)):
        return []
    values, words = levels_of(factor), factor.label
    texts = [value_words(factor, float(values[place])) for place in places]
    dates = factor.is_list and all(is_date(str(value)) for value in factor.values)
    if not (are_numbers(factor.values) or dates):
        return [f"{words} is {joined(texts, 'or')}"]
    more, less = ("or later", "or earlier") if dates else ("or more", "or less")
    if len(places) == 1 and 0 < places[0] < len(possible) - 1:
        return [f"{words} is near {texts[0]}"]
    if places[-1] == len(possible) - 1:
        return [f"{words} is {texts[0]} {more}"]
    if places[0] == 0:
        return [f"{words} is {texts[-1]} {less}"]
    return [f"{words} lies between {texts[0]} and {texts[-1]}"]
