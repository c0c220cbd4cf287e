"""One world of the scenario beside the same world of the comparison: its turns, its reasons, and its story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array
from model.core.months import months_between
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import path_shares
from model.scenario.scenario import Scenario
from model.story.changes import moved_apart, moved_between
from model.story.diary import Diary, diary_of
from model.story.paths import medoid
from model.story.phrases import month_in_words
from model.story.story import Story, story_from
from model.story.weights import signed
from viz.common.cache import Cache, GivenUpError, Wanted
from viz.common.summary import percent
from viz.dashboard.results import Shown, Stages
from viz.dashboard.runs import key_of
from viz.dashboard.state import START
from viz.sentences.world_text import world_sentence

CACHED = 16
APART = -1
"""The turn that is no turn: the difference to the same world of the comparison in the month looked at."""


@dataclass(frozen=True, eq=False)
class OneWorld:
    """One world with its story.

    Attributes:
        story: Its story, as `tightrope story` tells it.
        diary: The world, month by month.
        base: The same world of what is compared with, month by month.
    """

    story: Story
    diary: Diary
    base: Diary

    @property
    def line(self) -> Array:
        """Alignment at the end of every month; missing where the regime has fallen."""
        return self.diary.series[HEADLINE]

    def stands(self, month: int) -> bool:
        """Whether the regime stands at the end of a month on both sides, so that there is a difference to read."""
        return not np.isnan(self.line[month]) and not np.isnan(self.base.series[HEADLINE][month])


_worlds: Cache[OneWorld] = Cache(CACHED, lambda _: 1)


def key_of_world(shown: Shown, world: int) -> str:
    """What tells one world of a pair from another."""
    base = shown.pair.base
    return key_of(shown.pair.scenario, "one world", world, None if base is None else key_of(base))


def one_world(shown: Shown, world: int, wanted: Wanted) -> Stages[OneWorld]:
    """One world and its story, on both sides."""
    scenario, base = shown.pair.scenario, shown.pair.base
    assert base is not None

    def make() -> OneWorld:
        diary = diary_of(scenario, world)
        if not wanted():
            raise GivenUpError
        there = diary_of(base, world)
        if not wanted():
            raise GivenUpError
        return OneWorld(story_from(scenario, world, diary), diary, there)

    yield _worlds.get(key_of_world(shown, world), make, wanted), True


def cached_world(shown: Shown, world: int) -> OneWorld | None:
    """One world that has been told before."""
    return _worlds.peek(key_of_world(shown, world))


def choices(run: Run) -> tuple[tuple[int, str], ...]:
    """Worlds to read about: of the commonest path, of the rarest, and one whose regime falls; number and description.

    Args:
        run: The worlds that count.
    """
    shares = path_shares(run)
    found = [(medoid(run, shares[0][0]), f"commonest path, {percent(shares[0][1])}")]
    if len(shares) > 1:
        found.append((medoid(run, shares[-1][0]), f"rarest path, {percent(shares[-1][1])}"))
    fallen = run.posture[-1] == Posture.FALLEN
    if fallen.any():
        number = int(run.numbers[np.flatnonzero(fallen)[0]])
        found.append((number, f"a world where the regime falls, {percent(float(fallen.mean()))}"))
    return tuple({world: (world, text) for world, text in reversed(found)}.values())[::-1]


def moved(one: OneWorld, turn: int, month: int) -> dict[str, float]:
    """What moved alignment in a turn of the story, or apart from the comparison by the end of a month; sums to it."""
    if turn == APART:
        return moved_apart(one.diary, one.base, month)
    change, start = one.story.changes[turn], one.story.scenario.start
    return moved_between(one.diary, months_between(start, change.date), months_between(start, change.until))


def turn_text(one: OneWorld, turn: int) -> tuple[str, str]:
    """A turn on its button: how far, and from when to when."""
    change = one.story.changes[turn]
    went = "rose" if change.after > change.before else "fell"
    return f"{went} {signed(change.after - change.before)}", f"{change.date} to {change.until}"


def second_line(one: OneWorld, month: int, base: Scenario) -> str:
    """Where the world stands beside the same world of the comparison, and why; or in which of them it has fallen."""
    date = one.story.scenario.date(month)
    when, here, there = month_in_words(date), one.line[month], one.base.series[HEADLINE][month]
    if np.isnan(here):
        return f"In world {one.story.world} the regime has fallen by {when}."
    same = base.name == one.story.scenario.name
    named = "the scenario as it was" if same else "the baseline" if base.name == START else f"'{base.title}'"
    if np.isnan(there):
        return f"In world {one.story.world} the regime stands in {when}; in {named} it has fallen by then."
    parts = moved_apart(one.diary, one.base, month)
    return world_sentence(one.story.world, date, float(here - there), parts, named)


def terms_of(parts: Mapping[str, float], least: float) -> tuple[list[tuple[str, float]], float, int]:
    """The parts that are at least so large, the largest first; what the others sum to, and how many they are."""
    large = sorted(((leaf, part) for leaf, part in parts.items() if abs(part) >= least), key=lambda one: -abs(one[1]))
    rest = [part for part in parts.values() if abs(part) < least]
    return large, float(sum(rest)), len(rest)
