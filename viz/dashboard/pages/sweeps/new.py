"""A new sweep from where one stands: what can be varied, and the file that `tightrope sweep` runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from experiments.sweeps.plan.factors import Written
from experiments.sweeps.run.folder import FILE, SCENARIO, SweepError
from model.engine import select
from model.evidence.load import load_seeds
from model.scenario.scenario import Scenario
from model.story.phrases import month_in_words
from model.yaml_files.writer import yaml_writer
from viz.dashboard.panel.numbers import NumberRow, numbers
from viz.dashboard.panel.rows import Row, rows_of
from viz.dashboard.state import START, Chosen, State, scenario_of
from viz.dashboard.sweeping import process
from viz.dashboard.sweeping.stored import PREFIX, RUNS, stored
from viz.dashboard.values import text_of
from viz.dashboard.yaml_file import as_yaml

STEPS, WORLDS = 9, 400
NUMBERS = 10
"""Of the numbers that move alignment most, how many can be varied."""
START_SECONDS = 15.0
WORLD_MONTHS = {True: 620_000.0, False: 170_000.0}
"""Months of single worlds that one worker simulates in a second, with the compiled engine and without."""
BUSY = "Another sweep is running; stop it, or wait until it is done."


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that can be varied.

    Attributes:
        key: Its dotted key, as `vary` takes it.
        values: The values of a list; empty for a range.
        ends: Least and greatest value of a range, which is cut into steps.
    """

    key: str
    label: str
    values: tuple[Written, ...] = ()
    ends: tuple[float, float] = (0.0, 1.0)

    @property
    def points(self) -> int:
        """How many values it takes."""
        return len(self.values) or STEPS

    @property
    def span(self) -> str:
        """Its range, in a word or two."""
        if self.key.startswith("hypotheses."):
            return f"{len(self.values)} readings"
        first, last = (self.values[0], self.values[-1]) if self.values else (f"{one:.3g}" for one in self.ends)
        return f"{first} to {last}"

    def vary(self) -> object:
        """What a sweep file says of it."""
        low, high = self.ends
        return list(self.values) or {"low": low, "high": high, "steps": STEPS}


def axes_of(state: State) -> tuple[Axis, ...]:
    """What can be varied: the pressures that the scenario adds, the strongest numbers, and where documents disagree."""
    scenario, file = scenario_of(state), scenario_of(state.as_it_was())
    baseline = scenario_of(State(Chosen(START)))
    own = [row for row in rows_of(scenario, file, baseline, state.changes) if row.own and not row.removed]
    changed = [row for row in numbers() if row.setting in state.changes]
    strongest = [row for row in numbers()[:NUMBERS] if row not in changed]
    disagreed = [
        Axis(f"hypotheses.{one.name}", one.question, tuple(one.variants)) for one in load_seeds().hypotheses.values()
    ]
    return (
        *(axis for row in own for axis in _of_pressure(row, scenario)),
        *map(_of_number, [*changed, *strongest]),
        *disagreed,
    )


def _of_pressure(row: Row, scenario: Scenario) -> list[Axis]:
    found = []
    if row.value is not None:
        found.append(Axis(f"{row.key}.level", f"{row.label}: strength", ends=(row.low, row.high)))
    if row.first is None or row.last is None or f"{row.key}.delay" in scenario.origins:
        return found
    pressure, final = scenario.pressures[row.name], scenario.months - 1
    before = 0 if pressure.end is None else max(scenario.read_from, row.first - 24)
    last_start = min(row.first + 12, final if pressure.end is None else pressure.end)
    starts = _even(max(before, row.first - 12), last_start)
    if len(starts) > 1:
        found.append(Axis(f"{row.key}.start", f"{row.label}: first month", tuple(scenario.date(one) for one in starts)))
    if pressure.duration is not None:
        found.append(
            Axis(f"{row.key}.duration", f"{row.label}: months", tuple(_even(1, min(36, final - row.first + 1))))
        )
    else:
        ends = _even(min(row.first + 3, final), min(row.first + 35, final))
        found.append(Axis(f"{row.key}.end", f"{row.label}: last month", tuple(scenario.date(one) for one in ends)))
    return found


