"""What a trace is made of: values, the terms that they are the sums of, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from experiments.explanation.one_world import Moment

START = -1
"""Index of the state before the first month."""


class Ref(NamedTuple):
    """A value in one world.

    Attributes:
        name: A variable of the theory, or the name of a rule for what it gives.
        month: Index of the month; `START` for the state before the first one.
        moment: When in that month; of stocks, moves, drivers and random draws always `END`, but for a stock that is
            read before it has its first value.
    """

    name: str
    month: int
    moment: Moment = Moment.END


class Kind(StrEnum):
    """How a value comes about."""

    STOCK = "stock"
    RULE = "rule"
    UTILITY = "utility"
    MOVE = "move"
    DRIVER = "from outside"
    PRESSURE = "pressure"
    DRAW = "random draw"
    FIRST = "first value"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Draw:
    """A named random draw and its value.

    Attributes:
        name: Its name, which with seed, month and world decides it.
        form: ``uniform``, ``logistic`` or ``gumbel``.
    """

    name: str
    form: str
    value: float


@dataclass(frozen=True, slots=True)
class Part:
    """One term of the sum behind a value.

    Attributes:
        value: What it adds; negative where it takes away.
        before: What it added a month earlier; NaN where there was none.
        label: What it is, in words, where it has words of its own.
        expression: What it is, in names.
        parameters: Keys of the numbers in it.
        mechanisms: Mechanisms that it carries.
        ref: The value that it is, where it is one.
    """

    value: float
    before: float
    label: str = ""
    expression: str = ""
    parameters: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class TraceNode:
    """A value, and everything that it is made from at one remove.

    Attributes:
        before: The value a month earlier, at the same moment; NaN where there is none.
        label: What the variable means.
        rule: What makes it, in words.
        rule_name: Name of the rule, e.g. ``engagement.contacts_expected``; empty where no single rule makes it.
        terms: What adds up to `total`.
        shape: What is done with the sum, in names; empty where the value is the sum.
        total: The sum of the terms.
        inputs: Values it is made from.
        parameters: Keys of the numbers it is made from.
        pressures: Pressures of history and scenario that it rests on.
        note: What else has to be said.
    """

    ref: Ref
    kind: Kind
    value: float
    before: float
    label: str
    rule: str = ""
    rule_name: str = ""
    mechanisms: tuple[str, ...] = ()
    terms: tuple[Part, ...] = ()
    shape: str = ""
    total: float = 0.0
    inputs: tuple[Ref, ...] = ()
    parameters: tuple[str, ...] = ()
    draws: tuple[Draw, ...] = ()
    pressures: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_leaf(self) -> bool:
        """Whether it is made from no other value."""
        return not self.inputs
