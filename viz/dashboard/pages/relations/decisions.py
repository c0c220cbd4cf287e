"""What is decided in the one world shown, and why: as `tightrope story` tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import solara
from reacton import ipyvuetify as rv

from model.story.parts import Chapter
from model.story.phrases import month_in_words
from viz.dashboard import results
from viz.dashboard.pages.relations.sides import Sides
from viz.dashboard.results import use_results
from viz.dashboard.runs import key_of
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Card, Text

LISTED = 6
"""Decisions listed, up to the month shown."""
DECISIONS = ("move", "end")
CODES = re.compile(r" \(M\d+(?:, M\d+)*\)")
"""Mechanisms cited in a story, which belong to its reader on the command line."""
CHOOSE = "Choose one world to read what is decided in it, and why."


@solara.component
def Decisions(sides: Sides, month: int, *, ready: bool) -> None:
    """The latest decisions up to a month; of one world only."""
    scenario = use_visitor().pair.scenario
    world = sides.world if ready else None
    latest = use_results(key_of(scenario, "story", world), lambda wanted: results.story(scenario, world, wanted))
    if sides.world is None:
        Text("p", CHOOSE, "tr-quiet tr-wide")
        return
    with Card(f"Decisions in world {sides.world}", wide=True):
        if not latest.result or latest.busy:
            Text("p", latest.wrong or "Reading what is decided ...", "tr-quiet")
            return
        told = decisions_until(latest.result, sides.run.months[month])
        if not told:
            Text("p", "Nothing is decided by this month.", "tr-quiet")
        with rv.Html(tag="ul", class_="tr-decisions"):
            for date, text in told:
                Text("li", f"{month_in_words(date)}: {text}")


def decisions_until(chapters: Sequence[Chapter], date: str) -> list[tuple[str, str]]:
    """The latest decisions up to a month, the newest first: its month, and who does what for which reasons."""
    told = [
        (chapter.date, CODES.sub("", one.text))
        for chapter in chapters
        if chapter.date <= date
        for one in chapter.sentences
        if one.kind in DECISIONS
    ]
    return told[::-1][:LISTED]
