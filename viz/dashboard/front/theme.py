"""Colours of the frame around the charts, light and dark, with contrast enough to be read."""

from __future__ import annotations

from collections.abc import Callable

import solara
from solara.lab import theme

LIGHT = {"primary": "#1f4e79", "secondary": "#4a5560", "accent": "#0072b2", "error": "#a4262c", "success": "#1b6e3c"}
DARK = {"primary": "#8ec5ee", "secondary": "#b5bec8", "accent": "#56b4e9", "error": "#ff9b9b", "success": "#7fd19b"}


def use_theme() -> bool:
    """Set the colours once per visitor, before anything is drawn, and say whether the page is dark now."""
    solara.use_memo(_set_colours, [])
    return use_dark()


def use_dark() -> bool:
    """Whether the page is dark now; the caller is drawn again when that changes.

    Solara forgets the theme of a page before it closes the page, and its own hook then takes its observer back from a
    new theme, which fails where another part of the page observes that one already.
    """
    _, redraw = solara.use_state(0)

    def observe() -> Callable[[], None]:
        unobserve = theme.unobserve  # of the theme that is observed

        def changed(_: object) -> None:
            redraw(lambda number: number + 1)

        theme.observe(changed, "dark_effective")
        return lambda: unobserve(changed, "dark_effective")

    solara.use_effect(observe, [])
    return bool(theme.dark_effective)


@solara.component_vue("theme_toggle.vue")
def _Toggle(event_chosen: Callable[[bool | None], None]) -> None: ...


@solara.component
def ThemeToggle() -> None:
    """A button that switches from the colours of the system to light, to dark and back; the browser stores the choice.

    Solara's own needs a font of 280 kB for its three icons.
    """
    _Toggle(event_chosen=_choose)


def _choose(dark: bool | None) -> None:
    theme.dark = dark


def _set_colours() -> None:
    for colours, values in ((theme.themes.light, LIGHT), (theme.themes.dark, DARK)):
        for name, value in values.items():
            setattr(colours, name, value)
