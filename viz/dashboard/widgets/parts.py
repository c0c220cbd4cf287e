"""Small parts of pages that run in the browser; each one says what it needs, and tells what the visitor does.

All of them are plain HTML: reachable by keyboard, with a name, and whatever text they are given is shown as text.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import solara

from viz.charts.scenario import Sheet

log = logging.getLogger("tightrope.dashboard")


@dataclass(frozen=True, slots=True)
class Packed:
    """A list on its way to the browser; wrapped, so that the toolkit does not search it for parts of the page."""

    value: list[Any]


def unpacked(packed: Packed, _widget: object) -> list[Any]:
    """The list, as it travels."""
    return packed.value


@solara.component_vue("slider.vue", to_json={"words": unpacked})
def Slider(
    label: str,
    value: float,
    low: float,
    high: float,
    step: float,
    words: Packed,
    digits: int,
    unit: str,
    untouched: str,
    note: str,
    changed: bool,
    event_moved: Callable[[float], None],
    event_released: Callable[[Any], None],
) -> None:
    """A slider with its value beside it, a button that takes the change back, and one that says where it comes from.

    Args:
        label: Its name.
        value: Where it stands.
        low: Least value.
        high: Greatest value.
        step: From one value to the next.
        words: What stands for each whole value, from 0; empty where the number itself is shown.
        digits: Decimals shown.
        unit: Unit shown.
        untouched: Words behind the value as long as it is not changed.
        note: Where it comes from.
        changed: Whether the visitor moved it.
        event_moved: Told the new value.
        event_released: Told that the change is taken back.
    """


@solara.component_vue("choice.vue", to_json={"options": unpacked})
def Choice(
    label: str,
    value: str,
    options: Packed,
    note: str,
    changed: bool,
    event_chosen: Callable[[str], None],
) -> None:
    """A choice among a few; each option has a `value` and a `text`."""


@solara.component_vue("player.vue", to_json={"months": unpacked})
def Player(label: str, months: Packed, place: int, first: int, pause: int, event_moved: Callable[[int], None]) -> None:
    """A slider over months with a button that plays them, one after another, with a pause in milliseconds."""


@solara.component_vue("links.vue")
def Links(links: list[dict[str, str]], here: str, query: str, event_went: Callable[[str], None]) -> None:
    """Links to the pages; keeps the address of the page up to date with `query`."""


@solara.component_vue("screen.vue")
def ScreenWidth(most: int, narrow: bool, event_narrowed: Callable[[bool], None]) -> None:
    """Tells whether the screen is at most so many pixels wide, whenever that is not what is known already."""


@solara.component_vue("sheet.vue", to_json={"headings": unpacked, "rows": unpacked})
def _Sheet(
    caption: str,
    file: str,
    headings: Packed,
    rows: Packed,
    event_turned: Callable[[bool], None],
) -> None: ...


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
    rows = Packed([list(row) for row in found.rows])
    _Sheet(caption=caption, file=file, headings=Packed(list(found.headings)), rows=rows, event_turned=set_open)


def Table(sheet: Sheet) -> solara.Element:
    """A small table that is always open."""
    return _Sheet(
        caption=sheet.caption,
        file="",
        headings=Packed(list(sheet.headings)),
        rows=Packed([list(row) for row in sheet.rows]),
        event_turned=_ignore,
    )


def _ignore(_: bool) -> None:
    """Nothing follows from it."""


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
        on_fault: Told where it cannot be made.
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


def options_of(pairs: Sequence[tuple[str, str]]) -> Packed:
    """Options of a choice from pairs of value and text."""
    return Packed([{"value": value, "text": text} for value, text in pairs])
