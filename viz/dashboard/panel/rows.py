"""The rows of the panel: one a pressure, with who presses, how hard and when; plain data, read off a scenario.

rows = rows_of(scenario, file, baseline)     # the scenario's own, then those of history
groups_of(rows)                              # those of history under whoever presses
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from model.core.declarations import AGENT_CALLED, Owner
from model.core.names import CAPITALS
from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY, Combine, Pressure, name_words
from model.scenario.scenario import Scenario
from viz.common.provenance import source_of_pressure
from viz.common.summary import HISTORY_MARKS, spans_of
from viz.common.words import capital
from viz.dashboard.bar_changes import is_movable
from viz.sentences.pressure_names import onsets_in_words, phrase_of

STEPS = 20
"""Into how many steps the range of a strength is divided."""
SIZED = (Combine.ADD, Combine.FLOOR)
HISTORY_NAMES = {
    "history.deployments": "NATO deployments",
    "history.turnover": "New leaders in the West",
    "history.grievance_2017": "Street protest 2017",
    "history.counter_sanctions_2013": "Counter-sanctions 2013",
    "history.counter_sanctions_2014": "Counter-sanctions 2014",
    "history.forum_winter": "Forums in winter",
    "history.forum_summer": "Forums in summer",
    "history.forum_autumn": "Forums in autumn",
    "history.astana_suggestion": "Astana as venue",
}
"""Pressures of history that figures do not mark, and whose names in files are not what they are called."""
SHOCKS, OCCASIONS = "Shocks and war", "Occasions and others"


@dataclass(frozen=True, slots=True)
class Row:
    """A pressure in the panel; months are counted from the first one of the run.

    Attributes:
        name: What the scenario calls it.
        label: What readers call it; each row has another one.
        owner: Who presses; decides the colour.
        group: Under whom it stands among the pressures of history.
        spans: First and last month of each time that it acts, as far as that is known beforehand.
        value: Its strength in its native range; None where it has none, or another one month by month.
        low: Least strength.
        high: Greatest strength.
        step: From one strength to the next.
        first: First month, where it can be moved.
        last: Last month, likewise.
        ramp: Months in which it grows to its strength; None where it has no size.
        probability: Share of the worlds that see it, where not all do.
        remark: Why something of it cannot be moved here; empty where all can.
        note: Where it comes from.
        changed: Whether the visitor changed it, or took it out.
        differs: Whether it is not what it is in the baseline.
        removed: Whether it is taken out, by the visitor or by the scenario's file.
    """

    name: str
    label: str
    owner: Owner
    group: str
    spans: tuple[tuple[int, int], ...]
    value: float | None = None
    low: float = 0.0
    high: float = 1.0
    step: float = 0.05
    first: int | None = None
    last: int | None = None
    ramp: int | None = None
    probability: float | None = None
    remark: str = ""
    note: str = ""
    changed: bool = False
    differs: bool = False
    removed: bool = False

    @property
    def own(self) -> bool:
        """Whether the scenario added it, rather than history."""
        return not self.name.startswith(HISTORY)

    @property
    def key(self) -> str:
        """Its dotted key, as ``--set`` takes it."""
        return f"pressures.{self.name}"

    def strength(self, moved: object) -> float:
        """The strength nearest to what a browser sent, which may be anything."""
        return nearest_step(moved, self.low, self.high, self.step)


@dataclass(frozen=True, slots=True)
class Group:
    """Pressures of history under whoever presses, and how many there are."""

    title: str
    count: str
    rows: tuple[Row, ...]


def nearest_step(moved: object, low: float, high: float, step: float) -> float:
    """The value nearest to what a browser sent, which may be anything."""
    value = min(max(float(str(moved)), low), high)
    return round(min(low + round((value - low) / step) * step, high), 10)


def rows_of(scenario: Scenario, file: Scenario, baseline: Scenario, changes: Iterable[str] = ()) -> tuple[Row, ...]:
    """Every pressure of a scenario, and every one that is taken out of its file or of the baseline.

    Args:
        scenario: The scenario with what the visitor changed.
        file: The scenario as its file says.
        baseline: What pressures of history are held against.
        changes: Dotted keys of what is changed.
    """
    changed = {_pressure_of(key) for key in changes}
    order = dict.fromkeys((*baseline.pressures, *file.pressures, *scenario.pressures))
    rows = []
    for name in order:
        here, before = scenario.pressures.get(name), baseline.pressures.get(name)
        pressure = here or file.pressures.get(name) or before
        if pressure is not None:
            differs = here != before
            row = _row(pressure, scenario)
            rows.append(replace(row, changed=name in changed, differs=differs, removed=here is None))
    return _told_apart(sorted(rows, key=lambda row: not row.own), scenario)


def groups_of(rows: Iterable[Row]) -> tuple[Group, ...]:
    """The pressures of history by whoever presses; each group counts its own and says what is changed."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if not row.own:
            found.setdefault(row.group, []).append(row)
    order = [*CAPITALS.values(), "NATO", "West", SHOCKS, OCCASIONS]
    titles = sorted(found, key=lambda title: order.index(title) if title in order else len(order))
    return tuple(Group(title, _count(found[title]), tuple(found[title])) for title in titles)