def _even(first: int, last: int) -> list[int]:
    """Nine whole numbers or fewer from the first to the last, as evenly as they can be."""
    steps = range(STEPS)
    return sorted({first + round((last - first) * step / (STEPS - 1)) for step in steps}) if last > first else [first]


def _of_number(row: NumberRow) -> Axis:
    return Axis(row.setting, row.label, ends=(row.low, row.high))


def sweep_title(axes: Sequence[Axis]) -> str:
    """What the sweep is called; whatever is said of both axes stands once."""
    subject = axes[0].label.partition(": ")[0]
    return " × ".join([axes[0].label, *(axis.label.removeprefix(f"{subject}: ") for axis in axes[1:])])


def sweep_file(state: State, axes: Sequence[Axis], month: str, scenario: str = "") -> str:
    """The sweep file: the scenario with its changes, the axes as a grid, and what is read off in a month (``YYYY-MM``).

    Args:
        state: What is chosen.
        axes: One thing to vary, or two.
        month: The month.
        scenario: Where the visitor's own scenario, with its changes, stands as a file; empty for one of the program.
    """
    made, words = scenario_of(state), month_in_words(month)
    own = bool(state.chosen.own)
    settings = [
        f"{key}={text_of(value)}"
        for key, value in state.chosen.changes
        if not own and key not in ("sampling", "worlds", "seed")
    ]
    tree = {
        "title": sweep_title(axes),
        "scenario": scenario or (f"{state.chosen.scenario}.yaml" if own else state.chosen.scenario),
        **({"set": settings} if settings else {}),
        "vary": {axis.key: axis.vary() for axis in axes},
        "design": "grid",
        "others": str(made.sampling),
        "worlds": WORLDS,
        "seed": made.seed,
        "outcomes": {
            "alignment": {"value": {"of": "belarus.alignment", "at": month}, "label": f"Alignment in {words}"},
            "client": {"posture": "client", "at": month, "label": f"Client of Moscow in {words}"},
            "leaning_west": {"posture": "leaning_west", "at": month, "label": f"Leaning West in {words}"},
            "fallen": {"posture": "fallen", "at": month, "label": f"Regime fallen by {words}"},
        },
    }
    stream = StringIO()
    yaml_writer().dump(tree, stream)
    return stream.getvalue()


def begin(state: State, axes: Sequence[Axis], month: str) -> str:
    """Begin a sweep in a process of its own; gives the name of its folder.

    Raises:
        SweepError: Another one is running, or the folder cannot be written.
    """
    if any(one.runs for one in stored()):
        raise SweepError(BUSY)
    stem = PREFIX + (re.sub(r"[^A-Za-z0-9]+", "_", f"{state.chosen.scenario}_{axes[0].key.split('.')[-1]}")[:40])
    name = next(
        one for one in (stem, *(f"{stem}_{number}" for number in range(2, 10_000))) if not (RUNS / one).exists()
    )
    folder = RUNS / name
    try:
        folder.mkdir(parents=True)
        scenario = ""
        if state.chosen.own:
            (folder / SCENARIO).write_text(as_yaml(state), encoding="utf-8")
            scenario = str(folder / SCENARIO)
        (folder / FILE).write_text(sweep_file(state, axes, month, scenario), encoding="utf-8")
        process.launch(folder, sweep_title(axes))
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}"
        raise SweepError(message) from error
    return name


def seconds_for(points: int, months: int) -> float:
    """About how long a sweep of so many points takes, in seconds, with the start of the program."""
    rate = WORLD_MONTHS[bool(select.installed())] * process.workers()
    return START_SECONDS + points * WORLDS * months / rate
