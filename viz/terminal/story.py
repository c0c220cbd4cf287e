"""What the command line says about the worlds of a scenario: the story of one, and the posture paths of all."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from model.ensemble.record import Run
from model.runs.outcomes import conditioned, outcome_series
from model.runs.run import run as run_worlds
from model.scenario.scenario import Scenario
from model.story.paths import COMMON, ChangeTiming, PosturePath, all_paths, change_timings
from model.story.phrases import month_in_words
from model.story.story import Story
from model.story.weights import signed
from viz.common.exits import WrongInputError
from viz.common.summary import percent
from viz.terminal.progress import progress
from viz.terminal.tables import aligned

SCALE = "Alignment runs from −1 (Moscow) to +1 (the West)."


@dataclass(frozen=True)
class Paths:
    """The posture paths of the worlds that count, the most common first, and when alignment changes lastingly."""

    scenario: Scenario
    worlds: int
    paths: tuple[PosturePath, ...]
    timings: tuple[ChangeTiming, ...]


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
    return Paths(run.scenario, worlds, all_paths(run), change_timings(run))


def typical_world(paths: Paths, number: int | None) -> tuple[int, str]:
    """The world whose story is told, and why: typical of the path with this number, or of the most common one.

    Raises:
        WrongInputError: There is no such path.
    """
    common = [(path, path.world) for path in paths.paths if path.world is not None]
    if number is not None and not 1 <= number <= len(common):
        one = len(common) == 1
        count, allowed = ("one path is", "1") if one else (f"{len(common)} paths are", f"1 to {len(common)}")
        message = f"--path: there is no path {number}; {count} common enough for a typical world; allowed: {allowed}"
        raise WrongInputError(message)
    path, world = common[(number or 1) - 1]
    which = "the most common path" if number in (None, 1) else f"path {number}"
    return world, f"typical of {which} ({path.text}; {percent(path.share)} of the worlds)"


def refuse_both(world: int | None, path: int | None, *, paths: bool) -> None:
    """Refuse more than one of --world, --path and --paths.

    Raises:
        WrongInputError: More than one is given.
    """
    options = {"--world": world is not None, "--path": path is not None, "--paths": paths}
    if sum(options.values()) > 1:
        message = (
            f"{' and '.join(name for name, on in options.items() if on)} cannot be combined; give only one of them"
        )
        raise WrongInputError(message)


def story_lines(story: Story, why: str, paths: Paths | None, *, width: int, full: bool) -> list[str]:
    """A story as paragraphs: the lasting changes of alignment, then a page, or everything."""
    head = [SCALE, *story.head, *([] if paths is None else [timings_in_words(paths)])]
    chapters = [chapter.text for chapter in story.chapters] if full else story.paragraphs()
    if not story.chapters:
        chapters = [*chapters, "Nothing happens in this world: no move begins or ends."]
    lines = [story.scenario.title, *textwrap.wrap(why, width), ""]
    lines += [line for text in head for line in textwrap.wrap(text, width)]
    return lines + [line for text in chapters for line in ("", *textwrap.wrap(text, width))]


def timings_in_words(paths: Paths) -> str:
    """When alignment changes lastingly in all worlds, in a sentence."""
    return f"Lasting changes of alignment: {'; '.join(map(_timing, paths.timings))}."


def _timing(one: ChangeTiming) -> str:
    way = "towards the West" if one.west else "towards Moscow"
    if one.p10 is None or one.p50 is None or one.p90 is None or one.change is None:
        return f"{way} in no world"
    span = f"eight in ten begin between {month_in_words(one.p10)} and {month_in_words(one.p90)}"
    if one.p10 == one.p90:
        span = f"eight in ten begin in {month_in_words(one.p10)}"
    middle = f"median {signed(one.change)}, beginning in {month_in_words(one.p50)}"
    return f"{way} in {percent(one.share)} of the worlds ({middle}; {span})"


def path_lines(paths: Paths, *, width: int) -> list[str]:
    """The posture paths, one a line, and when alignment changes lastingly."""
    rows = [("path", "worlds", "typical", "postures at the end of each year")]
    for number, path in enumerate(paths.paths, 1):
        world = "-" if path.world is None else f"{path.world:,}"
        rows.append((str(number), percent(path.share), world, path.text))
    note = f"Typical: number of the world closest to the median of its path, for paths of {percent(COMMON)} or more."
    return [
        paths.scenario.title,
        f"Posture paths of {paths.worlds:,} worlds",
        "",
        *aligned(rows, numbers=(0, 1, 2)),
        "",
        *textwrap.wrap(note, width),
        *textwrap.wrap(timings_in_words(paths), width),
    ]


def paths_as_plain(paths: Paths) -> dict[str, object]:
    """The posture paths as plain data."""
    return {
        "scenario": paths.scenario.name,
        "worlds": paths.worlds,
        "paths": [
            {"number": n, "path": [p.name.lower() for p in one.postures], "share": one.share, "world": one.world}
            for n, one in enumerate(paths.paths, 1)
        ],
        "turns": [
            {"to": "west" if one.west else "moscow", "share": one.share, "p10": one.p10, "p50": one.p50, "p90": one.p90}
            | {"change": one.change}
            for one in paths.timings
        ],
    }
