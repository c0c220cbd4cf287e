"""Files that a visitor takes home; each says what it is of: title, changes, program, day and link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import solara
from reacton import ipyvuetify as rv
from solara.server import settings

from model.ensemble.record import HEADLINE, Run
from model.runs.manifest import short_hash, version
from model.runs.tables import bands_csv
from viz.dashboard.results import shown
from viz.dashboard.runs import series_for, whole_run
from viz.dashboard.session import UNEXPECTED
from viz.dashboard.shell.figures import as_figure
from viz.dashboard.state import Pair
from viz.dashboard.visitor import Visitor, use_visitor
from viz.dashboard.widgets.tables import Download
from viz.dashboard.yaml_file import as_yaml

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MENU = "tr-export"


@solara.component
def Export(command: solara.Element) -> None:
    """A button that opens the list of files, and `command` below them; the browser itself closes it by Escape."""
    visitor = use_visitor()
    attributes = {"type": "button", "popovertarget": MENU}
    rv.Html(tag="button", children=["Export"], class_="tr-button tr-opens", attributes=attributes)
    menu = {"id": MENU, "popover": "auto", "role": "group", "aria-label": "Files to take home"}
    with rv.Html(tag="div", class_="tr-popup", attributes=menu):
        for file, (label, make) in files_of(visitor).items():
            Download(make, file, label, lambda: visitor.say(UNEXPECTED))
        rv.Html(tag="div", children=[command])


def files_of(visitor: Visitor) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """File name -> its label, and what makes it: always of all worlds, and of what is chosen when it is made."""

    def whole() -> Run:
        return whole_run(visitor.scenario, series_for(visitor.state.view.shown))

    def about() -> tuple[str, ...]:
        return provenance(visitor)

    def drawn() -> Figure:
        return figure_of(visitor.pair)

    return {
        "scenario.yaml": ("Scenario as YAML", lambda: commented(as_yaml(visitor.state).encode(), about())),
        "bands.csv": ("Bands as CSV", lambda: commented(bands_csv(whole()).encode(), about())),
        "alignment.png": ("Figure as PNG", lambda: as_figure(drawn, "png", about())),
        "alignment.svg": ("Figure as SVG", lambda: as_figure(drawn, "svg", about())),
    }


def figure_of(pair: Pair) -> Figure:
    """The figure that is taken home, with the comparison if there is one; Matplotlib is loaded for it alone."""
    from viz.figures.alignment import alignment_figure
    from viz.figures.comparison import comparison_figure

    *_, (last, _) = shown(pair, HEADLINE)
    return alignment_figure(last.whole) if last.comparison is None else comparison_figure(last.comparison)


def provenance(visitor: Visitor) -> tuple[str, ...]:
    """What a file is of, a line each: title, changes, comparison, the program with the day, and the link."""
    scenario, today = visitor.scenario, datetime.now(UTC).date().isoformat()
    changes = [chip.text for chip in visitor.chips]
    return (
        f"Scenario: {scenario.title}",
        f"Changed: {'; '.join(changes) if changes else 'nothing'}",
        f"Worlds: {scenario.worlds:,}, seed {scenario.seed}, sampling {scenario.sampling}",
        f"Made by Tightrope {version('tightrope')} on {today}; scenario {short_hash(scenario)}",
        f"Link: {base_address()}{'?' if visitor.query else ''}{visitor.query}",
    )


def base_address() -> str:
    """The address of the dashboard on this machine, which its server knows from the first request on."""
    return settings.main.base_url or "/"


def commented(content: bytes, lines: tuple[str, ...]) -> bytes:
    """A text file with lines at its head that programs skip."""
    return "".join(f"# {' '.join(line.split())}\n" for line in lines).encode() + content
