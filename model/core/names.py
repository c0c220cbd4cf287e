"""The capitals that stand for the five in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from model.core.declarations import Owner

CAPITALS: Mapping[Owner, str] = MappingProxyType(
    {
        Owner.BELARUS: "Minsk",
        Owner.RUSSIA: "Moscow",
        Owner.EU: "Brussels",
        Owner.US: "Washington",
        Owner.UKRAINE: "Kyiv",
    }
)
