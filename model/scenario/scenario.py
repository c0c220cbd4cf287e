"""A scenario: everything that is asked of one run, after all layers of files are merged and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from model.core.months import date_of, months_between
from model.scenario.condition import Condition, Subject
from model.scenario.pressure import Combine, Pressure, When
from model.yaml_files.hints import Between

LARGEST_SCALE = 1000


class Sampling(StrEnum):
    """Where the parameters of a world come from: ranges, and of these worlds all or those that agree with the record.

    `conditioned` are the prior worlds that agree with the documented record (`model.runs.world_lists`), `prior` all of
    them; in `best` ones every number has its best value.
    """

    CONDITIONED = "conditioned"
    PRIOR = "prior"
    BEST = "best"


FORMER_SAMPLINGS = {"parameters": "prior", "wide": "prior"}
"""What samplings were called before, and what takes their place."""


@dataclass(frozen=True, slots=True)
class ParameterSetting:
    """What a scenario says about one parameter: a value, a range of its own, or a factor.

    Attributes:
        fix: The value in every world.
        low: Least value of a range of its own.
        high: Greatest value of that range.
        scale: A factor.
        because: Why; needed outside the documented range.
    """

    fix: float | None = None
    low: float | None = None
    high: float | None = None
    scale: Annotated[float, Between(1 / LARGEST_SCALE, LARGEST_SCALE)] | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that is asked of one run, after all layers are merged and checked.

    Attributes:
        start: Date of the first month, which has index 0.
        sampling: Where the parameters of each world come from, and which worlds are run.
        hypotheses: Hypothesis -> variant chosen.
        parameters: Key -> what is set.
        pressures: Name -> pressure, history first; sums follow this order.
        initial: Dotted series -> value to start from.
        given: What must hold in a world for it to count.
        read_from: Index of the month from which results are read.
        chain: Files it was read from, lowest first.
        origins: Dotted key -> ``file:line``.
        notes: Settings that have no effect, or an unexpected one, each in a sentence.
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
    given: tuple[Condition, ...]
    read_from: int
    chain: tuple[str, ...]
    origins: Mapping[str, str]
    notes: tuple[str, ...] = field(default=(), compare=False)

    def date(self, month: int) -> str:
        """The date, ``YYYY-MM``, of a month of the run."""
        return date_of(month, self.start)

    def resolved(self) -> dict[str, object]:
        """Plain data for the manifest: everything above, with dates, in a fixed order."""
        plain = asdict(self)
        plain |= {"sampling": str(self.sampling), "read_from": self.date(self.read_from)}
        plain["pressures"] = {name: _without_empty(one, self.date) for name, one in self.pressures.items()}
        plain |= {key: dict(sorted(plain[key].items())) for key in ("hypotheses", "parameters", "initial", "origins")}
        return plain | {key: list(plain[key]) for key in ("chain", "switch_off", "given", "notes")}

    @classmethod
    def from_resolved(cls, plain: Mapping[str, Any]) -> Scenario:
        """The scenario that plain data of `resolved` stand for."""

        def month(date: str) -> int:
            return months_between(plain["start"], date)

        made = {
            "sampling": Sampling(plain["sampling"]),
            "read_from": month(plain["read_from"]),
            "given": tuple(Condition(**one | {"subject": Subject(one["subject"])}) for one in plain["given"]),
            "parameters": {key: ParameterSetting(**value) for key, value in plain["parameters"].items()},
            "pressures": {name: _with_empty(name, one, month) for name, one in plain["pressures"].items()},
        }
        return cls(**(dict(plain) | made | {key: tuple(plain[key]) for key in ("chain", "switch_off", "notes")}))


def _without_empty(pressure: Pressure, date: Callable[[int], str]) -> dict[str, Any]:
    """A pressure as plain data: what is empty is left out, and so are level and window where a path replaces them."""
    plain = {key: value for key, value in asdict(pressure).items() if value not in (None, "", ())}
    plain |= {key: date(plain[key]) for key in ("start", "end") if key in plain} | {"combine": str(pressure.combine)}
    if pressure.path:
        plain["path"] = {date(month): value for month, value in pressure.path}
    if pressure.backing:
        plain["backing"] = dict(pressure.backing)
    if pressure.events:
        plain["events"] = list(pressure.events)
    left_out = ("name", "start", "level") if pressure.path else ("name",)
    return {key: value for key, value in plain.items() if key not in left_out}


def _with_empty(name: str, plain: Mapping[str, Any], month: Callable[[str], int]) -> Pressure:
    """The pressure that such data stand for: what is left out is empty."""
    made = dict(plain) | {key: month(plain[key]) for key in ("start", "end") if key in plain}
    made |= {"combine": Combine(plain["combine"]), "events": tuple(plain.get("events", ()))}
    made |= {"when": When(**plain["when"])} if "when" in plain else {}
    made |= {"backing": tuple(plain.get("backing", {}).items())}
    return Pressure(name, **(made | {"path": tuple((month(date), one) for date, one in plain.get("path", {}).items())}))
