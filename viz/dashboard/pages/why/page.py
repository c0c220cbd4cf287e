"""The page that says why: through which mechanisms a scenario does what it does, or how much each change does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from experiments.explanation.mechanisms import Through
from model.ensemble.record import HEADLINE
from viz.charts.waterfall import waterfall_chart, waterfall_height, waterfall_sheet
from viz.common.style import Palette
from viz.common.words import capital, printed
from viz.dashboard import results
from viz.dashboard.command import split_command, story_command
from viz.dashboard.evidence.link import ThingLink
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.why.one import Pick, Turns, WholeStory
from viz.dashboard.pages.why.split import (
    DIFFERENCES,
    MECHANISMS,
    Split,
    cached_split,
    key_of_split,
    parts_of,
    said_of,
    split,
)
from viz.dashboard.pages.why.world import (
    APART,
    OneWorld,
    cached_world,
    choices,
    key_of_world,
    one_world,
    second_line,
)
from viz.dashboard.results import Latest, Shown, base_name, month_of, use_results, use_shown
from viz.dashboard.shell.context import use_usual_month
from viz.dashboard.shell.header import Copy
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Card, Status, Text
from viz.dashboard.widgets.parts import Announcement, Choice, options_of
from viz.dashboard.widgets.tables import DataTable

STYLE = Path(__file__).with_name("why.css")
NO_CHANGE = "Nothing is compared, so there is no change to explain. Choose what to compare with, or add a pressure."
OVER = options_of([(MECHANISMS, "Through which mechanisms"), (DIFFERENCES, "By what differs")])
PAUSE = 300
"""Milliseconds after which the sentence is said to screen readers."""


@solara.component
def WhyPage() -> None:
    """Why a scenario differs from what it is compared with, in the month that is looked at."""
    visitor = use_visitor()
    pair = visitor.pair
    latest = use_shown(HEADLINE)
    result = latest.result
    use_usual_month(result)
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content"):
        if result is None or latest.busy:
            Waiting(pair.scenario.title, latest.wrong or "Simulating ...", busy=not latest.wrong)
        elif result.comparison is None:
            none = not result.run.worlds
            Waiting(pair.scenario.title, results.NO_WORLD if none else NO_CHANGE, busy=False)
        else:
            Why(result)


@solara.component
def Waiting(title: str, text: str, *, busy: bool) -> None:
    """The title while there is nothing to say yet, and what one waits for; or why there is nothing to say."""
    rv.Html(tag="h1", class_="tr-sentence", children=[title])
    Status(text, busy=busy)


@solara.component
def Why(result: Shown) -> None:
    """The sentence; the turns of one world and what moved it; the change split; and the story of that world."""
    visitor, palette = use_visitor(), use_palette()
    over, choose = solara.use_state(MECHANISMS)
    done, tell = solara.use_state(0)
    view = visitor.state.view
    at = month_of(result, view)
    pair, month = result.pair, result.run.months[at]
    made: Latest[Split] = use_results(
        key_of_split(pair, month, over),
        lambda wanted: split(pair, month, over, wanted, tell),
        lambda: cached_split(pair, month, over),
    )
    told = solara.use_memo(lambda: choices(result.run), [result.key])
    world = told[0][0] if view.world is None else view.world
    latest: Latest[OneWorld] = use_results(
        key_of_world(result, world),
        lambda wanted: one_world(result, world, wanted),
        lambda: cached_world(result, world),
    )
    one = None if latest.busy else latest.result
    said, method = ("", "") if made.result is None else map(printed, said_of(made.result))
    base = None if result.base is None else result.base.scenario
    rv.Html(tag="h1", class_="tr-sentence", children=[said or pair.scenario.title])
    Announcement(text="" if made.busy else said, pause=PAUSE)
    with rv.Html(tag="div", class_="tr-below-sentence"):
        Text("p", "" if one is None or base is None else printed(second_line(one, at, base)), "tr-quiet tr-subline")
        busy = f"Running the combinations, {done} % done ..." if made.busy else ""
        busy = busy or (f"Reading world {world} ..." if latest.busy else "")
        Status(made.wrong or latest.wrong or busy, busy=made.busy or latest.busy)
    with rv.Html(tag="div", class_="tr-why", attributes={"id": "tr-chart"}):
        with rv.Html(tag="div", class_="tr-why-left"):
            if one is not None:
                Reading(result, one, at, palette).key(f"world {world}")
        with rv.Html(tag="div", class_="tr-why-right"):
            Choice(label="Split over", value=over, options=OVER, event_chosen=visitor.safely(choose))
            if made.result is not None:
                command = split_command(visitor.state, month, mechanisms=over == MECHANISMS)
                Parts(made.result, made.key, (capital(base_name(result)), "this scenario"), palette, command)
            Text("p", method, "tr-quiet")
    Telling(told, world, one)


@solara.component
def Reading(result: Shown, one: OneWorld, month: int, palette: Palette) -> None:
    """The turns of a world, of which one is picked; another month is beside the comparison again."""
    turn = solara.use_memo(lambda: solara.reactive(APART), [month])
    Turns(result, one, month, turn.value, palette, turn)


@solara.component
def Telling(told: tuple[tuple[int, str], ...], world: int, one: OneWorld | None) -> None:
    """The story of one world, and which world that is."""
    visitor = use_visitor()
    with rv.Html(tag="section", class_="tr-telling", attributes={"aria-label": "The story of one world"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["The story of one world "])
            Text("small", f"world {world}" if one is None else f"world {world}, as tightrope story has it")
        with rv.Html(tag="div", class_="tr-picks", attributes={"role": "toolbar", "aria-label": "Which world"}):
            for number, text in told:
                on_pick = partial(visitor.look, world=number)
                Pick(capital(text), f"world {number}", number == world, on_pick).key(text)
        if world not in dict(told):
            Text("p", f"World {world} is chosen in the bar above.", "tr-quiet")
        if one is not None:
            WholeStory(one).key(f"story {world}")
            command = story_command(visitor.state, world)
            Copy(label="Copy the command", text=command, event_copied=visitor.safely(lambda *_: None))


@solara.component
def Parts(made: Split, key: str, ends: tuple[str, str], palette: Palette, command: str) -> None:
    """The waterfall, and its numbers."""
    visitor, found = use_visitor(), parts_of(made)
    if found is None:
        return
    mechanisms = made.mechanisms if isinstance(made, Through) else ()

    def open_mechanism(row: int) -> None:
        if 0 < row <= len(mechanisms):  # the first and the last rows are the ends and what is left
            visitor.look(thing=mechanisms[row - 1].key)

    with Card("From one scenario to the other", note="Line under a bar: 95 % interval of its mean", wide=True):
        label = "Waterfall: what each part adds to the change, from what is compared with to this scenario"
        height, depends_on = waterfall_height(found, palette), (key, ends, palette)
        Chart(
            lambda: waterfall_chart(found, ends, palette),
            depends_on,
            "why",
            label,
            height,
            on_month=visitor.safely(open_mechanism) if mechanisms else None,
            command=command,
        )
        if mechanisms:
            with rv.Html(tag="p", class_="tr-why-links"):
                Text("span", "Where they come from: ")
                for mechanism in mechanisms:
                    ThingLink(mechanism.key, f"{mechanism.key} {mechanism.name}").key(mechanism.key)
        DataTable(lambda: waterfall_sheet(found), "The parts", "why")
