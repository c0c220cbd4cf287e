"""Layout of pages: text, buttons, folds and cards. All text is shown as text."""

from __future__ import annotations

from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv


@solara.component
def Text(tag: str, text: str, class_: str = "") -> None:
    """Text in an element; never markup."""
    rv.Html(tag=tag, children=[text], class_=class_)


@solara.component
def Button(label: str, on_click: Callable[[], None], *, disabled: bool = False) -> None:
    """A button; one that can do nothing now keeps the focus, which would be lost with `disabled` itself."""
    attributes = {"type": "button"} | ({"aria-disabled": "true"} if disabled else {})
    button = rv.Html(tag="button", children=[label], class_="tr-button", attributes=attributes)
    rv.use_event(button, "click", lambda *_: None if disabled else on_click())


def Fold(
    title: str,
    children: list[solara.Element] = [],  # noqa: B006
    *,
    is_open: bool = False,
    note: str = "",
) -> solara.Element:
    """A part of a page that opens and closes; its content is made when it is first opened.

    It goes by its title, so that it stays open or closed wherever it stands; `note` is beside the title.
    """
    return _Fold(title=title, children=children, is_open=is_open, note=note).key(title)


@solara.component
def _Fold(title: str, children: list[solara.Element], is_open: bool, note: str) -> None:
    opened, set_opened = solara.use_state(is_open)
    attributes = solara.use_memo(lambda: {"open": "open"} if is_open else {}, [])
    with rv.Html(tag="details", class_="tr-fold", attributes=attributes) as fold:
        with rv.Html(tag="summary"):
            Text("h3", title)
            if note:
                Text("span", note, "tr-count")
        if opened:
            rv.Html(tag="div", children=children)
    rv.use_event(fold, "toggle", lambda *_: set_opened(True))


@solara.component
def Card(title: str, children: list[solara.Element] = [], note: str = "", wide: bool = False) -> None:  # noqa: B006
    """A part of a page with a heading of its own."""
    with rv.Html(tag="section", class_="tr-card tr-wide" if wide else "tr-card", attributes={"aria-label": title}):
        Text("h2", title)
        if note:
            Text("p", note, "tr-quiet")
        rv.Html(tag="div", children=children)


@solara.component
def Status(text: str, *, busy: bool) -> None:
    """What is being done."""
    state = {"role": "status", "data-busy": "true" if busy else "false"}
    rv.Html(tag="p", class_=f"tr-waiting {'tr-busy' if busy else ''}", children=[text], attributes=state)


@solara.component
def RunStatus(worlds: int, total: int, *, busy: bool, wrong: str) -> None:
    """How many of the worlds have been simulated, or what went wrong."""
    text = wrong or _so_far(worlds, total, busy=busy)
    kind = "tr-wrong" if wrong else "tr-busy" if busy else ""
    state = {"role": "status", "data-worlds": str(worlds), "data-busy": "true" if busy else "false"}
    rv.Html(tag="p", class_=f"tr-waiting {kind}", children=[text], attributes=state)


def _so_far(worlds: int, total: int, *, busy: bool) -> str:
    if not worlds:
        return f"Simulating {total:,} world{'' if total == 1 else 's'} ..."
    if not busy:
        return f"{worlds:,} world{'' if worlds == 1 else 's'}"
    return f"{worlds:,} of {total:,} worlds so far ..." if worlds < total else "Simulating again ..."
