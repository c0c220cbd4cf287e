"""Colours and letters of the figures: the palette of Okabe and Ito, which colour-blind readers can tell apart."""

from __future__ import annotations

from typing import Any

from model.record import Posture

INK, QUIET, RULE = "#1a1a1a", "#595959", "#9a9a9a"
BLUE, VERMILION, ORANGE, PURPLE = "#0072b2", "#d55e00", "#e69f00", "#cc79a7"

FAN = (BLUE, "#85b9d8", "#cfe3f0")
"""Median, inner and outer band: one blue in three strengths, without transparency."""

WORDS = VERMILION

POSTURES = {
    Posture.CLIENT: VERMILION,
    Posture.HEDGING: "#f3dfa2",
    Posture.LEANING_WEST: BLUE,
    Posture.FALLEN: "#4d4d4d",
}
"""From Moscow to the West, and what is neither."""

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
