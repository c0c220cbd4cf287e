"""The effect of a scenario compared with the one it extends, in sentences and as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.runs.effect import Binding, Effect, PairedDifference
from model.scenario.pressure import Combine
from model.story.phrases import month_in_words
from viz.common.summary import label_of, percent
from viz.common.words import signed_decimals

HARDLY = 0.005
"""A smaller difference is printed as 0.00."""

ACTING = {str(owner): capital for owner, capital in CAPITALS.items() if owner in ("russia", "eu", "us", "ukraine")}
"""Actors whose series are what they themselves do."""


def effect_sentence(effect: Effect, run: Run) -> str:
    """When the scenario differs most from the one it extends, by how much, and how far it differs at the end."""
    largest, final, base = effect.largest, effect.final, effect.base.name
    if math.isnan(largest.median):
        return f"Compared with {base}: there is no month in which the regime of any world stands in both runs."
    start = f"Compared with {base} (same random numbers), alignment"
    if abs(largest.median) < HARDLY:
        return f"{start} is the same in every month: the median of the differences rounds to 0.00."
    text = f"{start} differs most in {_in_month(largest, run)}"
    return f"{text}." if final.month == largest.month else f"{text}. At the end, in {_in_month(final, run)}."


def _in_month(one: PairedDifference, run: Run) -> str:
    month = month_in_words(run.months[one.month])
    if math.isnan(one.median):
        return f"{month}, no regime stands in both runs"
    low, median, high = (signed_decimals(value) for value in (one.low, one.median, one.high))
    left_out = f"; {percent(one.left_out)} of the worlds are left out" if one.left_out > 0 else ""
    worlds = f"{one.worlds:,} worlds whose regime stands in both{left_out}"
    return f"{month}: {median} (median; 5 to 95 % of the differences: {low} to {high}; {worlds})"


def binding_sentence(binding: Binding) -> str:
    """Whether and how long a pressure acted."""
    pressure = binding.pressure
    name = f"{pressure.name} ({label_of(pressure.name, pressure)})"
    if binding.months is None or binding.worlds is None:
        return f"{name} depends on a condition"
    if not binding.months:
        return f"{name} has no effect: it acts in no month of any world"
    months = f"{binding.months} month{'s' if binding.months > 1 else ''}"
    text = f"{name} acts in {months}" + (f" of {percent(binding.worlds)} of the worlds" if binding.worlds < 1 else "")
    if binding.idle is None:
        return text
    actor = ACTING.get(binding.compared.partition(".")[0])
    anyway = f"it asks no more than {f'{actor} does' if actor else 'happens'} anyway"
    anyway = {Combine.FORCE: "the move would be made anyway", Combine.FORBID: "the move would not be made anyway"}.get(
        pressure.combine, anyway
    )
    return f"{text}; in {percent(binding.idle)} of them {anyway}"


def effect_lines(effect: Effect, run: Run) -> list[str]:
    """The sentence on the difference, and one line for each pressure that the scenario adds or changes."""
    return [effect_sentence(effect, run), *(f"{binding_sentence(one)}." for one in effect.bindings)]


def effect_as_plain(effect: Effect, run: Run) -> Mapping[str, object]:
    """The effect as `against` in the JSON of a run."""
    return {
        "scenario": effect.base.name,
        "sentence": effect_sentence(effect, run),
        "month": run.months[effect.largest.month],
        "diff": _plain(effect.largest),
        "final": _plain(effect.final),
        "pressures": [
            {
                "name": one.pressure.name,
                "months": one.months,
                "worlds": one.worlds,
                "idle": one.idle,
                "compared": one.compared or None,
                "sentence": binding_sentence(one),
            }
            for one in effect.bindings
        ],
    }


def _plain(one: PairedDifference) -> dict[str, float]:
    values = {"median": one.median, "p05": one.low, "p95": one.high}
    return values | {"worlds": one.worlds, "left_out": one.left_out}
