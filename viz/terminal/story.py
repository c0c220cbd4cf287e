"""What the command line says about the worlds of a scenario: which one it tells, its story, and the paths there are."""

from __future__ import annotations

import textwrap
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
from viz.terminal.tables import aligned

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


def run_paths(scenario: Scenario, *, quiet: bool) -> Paths:
    """Run a scenario and find its posture paths.

    Raises:
        WrongInputError: No world meets the scenario's condition.
    """
    with progress(f"Running {scenario.name}, {scenario.worlds:,} worlds", quiet=quiet) as advance:
        return paths_of(run_worlds(scenario, keep=outcome_series(), moves=False, progress=advance))


def paths_of(run: Run) -> Paths:
    """The posture paths of a run.

    Raises:
        WrongInputError: No world meets the scenario's condition.
    """
    worlds = conditioned(run).worlds
    if not worlds:
        message = f"none of the {run.worlds:,} worlds meets the scenario's condition 'given'"
        raise WrongInputError(message)
    return Paths(run.scenario, worlds, courses(run), turnings(run))


def typical_world(paths: Paths, number: int | None) -> tuple[int, str]:
    """The world to tell, and why: in the middle of the path with this number, or of the commonest one.

    Raises:
        WrongInputError: There is no such path.
    """
    common = [(course, course.world) for course in paths.courses if course.world is not None]
    if number is not None and not 1 <= number <= len(common):
        count, allowed = (
            ("one path is", "1") if len(common) == 1 else (f"{len(common)} paths are", f"1 to {len(common)}")
        )
        message = f"--path: there is no path {number}; {count} common enough to be told; allowed: {allowed}"
        raise WrongInputError(message)
    course, world = common[(number or 1) - 1]
    which = "the commonest path" if number in (None, 1) else f"path {number}"
    return world, f"in the middle of {which} ({course.words}; {percent(course.share)} of the worlds)"


def refuse_both(world: int | None, path: int | None, *, paths: bool) -> None:
    """Refuse more than one of --world, --path and --paths.

    Raises:
        WrongInputError: More than one is given.
    """
    options = {"--world": world is not None, "--path": path is not None, "--paths": paths}
    if sum(options.values()) > 1:
        message = f"{' and '.join(name for name, on in options.items() if on)} exclude each other; give one of them"
        raise WrongInputError(message)


def turns_of(story: Story) -> list[str]:
    """When and why a world turned, or that it did not: one sentence or more for each turn."""
    return [turn.text for turn in story.turns] or [story.head()]


def story_lines(story: Story, why: str, paths: Paths | None, *, width: int, full: bool) -> list[str]:
    """A story as paragraphs: when it turned, then a page, or everything."""
    turns = [SCALE, *turns_of(story), *([] if paths is None else [turnings_in_words(paths)])]
    chapters = [chapter.text for chapter in story.chapters] if full else story.paragraphs()
    if not story.chapters:
        chapters = [*chapters, "Nothing is told of this world: no move begins or ends."]
    lines = [story.scenario.title, *textwrap.wrap(why, width), ""]
    lines += [line for text in turns for line in textwrap.wrap(text, width)]
    return lines + [line for text in chapters for line in ("", *textwrap.wrap(text, width))]


def turnings_in_words(paths: Paths) -> str:
    """When all worlds turn, in a sentence."""
    return f"Of all worlds, {'; '.join(map(_turning, paths.turnings))}."


def _turning(one: Turning) -> str:
    way = "to the West" if one.west else "to Moscow"
    if one.early is None or one.middle is None or one.late is None or one.change is None:
        return f"none turns {way}"
    span = f", eight in ten between {month_in_words(one.early)} and {month_in_words(one.late)}"
    return f"{percent(one.share)} turn {way} (median {month_in_words(one.middle)}{span}; {signed(one.change)})"


def path_lines(paths: Paths, *, width: int) -> list[str]:
    """The posture paths, one a line, and when the worlds turn."""
    rows = [("path", "worlds", "typical", "postures at the end of each year")]
    for number, course in enumerate(paths.courses, 1):
        world = "-" if course.world is None else f"{course.world:,}"
        rows.append((str(number), percent(course.share), world, course.words))
    note = f"Typical is the world in the middle of a path, if at least {percent(COMMON)} of the worlds take that path."
    return [
        paths.scenario.title,
        f"Posture paths of {paths.worlds:,} worlds",
        "",
        *aligned(rows, numbers=(0, 1, 2)),
        "",
        *textwrap.wrap(note, width),
        *textwrap.wrap(turnings_in_words(paths), width),
    ]


def paths_as_plain(paths: Paths) -> dict[str, object]:
    """The posture paths as plain data."""
    return {
        "scenario": paths.scenario.name,
        "worlds": paths.worlds,
        "paths": [
            {"number": n, "path": [p.name.lower() for p in one.path], "share": one.share, "world": one.world}
            for n, one in enumerate(paths.courses, 1)
        ],
        "turns": [
            {"to": "west" if one.west else "moscow", "share": one.share, **_dates(one), "change": one.change}
            for one in paths.turnings
        ],
    }


def _dates(one: Turning) -> dict[str, str | None]:
    return {"p10": one.early, "p50": one.middle, "p90": one.late}
