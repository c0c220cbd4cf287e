"""The stylised facts (patterns) of `seeds/patterns.yaml` as frozen records, and the other runs they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, TypeAlias

from experiments.measures.forms import MAIN, Leaf, Measure
from experiments.measures.pooled import Pooled, PooledTest, Test, leaves_of
from model.core.months import FIRST_MONTH, months_between
from model.evidence.documents import Claim
from model.scenario.load import load_scenario
from model.scenario.pressure import HISTORY, Pressure
from model.scenario.scenario import ParameterSetting, Scenario
from model.yaml_files.hints import Between, Key, Known

Numbers: TypeAlias = Mapping[str, Measure | Pooled]
"""Named numbers that are printed."""


class Strength(StrEnum):
    """How firmly the texts carry a pattern: stated and dated, date loose, or one document or inferred."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Per(StrEnum):
    """What is counted: worlds, all worlds together, or whole runs against each other."""

    WORLD = "world"
    POOLED = "pooled"
    RUNS = "runs"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a pattern is decided.

    Attributes:
        interval: How the interval of the rate is made.
        share: Share of worlds that must hold; None where worlds are not counted.
    """

    per: Per
    interval: str
    share: Annotated[float, Between(0, 1)] | None = None


@dataclass(frozen=True, slots=True)
class Statistic:
    """What is tested.

    Attributes:
        tests: What must hold in a world; all of it.
        among: Worlds are counted only where these hold.
        also: Conditions on all worlds together; for a rule that counts no worlds the first of them gives the rate.
    """

    tests: Annotated[tuple[Test, ...], Key("all")]
    among: tuple[Test, ...] = ()
    also: tuple[PooledTest, ...] = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Everything it measures."""
        parts: list[Test | PooledTest] = [*self.tests, *self.among, *self.also]
        return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves_of(part)))


@dataclass(frozen=True, slots=True)
class Pattern:
    """One stylised fact, machine-checkable.

    Attributes:
        statement: What the texts say, in our words.
        formulation: What is tested, in words.
    """

    key: str
    name: str
    strength: Strength
    statement: str
    claims: tuple[Claim, ...]
    mechanisms: tuple[Annotated[str, Known("mechanism")], ...]
    formulation: str
    rule: Rule
    statistic: Statistic
    needs: tuple[str, ...] = ()
    beside: Numbers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another run that patterns need: the scenario itself, changed in one respect.

    Attributes:
        sweep: The sweep it belongs to; empty if to none. Patterns need the sweep as a whole.
        pressures: Pressures laid on top, in months from 2013-01.
        pressures_of: A scenario whose own pressures, apart from history, are laid on top; empty for none.
    """

    name: str
    what: str
    sweep: str = ""
    without: tuple[str, ...] = ()
    levels: tuple[tuple[str, float], ...] = ()
    pressures: tuple[Pressure, ...] = ()
    pressures_of: str = ""
    parameters: tuple[tuple[str, float], ...] = ()

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario so changed; ValueError says why it cannot be."""
        pressures = {name: p for name, p in scenario.pressures.items() if name not in self.without}
        touched = (*self.without, *(name for name, _ in self.levels))
        missing = [name for name in touched if name not in scenario.pressures]
        if missing:
            message = f"the scenario has no pressure '{missing[0]}' to change"
            raise ValueError(message)
        for name, level in self.levels:
            pressures[name] = replace(pressures[name], level=level)
        offset = months_between(FIRST_MONTH, scenario.start)
        pressures |= {p.name: _moved(p, -offset) for p in (*self.pressures, *self._borrowed())}
        fixed = {key: ParameterSetting(fix=value, because=self.what) for key, value in self.parameters}
        return replace(scenario, pressures=pressures, parameters={**scenario.parameters, **fixed})

    def _borrowed(self) -> list[Pressure]:
        if not self.pressures_of:
            return []
        other = load_scenario(self.pressures_of)
        own = [p for name, p in other.pressures.items() if not name.startswith(HISTORY)]
        return [_moved(p, months_between(FIRST_MONTH, other.start)) for p in own]


def _moved(pressure: Pressure, by: int) -> Pressure:
    end, latest = (None if month is None else month + by for month in (pressure.end, pressure.latest))
    path = tuple((month + by, value) for month, value in pressure.path)
    return replace(pressure, start=pressure.start + by, latest=latest, end=end, path=path)


@dataclass(frozen=True, slots=True)
class Patterns:
    """All of `seeds/patterns.yaml`.

    Attributes:
        groups: Groups of worlds that the jackknife leaves out one by one.
        watched: Numbers printed for every scenario: key dates and levels.
    """

    confidence: float
    groups: int
    patterns: Mapping[str, Pattern]
    variants: Mapping[str, Variant]
    watched: Numbers

    def leaves(self) -> dict[str, dict[Leaf, None]]:
        """Run -> the leaves to measure in it, the scenario's own run first."""
        table: dict[str, dict[Leaf, None]] = {MAIN: {}}
        beside = [what for p in self.patterns.values() for what in p.beside.values()]
        wanted = [leaf for p in self.patterns.values() for leaf in p.statistic.leaves]
        wanted += [leaf for what in (*beside, *self.watched.values()) for leaf in leaves_of(what)]
        for leaf in wanted:
            table.setdefault(leaf.run, {})[leaf] = None
        return table
