"""The series that can be shown over time: their names, whose they are, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from model.core.declarations import AGENTS, Owner, Role
from model.core.names import CAPITALS
from model.ensemble.record import DIMENSIONS, HEADLINE
from model.runs.run import RECORDED_AUXILIARIES, recorded_by_default
from model.theory.theory import theory
from viz.common.words import capital


@cache
def shown_series() -> Mapping[str, str]:
    """Dotted series -> label, of everything that can be shown over time, alignment first."""
    named = {HEADLINE: "Alignment of Belarus"}
    named |= {f"{HEADLINE}_{dimension}": f"Alignment of Belarus, {dimension}" for dimension in DIMENSIONS}
    named["belarus.rhetoric"] = "Rhetoric of Belarus"
    stocks = {stock.series: stock.label for stock in theory().stocks.values()}
    gauges = {rule.target: rule.label for rule in theory().of(Role.AUXILIARY)}
    variables = gauges | {driver.name: driver.label for driver in theory().drivers.values()}
    labels = stocks | {name: variables[theory().series[name]].partition(":")[0] for name in RECORDED_AUXILIARIES}
    moves = {name: theory().moves[move] for name, move in theory().levels.items()}
    labels |= {name: f"How far {CAPITALS[move.owner]} {move.label}" for name, move in moves.items()}
    return named | {name: capital(labels[name]) for name in recorded_by_default() if name not in named}


@cache
def short_labels() -> Mapping[str, str]:
    """Dotted series -> a label for lists: without explanations, and with the actor where two would be called alike."""
    short = {name: _short(label) for name, label in shown_series().items()}
    alike = Counter(short.values())
    capitals = {name: CAPITALS.get(owner_of(name), "") for name in short}
    return {name: f"{label}, {capitals[name]}" if alike[label] > 1 else label for name, label in short.items()}


def _short(label: str) -> str:
    return capital(label.removeprefix("How far ").partition(":")[0].partition(" (")[0])


@cache
def flags() -> frozenset[str]:
    """The series that are 0 or 1 in a world, so that their mean is a share of the worlds."""
    domains = {stock.series: stock.domain for stock in theory().stocks.values()}
    return frozenset(name for name, one in domains.items() if one.whole and (one.low, one.high) == (0.0, 1.0))


def by_actor() -> dict[Owner, tuple[str, ...]]:
    """Each of the five -> the series that are theirs."""
    return {actor: tuple(name for name in shown_series() if name.startswith(f"{actor}.")) for actor in AGENTS}


def owner_of(series: str) -> Owner:
    """Whose a dotted series is."""
    return Owner(series.partition(".")[0])
