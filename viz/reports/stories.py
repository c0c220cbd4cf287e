"""`docs/stories.md`: what happens in typical worlds of the two commonest paths of five scenarios, made from runs."""

from __future__ import annotations

from collections.abc import Iterator

from model.core.files import write_whole
from model.scenario.load import load_scenario
from model.story.paths import medoid, run_for_paths
from model.story.story import story_of
from viz.common.markdown import DOCS, joined, stamp
from viz.common.summary import percent
from viz.terminal.story import SCALE, paths_of, timings_in_words

STORIES_PAGE = DOCS / "stories.md"

TOLD = ("baseline", "s11_renewed_reform", "s14_no_rescue", "s16_restraint_2020", "s22_no_ukraine_war")
"""The baseline, three counterfactuals that may end otherwise, and one in which nothing gets going."""

PATHS = 2
"""Posture paths of a scenario that are told."""

WORLDS = 1000


def page(worlds: int = WORLDS) -> str:
    """The whole page."""
    return joined(_head(worlds), *(part for name in TOLD for part in _scenario(name, worlds))) + "\n"


def _head(worlds: int) -> str:
    return f"""# Stories: what happens in a world

Of {worlds:,} worlds of each scenario, here is the story of a typical one for each of the two commonest posture paths:
when alignment changed lastingly and why, then what matters most. {SCALE}
These are events in the model, not in history. A reason is what changed since the move was not yet made, not all that
speaks for it; the mechanisms behind it stand in brackets.
`tightrope story SCENARIO --world N --full` prints the whole story.

{stamp("stories")}"""


def _scenario(name: str, worlds: int) -> Iterator[str]:
    scenario = load_scenario(name)
    run = run_for_paths(scenario, worlds)
    paths = paths_of(run)
    yield f"## {scenario.title}\n\n`{name}`. {scenario.question} {timings_in_words(paths)}"
    for number, path in enumerate(paths.paths[:PATHS], 1):
        world = medoid(run, path.postures)
        story = story_of(scenario, world)
        yield f"### Path {number}: {path.text} ({percent(path.share)} of the worlds)"
        yield f"World {world}, seed {scenario.seed}."
        yield from (*story.head, *story.paragraphs())


def write() -> None:
    """Write the page."""
    write_whole(STORIES_PAGE, page())
