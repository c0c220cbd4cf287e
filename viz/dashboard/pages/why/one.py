"""The parts of the why page that are of one world: its turns, what moved it, and its story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import solara
from reacton import ipyvuetify as rv

from model.core.months import months_between
from model.story.phrases import month_in_words
from model.story.weights import signed, term_in_words
from model.theory.theory import theory
from viz.charts.parts import DataSheet
from viz.charts.turns import turns_chart
from viz.common.style import Palette
from viz.common.words import capital, printed
from viz.dashboard.command import story_command
from viz.dashboard.evidence.link import ThingLink
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.why.world import APART, OneWorld, moved, terms_of, turn_text
from viz.dashboard.results import Shown
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Text
from viz.dashboard.widgets.tables import DataTable

LEAST = 0.01
"""The least part of a change that has a row of its own."""
CITED = re.compile(r"(M\d+)")
MOST_LINKS = 2
"""Mechanisms named beside what moved alignment."""


@solara.component
def Turns(result: Shown, one: OneWorld, month: int, turn: int, palette: Palette, on_turn: solara.Reactive[int]) -> None:
    """The turns of a world to pick from, and what moved it in the one picked; its bars sum to the change."""
    visitor = use_visitor()
    months, start = result.run.months, one.story.scenario.start
    ends = [months_between(start, change.until) for change in one.story.changes]
    marks = [(end, one.story.changes[place].after) for place, end in enumerate(ends)]
    assert result.base is not None
    base = result.base

    def look(place: int) -> None:
        on_turn.set(APART)
        visitor.look(month=months[place])

    with rv.Html(tag="section", class_="tr-turns", attributes={"aria-label": "Pick a turn"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["Pick a turn "])
            Text("small", "of the world's story, or any month in the chart")
        world = one.story.world
        Chart(
            lambda: turns_chart(result.run, base, (world, one.line), marks, palette),
            (result.key, world, palette),
            "turns",
            f"Alignment of world {world} over the fan of all worlds, with {len(marks)} turns",
            "240px",
            at=months[month],
            on_month=visitor.safely(look),
            command=story_command(visitor.state, world),
        )
        with rv.Html(tag="div", class_="tr-picks", attributes={"role": "toolbar", "aria-label": "Turns"}):
            beside, when = "Beside the comparison", f"in {month_in_words(months[month])}"
            Pick(beside, when, turn == APART, partial(on_turn.set, APART))
            for place in range(len(marks)):
                label, when = turn_text(one, place)
                on_pick = partial(on_turn.set, place)
                Pick(f"{place + 1}  {printed(label)}", when, turn == place, on_pick).key(f"turn {place}")
    if turn != APART or one.stands(month):
        Reasons(one, turn, month)


@solara.component
def Pick(label: str, below: str, chosen: bool, on_pick: Callable[[], None]) -> None:
    """A button that picks one of several, such as a turn or a world."""
    visitor = use_visitor()
    attributes = {"type": "button", "aria-pressed": "true" if chosen else "false"}
    with rv.Html(tag="button", class_="tr-pick", attributes=attributes) as button:
        Text("strong", label)
        Text("span", below, "tr-quiet")
    rv.use_event(button, "click", visitor.safely(lambda *_: on_pick()))


@solara.component
def Reasons(one: OneWorld, turn: int, month: int) -> None:
    """What moved alignment, a signed bar each, and their sum."""
    parts = moved(one, turn, month)
    large, rest, others = terms_of(parts, LEAST)
    total = sum(parts.values())
    longest = max([abs(part) for _, part in large] + [abs(total), LEAST])
    where = f"world {one.story.world}, {_span(one, turn, month)}"
    with rv.Html(tag="section", class_="tr-reasons", attributes={"aria-label": "What moved it"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["What moved it "])
            Text("small", f"terms of alignment, {where}")
        with rv.Html(tag="ul"):
            for leaf, part in large:
                Term(capital(term_in_words(leaf, part)), part / longest, signed(part), mechanisms_of(leaf)).key(leaf)
            if others:
                Term(f"{others} other terms together", rest / longest, signed(rest), ())
            way = "the West" if total > 0 else "Moscow"
            Term(f"Together, towards {way}", total / longest, signed(total), (), total=True)
        DataTable(lambda: _sheet(one, turn, month), "What moved it", "reasons")


def _span(one: OneWorld, turn: int, month: int) -> str:
    if turn == APART:
        date = month_in_words(one.story.scenario.date(month))
        return f"against the same world of the comparison, {date}"
    change = one.story.changes[turn]
    return f"{month_in_words(change.date)} to {month_in_words(change.until)}"


def mechanisms_of(leaf: str) -> tuple[str, ...]:
    """The mechanisms of the rules that move one of the things that alignment rests on."""
    found = [key for rule in theory().rules if rule.target == leaf for key in rule.mechanisms]
    return tuple(dict.fromkeys(found))[:MOST_LINKS]


@solara.component
def Term(label: str, length: float, value: str, mechanisms: tuple[str, ...], *, total: bool = False) -> None:
    """A row: what it is, its mechanisms as links, and a bar to the left for Moscow or to the right for the West."""
    with rv.Html(tag="li", class_="tr-term tr-total" if total else "tr-term"):
        with rv.Html(tag="span", class_="tr-term-label"):
            rv.Html(tag="span", children=[f"{label} "])
            for key in mechanisms:
                ThingLink(key).key(key)
        side = "left" if length < 0 else "right"
        style = f"width: {50 * abs(length):.1f}%; {'right' if length < 0 else 'left'}: 50%"
        with rv.Html(tag="span", class_="tr-term-bar", attributes={"aria-hidden": "true"}):
            rv.Html(tag="i", class_=f"tr-to-{side}", style_=style)
        Text("b", value)


def _sheet(one: OneWorld, turn: int, month: int) -> DataSheet:
    parts = moved(one, turn, month)
    rows = [(term_in_words(leaf, part), f"{part:.4f}") for leaf, part in parts.items() if part]
    rows.append(("together", f"{sum(parts.values()):.4f}"))
    return DataSheet("Terms of alignment", ("What", "Change"), tuple(rows))


@solara.component
def WholeStory(one: OneWorld) -> None:
    """The story, a paragraph a year, with its mechanisms as links; and everything that happens, month by month."""
    whole, show = solara.use_state(False)
    with rv.Html(tag="div", class_="tr-story"):
        for sentence in one.story.head:
            Cited(sentence, "tr-story-turn").key(f"head {sentence[:60]}")
        with rv.Html(tag="div", class_="tr-years"):
            for text in one.story.paragraphs():
                Cited(text, "tr-year").key(text[:60])
        label = "Only the page" if whole else f"The whole story, {len(one.story.chapters)} months"
        button = rv.Html(tag="button", class_="tr-button", attributes={"type": "button"}, children=[label])
        rv.use_event(button, "click", lambda *_: show(not whole))
        if whole:
            for chapter in one.story.chapters:
                Cited(chapter.text, "").key(chapter.date)


@solara.component
def Cited(text: str, class_: str) -> None:
    """A paragraph in which every mechanism is a link."""
    with rv.Html(tag="p", class_=class_):
        for place, part in enumerate(_parts(printed(text))):
            if CITED.fullmatch(part):
                ThingLink(part).key(f"{place}")
            else:
                rv.Html(tag="span", children=[part]).key(f"{place}")


def _parts(text: str) -> Iterator[str]:
    yield from (part for part in CITED.split(text) if part)
