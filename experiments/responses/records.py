"""`seeds/responses.yaml` as frozen records: which pressures are tried, in which windows, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from experiments.comparison.questions import Direction
from experiments.measures.forms import From, Month, To
from model.core.months import date_of, months_between
from model.runs.digest import FACTUAL
from model.scenario.changes import Change
from model.scenario.files import Layers, read_layers
from model.scenario.kinds import KINDS
from model.scenario.load import settled
from model.scenario.pressure import Combine
from model.scenario.scenario import Scenario
from model.yaml_files.hints import Between, Key, Known
from model.yaml_files.nodes import Node

LEVELS = ("alignment", "security", "economy", "diplomacy", "identity")
"""What is measured as a level: the headline and its dimensions, where the regime stands in both runs."""
POSTURES = ("client", "hedging", "leaning_west", "fallen")
SHARES = (*POSTURES, "base", "venue")
"""What is measured as a share of all worlds: postures, a base granted, and Minsk as venue."""
QUANTITIES = (*LEVELS, *SHARES)
DOSES = (1 / 3, 2 / 3, 1.0)
"""Parts of the full dose."""
LATER = 12
"""Months after the window's end at which responses are read once more."""


@dataclass(frozen=True, slots=True)
class Window:
    """Months in which a pressure acts."""

    name: str
    start: From
    end: To

    @property
    def months(self) -> int:
        """Its length."""
        return months_between(self.start, self.end) + 1

    @property
    def after(self) -> Month:
        """The month, a year after its end, in which responses are read once more."""
        return Month(date_of(months_between(self.start, self.end) + LATER, self.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPressure:
    """A pressure that is tried.

    Attributes:
        key: What the file calls it.
        name: A few words for tables.
        pressure: As a scenario file writes it, without dates and level.
        expects: Which way the documents say that it moves `of`; open where they do not.
        why: What they say, in our words.
        texts: Document and paragraph.
        of: What they speak of, one of `QUANTITIES`.
        full: The largest dose; the highest level of its kind if None.
        windows: The windows in which it makes sense.
        own: What it sets by itself, which is no answer to it.
        by_dose: Whether it must act by its dose: more of it does more, and all of it moves something.
    """

    key: str
    name: str
    pressure: Node
    expects: Direction
    why: str
    texts: tuple[str, ...]
    of: Annotated[str, Known("quantity")] = "alignment"
    full: Annotated[float, Between(-1, 1)] | None = None
    windows: Annotated[tuple[Window, ...], Key("in")] = ()
    own: tuple[Annotated[str, Known("quantity")], ...] = ()
    by_dose: bool = False

    @property
    def kind(self) -> str:
        """Its kind of pressure."""
        return str(self._written["kind"].value)

    @property
    def doses(self) -> tuple[float, ...]:
        """The levels that are tried, the smallest first; none where it can only be on or off."""
        once = self.scenario(self.windows[0], None).pressures[self.key]
        full = KINDS[self.kind].high if self.full is None else self.full
        return tuple(dose * full for dose in DOSES) if once.combine in (Combine.ADD, Combine.FLOOR) else ()

    def scenario(self, window: Window, level: float | None) -> Scenario:
        """The baseline with this pressure in a window, until a year after it; at a level, or simply on.

        Raises:
            InputError: It is no pressure that a scenario could have.
        """
        written: dict[str, Any] = dict(self._written) | {"start": window.start}
        kind = KINDS.get(str(getattr(written.get("kind"), "value", "")))
        if level is None and kind is not None and kind.level is None:
            level = kind.high
        written |= {} if level is None else {"level": level}
        written |= {} if "duration" in written else {"end": window.end}
        if "every" in written:
            written["times"] = -(-window.months // int(written["every"].value))
        return scenario_of(window, Change(("pressures", self.key), written, self.pressure))

    @property
    def _written(self) -> Mapping[str, Node]:
        assert isinstance(self.pressure.value, dict)
        return self.pressure.value


def scenario_of(window: Window, *changes: Change) -> Scenario:
    """The baseline with changes, until a year after a window."""
    return settled(_layers(), [f"end={window.after}", *changes])


@cache
def _layers() -> Layers:
    return read_layers(FACTUAL)
