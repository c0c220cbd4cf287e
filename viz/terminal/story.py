"""What the command line says about the worlds of a scenario: which to tell, its story, and the paths there are."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
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

SCALE = "Alignment runs from −1, with Moscow, to +1, with the West."


@dataclass(frozen=True)
class Paths:
    """The posture paths of a scenario, and when alignment changes lastingly.

    Attributes:
        scenario: The scenario.
        worlds: Number of worlds that count.
        paths: The paths, the commonest first.
        timings: When alignment changes towards the West, and towards Moscow.
    """

    scenario: Scenario
    worlds: int
    paths: tuple[PosturePath, ...]
    timings: tuple[ChangeTiming, ...]

    @property
    def common(self) -> tuple[PosturePath, ...]:
        """The paths with a typical world."""
        return tuple(path for path in self.paths if path.world is not None)


def simulated_paths(asked: Scenario, *, quiet: bool) -> Paths:
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
    return Paths(finished.scenario, kept.worlds, all_paths(finished), change_timings(finished))


def chosen(found: Paths, number: int | None) -> tuple[int, str]:
    """The world whose story is told, and why: typical of the path with this number, or of the commonest one.

    Raises:
        WrongInputError: There is no such path.
    """
    common = found.common
    if number is not None and not 1 <= number <= len(common):
        taken = "one path is" if len(common) == 1 else f"{len(common)} paths are"
        allowed = "1" if len(common) == 1 else f"1 to {len(common)}"
        message = (
            f"--path: there is no path {number}; {taken} common enough to have a typical world; allowed: {allowed}"
        )
        raise WrongInputError(message)
    path = common[(number or 1) - 1]
    assert path.world is not None
    which = "the commonest path" if number in (None, 1) else f"path {number}"
    return path.world, f"typical of {which} ({path.text}; {percent(path.share)} of the worlds)"


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
    """A story as paragraphs: the lasting changes of alignment, then a page, or everything."""
    lines = [story.scenario.title, *textwrap.wrap(why, width), "", *textwrap.wrap(SCALE, width)]
    for text in story.head:
        lines += textwrap.wrap(text, width)
    if found is not None:
        lines += timing_lines(found, width=width)
    for text in [chapter.text for chapter in story.chapters] if full else story.paragraphs():
        lines += ["", *textwrap.wrap(text, width)]
    if not story.chapters:
        lines += ["", "Nothing happens in this world: no move begins or ends."]
    return lines


def timing_lines(found: Paths, *, width: int) -> list[str]:
    """When alignment changes lastingly in all worlds, in a sentence."""
    return textwrap.wrap(f"Lasting changes of alignment: {'; '.join(map(_timing, found.timings))}.", width)


def _timing(one: ChangeTiming) -> str:
    way = "towards the West" if one.west else "towards Moscow"
    if one.p10 is None or one.p50 is None or one.p90 is None or one.change is None:
        return f"{way} in no world"
    span = f"eight in ten begin between {month_in_words(one.p10)} and {month_in_words(one.p90)}"
    middle = f"median {signed(one.change)}, beginning in {month_in_words(one.p50)}"
    return f"{way} in {percent(one.share)} of the worlds ({middle}; {span})"


def path_lines(found: Paths, *, width: int) -> list[str]:
    """The posture paths, one a line, and when alignment changes lastingly."""
    lines = [found.scenario.title, f"Posture paths of {found.worlds:,} worlds", ""]
    lines.append(f"{'path':>4}  {'worlds':>7}  {'typical':>7}  postures at the end of each year")
    for number, path in enumerate(found.paths, 1):
        world = "-" if path.world is None else f"{path.world:,}"
        lines.append(f"{number:>4}  {percent(path.share):>7}  {world:>7}  {path.text}")
    note = f"Typical: number of the world nearest to the middle of a path that at least {percent(COMMON)} of them take."
    return [*lines, "", *textwrap.wrap(note, width), *timing_lines(found, width=width)]


def paths_as_plain(found: Paths) -> dict[str, object]:
    """The posture paths as plain data."""
    return {
        "scenario": found.scenario.name,
        "worlds": found.worlds,
        "paths": [
            {"number": n, "path": [p.name.lower() for p in one.postures], "share": one.share, "world": one.world}
            for n, one in enumerate(found.paths, 1)
        ],
        "turns": [_timing_as_plain(one) for one in found.timings],
    }


def _timing_as_plain(one: ChangeTiming) -> dict[str, object]:
    return {
        "to": "west" if one.west else "moscow",
        "share": one.share,
        "p10": one.p10,
        "p50": one.p50,
        "p90": one.p90,
        "change": one.change,
    }


def path_heading(path: PosturePath, number: int) -> str:
    """A heading for a path, e.g. ``Path 1: client, then hedging (97 % of the worlds)``."""
    return f"Path {number}: {path.text} ({percent(path.share)} of the worlds)"


def page_of(story: Story) -> Sequence[str]:
    """The paragraphs of a page: the lasting changes of alignment, then the years."""
    return [*story.head, *story.paragraphs()]
