"""The dashboard: its pages and the frame around them.

A new page is a folder in `viz/dashboard/pages/` and a line below.
"""

from __future__ import annotations

import solara

from viz.dashboard.pages.evidence.page import EvidencePage
from viz.dashboard.pages.relations.page import RelationsPage
from viz.dashboard.pages.scenario.page import ScenarioPage
from viz.dashboard.pages.sweeps.page import SweepsPage
from viz.dashboard.pages.why.page import WhyPage
from viz.dashboard.shell.frame import Frame
from viz.dashboard.shell.header import PageLink

PAGES = (
    ("/", "Scenario", ScenarioPage, "M3 17c4 0 4-9 8-9s3 9 10 9M3 21h18"),
    ("why", "Why", WhyPage, "M9 9a3 3 0 1 1 4.500 2.600c-1.200.700-1.500 1.400-1.500 2.900M12 18.200v.300"),
    ("sweeps", "Sweeps", SweepsPage, "M4 4h4v4h-4zM10 4h4v4h-4zM16 4h4v4h-4zM4 10h4v4h-4zM10 10h4v4h-4zM4 16h4v4h-4z"),
    (
        "relations",
        "Relations",
        RelationsPage,
        "M5 6.5a2 2 0 1 0 .1 0M19 9.500a2 2 0 1 0 .1 0M10 17.500a2 2 0 1 0 .1 0M7 9l10 2M6 10.500l3 7",
    ),
    ("evidence", "Evidence", EvidencePage, "M10.500 4a6.500 6.500 0 1 0 .1 0M15.500 15.500l5 5"),
)
"""Path, name, component and icon of every page, in the order of the links."""

LISTED = tuple(PageLink("/" + path.strip("/"), label, icon) for path, label, _, icon in PAGES)


@solara.component
def Layout(children: list[solara.Element] = []) -> None:  # noqa: B006
    """The frame around whichever page is shown."""
    Frame(LISTED, children=children)


routes = [
    solara.Route(path, component=page, label=f"{label} - Tightrope", layout=Layout if path == "/" else None)
    for path, label, page, _ in PAGES
]
