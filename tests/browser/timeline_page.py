"""A page with the timeline alone, of real runs; tests serve it in place of the pages.

The address says what it shows: `?scenario=s13_moscow_exploits_unrest&worlds=300&world=3`.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import solara
import solara.lab
from reacton import ipyvuetify as rv

from experiments.comparison.compare import compare
from experiments.comparison.verdict import verdict_on
from model.runs.outcomes import conditioned
from model.scenario.load import load_scenario
from viz.charts.timeline.chart import timeline
from viz.charts.timeline.layout import layout
from viz.charts.timeline.runs import timeline_of
from viz.common.style import palette
from viz.dashboard.front.echart import Chart
from viz.dashboard.front.theme import use_theme
from viz.dashboard.widgets.parts import ScreenWidth

PHONE = 600


@solara.memoize
def compared(name, worlds, settings):
    both = [load_scenario("baseline", settings=[f"worlds={worlds}"])]
    both.append(load_scenario(name, settings=[f"worlds={worlds}", *settings]))
    (found,) = compare(both)
    return found, conditioned(found.other), conditioned(found.base), verdict_on(found)


@solara.component
def Page():  # noqa: N802
    asked = dict(parse_qsl(solara.use_router().search or ""))
    dark = use_theme()
    narrow, set_narrow = solara.use_state(False)
    settings, _ = solara.use_state(())
    month, set_month = solara.use_state(None)
    name, worlds = asked.get("scenario", "s03_eu_sanctions_2017"), int(asked.get("worlds", 300))
    found, run, base, verdict = compared(name, worlds, settings)
    look = palette(dark=bool(solara.lab.use_dark_effective()) or dark, narrow=narrow)
    world = int(asked["world"]) if "world" in asked else None
    data = solara.use_memo(
        lambda: timeline_of(run, base, found.apart, look, verdict=verdict, world=world), [id(found), look, world]
    )
    where = layout(data, narrow=narrow)
    at = data.months[verdict.month if month is None else month]
    ScreenWidth(most=PHONE, narrow=narrow, event_narrowed=set_narrow)
    with rv.Html(tag="main", style_="padding: 16px" if narrow else "padding: 24px; width: 1128px; margin: 0 auto"):
        rv.Html(tag="h1", children=["Timeline"])
        Chart(
            lambda: timeline(data, look, verdict.month),
            (id(found), look, world),
            "timeline",
            "Alignment of Belarus over time",
            f"{where.height}px",
            at=at,
            on_month=set_month,
        )
        rv.Html(tag="p", children=[at], attributes={"data-month": ""})
        rv.Html(tag="p", children=[" ".join(settings)], attributes={"data-settings": ""})
