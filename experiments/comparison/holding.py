"""What holds a number still: a scenario and its baseline with one mechanism after another switched off.

    held = what_holds([questions()["s27_detente_after_2021"]])["s27_detente_after_2021"]
    held.strongest[0].mechanism.name, held.strongest[0].difference      # what lets the number go most

A mechanism holds a number if the scenario moves it further, the way that is expected, once the mechanism is off in both
runs. Several may hold it together; then none lets it go alone, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.comparison.compare import ERRORS, SEED, Finding, Told, beside, compare, lived
from experiments.comparison.questions import Question, Reading
from experiments.comparison.switches import switchable, without
from model.core.draws import Draws
from model.ensemble.record import Run
from model.evidence.load import Mechanism
from model.scenario.load import Scenario, load_scenario

WORLDS = 200
"""Worlds of each run: enough to tell a hundredth of a median difference from nothing."""

NAMED = 2
"""So many mechanisms are named."""

COMPARABLE = 0.5
"""With fewer worlds to compare than this share of all, a mechanism changes too much to be blamed."""


@dataclass(frozen=True, slots=True)
class Release:
    """What the scenario does without a mechanism.

    Attributes:
        mechanism: What is off, in the scenario and in the baseline.
        finding: The number in both.
        gain: By how much it moves further than with everything on, the way that is asked for.
    """

    mechanism: Mechanism
    finding: Finding
    gain: float

    @property
    def difference(self) -> float:
        """How far the scenario moves the number without it."""
        return self.finding.difference


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds a number still.

    Attributes:
        whole: The number with everything on.
        releases: One per mechanism that touches the number, the one without which it moves furthest first.
    """

    whole: Finding
    releases: tuple[Release, ...]

    @property
    def strongest(self) -> tuple[Release, ...]:
        """Those without which the number moves, and further than luck alone could make it: two at most."""
        free = [r for r in self.releases if self._is_let_go(r)]
        return tuple(free[:NAMED])

    @property
    def largest(self) -> Release | None:
        """The mechanism without which the number moves furthest, if any touches it."""
        return self.releases[0] if self.releases else None

    def _is_let_go(self, release: Release) -> bool:
        goes = release.finding.goes
        right = goes is (self.whole.reading.expects or goes) and bool(goes)
        return right and release.gain > ERRORS * (release.finding.error + self.whole.error)


def what_holds(
    questions: Sequence[Question],
    mechanisms: Sequence[str] | None = None,
    *,
    worlds: int = WORLDS,
    seed: int = SEED,
    told: Told | None = None,
) -> dict[str, Holding]:
    """Switch off one mechanism after another in scenarios and in their baselines, and see how far the headlines move.

    Args:
        questions: The scenarios and what they are read by.
        mechanisms: Ids of those to try; all that can be switched off if None.
        worlds: Number of worlds of each run.
        seed: Seed of all luck, the same for every run.
        told: Called with the number of mechanisms tried and of all, over all questions.

    Returns:
        Scenario -> one release per mechanism that touches its headline.
    """
    luck = _Baselines(questions, Draws(seed, worlds, keep=True))
    scenarios = [replace(load_scenario(question.scenario), worlds=worlds, seed=seed) for question in questions]
    tried = [switchable(scenario, mechanisms) for scenario in scenarios]
    done, every = 0, sum(map(len, tried))
    held = {}
    for question, scenario, some in zip(questions, scenarios, tried, strict=True):
        pair, found = _Pair(scenario, question.headline, luck), []
        for mechanism in some:
            found.append(pair.release(mechanism))
            done += 1
            if told is not None:
                told(done, every)
        releases = sorted((r for r in found if r is not None), key=lambda r: (-r.gain, r.mechanism.key))
        held[question.scenario] = Holding(pair.whole, tuple(releases))
    return held


class _Baselines:
    """Baselines with nothing or one mechanism off, each lived once, with the same luck for all runs."""

    def __init__(self, questions: Sequence[Question], draws: Draws) -> None:
        self.draws = draws
        self.readings = [question.headline for question in questions]
        self._known: dict[tuple[str, tuple[str, ...]], Run] = {}

    def lived(self, scenario: Scenario) -> Run:
        key = (scenario.end, scenario.switch_off)
        if key not in self._known:
            self._known[key] = lived(scenario, self.readings, self.draws)
        return self._known[key]


class _Pair:
    """A scenario and its baseline, run again and again with the same luck."""

    def __init__(self, asked: Scenario, reading: Reading, luck: _Baselines) -> None:
        self.asked, self.reading, self.luck = asked, reading, luck
        self.base = beside(asked)
        self.with_it = lived(asked, [reading], luck.draws)
        self.whole = compare(reading, luck.lived(self.base), self.with_it)

    def release(self, mechanism: Mechanism) -> Release | None:
        """What the scenario does without a mechanism; None where it cannot matter.

        It cannot where the scenario's number is the same without it in every world: the baseline is not run then. Nor
        is it blamed where too few worlds are left to compare.
        """
        off = lived(without(self.asked, mechanism), [self.reading], self.luck.draws)
        if np.array_equal(self.reading.numbers(off), self.reading.numbers(self.with_it), equal_nan=True):
            return None
        try:
            finding = compare(self.reading, self.luck.lived(without(self.base, mechanism)), off)
        except ValueError:
            return None
        if finding.worlds < COMPARABLE * self.asked.worlds:
            return None
        return Release(mechanism, finding, self._gain(finding.difference))

    def _gain(self, difference: float) -> float:
        expects = self.reading.expects
        if expects:
            return expects * (difference - self.whole.difference)
        return abs(difference) - abs(self.whole.difference)