def _count(rows: list[Row]) -> str:
    changed = sum(row.differs for row in rows)
    return f"{len(rows)}, {changed} changed" if changed else f"{len(rows)}, as in the baseline"


def _pressure_of(key: str) -> str:
    """The pressure that a key is about; empty for another thing."""
    section, _, rest = key.partition(".")
    if section != "pressures":
        return ""
    prefix = HISTORY if rest.startswith(HISTORY) else ""
    return prefix + rest.removeprefix(HISTORY).partition(".")[0]


def _row(pressure: Pressure, scenario: Scenario) -> Row:
    kind = KINDS[pressure.kind]
    sized = not pressure.path and pressure.combine in SIZED
    timed = is_movable(pressure, scenario)
    spans = tuple((max(first, 0), last) for first, last in spans_of(pressure, scenario.months))
    return Row(
        name=pressure.name,
        label=label_of(pressure),
        owner=owner_of(pressure),
        group=_group(pressure),
        spans=spans,
        value=pressure.level if sized else None,
        low=kind.low,
        high=kind.high,
        step=(kind.high - kind.low) / STEPS,
        first=spans[0][0] if timed and spans else None,
        last=spans[0][1] if timed and spans else None,
        ramp=pressure.ramp if sized else None,
        probability=pressure.probability if pressure.probability < 1 else None,
        remark=_remark(pressure, spans, scenario),
        note=source_of_pressure(pressure),
    )


def _remark(pressure: Pressure, spans: tuple[tuple[int, int], ...], scenario: Scenario) -> str:
    if pressure.path:
        return "Its strength is set month by month; a scenario file of your own can change that."
    if pressure.when is not None:
        return f"It begins by itself, on a condition on {pressure.when.variable}."
    if not spans:
        return "No effect: it lies outside the months of the run."
    if pressure.latest is not None:
        return f"Each world draws the month in which it begins, {onsets_in_words(pressure, scenario)}."
    if pressure.every is not None:
        return f"It comes back every {pressure.every} months."
    return "Switched off: its strength is 0." if pressure.combine is Combine.FLAG and not pressure.level else ""


def owner_of(pressure: Pressure) -> Owner:
    """Who presses, if it is one of the five; else the system around them."""
    return AGENT_CALLED.get(pressure.by, Owner.SYSTEM)


def _group(pressure: Pressure) -> str:
    if pressure.by in AGENT_CALLED:
        return CAPITALS[AGENT_CALLED[pressure.by]]
    if pressure.by in ("NATO", "West"):
        return pressure.by
    return OCCASIONS if pressure.by or KINDS[pressure.kind].choice_key else SHOCKS


def label_of(pressure: Pressure) -> str:
    """What readers call a pressure: history by its name, any other by its kind and who presses; one thing once."""
    if pressure.name.startswith(HISTORY):
        known = HISTORY_MARKS.get(pressure.name) or HISTORY_NAMES.get(pressure.name)
        return capital(known or name_words(pressure.name))
    text, _ = phrase_of(pressure)
    article, _, rest = text.partition(" ")
    return capital(rest if article in ("a", "an", "the") else text)


def _told_apart(rows: list[Row], scenario: Scenario) -> tuple[Row, ...]:
    """Rows that are called alike take the year in which they begin, and if need be a number."""
    count = Counter(row.label for row in rows)
    dated = [
        replace(row, label=f"{row.label} {scenario.date(row.spans[0][0])[:4]}")
        if count[row.label] > 1 and row.spans
        else row
        for row in rows
    ]
    seen: Counter[str] = Counter()
    told = []
    for row in dated:
        seen[row.label] += 1
        told.append(row if seen[row.label] == 1 else replace(row, label=f"{row.label} ({seen[row.label]})"))
    return tuple(told)
