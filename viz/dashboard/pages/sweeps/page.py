"""The sweeps page: on what the outcome hangs, over many points of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from experiments.sweeps.plan.design import Design
from experiments.sweeps.results.analyse import SweepAnswers
from experiments.sweeps.results.maps import PhaseMap, ResponseCurve
from experiments.sweeps.results.results import OutcomeInfo
from experiments.sweeps.results.sensitivity import Method
from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from viz.charts import indices as dots
from viz.charts import sweep as charts
from viz.common.words import capital, printed
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.sweeps.going import cell_words, going_to, here_on
from viz.dashboard.pages.sweeps.listing import NewFromHere, SweepList, progress_words, use_sweeps
from viz.dashboard.results import use_results, use_shown
from viz.dashboard.shell.context import use_usual_month
from viz.dashboard.sweeping.answers import Answer, answer, cached_answer, key_of_answers
from viz.dashboard.sweeping.stored import StoredSweep
from viz.dashboard.visitor import Visitor, use_palette, use_visitor
from viz.dashboard.widgets.layout import Button, Card, Text
from viz.dashboard.widgets.parts import Announcement, Choice, options_of
from viz.dashboard.widgets.tables import DataTable
from viz.sentences.sweep_text import map_sentence
from viz.terminal.sweep_answers import MEANS, outcome_lines

STYLE = Path(__file__).with_name("sweeps.css")
TITLE = "How sure is that, and on what does it hang?"
NO_SWEEP = "A sweep runs the scenario at many points, with other strengths, dates or numbers. There is none yet."
PAUSE = 300
"""Milliseconds after which the sentence is said to screen readers."""
KEY = "Solid line: where the outcome crosses {}. Between the dashed lines {} worlds cannot tell on which side they are."


@solara.component
def SweepsPage() -> None:
    """What stored sweeps say, and new ones from the scenario as it stands."""
    visitor = use_visitor()
    found = use_sweeps()
    chosen = next((one for one in found if one.name == visitor.state.sweeps.folder), found[0] if found else None)
    scenario = visitor.pair.scenario
    usual = use_usual_month(use_shown(HEADLINE).result, scenario.date(scenario.months - 1))
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content tr-sweeps"):
        with rv.Html(tag="div", class_="tr-sweep-main"):
            if chosen is None:
                rv.Html(tag="h1", class_="tr-sentence", children=[TITLE])
                Progress(NO_SWEEP, busy=False)
            else:
                Said(chosen).key(chosen.name)
        with rv.Html(tag="div", class_="tr-sweep-side"):
            SweepList(found, "" if chosen is None else chosen.name)
            NewFromHere(visitor.state.view.month or usual)


@solara.component
def Said(sweep: StoredSweep) -> None:
    """What one sweep says."""
    latest = use_results(
        key_of_answers(sweep),
        lambda wanted: answer(sweep, wanted),
        lambda: cached_answer(sweep),
    )
    said: Answer | None = latest.result
    if isinstance(said, SweepAnswers):
        Outcome(sweep, said, latest.key)
        return
    rv.Html(tag="h1", class_="tr-sentence", children=[sweep.title])
    text = latest.wrong or (said if isinstance(said, str) and not sweep.runs else progress_words(sweep))
    Progress(text, busy=latest.busy or sweep.runs)


@solara.component
def Progress(text: str, *, busy: bool) -> None:
    """How far it is."""
    attributes = {"data-busy": "true" if busy else "false"} | ({} if busy else {"role": "status"})
    rv.Html(tag="p", class_="tr-quiet", children=[text], attributes=attributes)


@solara.component
def Outcome(sweep: StoredSweep, answers: SweepAnswers, key: str) -> None:
    """One outcome: the sentence, the picture, and what else is said of it."""
    visitor = use_visitor()
    outcomes = answers.results.outcomes
    outcome = next((one for one in outcomes if one.name == visitor.state.sweeps.outcome), outcomes[0])
    map_of = next((one for one in answers.maps if one.outcome.name == outcome.name), None)
    curve = next((one for one in answers.curves if one.outcome.name == outcome.name), None)
    said = sweep.title if sweep.runs else printed(_headline(answers, outcome, map_of, curve))
    rv.Html(tag="h1", class_="tr-sentence", children=[said])
    Announcement(text="" if sweep.runs else said, pause=PAUSE)
    end = "" if sweep.title.endswith(("?", "!", ".")) else "."
    Progress(f"{sweep.title}{end} {progress_words(sweep)}", busy=sweep.runs)
    with rv.Html(tag="div", class_="tr-read-off", attributes={"id": "tr-chart"}):
        with rv.Html(tag="div", class_="tr-reading"):
            Choice(
                label="Read off",
                value=outcome.name,
                options=options_of([(one.name, one.label) for one in outcomes]),
                event_chosen=visitor.safely(lambda name: visitor.look_at_sweep(outcome=str(name))),
            )
            Make(sweep, answers)
        if map_of is not None and len(answers.results.factors) == 2:
            Map(map_of, sweep, answers, (key, outcome.name))
        elif curve is not None and len(answers.results.factors) == 1:
            Curve(curve, sweep, answers, (key, outcome.name))
        else:
            Indices(answers, outcome, (key, outcome.name))
        SaysBelow(answers, outcome)


def _headline(answers: SweepAnswers, outcome: OutcomeInfo, map_of: PhaseMap | None, curve: ResponseCurve | None) -> str:
    if map_of is not None:
        return map_sentence(map_of)
    if curve is not None:
        return curve.sentence.partition(";")[0].rstrip(".") + "."
    indices = next((one for one in answers.indices if one.outcome == outcome.name), None)
    if indices is None or not indices.beyond_noise:
        return f"{outcome.label}: no factor matters beyond noise."
    return f"{outcome.label} hangs most on this: {indices.beyond_noise[0].label}."


@solara.component
def SaysBelow(answers: SweepAnswers, outcome: OutcomeInfo) -> None:
    """What `tightrope analyse` says of the outcome."""
    lines = [*outcome_lines(answers, outcome.name), *(f"{capital(note)}." for note in answers.notes)]
    with Card("What it says"), rv.Html(tag="ul", class_="tr-says"):
        for line in lines:
            Text("li", printed(line))


def _best() -> dict[str, float]:
    """Key -> best value of every number of the model."""
    return {key: one.best for key, one in load_seeds().parameters.items()}


def _chooses(visitor: Visitor) -> Callable[[int], None]:
    """Chooses a cell."""
    return visitor.safely(lambda cell: visitor.look_at_sweep(cell=int(cell)))


def _go(visitor: Visitor, sweep: StoredSweep, answers: SweepAnswers, cell: int) -> None:
    """Make a point the scenario, in one step that can be undone; or say why that cannot be."""
    state, refused = going_to(visitor.state, sweep, answers.results.factors, cell)
    if refused:
        visitor.say(refused)
    else:
        visitor.change(state)


@solara.component
def Map(found: PhaseMap, sweep: StoredSweep, answers: SweepAnswers, key: tuple[str, str]) -> None:
    """The outcome over two factors."""
    visitor, palette = use_visitor(), use_palette()
    here = here_on(answers.results.factors, visitor.scenario, _best())
    cell = visitor.state.sweeps.cell
    at = "half of the worlds" if found.outcome.yes_or_no else f"{found.boundary:.2g}"
    note = "" if found.is_flat else printed(KEY.format(at, f"{answers.results.worlds:,}"))
    where = "" if here is None else " + is where you are."
    percent = " In per cent of worlds." if found.outcome.yes_or_no else ""
    with Card(found.outcome.label, note=f"{note}{percent}{where} Choose a cell by a click or with the arrow keys."):
        Chart(
            lambda: charts.map_chart(found, here, cell, palette),
            (*key, here, cell, palette),
            "sweep",
            f"{found.outcome.label} over two settings",
            charts.map_height(found, palette),
            on_month=_chooses(visitor),
            on_entered=visitor.safely(lambda chosen: _go(visitor, sweep, answers, int(chosen))),
        )
        DataTable(lambda: charts.map_sheet(found), "The cells", "sweep")


@solara.component
def Curve(found: ResponseCurve, sweep: StoredSweep, answers: SweepAnswers, key: tuple[str, str]) -> None:
    """The outcome over one factor."""
    visitor, palette = use_visitor(), use_palette()
    cell = visitor.state.sweeps.cell
    with Card(found.outcome.label, note="Band: 95 % interval. Choose a point by a click or with the arrow keys."):
        Chart(
            lambda: charts.curve_chart(found, cell, palette),
            (*key, cell, palette),
            "sweep",
            f"{found.outcome.label} over one setting",
            "380px",
            on_month=_chooses(visitor),
            on_entered=visitor.safely(lambda chosen: _go(visitor, sweep, answers, int(chosen))),
        )
        DataTable(lambda: charts.curve_sheet(found), "The points", "sweep")


@solara.component
def Indices(answers: SweepAnswers, outcome: OutcomeInfo, key: tuple[str, str]) -> None:
    """How much each of many factors matters."""
    palette = use_palette()
    found = next((one for one in answers.indices if one.outcome == outcome.name and one.indices), None)
    if found is None:
        Text("p", "No index can be computed for this outcome; below it says why.", "tr-quiet")
        return
    ring = " Dot: first; ring: total." if found.method is Method.SOBOL else ""
    with Card("What makes the difference", note=f"{capital(found.note)}.{ring} Line: 95 % interval."):
        Chart(
            lambda: dots.indices_chart(found, palette),
            (*key, palette),
            "sweep",
            f"What makes the difference in: {outcome.label}",
            dots.indices_height(found, palette),
        )
        Text("p", MEANS[found.method], "tr-hint")
        DataTable(lambda: dots.indices_sheet(found), "The indices", "sweep")


@solara.component
def Make(sweep: StoredSweep, answers: SweepAnswers) -> None:
    """The button that makes the chosen point the scenario."""
    visitor = use_visitor()
    cell = visitor.state.sweeps.cell
    factors = answers.results.factors if answers.results.sample.design is Design.GRID else ()
    words = "" if cell is None or len(factors) not in (1, 2) else cell_words(factors, cell)
    with rv.Html(tag="div", class_="tr-buttons"):
        if cell is not None and words:
            label = printed(f"Make ({words}) the scenario")
            Button(label, visitor.safely(lambda: _go(visitor, sweep, answers, cell)))
