"""A page with the timeline alone, of real runs; tests serve it in place of the pages.

The address says what it shows: `?scenario=s14_no_rescue&worlds=300&world=926`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl

import solara
import solara.lab
from reacton import ipyvuetify as rv

from experiments.comparison.compare import beside
from experiments.comparison.verdict import verdict_on
from model.runs.outcomes import conditioned, outcome_series
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario
from viz.charts.timeline.runs import timeline_of
from viz.common.style import palette
from viz.dashboard.front.theme import use_theme
from viz.dashboard.widgets.parts import ScreenWidth
from viz.dashboard.widgets.timeline import Timeline

PHONE, MOVABLE = 600, ("eu_2017",)


@cache
def simulated(name, worlds, settings):
    scenario = load_scenario(name, settings=[f"worlds={worlds}", *settings])
    return run(scenario, keep=outcome_series(), moves=False, worlds=worlds_of(scenario))


@cache
def compared(name, worlds, settings, still):
    """The runs to show; `still` moves bars but no lines, for tests of the bars alone."""
    end = () if name == "baseline" else (f"end={load_scenario(name).end}",)
    other = simulated(name, worlds, () if still else settings)
    other = replace(other, scenario=load_scenario(name, settings=[f"worlds={worlds}", *settings]))
    found = beside(simulated("baseline", worlds, end), other)
    return found, conditioned(found.other), conditioned(found.base), verdict_on(found)


@solara.component
def Page():  # noqa: N802
    asked = dict(parse_qsl(solara.use_router().search or ""))
    use_theme()
    settings, set_settings = solara.use_state(())
    name, worlds = asked.get("scenario", "s03_eu_sanctions_2017"), int(asked.get("worlds", 300))
    task = solara.lab.use_task(lambda: compared(name, worlds, settings, "still" in asked), dependencies=[settings])
    last = solara.use_ref(None)
    last.current = task.value or last.current
    narrow, set_narrow = solara.use_state(False)
    ScreenWidth(most=PHONE, narrow=narrow, event_narrowed=set_narrow)
    look = palette(dark=bool(solara.lab.use_dark_effective()), narrow=narrow)
    style = f"background: {look.page}; padding: {16 if narrow else 24}px; width: 100%; max-width: 1128px; margin: auto"
    with rv.Html(tag="div", style_=style):
        rv.Html(tag="h1", children=["Timeline"])
        if last.current is not None:
            Shown(last.current, look, int(asked["world"]) if "world" in asked else None, set_settings)
        rv.Html(tag="p", children=[" ".join(settings)], attributes={"data-settings": ""})


@solara.component
def Shown(result, look, world, set_settings):  # noqa: N802
    found, other, base, verdict = result
    month, set_month = solara.use_state(None)
    done, tell = solara.use_state("")
    key = (id(found), look, world)
    data = solara.use_memo(
        lambda: timeline_of(other, base, found.apart, look, verdict=verdict, world=world, movable=MOVABLE), key
    )

    def change(pressure, **values):
        told = [f"pressures.{pressure}.{part}={value}" for part, value in values.items()]
        set_settings(
            lambda old: (*(one for one in old if one.partition("=")[0].rpartition(".")[2] not in values), *told)
        )

    at = verdict.month if month is None else month
    Timeline(
        data,
        look,
        at,
        key,
        "Alignment of Belarus over time",
        set_month,
        lambda pressure, first, last: change(pressure, start=data.months[first], end=data.months[last]),
        lambda pressure, value: change(pressure, level=value),
        lambda pressure: tell(f"removed {pressure}"),
        lambda pressure: tell(f"opened {pressure}"),
        ("EU sanctions after the crackdown of March 2017", "Changes: EU sanctions 0.80 <b>", "Tightrope"),
    )
    rv.Html(tag="p", children=[data.months[at]], attributes={"data-month": ""})
    rv.Html(tag="p", children=[done], attributes={"data-done": ""})
