"""`docs/stories.md`: what happens in a typical world of each common path, in three scenarios, made from runs."""

from __future__ import annotations

from collections.abc import Iterator

from model.core.files import write_whole
from model.scenario.load import load_scenario
from model.story.paths import COMMON, run_for_paths
from model.story.story import story_of
from viz.common.markdown import DOCS, joined, stamp
from viz.common.summary import percent
from viz.terminal.story import SCALE, paths_of, timings_in_words

STORIES_PAGE = DOCS / "stories.md"

TOLD = ("baseline", "s14_no_rescue", "s22_no_ukraine_war")
"""The baseline and two counterfactuals: one that ends otherwise, and one in which nothing gets going."""

WORLDS = 1000


def page(worlds: int = WORLDS) -> str:
    """The whole page."""
    return joined(_head(worlds), *(part for name in TOLD for part in _scenario(name, worlds))) + "\n"


def _head(worlds: int) -> str:
    return f"""# Stories: what happens in a world

For every posture path that at least {percent(COMMON)} of {worlds:,} worlds take, here is the story of a typical world:
when alignment changed lastingly and why, then what matters most. {SCALE}
These are events in the model, not in history. The mechanisms behind a reason stand in brackets.
`tightrope story SCENARIO --world N --full` prints the whole story.

{stamp("stories")}"""


def _scenario(name: str, worlds: int) -> Iterator[str]:
    scenario = load_scenario(name)
    paths = paths_of(run_for_paths(scenario, worlds))
    yield f"## {scenario.title}\n\n`{name}`. {scenario.question} {timings_in_words(paths)}"
    for number, path in enumerate(paths.paths, 1):
        if path.world is not None:
            story = story_of(scenario, path.world)
            yield f"### Path {number}: {path.text} ({percent(path.share)} of the worlds)"
            yield f"World {path.world}, seed {scenario.seed}."
            yield from (*story.head, *story.paragraphs())


def write() -> None:
    """Write the page."""
    write_whole(STORIES_PAGE, page())
