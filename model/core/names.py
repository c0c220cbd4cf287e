"""What the five are called: in scenario files, and by the capital that stands for each in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from model.core.declarations import Owner

NAMES: Mapping[Owner, str] = MappingProxyType(
    {
        Owner.BELARUS: "Belarus",
        Owner.RUSSIA: "Russia",
        Owner.EU: "EU",
        Owner.US: "US",
        Owner.UKRAINE: "Ukraine",
    }
)
"""The five as scenario files write them."""

CAPITALS: Mapping[Owner, str] = MappingProxyType(
    {
        Owner.BELARUS: "Minsk",
        Owner.RUSSIA: "Moscow",
        Owner.EU: "Brussels",
        Owner.US: "Washington",
        Owner.UKRAINE: "Kyiv",
    }
)
