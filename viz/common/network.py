"""Where the five stand in every drawing of their network, and which ties are too weak to be drawn."""

from __future__ import annotations

from math import cos, pi, sin
from types import MappingProxyType

from model.core.declarations import Owner

_AROUND = (Owner.BELARUS, Owner.US, Owner.EU, Owner.UKRAINE, Owner.RUSSIA)
PLACES = MappingProxyType(
    {a: (cos(pi / 2 + i * 2 * pi / 5), sin(pi / 2 + i * 2 * pi / 5)) for i, a in enumerate(_AROUND)}
)
"""Corners of a pentagon: Minsk on top, Washington and Brussels on its left, Moscow and Kyiv on its right."""

FAINTEST = 0.08
"""Weakest tie that is drawn."""
