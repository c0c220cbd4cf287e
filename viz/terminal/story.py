"""What the command line says about the worlds of a scenario: which to tell, its story, and the paths there are."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from model.ensemble.record import Run
from model.runs.outcomes import conditioned, outcome_series
from model.runs.run import run as run_worlds
from model.scenario.scenario import Scenario
from model.story.paths import COMMON, Course, Turning, courses, turnings
from model.story.phrases import month_in_words
from model.story.tell import Story
from model.story.weights import signed
from viz.common.exits import WrongInputError
from viz.common.summary import percent
from viz.terminal.progress import progress

SCALE = "Alignment runs from −1, with Moscow, to +1, with the West."


@dataclass(frozen=True)
class Paths:
    """The posture paths of a scenario, and when its worlds turn.

    Attributes:
        scenario: The scenario.
        worlds: Number of worlds that count.
        courses: The paths, the commonest first.
        turnings: When the worlds turn towards the West, and towards Moscow.
    """

    scenario: Scenario
    worlds: int
    courses: tuple[Course, ...]
    turnings: tuple[Turning, ...]

    @property
    def common(self) -> tuple[Course, ...]:
        """The paths with a world to be told."""
        return tuple(course for course in self.courses if course.world is not None)


def lived_paths(asked: Scenario, *, quiet: bool) -> Paths:
    """Run a scenario and find its posture paths.

    Raises:
        WrongInputError: No world meets the scenario's condition.
    """
    with progress(f"Running {asked.name}, {asked.worlds:,} worlds", quiet=quiet) as tell:
        finished = run_worlds(asked, keep=outcome_series(), moves=False, progress=tell)
    return paths_of(finished)


def paths_of(finished: Run) -> Paths:
    """The posture paths of a run.

    Raises:
        WrongInputError: No world meets the scenario's condition.
    """
    kept = conditioned(finished)
    if not kept.worlds:
        message = f"none of the {finished.worlds:,} worlds meets the scenario's condition 'given'"
        raise WrongInputError(message)
    return Paths(finished.scenario, kept.worlds, courses(finished), turnings(finished))


def chosen(found: Paths, number: int | None) -> tuple[int, str]:
    """The world to tell, and why: in the middle of the path with this number, or of the commonest one.

    Raises:
        WrongInputError: There is no such path.
    """
    common = found.common
    if number is not None and not 1 <= number <= len(common):
        taken = "one path is" if len(common) == 1 else f"{len(common)} paths are"
        allowed = "1" if len(common) == 1 else f"1 to {len(common)}"
        message = f"--path: there is no path {number}; {taken} common enough to be told; allowed: {allowed}"
        raise WrongInputError(message)
    course = common[(number or 1) - 1]
    assert course.world is not None
    which = "the commonest path" if number in (None, 1) else f"path {number}"
    return course.world, f"in the middle of {which} ({course.words}; {percent(course.share)} of the worlds)"


def refuse_both(world: int | None, path: int | None, *, paths: bool) -> None:
    """Refuse a choice that is made twice.

    Raises:
        WrongInputError: More than one of --world, --path and --paths is given.
    """
    given = [
        name for name, on in (("--world", world is not None), ("--path", path is not None), ("--paths", paths)) if on
    ]
    if len(given) > 1:
        message = f"{' and '.join(given)} exclude each other; give one of them"
        raise WrongInputError(message)


def story_lines(story: Story, why: str, found: Paths | None, *, width: int, full: bool) -> list[str]:
    """A story as paragraphs: when it turned, then a page, or everything."""
    lines = [story.scenario.title, *textwrap.wrap(why, width), "", *textwrap.wrap(SCALE, width)]
    for text in [turn.text for turn in story.turns] or [story.head()]:
        lines += textwrap.wrap(text, width)
    if found is not None:
        lines += turning_lines(found, width=width)
    for text in [chapter.text for chapter in story.chapters] if full else story.paragraphs():
        lines += ["", *textwrap.wrap(text, width)]
    if not story.chapters:
        lines += ["", "Nothing is told of this world: no move begins or ends."]
    return lines


def turning_lines(found: Paths, *, width: int) -> list[str]:
    """When all worlds turn, in a sentence."""
    return textwrap.wrap(f"Of all worlds, {'; '.join(map(_turning, found.turnings))}.", width)


def _turning(one: Turning) -> str:
    way = "to the West" if one.west else "to Moscow"
    if one.early is None or one.middle is None or one.late is None or one.change is None:
        return f"none turns {way}"
    span = f", eight in ten between {month_in_words(one.early)} and {month_in_words(one.late)}"
    return f"{percent(one.share)} turn {way} (median {month_in_words(one.middle)}{span}; {signed(one.change)})"


def path_lines(found: Paths, *, width: int) -> list[str]:
    """The posture paths, one a line, and when the worlds turn."""
    lines = [found.scenario.title, f"Posture paths of {found.worlds:,} worlds", ""]
    lines.append(f"{'path':>4}  {'worlds':>7}  {'told':>7}  postures at the end of each year")
    for number, course in enumerate(found.courses, 1):
        world = "-" if course.world is None else f"{course.world:,}"
        lines.append(f"{number:>4}  {percent(course.share):>7}  {world:>7}  {course.words}")
    note = f"Told is the world in the middle of a path that at least {percent(COMMON)} of the worlds take."
    return [*lines, "", *textwrap.wrap(note, width), *turning_lines(found, width=width)]


def paths_as_plain(found: Paths) -> dict[str, object]:
    """The posture paths as plain data."""
    return {
        "scenario": found.scenario.name,
        "worlds": found.worlds,
        "paths": [
            {"number": n, "path": [p.name.lower() for p in one.path], "share": one.share, "world": one.world}
            for n, one in enumerate(found.courses, 1)
        ],
        "turns": [_turning_as_plain(one) for one in found.turnings],
    }


def _turning_as_plain(one: Turning) -> dict[str, object]:
    return {
        "to": "west" if one.west else "moscow",
        "share": one.share,
        "p10": one.early,
        "p50": one.middle,
        "p90": one.late,
        "change": one.change,
    }


def told_path(course: Course, number: int) -> str:
    """A heading for a path, e.g. ``Path 1: client, then hedging (97 % of the worlds)``."""
    return f"Path {number}: {course.words} ({percent(course.share)} of the worlds)"


def page_of(story: Story) -> Sequence[str]:
    """The paragraphs of a page: the turns, then the years."""
    return [*([turn.text for turn in story.turns] or [story.head()]), *story.paragraphs()]
