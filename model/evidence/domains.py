"""What kind of thing a number of the theory is, such as a share or a count of months, as `seeds/domains.yaml` says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDomain:
    """The kind of thing a number is, which no range of it may leave.

    Attributes:
        name: Its name in `seeds/domains.yaml`.
        says: What it is, in words.
        low: Least value.
        high: Greatest value.
        whole: True where only whole numbers occur.
    """

    name: str
    says: str
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False

    def holds(self, *values: float) -> bool:
        """Whether all values lie in it."""
        return all(self.low <= value <= self.high for value in values)


ANY = NumberDomain(name="any", says="any number")


@dataclass(frozen=True, slots=True)
class Domains:
    """All domains, and which of them a number has that names none.

    Attributes:
        by_name: Name -> domain.
        usual: What a number is (definition, weight, threshold, or its unit) -> name of its domain.
    """

    by_name: Mapping[str, NumberDomain]
    usual: Mapping[str, str]

    def of(self, kind: str, unit: str, *, weighs: bool, motive: bool) -> NumberDomain:
        """The domain of a number that names none.

        Args:
            kind: Where it comes from; only ``definition`` matters.
            unit: Its unit.
            weighs: Whether it has a part in the choice of moves.
            motive: Whether it multiplies a motive there.
        """
        role = "weight" if motive else "threshold" if weighs else unit
        name = self.usual.get("definition" if kind == "definition" else role, ANY.name)
        return self.by_name.get(name, ANY)
