"""Small parts of pages that run in the browser, and report what the visitor does.

All of them are plain HTML: reachable by keyboard, with a name, and whatever text they are given is shown as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import solara


@dataclass(frozen=True, slots=True)
class JsonList:
    """A list or table on its way to the browser; wrapped, so that the toolkit finds no parts of a page in it."""

    value: list[Any] | dict[str, Any]


def plain_list(packed: JsonList, _widget: object) -> list[Any] | dict[str, Any]:
    """The list or table, as it is sent."""
    return packed.value


def options_of(pairs: Sequence[tuple[str, str]]) -> JsonList:
    """Options of a choice from pairs of value and text."""
    return JsonList([{"value": value, "text": text} for value, text in pairs])


@solara.component_vue("slider.vue", to_json={"words": plain_list})
def Slider(
    label: str,
    value: float,
    low: float,
    high: float,
    event_moved: Callable[[float], None],
    step: float = 1,
    words: JsonList = JsonList([]),
    digits: int = 0,
    unit: str = "",
    untouched: str = "",
    sourced: bool = False,
    changed: bool = False,
    event_released: Callable[[Any], None] | None = None,
    event_asked: Callable[[Any], None] | None = None,
) -> None:
    """A slider with its value, a button that takes the change back (`event_released`), and one for its sources.

    `words` are texts for the whole values, from 0, or empty where numbers are shown; `untouched` follows the value
    until it is changed.
    """


@solara.component_vue("choice.vue", to_json={"options": plain_list})
def Choice(
    label: str,
    value: str,
    options: JsonList,
    event_chosen: Callable[[str], None],
    sourced: bool = False,
    changed: bool = False,
    event_asked: Callable[[Any], None] | None = None,
) -> None:
    """A choice among a few; each option has a `value` and a `text`; a button asks for its sources where it has any."""


@solara.component_vue("player.vue")
def Player(label: str, position: int, first: int, last: int, pause: int, event_moved: Callable[[int], None]) -> None:
    """A button that plays months, one after another, with a pause in milliseconds; from the last one it begins anew."""


@solara.component_vue("announcement.vue")
def Announcement(text: str, pause: int) -> None:
    """Says a text to screen readers, so many milliseconds after its last change; an empty one says nothing new."""


@solara.component_vue("seen.vue")
def Seen(ahead: int, event_came: Callable[[bool], None]) -> None:
    """Reports whether the part of the page that it stands in is on the screen, or so many pixels from it."""


@solara.component_vue("screen.vue")
def ScreenWidth(most: int, narrow: bool, event_narrowed: Callable[[bool], None]) -> None:
    """Reports whether the screen is at most so many pixels wide, whenever `narrow` says otherwise."""


@solara.component_vue("own_scenarios.vue", to_json={"stored": plain_list})
def OwnScenarios(
    awaited: str,
    stored: JsonList,
    event_found: Callable[[Any], None],
    event_listed: Callable[[Any], None],
    event_failed: Callable[[Any], None],
) -> None:
    """Stores the visitor's own scenario, given by name and text, in their browser, and looks up the awaited one.

    `event_found` gets its text, which is empty where there is none; `event_listed` gets the names of all that are
    stored, the latest at the end; `event_failed` says that the browser cannot store.
    """


@solara.component_vue("search.vue")
def SearchField(label: str, event_searched: Callable[[str], None]) -> None:
    """A field for words to look for; `event_searched` gets them once the visitor stops typing."""


@solara.component_vue("number.vue")
def NumberField(
    label: str,
    value: int,
    low: int,
    high: int,
    event_entered: Callable[[str], None],
    refused: list[str] = [],  # noqa: B006
    changed: bool = False,
) -> None:
    """A whole number to be typed; what was refused stands under it."""
