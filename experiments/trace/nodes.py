"""What a trace is made of: values, the terms that they are the sums of, what they rest on, and what each rule read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from experiments.trace.one_world import Moment, OneWorld
from model.core.declarations import Array, Role

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
        inputs: Values in it.
    """

    value: float
    before: float
    label: str = ""
    expression: str = ""
    parameters: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    ref: Ref | None = None
    inputs: tuple[Ref, ...] = ()


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


class Reads:
    """Values of one world by variable, month and moment.

    Attributes:
        world: The world.
        set_later: Stocks whose first value differs from what was read of them when the first state was computed.
    """

    def __init__(self, world: OneWorld) -> None:
        """Prepare; nothing is read yet."""
        self.world = world
        self._values: dict[tuple[str, Moment], Array] = {}
        theory = world.theory
        self._moved_first = {rule.target for rule in theory.of(Role.PRE_DECISION)}
        self.set_later = {
            name for name, values in world.state.items()
            if name in theory.stocks and values[0] != world.first[name]
        }  # fmt: skip

    def read(self, name: str, moment: Moment, month: int) -> tuple[float, float]:
        """What is read of a variable at a moment of the month before, NaN where there is none, and of a month."""
        key = (name, moment)
        if key not in self._values:
            self._values[key] = np.append(np.nan, self.world.values(name, moment))
        before, now = self._values[key][month + 1 : month + 3]
        return float(before), float(now)

    def source(self, name: str, moment: Moment, month: int) -> Ref:
        """Which value that is."""
        if self.world.is_computed(name):
            return Ref(name, month, moment)
        if name not in self.world.theory.stocks:
            return Ref(name, month)
        if moment is Moment.END:
            first = month == START and name in self.set_later
            return Ref(name, month, Moment.FIRST if first else Moment.END)
        return Ref(name, month if moment is Moment.CHOICE and name in self._moved_first else month - 1)

    def pair(self, ref: Ref) -> tuple[float, float]:
        """The value, and that of the month before; NaN where there is none."""
        if ref.moment is Moment.FIRST:
            return self.world.first[ref.name], np.nan
        if self.world.is_computed(ref.name):
            before, now = self.read(ref.name, ref.moment, ref.month)
            return now, before
        values = self.world.state[ref.name]
        return float(values[ref.month + 1]), float(values[ref.month]) if ref.month > START else np.nan

    def value(self, ref: Ref) -> float:
        """The value alone."""
        return self.pair(ref)[0]

    def draw(self, form: str, name: str, month: int) -> Draw:
        """A random draw of a month."""
        draws = self.world.month.draws
        made = {"uniform": draws.uniform, "logistic": draws.logistic, "gumbel": draws.gumbel}[form]
        return Draw(name, form, float(made(name, month)[0]))
