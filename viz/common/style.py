"""Colours and letters of the figures: the palette of Okabe and Ito, which colour-blind readers can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from model.core.declarations import AGENTS, Owner
from model.ensemble.record import Posture

INK, QUIET, RULE = "#1a1a1a", "#595959", "#9a9a9a"
BLUE, VERMILION, ORANGE, PURPLE = "#0072b2", "#d55e00", "#e69f00", "#cc79a7"

FAN = (BLUE, "#85b9d8", "#cfe3f0")
"""Median, inner and outer band: one blue in three strengths, without transparency."""

RHETORIC_COLOUR = VERMILION

POSTURES = {
    Posture.CLIENT: VERMILION,
    Posture.HEDGING: "#f3dfa2",
    Posture.LEANING_WEST: BLUE,
    Posture.FALLEN: "#4d4d4d",
}
"""From Moscow to the West, and what is neither; on paper."""

FONTS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "svg.fonttype": "path",
    "svg.hashsalt": "tightrope",
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.7,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.minor.size": 2,
    "xtick.major.size": 3,
}
"""Letters that come with matplotlib, so that a figure looks the same everywhere."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the screen, and whether it is as narrow as a phone's.

    Attributes:
        page: The background; the style sheet of the page says the same.
        ink: Letters, and one world's line.
        quiet: Letters of axes, and what is compared with.
        rule: Lines of axes.
        grid: Fainter lines, of years and values.
        half: The band of half of the worlds.
        most: The band of nine worlds in ten.
        base: What is compared with, as light as `friend`.
        base_band: Its band of nine worlds in ten.
        client: The ground where Belarus is a client of Moscow.
        west: The ground where it leans West.
        neutral: The middle of a scale from foe to friend.
        system: What belongs to none of the five actors.
        postures: What worlds are counted as, each three times as light or dark as the page, or more.
    """

    page: str
    ink: str
    quiet: str
    rule: str
    grid: str
    half: str
    most: str
    base: str
    base_band: str
    client: str
    west: str
    friend: str
    foe: str
    neutral: str
    actors: Mapping[Owner, str]
    system: str
    postures: Mapping[Posture, str]
    narrow: bool = False

    def of(self, owner: Owner) -> str:
        """The colour of an actor, or of the system around them."""
        return self.actors.get(owner, self.system)


def _by_actor(*colours: str) -> Mapping[Owner, str]:
    """Colours of Belarus, Russia, the EU, the US and Ukraine."""
    return MappingProxyType(dict(zip(AGENTS, colours, strict=True)))


def _by_posture(*colours: str) -> Mapping[Posture, str]:
    """Colours of a client of Moscow, of hedging, of leaning West and of a fallen regime."""
    return MappingProxyType(dict(zip(POSTURES, colours, strict=True)))


LIGHT = Palette(
    page="#ffffff",
    ink=INK,
    quiet=QUIET,
    rule="#d5d9de",
    grid="#e9ecef",
    half="#8dbfdf",
    most="#cfe3f0",
    base="#5f666f",
    base_band="#e4e6e9",
    client="#fcf4ee",
    west="#f1f7fb",
    friend=BLUE,
    foe="#c24e00",
    neutral="#f2f2f2",
    actors=_by_actor(BLUE, "#8f2d0f", "#8e7100", "#93207a", "#1d7f58"),
    system="#4d4d4d",
    postures=_by_posture("#b24a00", "#8a929b", BLUE, "#33383d"),
)
DARK = Palette(
    page="#14171a",
    ink="#eceff2",
    quiet="#b5bec8",
    rule="#3a424a",
    grid="#272d33",
    half="#2f6b92",
    most="#1d3b50",
    base="#a7b0ba",
    base_band="#2b3138",
    client="#1f1a17",
    west="#152028",
    friend="#56b4e9",
    foe="#ff8c42",
    neutral="#2a3036",
    actors=_by_actor("#56b4e9", "#e0673e", "#ecdc55", "#f04a98", "#38f0a8"),
    system="#c4c4c4",
    postures=_by_posture("#f0924f", "#7d8791", "#56b4e9", "#eceff2"),
)


NARROW = {False: replace(LIGHT, narrow=True), True: replace(DARK, narrow=True)}


def palette(*, dark: bool, narrow: bool = False) -> Palette:
    """The colours of the screen, light or dark, and whether it is narrow."""
    return NARROW[dark] if narrow else DARK if dark else LIGHT
