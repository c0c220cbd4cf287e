"""`docs/stories.md`: what happens in the worlds in the middle of each common path, in three scenarios, made from runs.

`python -m viz.reports stories` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.core.files import write_whole
from model.scenario.load import load_scenario
from model.story.paths import COMMON, run_for_medoid
from model.story.tell import tell
from viz.common.markdown import DOCS, stamp
from viz.common.summary import percent
from viz.terminal.story import SCALE, Paths, page_of, paths_of, told_path, turning_lines

STORIES_PAGE = DOCS / "stories.md"

TOLD = ("baseline", "s14_no_rescue", "s22_no_ukraine_war")
"""The baseline and two counterfactuals: one that ends otherwise, and one in which nothing gets going."""

WORLDS, ENDLESS = 1000, 10**9
"""Worlds of each, and a width that breaks no line."""


def page(worlds: int = WORLDS) -> str:
    """The whole page."""
    return "\n\n".join([_head(worlds), *(part for name in TOLD for part in _scenario(name, worlds))]) + "\n"


def _head(worlds: int) -> str:
    return f"""# Stories: what happens in a world

Of every posture path that at least {percent(COMMON)} of {worlds:,} worlds take, the world in its middle is told:
when it turned and why, then what is most worth telling. {SCALE}
What a model tells happened in the model, not on earth. In brackets stand the mechanisms behind a reason.
`tightrope story SCENARIO --world N --full` tells everything.

{stamp("stories")}"""


def _scenario(name: str, worlds: int) -> Iterator[str]:
    scenario = load_scenario(name)
    found = paths_of(run_for_medoid(scenario, worlds))
    yield f"## {scenario.title}\n\n`{name}`. {scenario.question} {' '.join(turning_lines(found, width=ENDLESS))}"
    yield from _paths(found)


def _paths(found: Paths) -> Iterator[str]:
    for number, course in enumerate(found.courses, 1):
        if course.world is not None:
            story = tell(found.scenario, course.world)
            yield f"### {told_path(course, number)}"
            yield f"World {course.world:,}, seed {found.scenario.seed}."
            yield from page_of(story)


def write() -> None:
    """Write the page."""
    write_whole(STORIES_PAGE, page())
