"""The dashboard: its pages and the frame around them.

A new page is a file in `viz/dashboard/pages/` and a line below.
"""

from __future__ import annotations

import solara

from viz.dashboard.pages.frame import Frame, PageLink
from viz.dashboard.pages.relations import RelationsPage
from viz.dashboard.pages.scenario.page import ScenarioPage

PAGES = (
    ("/", "Scenario", ScenarioPage),
    ("relations", "Relations", RelationsPage),
)
"""Path, name and component of every page, in the order of the links."""

LISTED = tuple(PageLink("/" + path.strip("/"), label) for path, label, _ in PAGES)


@solara.component
def Layout(children: list[solara.Element] = []) -> None:  # noqa: B006
    """The frame around whichever page is shown."""
    Frame(LISTED, children=children)


routes = [
    solara.Route(path, component=page, label=f"{label} - Tightrope", layout=Layout if path == "/" else None)
    for path, label, page in PAGES
]
