"""The responses themselves: each pressure in each window, dose by dose, beside the same worlds without it.

    for response in responses(pressures_tried(), worlds=350):
        response.tried.key, response.window.name                    # "eu_sanctions", "2017-19"
        response.doses[-1].changes["alignment"].largest.value       # e.g. -0.21

Every number is a mean over worlds of differences in one month, with its standard error. A level is compared in the
worlds whose regime stands in both runs; a share of worlds is a share of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from experiments.comparison.bindings import FLOORS, binding_of
from experiments.comparison.effects import HARDLY_ANY, Effect, Tally
from experiments.responses.records import LATER, LEVELS, POSTURES, SHARES, TriedPressure, Window, scenario_of
from model.core.arrays import means
from model.core.declarations import Array, Progress
from model.engine import select
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import counted
from model.runs.run import recorded_by_default, run
from model.scenario.scenario import Sampling, Scenario

ERRORS = 2.0
"""A mean of fewer standard errors may be due to chance."""
SERIES = {
    "alignment": HEADLINE,
    **{name: f"{HEADLINE}_{name}" for name in LEVELS[1:]},
    "base": "belarus.base_granted",
    "venue": "belarus.hosting",
}
"""Quantity -> the dotted series that shows it; postures are read off the run."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mean difference over worlds.

    Attributes:
        value: The mean; NaN where no world can be compared.
        error: Its standard error.
    """

    value: float
    error: float

    @property
    def sign(self) -> int:
        """-1 or 1 where the mean is beyond two standard errors, else 0."""
        return int(np.sign(self.value)) if abs(self.value) > ERRORS * self.error else 0


@dataclass(frozen=True, slots=True)
class Course:
    """How one quantity changes.

    Attributes:
        end: In the last month of the window.
        after: A year later.
        largest: In the month in which it is largest in size, from the window's first month to a year after its last.
        month: That month.
    """

    end: Change
    after: Change
    largest: Change
    month: str


@dataclass(frozen=True, slots=True)
class Dose:
    """What one dose does.

    Attributes:
        level: Its level.
        changes: Quantity -> how it changes.
        left_out: Share of worlds whose regime has fallen by the window's end in either run.
    """

    level: float
    changes: Mapping[str, Course]
    left_out: float


@dataclass(frozen=True, slots=True)
class Response:
    """What one pressure does in one window.

    Attributes:
        doses: From the smallest to the full one; the full one alone where there are no doses.
        steps: Steps of the headline from no pressure to the first dose, and so on: at the window's end, a year after.
        idle: Share of months and worlds in which the full dose changes nothing of what it sets, because that happens
            anyway; None where it adds to what there is.
        idle_by: The dotted series or move that it was compared with.
    """

    tried: TriedPressure
    window: Window
    doses: tuple[Dose, ...]
    steps: tuple[tuple[Change, ...], tuple[Change, ...]]
    idle: float | None
    idle_by: str

    @property
    def full(self) -> Dose:
        """The full dose."""
        return self.doses[-1]

    @property
    def is_monotone(self) -> bool | None:
        """Whether more of it never takes back what less of it did; None where there are no doses."""
        return all(map(monotone, self.steps)) if self.tried.doses else None


def monotone(steps: Sequence[Change]) -> bool:
    """Whether steps do not go both ways, counting those beyond two standard errors and not negligible."""
    signs = {step.sign for step in steps if abs(step.value) >= HARDLY_ANY}
    return not {-1, 1} <= signs


def responses(
    tried: Sequence[TriedPressure],
    *,
    worlds: int,
    sampling: Sampling = Sampling.CONDITIONED,
    progress: Progress | None = None,
) -> Iterator[Response]:
    """Every pressure in each of its windows.

    Args:
        tried: The pressures.
        worlds: Number of worlds of each run.
        sampling: Which worlds.
        progress: Called with runs done and runs in all.
    """
    windows = tuple(dict.fromkeys(window for one in tried for window in one.windows))
    whole, done = sum(len(one.windows) * max(len(one.doses), 1) for one in tried), 0
    select.load_for(whole * worlds * LATER)
    bases = {window: _run(scenario_of(window), worlds, sampling, (*FLOORS.values(),)) for window in windows}
    for one in tried:
        for window in one.windows:
            runs = []
            for level in one.doses or (None,):
                runs.append(_run(one.scenario(window, level), worlds, sampling))
                done += 1
                if progress is not None:
                    progress(done, whole)
            yield response(one, window, bases[window], runs)


def _run(scenario: Scenario, worlds: int, sampling: Sampling, more: Sequence[str] = ()) -> Run:
    asked = replace(scenario, worlds=worlds, sampling=sampling)
    return run(asked, keep=sorted({*SERIES.values(), *more}), moves=bool(more))


def response(tried: TriedPressure, window: Window, base: Run, runs: Sequence[Run]) -> Response:
    """What a pressure does in a window, from the run without it and one run for each dose."""
    pressed = runs[-1].scenario.pressures[tried.key]
    binding = binding_of(pressed, runs[-1], base, counted(base))
    alignments = [one.series[HEADLINE].astype(np.float64) for one in (base, *runs)]
    end, after = (
        tuple(changed(low[month], high[month]) for low, high in pairwise(alignments))
        for month in (base.at(window.end), base.at(window.after))
    )
    doses = tuple(_dose(level, window, base, one) for level, one in zip(tried.doses or (1.0,), runs, strict=True))
    return Response(tried, window, doses, (end, after), binding.idle, binding.compared)


def changed(before: Array, after: Array) -> Change:
    """The mean difference of the worlds that have a number in both; NaN without an error where none has."""
    values, errors = _means((after - before)[np.newaxis])
    return Change(float(values[0]), float(errors[0]))


def _dose(level: float, window: Window, base: Run, one: Run) -> Dose:
    months = slice(base.at(window.start), base.at(window.after) + 1)
    changes = {name: _course(name, window, months, base, one) for name in (*LEVELS, *SHARES)}
    ended = base.at(window.end)
    fallen = (base.posture[ended] == Posture.FALLEN) | (one.posture[ended] == Posture.FALLEN)
    return Dose(level, changes, float(fallen.mean()))


def _course(name: str, window: Window, months: slice, base: Run, one: Run) -> Course:
    values, errors = _means(_quantity(one, name)[months] - _quantity(base, name)[months])
    end, after = (base.at(month) - months.start for month in (window.end, window.after))
    sizes = np.nan_to_num(np.abs(values))
    largest = int(np.argmax(sizes))

    def at(month: int) -> Change:
        return Change(float(values[month]), float(errors[month]))

    return Course(at(end), at(after), at(largest), base.months[months.start + largest])


def _quantity(run: Run, name: str) -> Array:
    """A quantity month by month and world by world."""
    if name in POSTURES:
        return np.asarray(run.posture == Posture[name.upper()], dtype=np.float64)
    return np.asarray(run.series[SERIES[name]], dtype=np.float64)


def _means(apart: Array) -> tuple[Array, Array]:
    """Mean and standard error of each row over its known entries."""
    values, count = means(apart), np.count_nonzero(~np.isnan(apart), axis=1)
    return values, np.sqrt(means(np.square(apart - values[:, np.newaxis])) / count)


def reached(tried: TriedPressure, window: Window, *, worlds: int, sampling: Sampling) -> tuple[Effect, ...]:
    """Which recorded series the full dose moves at all in a window, the most moved first."""
    full = tried.doses[-1] if tried.doses else None
    scenarios = (scenario_of(window), tried.scenario(window, full))
    asked = [replace(one, worlds=worlds, sampling=sampling) for one in scenarios]
    tally = Tally(recorded_by_default(), (), (window.start, window.end))
    tally.add(*(run(one, moves=False) for one in asked))
    return tuple(effect for effect in tally.effects() if effect.shows)
