"""`python -m tests.viz.wire`: what the dashboard sends to a visitor who moves a slider, and what that costs the server.

A page is opened as the server opens it, with a wire in place of a browser that notes every message. The run itself is
made beforehand, so that what is measured is all the rest: bands, charts, tables, and the rendering of the page.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.viz.pressure_row import PressureRow

SECONDS = 60
FIRST, QUIET = 4.0, 0.6
"""Seconds within which a page answers, if it does, and without a message after which it has said all it had to say."""


@dataclass
class Move:
    """What one move led to.

    Attributes:
        milliseconds: Of server CPU.
        messages: Bytes of each message, by what was sent: name of the part, and its traits.
    """

    milliseconds: float
    messages: list[tuple[str, int]] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Of all messages."""
        return sum(size for _, size in self.messages)


class Wire:
    """Stands in for the browser's end of the connection."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.last = time.monotonic()

    def send(self, message: str | bytes) -> None:
        self.sent.append(message if isinstance(message, str) else message.decode("utf-8", "replace"))
        self.last = time.monotonic()

    def close(self) -> None:
        pass


class OpenPage:
    """A visitor's page, without a browser."""

    def __init__(self, context: Any, wire: Wire) -> None:
        self.context, self.wire = context, wire
        self.status: Any = None

    def parts(self, trait: str) -> list[Any]:
        """The parts of the page that have a trait."""
        return [one for one in list(self.context.widgets.values()) if one.has_trait(trait)]

    def row(self, name: str = "eu_2017") -> PressureRow:
        return PressureRow(self.parts, name)

    def bar(self) -> Any:
        """What is compared, at the top of the page."""
        return self.parts("scenarios")[0]

    def table(self, caption: str) -> Any:
        return next(one for one in self.parts("file") if one.has_trait("rows") and one.caption == caption)

    def fold(self, title: str) -> Any:
        folds = [one for one in self.parts("tag") if one.tag == "details"]
        return next(one for one in folds if title in one.children[0].children[0].children)

    def wait(self) -> None:
        """Until all worlds are there and nothing more is sent."""
        end = time.monotonic() + SECONDS
        while self._busy() or time.monotonic() - self.wire.last < QUIET:
            assert time.monotonic() < end, "the page is not done"
            time.sleep(0.03)

    def wait_for(self, name: str) -> None:
        """Until a slower chart is there, and nothing more is sent."""
        end = time.monotonic() + SECONDS
        while not any(one.name == name for one in self.parts("drawing")):
            assert time.monotonic() < end, f"there is no chart '{name}'"
            time.sleep(0.03)
        self.wait()

    def _busy(self) -> bool:
        if self.status is None:
            said = [one for one in self.parts("attributes") if "data-busy" in (one.attributes or {})]
            self.status = said[0] if said else None
        return self.status is None or self.status.attributes["data-busy"] == "true"

    def move(self, act: Any, last: str = "") -> Move:
        """Do what a visitor does, and note what it leads to; `last` is what surely changes, however late."""
        self.wait()
        self.wire.sent.clear()
        start = time.process_time()
        with self.context:
            act()
        end = time.monotonic() + FIRST
        while not self.wire.sent and time.monotonic() < end:
            time.sleep(0.03)
        end = time.monotonic() + SECONDS
        while last and not any(self._said(message)[0].endswith(last) for message in list(self.wire.sent)):
            assert time.monotonic() < end, f"'{last}' did not change"
            time.sleep(0.03)
        self.wire.last = time.monotonic()
        self.wait()
        took = time.process_time() - start
        return Move(1000 * took, [self._said(message) for message in self.wire.sent])

    def _said(self, message: str) -> tuple[str, int]:
        told = json.loads(message)
        content = told["content"]
        one = self.context.widgets.get(content.get("comm_id", ""))
        state = content.get("data", {}).get("state", content.get("data", {}))
        name = getattr(one, "name", "") or getattr(one, "label", "") or getattr(one, "caption", "") or ""
        name = name or getattr(one, "class_", "") or type(one).__name__
        return f"{told['header']['msg_type']} {name}: {', '.join(sorted(state))}", len(message)


