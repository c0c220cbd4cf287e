"""What a visitor can read as numbers or save as a file; made only when somebody asks for it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

import solara

from viz.charts.parts import Sheet
from viz.dashboard.widgets.parts import Packed, unpacked

log = logging.getLogger("tightrope.dashboard")


@solara.component_vue("sheet.vue", to_json={"headings": unpacked, "rows": unpacked})
def _Sheet(
    caption: str,
    headings: Packed,
    rows: Packed,
    file: str = "",
    event_turned: Callable[[bool], None] | None = None,
) -> None: ...


def Table(sheet: Sheet, file: str = "", on_turned: Callable[[bool], None] = lambda _: None) -> solara.Element:
    """A table; always open, or, where it can be saved to a file, closed until somebody opens it."""
    return _Sheet(
        caption=sheet.caption,
        headings=Packed(list(sheet.headings)),
        rows=Packed([list(row) for row in sheet.rows]),
        file=file,
        event_turned=on_turned,
    )


@solara.component
def DataTable(sheet: Callable[[], Sheet], caption: str, file: str) -> None:
    """The numbers behind a chart, closed until somebody opens them, and worked out only then.

    Args:
        sheet: Gives the numbers.
        caption: What they are.
        file: Name of the file they are saved to, without ending.
    """
    is_open, set_open = solara.use_state(False)
    found = sheet() if is_open else Sheet(caption, (), ())
    Table(Sheet(caption, found.headings, found.rows), file, set_open)


@solara.component_vue("download.vue")
def _Download(
    label: str,
    file: str,
    content: str,
    refused: int,
    event_asked: Callable[..., None],
    event_taken: Callable[..., None],
) -> None: ...


@solara.component
def Download(make: Callable[[], bytes], file: str, label: str, on_fault: Callable[[], None]) -> None:
    """A button that saves a file, which is made only when somebody asks for it.

    Args:
        make: Makes it.
        file: Its name.
        label: What the button says.
        on_fault: Called where it cannot be made.
    """
    content, send = solara.use_state("")
    refused, refuse = solara.use_state(0)

    def ask(*_: object) -> None:
        try:
            send(base64.b64encode(make()).decode())
        except Exception:
            log.exception("a file could not be made")
            refuse(refused + 1)
            on_fault()

    _Download(
        label=label, file=file, content=content, refused=refused, event_asked=ask, event_taken=lambda *_: send("")
    )
