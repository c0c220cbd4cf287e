"""The visitor's own scenarios in the storage of their browser: stored when loaded, listed, fetched when asked for."""

from __future__ import annotations

import solara

from viz.dashboard.visitor import NO_ROOM, use_visitor
from viz.dashboard.widgets.parts import JsonList, OwnScenarios


@solara.component
def Storage() -> None:
    """Keeps the browser's storage and the visitor in step; shows nothing."""
    visitor = use_visitor()
    session = visitor.session.peek()
    chosen = session.state.chosen
    OwnScenarios(
        awaited=session.awaited or session.fetched,
        stored=JsonList([chosen.scenario, chosen.own] if chosen.own else ["", ""]),
        event_found=visitor.safely(visitor.receive),
        event_listed=visitor.safely(visitor.stored),
        event_failed=visitor.safely(lambda *_: visitor.say(NO_ROOM)),
    )
