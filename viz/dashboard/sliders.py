"""The sliders: the pressures of a scenario and the most influential numbers, each with its range and its source.

Everything here is read off scenarios and seeds; no number of the theory is written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, log10

from experiments.sweeps.results.strongest import stored
from model.core.declarations import AGENTS, Owner, Role
from model.core.names import CAPITALS
from model.ensemble.record import DIMENSIONS, HEADLINE
from model.evidence.load import load_seeds
from model.runs.run import RECORDED_AUXILIARIES, recorded_by_default
from model.scenario.kinds import KINDS
from model.scenario.pressure import ACTORS, HISTORY, Combine, Pressure
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from viz.common.provenance import source_of_parameter, source_of_pressure

LEVEL = ".level"
STEPS = 20
"""Into how many steps a range is divided."""
IDLE = " (no effect: outside the months of the run)"
WITHOUT_LEVEL = (Combine.FORCE, Combine.FORBID)


@dataclass(frozen=True, slots=True)
class SliderSpec:
    """A setting that a slider moves.

    Attributes:
        key: Its dotted key, as ``--set`` takes it.
        step: From one value to the next.
        unit: Its unit; empty for a share or an index.
        months: The month that each value stands for, from 0; empty where the value is a number.
        source: Where its value comes from.
        untouched: Text behind the value as long as it is not changed.
    """

    key: str
    label: str
    value: float
    low: float
    high: float
    step: float = 1
    unit: str = ""
    months: Sequence[str] = ()
    source: str = ""
    untouched: str = ""

    @property
    def digits(self) -> int:
        """Decimals that tell one step from the next."""
        return max(0, ceil(-log10(self.step) - 1e-9)) if self.step < 1 else 0

    def setting(self, moved: float) -> float | str:
        """The setting nearest to a value that a browser sent, which may be anything."""
        steps = round((min(max(float(moved), self.low), self.high) - self.low) / self.step)
        value = round(min(self.low + steps * self.step, self.high), self.digits + 2)
        return self.months[int(value)] if self.months else value


def sliders_of(scenario: Scenario, *, own: bool) -> list[SliderSpec]:
    """The sliders of the pressures that a scenario added, or of those of history: level, start and length of each."""
    months = [scenario.date(month) for month in range(scenario.months)]
    return [spec for pressure in _pressures(scenario, own=own) for spec in _sliders(pressure, months)]


def levels_of(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Keys of the levels of a scenario's own pressures, each with its least and greatest value."""
    return {spec.key: (spec.low, spec.high) for spec in sliders_of(scenario, own=True) if spec.key.endswith(LEVEL)}


def _pressures(scenario: Scenario, *, own: bool) -> list[Pressure]:
    return [one for one in scenario.pressures.values() if own is not one.name.startswith(HISTORY)]


def _sliders(pressure: Pressure, months: Sequence[str]) -> Iterator[SliderSpec]:
    if pressure.path:
        return
    kind, key, label = KINDS[pressure.kind], f"pressures.{pressure.name}", pressure_label(pressure, len(months))
    source = source_of_pressure(pressure)
    starts = 0 <= pressure.start < len(months)
    sized = pressure.combine not in WITHOUT_LEVEL and kind.high > kind.low
    if sized:
        step = (kind.high - kind.low) / (1 if pressure.combine is Combine.FLAG else STEPS)
        yield SliderSpec(key + LEVEL, f"{label}: level", pressure.level, kind.low, kind.high, step, source=source)
    if starts:
        last = len(months) - 1 if pressure.end is None else min(pressure.end, len(months) - 1)
        text, names = "" if sized else source, months[: last + 1]
        yield SliderSpec(f"{key}.start", f"{label}: start", pressure.start, 0, last, months=names, source=text)
    if pressure.duration is not None and (sized or starts):
        longest = max(len(months) if pressure.every is None else pressure.every, pressure.duration)
        unit = "month" if pressure.duration == 1 else "months"
        if longest > 1:
            yield SliderSpec(f"{key}.duration", f"{label}: lasts", pressure.duration, 1, longest, unit=unit)


def on_paths(scenario: Scenario, *, own: bool) -> list[str]:
    """The pressures (the scenario's own, or of history) given month by month, so that no one level can be moved."""
    return [pressure_label(one, scenario.months) for one in _pressures(scenario, own=own) if one.path]


def pressure_label(pressure: Pressure, months: int) -> str:
    """A pressure in words, with its name; it says so if it lies outside a run of so many months."""
    name = spelled(pressure.name.removeprefix(HISTORY))
    if pressure.combine in WITHOUT_LEVEL:
        move = theory().moves[pressure.moves]
        order = "forced on" if pressure.combine is Combine.FORCE else "forbidden to"
        what = f"{order} {CAPITALS[move.owner]}: {move.name.replace('_', ' ')}"
    else:
        what = KINDS[pressure.kind].title
        what += f" by {pressure.by}" if pressure.by else ""
        what += f" on {pressure.on}" if pressure.on else ""
    acts = any(first < months for first, _ in pressure.windows(months))
    return f"{name}: {what}" + ("" if acts else IDLE)


def spelled(name: str) -> str:
    """A name of a file as words: EU 2017 for ``eu_2017``."""
    capitals = {actor.lower(): actor for actor in ACTORS}
    return capital(" ".join(capitals.get(word, word) for word in name.split("_")))


@cache
def strongest_numbers() -> tuple[SliderSpec, ...]:
    """The numbers that move alignment most, with their sources, as far as this theory has them."""
    parameters = load_seeds().parameters
    strongest = [parameters[one.key] for one in stored() if one.key in parameters]
    return tuple(
        SliderSpec(
            f"parameters.{number.key}",
            number.label,
            number.best,
            number.low,
            number.high,
            (number.high - number.low) / STEPS,
            "" if number.unit == "1" else number.unit,
            source=source_of_parameter(number),
            untouched="varies by world",
        )
        for number in strongest
    )


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


def capital(label: str) -> str:
    """With a capital letter first."""
    return label[:1].upper() + label[1:]


def by_actor() -> dict[Owner, tuple[str, ...]]:
    """Each of the five -> the series that are theirs."""
    return {actor: tuple(name for name in shown_series() if name.startswith(f"{actor}.")) for actor in AGENTS}


def owner_of(series: str) -> Owner:
    """Whose a dotted series is."""
    return Owner(series.partition(".")[0])