@contextmanager
def opened(path: str) -> Iterator[OpenPage]:
    """Open a page as the server does."""
    import solara
    import solara.lab
    import solara.server.app  # patches the toolkit for visitors of their own
    from solara.autorouting import RenderPage
    from solara.server import kernel, kernel_context

    from viz import app

    context = kernel_context.VirtualKernelContext(id=path, kernel=kernel.Kernel(), session_id="wire")
    kernel_context.contexts[path] = context
    wire = Wire()
    context.kernel.session.websockets.add(wire)
    with context:
        _, rc = solara.render(
            solara.RoutingProvider(children=[RenderPage()], routes=app.routes, pathname=path), handle_error=False
        )
    context.app_object = rc
    page = OpenPage(context, wire)
    page.wait()
    yield page
    # A part that is drawn while the page closes, after the toolkit has forgotten the theme of the page.
    context._on_close_callbacks.insert(0, lambda: solara.lab.theme.observe(print, "dark_effective"))
    context.close("page-close")


QUERY = "/?scenario=s03_eu_sanctions_2017"
LEVELS = (0.1, 0.3, 0.5, 0.7)
LIST_OF_SERIES = "lines, series"
"""What the list of series sends, the last part to change, once the visitor rests."""


def ready(query: str, levels: tuple[float, ...]) -> None:
    """Make the runs that the moves will ask for."""
    from viz.dashboard import results
    from viz.dashboard.address import arrival
    from viz.dashboard.panel import series_stats
    from viz.dashboard.state import pair_of

    state = arrival(query.partition("?")[2]).state
    for level in levels:
        pair = pair_of(state.with_changes({"pressures.eu_2017.level": level}).chosen)
        for _ in results.shown(pair, state.view.shown):
            pass
        for scenario in (pair.scenario, pair.base):
            assert scenario is not None
            series_stats.stats_of(scenario)


def slid(page: OpenPage, levels: tuple[float, ...] = LEVELS) -> list[Move]:
    """A visitor moves a slider from level to level."""
    return [page.move(lambda level=level: page.row().vue_moved(level), LIST_OF_SERIES) for level in levels]


def journey() -> dict[str, list[Move]]:
    """What a visitor does, and what each step leads to: the runs are there already, the pictures at first are not."""
    found = {}
    with opened(QUERY) as page:
        ready(QUERY, LEVELS)
        found["slider"] = slid(page)
        found["slider, seen before"] = slid(page)
        found["scrolled down"] = [page.move(lambda: page.parts("ahead")[0].vue_came(True))]
        found["slider, scrolled down"] = slid(page, (0.1,))
        found["scrolled up"] = [page.move(lambda: page.parts("ahead")[0].vue_came(False))]
        found["one world"] = [page.move(lambda: page.bar().vue_followed("926"))]
        found["another month"] = [page.move(lambda: page.bar().vue_looked_at("2019-06"))]
        found["table opened"] = [page.move(lambda: page.table("Over time").vue_toggled(True))]
        found["table closed"] = [page.move(lambda: page.table("Over time").vue_toggled(False))]
        found["note opened"] = [page.move(lambda: page.fold("Where documents disagree").fire_event("toggle", {}))]
    from viz.dashboard import results
    from viz.dashboard.state import Chosen, pair_of

    for _ in results.pressing(pair_of(Chosen("s03_eu_sanctions_2017")), None):
        pass  # both sides are there, so that they come at once
    with opened("/relations?scenario=s03_eu_sanctions_2017") as page:
        page.wait_for("pressing")
        found["month"] = [page.move(lambda place=place: page.parts("last")[0].vue_moved(place)) for place in (80, 81)]
    return found


def main() -> None:
    """Move, and print what it led to as JSON."""
    print(json.dumps({name: [asdict(move) for move in moves] for name, moves in journey().items()}))


if __name__ == "__main__":
    main()
