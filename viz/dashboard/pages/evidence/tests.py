"""How the whole stands against what happened: facts held back from conditioning, and false worlds."""

from __future__ import annotations

import numpy as np
import solara
from reacton import ipyvuetify as rv

from experiments.conditioning.false_worlds import load_false_worlds as worlds
from experiments.conditioning.stored import stored
from model.core.arrays import order_statistics
from model.core.declarations import Mask
from model.core.months import months_between
from model.ensemble.record import Run
from model.evidence.load import load_seeds
from model.evidence.record import Fact
from model.runs.agreement import agreement, first_months, needed
from model.runs.outcomes import counted
from model.runs.run import run as run_scenario
from model.scenario.scenario import Scenario
from viz.charts.held_back import (
    FactTiming,
    false_worlds_chart,
    false_worlds_height,
    false_worlds_sheet,
    held_back_chart,
    held_back_height,
    held_back_sheet,
)
from viz.common.cache import Cache, Wanted
from viz.common.style import Palette
from viz.dashboard.front.echart import Chart
from viz.dashboard.results import Latest, Stages, use_results
from viz.dashboard.runs import key_of
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Card, Status
from viz.dashboard.widgets.tables import DataTable

BEFORE = 24
"""Months before the documented period from which on one looks when a fact comes."""
SHORT = "This scenario ends before some of the facts held back; the baseline reaches all of them."
HELD_BACK = (
    "Not used to choose the worlds. Grey: when it is documented, with the months allowed to either side. Blue: when it "
    "comes first from two years before on, in the tenth, middle and ninetieth of a hundred worlds that show it."
)
FALSE_WORLDS = (
    "Of the {} stylised facts that hold in the baseline, how many each history fails that did not happen; in worlds "
    "that agree with the record as far as any do. The fewer it fails, the less the facts tell it from ours."
)
STALE = " Rules or numbers have changed since it was made."
_timings: Cache[tuple[FactTiming, ...]] = Cache(16, lambda _: 1)


@solara.component
def Tests(palette: Palette) -> None:
    """Facts held back and false worlds, side by side."""
    with rv.Html(tag="div", class_="tr-tests"):
        HeldBack(palette)
        FalseWorlds(palette)


@solara.component
def HeldBack(palette: Palette) -> None:
    """When facts held back come in the worlds of the scenario, beside when they are documented."""
    scenario = use_visitor().pair.scenario
    facts = load_seeds().record.held_back
    reaches = scenario.end >= needed(facts).until
    key = key_of(scenario, "held back")
    latest: Latest[tuple[FactTiming, ...]] = use_results(
        key, lambda wanted: timings(scenario, facts, wanted) if reaches else iter(()), lambda: _timings.peek(key)
    )
    with Card("Facts held back", note=HELD_BACK):
        if not reaches:
            Status(SHORT, busy=False)
        elif latest.result is None or latest.busy:
            Status(latest.wrong or "Simulating ...", busy=not latest.wrong)
        else:
            Status("", busy=False)
            found, months = latest.result, scenario.months
            label = "When each fact held back is documented, and when it comes in the worlds"
            height, depends_on = held_back_height(found, palette), (latest.key, palette)
            Chart(
                lambda: held_back_chart(found, scenario.start, months, palette),
                depends_on,
                "facts",
                label,
                height,
                command="",
            )
            DataTable(lambda: held_back_sheet(found), "Facts held back", "facts")


def timings(scenario: Scenario, facts: tuple[Fact, ...], wanted: Wanted) -> Stages[tuple[FactTiming, ...]]:
    """When each fact comes in the worlds of a scenario that count."""

    def make() -> tuple[FactTiming, ...]:
        wants = needed(facts)
        run = run_scenario(scenario, keep=wants.series)
        counts = counted(run)
        shares = agreement(run, facts)[:, counts].mean(axis=1)
        return tuple(_timing(fact, run, counts, float(share)) for fact, share in zip(facts, shares, strict=True))

    yield _timings.get(key_of(scenario, "held back"), make, wanted), True


def _timing(fact: Fact, run: Run, counts: Mask, share: float) -> FactTiming:
    start, end = (months_between(run.scenario.start, month) for month in (fact.start, fact.end))
    first = first_months(run, fact, max(start - BEFORE, 0))[counts]
    lasts = fact.form.lasts or np.isnan(first).all()
    ends = () if lasts else tuple(map(float, order_statistics(first, (0.1, 0.5, 0.9))))
    window = start, end
    return FactTiming(fact.key, fact.name, fact.when, window, fact.tolerance, ends, share)


@solara.component
def FalseWorlds(palette: Palette) -> None:
    """How many stylised facts the baseline and each false world meet."""
    found = stored()
    counts = {one.name: sum(key in found.failed_by[fact] for fact in found.holds) for key, one in worlds().items()}
    failed = dict(sorted(counts.items(), key=lambda one: -one[1]))
    note = FALSE_WORLDS.format(len(found.holds)) + (STALE if found.is_stale else "")
    with Card("True against false worlds", note=note):
        label = "Stylised facts of the baseline that each false world fails"
        Chart(
            lambda: false_worlds_chart(failed, len(found.holds), palette),
            (palette,),
            "false-worlds",
            label,
            false_worlds_height(failed, palette),
            command="tightrope patterns baseline",
        )
        DataTable(lambda: false_worlds_sheet(failed), "False worlds", "false-worlds")
