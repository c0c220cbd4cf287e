"""Tables and files to save; each is made only when somebody asks for it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from dataclasses import replace

import solara

from viz.charts.parts import DataSheet
from viz.dashboard.widgets.parts import JsonList, plain_list

log = logging.getLogger("tightrope.dashboard")


@solara.component_vue("sheet.vue", to_json={"headings": plain_list, "rows": plain_list})
def _Sheet(
    caption: str,
    headings: JsonList,
    rows: JsonList,
    file: str = "",
    event_toggled: Callable[[bool], None] | None = None,
) -> None: ...


def Table(sheet: DataSheet, file: str = "", on_toggled: Callable[[bool], None] = lambda _: None) -> solara.Element:
    """A table; always open, or, where it can be saved to a file, closed until somebody opens it."""
    return _Sheet(
        caption=sheet.caption,
        headings=JsonList(list(sheet.headings)),
        rows=JsonList([list(row) for row in sheet.rows]),
        file=file,
        event_toggled=on_toggled,
    )


@solara.component
def DataTable(sheet: Callable[[], DataSheet], caption: str, file: str) -> None:
    """The numbers behind a chart, closed until somebody opens them and computed only then; `file` has no ending."""
    is_open, set_open = solara.use_state(False)
    Table(replace(sheet(), caption=caption) if is_open else DataSheet(caption, (), ()), file, set_open)


@solara.component_vue("download.vue")
def _Download(
    label: str,
    file: str,
    content: str,
    failures: int,
    event_asked: Callable[..., None],
    event_saved: Callable[..., None],
) -> None: ...


@solara.component
def Download(make: Callable[[], bytes], file: str, label: str, on_fault: Callable[[], None]) -> None:
    """A button that saves a file, which is made only when somebody asks for it."""
    content, send = solara.use_state("")
    failures, set_failures = solara.use_state(0)

    def ask(*_: object) -> None:
        try:
            send(base64.b64encode(make()).decode())
        except Exception:
            log.exception("a file could not be made")
            set_failures(failures + 1)
            on_fault()

    _Download(
        label=label, file=file, content=content, failures=failures, event_asked=ask, event_saved=lambda *_: send("")
    )
