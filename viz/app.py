"""The dashboard's pages."""

from __future__ import annotations

import solara
import solara.lab

from viz.front.echart import EChart
from viz.front.file_input import FileInput
from viz.front.theme import use_theme


@solara.component
def Page() -> None:
    """A place to try the shell on."""
    dark = use_theme()
    level, set_level = solara.use_state(3)
    note, set_note = solara.use_state("")
    with solara.AppBar():
        solara.lab.ThemeToggle()
    with solara.AppBarTitle():
        solara.v.Html(tag="h1", children=["Tightrope"], style_="font-size: 1.2rem")
    with solara.Sidebar():
        solara.SliderInt("Pressure", value=level, min=0, max=10, on_value=set_level)
        FileInput("Scenario file", on_text=lambda name, text: set_note(f"{name}: {len(text)}"), on_refused=set_note)
    with solara.Column():
        option = {
            "textStyle": {"color": "#eee" if dark else "#222"},
            "tooltip": {"trigger": "axis", "digits": 2},
            "xAxis": {"type": "category", "data": ["a", "b"]},
            "yAxis": {},
            "series": [
                {"id": "s", "type": "line", "data": [level, 2], "markLine": {"data": [{"xAxis": "b", "note": "<b>x"}]}}
            ],
        }
        EChart(option, level, label="Two points", on_click=lambda what: set_note(str(what)))
        solara.Text(note)
        solara.Button("Fail", on_click=lambda: 1 / 0)
