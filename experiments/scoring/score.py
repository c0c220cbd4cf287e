"""A scenario against a file of observed series: what can be scored is scored, the rest is refused with its reason.

report = score(load_scenario("baseline"), read_csv(Path("series.csv")))
report.scores[0].skill, report.refused[0].reason
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from experiments.scoring.links import UndeterminedError
from experiments.scoring.looks import log_look
from experiments.scoring.observables import Observable, Standing, load_observables
from experiments.scoring.observed import CsvFile, Observed, first_month, last_month, names_in, read_series
from experiments.scoring.skill import LEAST_SCORED, LEAST_TRAINING, Points, SeriesScore, enough, of_worlds, series_score
from model.core.declarations import Array, Progress
from model.core.errors import TightropeError
from model.ensemble.record import Run
from model.runs.digest import factual_scenario
from model.runs.outcomes import conditioned
from model.runs.run import run
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.fields import unknown_key_message

A_YEAR_LATER, NO_SHOCK = "history a year later", "no shock"
YEAR = 12
NOT_SCORED = {
    Standing.INPUT: "an input of the model",
    Standing.IMPOSED: "imposed: history's drivers set it from outside",
    Standing.PRODUCED: "",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A series that cannot be scored, and why."""

    name: str
    label: str
    reason: str


@dataclass(frozen=True)
class SkillReport:
    """What became of each series of a file.

    Attributes:
        scenario: What was scored.
        worlds: Worlds that count.
        file: Name of the file without its folder.
        sha256: Of the file.
        scores: The series that could be scored.
        refused: The others.
        held_back: Series -> how many of its points are held back and were looked at.
    """

    scenario: Scenario
    worlds: int
    file: str
    sha256: str
    scores: tuple[SeriesScore, ...]
    refused: tuple[Refusal, ...]
    held_back: Mapping[str, int]

    @property
    def hindsight(self) -> bool:
        """Whether the worlds were chosen by documented facts of the years that are scored."""
        return self.scenario.sampling is Sampling.CONDITIONED

    @property
    def counterfactual(self) -> bool:
        """Whether the scenario's pressures are not those of history, so that it is not about what was observed."""
        return self.scenario.pressures != factual_scenario().pressures

    @property
    def skill_shown(self) -> bool:
        """Whether some series is foretold, not in hindsight, better than by the naive forecasts and placebos."""
        better = any(one.better for one in self.scores)
        return better and not self.hindsight and not self.counterfactual


@dataclass(frozen=True)
class _Case:
    """A series that can be tried."""

    name: str
    one: Observable
    points: Points
    held_back: tuple[str, ...]


def score(
    scenario: Scenario,
    file: CsvFile,
    *,
    registry: Mapping[str, Observable] | None = None,
    series: Sequence[str] = (),
    out: Path | None = None,
    progress: Progress | None = None,
) -> SkillReport:
    """Score a scenario on observed series.

    Args:
        scenario: What is run.
        file: The observed data.
        registry: Which output stands for which series; that of the project if None.
        series: Only these series; all that stand in the file if empty.
        out: Folder in which looks at data held back are logged; without it there may be none.
        progress: Called with how much is done, and of how much.

    Raises:
        InputError: The file has problems, with their lines.
        TightropeError: A series is not in the file, or data held back would be looked at without a log.
    """
    known = load_observables() if registry is None else registry
    refused: list[Refusal] = []
    cases: list[_Case] = []
    for name in _asked(file, known, series):
        made = _case(scenario, file, name, known[name])
        if isinstance(made, _Case):
            cases.append(made)
        else:
            refused.append(Refusal(name, known[name].label, made))
    looked = [(case.name, case.held_back) for case in cases if case.held_back]
    if looked:
        log_look(out, file, scenario, looked)
    worlds, scores = 0, []
    if cases:
        ours, without = _runs(scenario, cases, progress)
        worlds = ours.worlds
        for case in cases:
            try:
                scores.append(_scored(case, ours, without))
            except UndeterminedError as error:
                refused.append(Refusal(case.name, case.one.label, str(error)))
    held = {name: len(times) for name, times in looked}
    return SkillReport(scenario, worlds, Path(file.name).name, file.sha256, tuple(scores), tuple(refused), held)


