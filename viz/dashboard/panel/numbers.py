"""The numbers of the theory that a visitor can find and move; the same for every visitor until they are moved.

found(["sanctions"])           # the numbers that have this word in their label or key, the strongest first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from math import ceil, log10

from experiments.sweeps.results.strongest import stored
from model.evidence.load import load_seeds
from model.evidence.parameters import Parameter
from model.scenario.scenario import Scenario
from viz.dashboard.panel.rows import STEPS, nearest_step

UNITS = {"1": "", "1/month": "a month", "months": "months"}
CLOSE = 0.5
"""How alike a label must be to what is looked for, from 0 to 1, to be offered in its place."""
NEAREST = 3


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number with its range.

    Attributes:
        key: Its key among the parameters.
        best: What it is where nobody says otherwise and no world has its own.
        unit: Its unit in words; empty for a share or an index.
    """

    key: str
    label: str
    best: float
    low: float
    high: float
    unit: str

    @property
    def setting(self) -> str:
        """Its dotted key, as ``--set`` takes it."""
        return f"parameters.{self.key}"

    @property
    def step(self) -> float:
        """From one value to the next."""
        return (self.high - self.low) / STEPS

    @property
    def digits(self) -> int:
        """Decimals that tell one step from the next."""
        return max(0, ceil(-log10(self.step) - 1e-9)) if self.step < 1 else 0

    def nearest(self, moved: object) -> float:
        """The value nearest to what a browser sent, which may be anything."""
        return round(nearest_step(moved, self.low, self.high, self.step), self.digits + 2)

    def fixed(self, scenario: Scenario) -> float | None:
        """The value that a scenario gives it in every world; None where it varies by world."""
        setting = scenario.parameters.get(self.key)
        return None if setting is None else setting.fix


@cache
def numbers() -> tuple[NumberRow, ...]:
    """Every number that has a range, those that move alignment most first."""
    parameters = load_seeds().parameters
    first = dict.fromkeys(one.key for one in stored() if one.key in parameters)
    ordered = [parameters[key] for key in dict.fromkeys((*first, *parameters))]
    return tuple(_row(one) for one in ordered if one.low < one.high)


def _row(number: Parameter) -> NumberRow:
    return NumberRow(number.key, number.label, number.best, number.low, number.high, UNITS[number.unit])


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text has all of some words in it, in lower case."""
    text = text.lower()
    return all(word in text for word in words)


def found(words: Sequence[str], first: Sequence[str] = ()) -> tuple[NumberRow, ...]:
    """The numbers that have all words in their label or key, in lower case; those of some keys come first."""
    rows = [row for row in numbers() if has_words(f"{row.label} {row.key}", words)]
    return tuple(sorted(rows, key=lambda row: row.key not in first))


def nearest(text: str, labels: Sequence[str]) -> list[str]:
    """The few labels that are most like a text, as a whole or in one of their words; the first of several."""
    by_words = {word: label for label in reversed(labels) for word in (label.lower(), *label.lower().split())}
    close = get_close_matches(text.lower(), by_words, NEAREST, CLOSE)
    return list(dict.fromkeys(by_words[one] for one in close))
