"""What a visitor can move: the pressures of a scenario and the strongest numbers, each with its range and its source.

Everything here is read off scenarios and seeds; no number of the theory is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from experiments.sweeps.results.strongest import stored
from model.core.declarations import AGENTS, Owner, Role
from model.core.names import CAPITALS
from model.ensemble.record import DIMENSIONS, HEADLINE
from model.evidence.load import load_seeds
from model.runs.run import KEPT_GAUGES, kept_by_default
from model.scenario.kinds import KINDS
from model.scenario.load import Scenario
from model.scenario.pressure import ACTORS, HISTORY, Combine, Pressure
from model.theory.theory import theory
from viz.common.cache import Beside
from viz.common.provenance import Provenance, provenance, source_of_pressure

STEPS = 20
"""Into how many steps a range is divided."""
WITHOUT_LEVEL = (Combine.FORCE, Combine.FORBID)


@dataclass(frozen=True, slots=True)
class Knob:
    """A pressure that can be moved.

    Attributes:
        name: Its name in the scenario.
        label: What it is, in words.
        source: Why it is as it is.
        unit: Unit of its level; empty for a share or an index.
        ends: Least and greatest level; None where it has no level to move.
        step: From one level to the next.
        level: Its level.
        dates: Months in which it may start; empty where its start cannot be moved.
        start: Month in which it starts; empty where that is before the run.
        length: Months that it lasts; 0 where a file does not say so.
        longest: Months that it may last at most.
        own: Whether the scenario added it, rather than history.
        whole: Whether its level is 0 or 1 and nothing between.
    """

    name: str
    label: str
    source: str
    unit: str
    ends: tuple[float, float] | None
    step: float
    level: float
    dates: tuple[str, ...]
    start: str
    length: int
    longest: int
    own: bool
    whole: bool


SCENARIOS_KEPT = 256
_knobs: Beside[Scenario, tuple[Knob, ...]] = Beside(SCENARIOS_KEPT)


def knobs_of(scenario: Scenario) -> tuple[Knob, ...]:
    """Every pressure of a scenario that can be moved, its own first, then those of history."""
    return _knobs.get(scenario, _all_knobs)


def _all_knobs(scenario: Scenario) -> tuple[Knob, ...]:
    found = [_knob(pressure, scenario) for pressure in scenario.pressures.values()]
    movable = [knob for knob in found if knob.ends is not None or knob.dates]
    return tuple(sorted(movable, key=lambda knob: not knob.own))


def on_paths(scenario: Scenario, *, own: bool) -> tuple[str, ...]:
    """The pressures that follow a path of months and values, so that they have no one level to move.

    Args:
        scenario: The scenario.
        own: Those that the scenario added; otherwise those of history.
    """
    found = [one for one in scenario.pressures.values() if one.path and own is not one.name.startswith(HISTORY)]
    return tuple(pressure_label(one) for one in found)


def _knob(pressure: Pressure, scenario: Scenario) -> Knob:
    kind = KINDS[pressure.kind]
    sized = not pressure.path and pressure.combine not in WITHOUT_LEVEL
    whole = pressure.combine is Combine.FLAG
    ends = (kind.low, kind.high) if sized and kind.high > kind.low else None
    dates = () if pressure.path else _dates(pressure, scenario)
    return Knob(
        name=pressure.name,
        label=pressure_label(pressure),
        source=source_of_pressure(pressure),
        unit="" if kind.unit == "1" else kind.unit,
        ends=ends,
        step=(kind.high - kind.low) / (1 if whole else STEPS),
        level=pressure.level,
        dates=dates,
        start=scenario.date(pressure.start) if 0 <= pressure.start < scenario.months else "",
        length=pressure.duration or 0,
        longest=_longest(pressure, scenario),
        own=not pressure.name.startswith(HISTORY),
        whole=whole,
    )


def _longest(pressure: Pressure, scenario: Scenario) -> int:
    """Months that a pressure may last: the run, or until it comes again; 0 where no file says how long it lasts."""
    if pressure.duration is None:
        return 0
    return max(scenario.months if pressure.every is None else pressure.every, pressure.duration)


def _dates(pressure: Pressure, scenario: Scenario) -> tuple[str, ...]:
    """From the first month of the run to the last one in which a pressure can still start."""
    if not 0 <= pressure.start < scenario.months:
        return ()
    last = scenario.months - 1 if pressure.end is None else min(pressure.end, scenario.months - 1)
    return tuple(scenario.date(month) for month in range(last + 1))


def pressure_label(pressure: Pressure) -> str:
    """A pressure in words, with its name, so that two of a kind can be told apart."""
    name = spelled(pressure.name.removeprefix(HISTORY))
    if pressure.combine in WITHOUT_LEVEL:
        move = theory().moves[pressure.moves]
        order = "ordered of" if pressure.combine is Combine.FORCE else "forbidden to"
        what = f"{order} {CAPITALS[move.owner]}, {move.name.replace('_', ' ')}"
    else:
        what = KINDS[pressure.kind].label
        what += f" by {pressure.by}" if pressure.by else ""
        what += f" on {pressure.on}" if pressure.on else ""
    return f"{name}: {what}"


SPELLED = {name.lower(): name for name in ACTORS}


def spelled(name: str) -> str:
    """A name of a file as words: EU 2017 for ``eu_2017``."""
    return capital(" ".join(SPELLED.get(word, word) for word in name.split("_")))


def strengths(scenario: Scenario) -> tuple[tuple[str, float, float], ...]:
    """The scenario's own pressures that have a level: name, least and greatest."""
    return tuple((knob.name, *knob.ends) for knob in knobs_of(scenario) if knob.own and knob.ends is not None)


@cache
def strongest_numbers() -> tuple[Provenance, ...]:
    """The numbers that move alignment most, with their sources, as far as they are numbers of this theory."""
    known = load_seeds().parameters
    return tuple(provenance(one.key) for one in stored() if one.key in known)


@cache
def parameter_ranges() -> Mapping[str, tuple[float, float]]:
    """Key -> least and greatest value, of every parameter that can be moved."""
    return {key: (one.low, one.high) for key, one in load_seeds().parameters.items() if one.low < one.high}


@cache
def shown_series() -> Mapping[str, str]:
    """Dotted series -> label, of everything that can be shown over time, alignment first."""
    words = {HEADLINE: "Alignment of Belarus"}
    words |= {f"{HEADLINE}_{dimension}": f"Alignment of Belarus, {dimension}" for dimension in DIMENSIONS}
    words["belarus.rhetoric"] = "Rhetoric of Belarus"
    stocks = {stock.series: stock.label for stock in theory().stocks.values()}
    gauges = {rule.target: rule.label for rule in theory().of(Role.GAUGE)}
    variables = gauges | {driver.name: driver.label for driver in theory().drivers.values()}
    labels = stocks | {name: variables[theory().series[name]].partition(":")[0] for name in KEPT_GAUGES}
    return words | {name: capital(labels[name]) for name in kept_by_default() if name not in words}


def capital(label: str) -> str:
    """With a capital letter first."""
    return label[:1].upper() + label[1:]


def by_actor() -> dict[Owner, tuple[str, ...]]:
    """Each of the five -> the series that are theirs."""
    return {actor: tuple(name for name in shown_series() if name.startswith(f"{actor}.")) for actor in AGENTS}


def owner_of(series: str) -> Owner:
    """Whose a dotted series is."""
    return Owner(series.partition(".")[0])
