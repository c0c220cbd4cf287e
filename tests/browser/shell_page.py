"""A page that tries out what the dashboard's pages are made of; tests serve it in place of the pages."""

from __future__ import annotations

import solara

from viz.dashboard.front.echart import Chart
from viz.dashboard.front.file_input import FileInput
from viz.dashboard.front.theme import ThemeToggle, use_theme

SCRIPT = "<img src=x onerror=\"document.title='struck'\">"


def option_of(level, dark):
    return {
        "textStyle": {"color": "#eeeeee" if dark else "#222222"},
        "tooltip": {"trigger": "item", "digits": 2},
        "grid": {"left": "8%", "right": "4%", "top": "12%", "bottom": "14%"},
        "xAxis": {"type": "category", "data": ["2013", "2014"]},
        "yAxis": {"min": 0, "max": 10},
        "series": [
            {
                "id": "line",
                "type": "bar",
                "name": SCRIPT,
                "data": [{"value": level, "note": SCRIPT}, {"value": 10, "note": SCRIPT}],
            }
        ],
    }


@solara.component
def Layout(children=[]):  # noqa: B006
    """No frame of Solara's own, which the pages do not have either."""
    solara.v.Html(tag="div", children=children)


@solara.component
def Page():
    dark = use_theme()
    level, set_level = solara.use_state(3)
    said, say = solara.use_state("nothing yet")
    broken, set_broken = solara.use_state(False)
    if broken:
        message = "secret of the house"
        raise ValueError(message)

    def fail():
        message = "secret of the house"
        raise ValueError(message)

    with solara.v.Html(tag="header"):
        solara.v.Html(tag="h1", children=["Tightrope"], style_="font-size: 1.2rem")
        ThemeToggle()
    with solara.v.Html(tag="main"):
        solara.SliderInt("Pressure", value=level, min=0, max=10, on_value=set_level)
        FileInput("Scenario file", on_text=lambda name, text: say(f"{name}: {text}"), on_refused=say, limit=1024)
        Chart(
            lambda: option_of(level, dark),
            (level, dark),
            "chart",
            "Two bars",
            "360px",
        )
        solara.v.Html(tag="p", children=[said], attributes={"data-said": ""})
        solara.v.Html(tag="p", children=[f"Level {level}"], attributes={"data-level": ""})
        solara.Button("Fail", on_click=fail)
        solara.Button("Break", on_click=lambda: set_broken(True))
