"""A scenario: everything that is asked of one run, after all layers of files are merged and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from model.core.months import date_of
from model.scenario.pressure import Pressure


class Sampling(StrEnum):
    """Where the parameters of a world come from: all at their best, from the stated ranges, or from wider ones."""

    PARAMETERS = "parameters"
    BEST = "best"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class ParameterSetting:
    """What a scenario says about one parameter: a value, a range of its own, or a factor.

    Attributes:
        fix: The value in every world.
        low: Least value, together with `high`.
        high: Greatest value.
        scale: What the value is multiplied by.
        because: Why; needed for what lies outside the documented range.
    """

    fix: float | None = None
    low: float | None = None
    high: float | None = None
    scale: float | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A condition on worlds: only those in this posture in this month are kept.

    Attributes:
        posture: One of the postures.
        month: Index of the month.
    """

    posture: str
    month: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that is asked of one run, after all layers are merged and checked.

    Attributes:
        name: Name of the file without its ending.
        title: A few words.
        question: What it asks.
        because: Why it is set up so.
        start: Date of the first month, which has index 0.
        end: Date of the last month.
        months: Number of months.
        worlds: Number of worlds.
        sampling: Whether each world has its own parameters, and from which ranges.
        seed: Seed of all luck.
        hypotheses: Hypothesis -> variant chosen.
        switch_off: Mechanisms that are off.
        parameters: Key -> what is set.
        pressures: Name -> pressure, history first; sums follow this order.
        initial: Dotted series -> value to start from.
        given: Condition on worlds, if any.
        read_from: Index of the month from which results are read.
        chain: Files it was read from, lowest first.
        origins: Dotted key -> ``file:line``.
    """

    name: str
    title: str
    question: str
    because: str
    start: str
    end: str
    months: int
    worlds: int
    sampling: Sampling
    seed: int
    hypotheses: Mapping[str, str]
    switch_off: tuple[str, ...]
    parameters: Mapping[str, ParameterSetting]
    pressures: Mapping[str, Pressure]
    initial: Mapping[str, float]
    given: Given | None
    read_from: int
    chain: tuple[str, ...]
    origins: Mapping[str, str]

    def date(self, month: int) -> str:
        """The date, ``YYYY-MM``, of a month of the run."""
        return date_of(month, self.start)

    def resolved(self) -> dict[str, object]:
        """Plain data for the manifest: everything above, with dates, in a fixed order."""
        plain = asdict(self)
        plain["sampling"] = str(self.sampling)
        plain["read_from"] = self.date(self.read_from)
        plain["given"] = None if self.given is None else f"{self.given.posture}@{self.date(self.given.month)}"
        for name, pressure in self.pressures.items():
            plain["pressures"][name] = self._plain(pressure)
        for key in ("hypotheses", "parameters", "initial", "origins"):
            plain[key] = dict(sorted(plain[key].items()))
        for key in ("chain", "switch_off"):
            plain[key] = list(plain[key])
        return plain

    def _plain(self, pressure: Pressure) -> dict[str, object]:
        plain = {key: value for key, value in asdict(pressure).items() if value not in (None, "", (), [])}
        plain |= {key: self.date(plain[key]) for key in ("start", "end") if key in plain}
        plain |= {"combine": str(pressure.combine)} | ({"events": list(pressure.events)} if pressure.events else {})
        for key in ("name", *(("start", "level") if pressure.path else ())):
            plain.pop(key)
        if pressure.path:
            plain["path"] = {self.date(month): value for month, value in pressure.path}
        if pressure.backing:
            plain["backing"] = dict(pressure.backing)
        return plain