def _asked(file: CsvFile, known: Mapping[str, Observable], series: Sequence[str]) -> tuple[str, ...]:
    for name in series:
        if name not in known:
            raise TightropeError(unknown_key_message("series", name, known))
    there = names_in(file, known)
    for name in series:
        if name not in there:
            message = f"{file.name}: the series '{name}' is not in this file, which has {', '.join(there)}"
            raise TightropeError(message)
    return tuple(dict.fromkeys(series)) or there


def _case(scenario: Scenario, file: CsvFile, name: str, one: Observable) -> _Case | str:
    """The points of a series that the run reaches, or why it is refused."""
    if NOT_SCORED[one.standing] or one.training is None:
        return f"{NOT_SCORED[one.standing]}, so that agreement would show nothing. {one.why}"
    seen = read_series(file, name, one)
    if not seen.times:
        return "no point: the file has no value of it"
    if last_month(seen.times[-1]) < scenario.start:
        return f"ends in {seen.times[-1]}, before the model begins ({scenario.start})"
    if first_month(seen.times[0]) > scenario.end:
        return f"begins in {seen.times[0]}, after the run has ended ({scenario.end})"
    points, held = _reached(scenario, seen, one.training.start, one.training.end)
    if not enough(points):
        return (
            f"too few points: {int(points.training.sum())} in the training window {one.training.start} to "
            f"{one.training.end} ({LEAST_TRAINING} are needed) and {len(points.scored)} after it within the run "
            f"({LEAST_SCORED} are needed); the file has {seen.times[0]} to {seen.times[-1]}"
        )
    return _Case(name, one, points, held)


def _reached(scenario: Scenario, seen: Observed, start: str, end: str) -> tuple[Points, tuple[str, ...]]:
    """The points from the training window on that lie within the run, and which of them are held back."""
    first = max(start, scenario.start)
    used = [
        place
        for place, time in enumerate(seen.times)
        if first <= first_month(time) and last_month(time) <= scenario.end
        and (last_month(time) <= end or first_month(time) > end)
    ]  # fmt: skip
    times = tuple(seen.times[place] for place in used)
    training = np.array([last_month(time) <= end for time in times], dtype=np.bool_)
    held = tuple(seen.times[place] for place in used if seen.held_back[place])
    return Points(times, seen.values[used], training), held


def _runs(scenario: Scenario, cases: Sequence[_Case], progress: Progress | None) -> tuple[Run, dict[str, Run]]:
    """The run, and for every shock that the series name the same worlds without it."""
    names = {name for case in cases if case.one.output for name in case.one.output.names}
    shocks = sorted({shock for case in cases for shock in _shock(scenario, case)})
    of = 1 + len(shocks)

    def part(place: int) -> Progress | None:
        return None if progress is None else lambda done, total: progress(place * total + done, of * total)

    keep = sorted(names)
    ours = conditioned(run(scenario, keep=keep, moves=False, progress=part(0)))
    if not ours.worlds:
        message = f"none of the worlds meets the condition 'given' of {scenario.name}"
        raise TightropeError(message)
    without = {}
    for place, shock in enumerate(shocks, 1):
        calm = replace(scenario, pressures={key: one for key, one in scenario.pressures.items() if key != shock})
        without[shock] = run(calm, keep=keep, moves=False, worlds=ours.numbers, progress=part(place))
    return ours, without


def _shock(scenario: Scenario, case: _Case) -> Iterator[str]:
    """The shock of a series, if the scenario has it and it comes before the last point."""
    pressure = scenario.pressures.get(case.one.shock or "")
    if pressure is not None and scenario.date(pressure.start) <= last_month(case.points.times[-1]):
        yield pressure.name


def _scored(case: _Case, ours: Run, without: Mapping[str, Run]) -> SeriesScore:
    placebos = {A_YEAR_LATER: _simulated(case, ours, lag=YEAR)}
    for shock in _shock(ours.scenario, case):
        placebos[NO_SHOCK] = _simulated(case, without[shock])
    return series_score(case.name, case.one, case.points, _simulated(case, ours), placebos)


def _simulated(case: _Case, made: Run, lag: int = 0) -> Array:
    assert case.one.output is not None
    values = case.one.output.value(made.series)
    return of_worlds(values, made.standing, made.months, case.points.times, lag)
