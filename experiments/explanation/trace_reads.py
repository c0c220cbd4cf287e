"""What each rule of one world read, and where that stands in the trace."""

from __future__ import annotations

import numpy as np

from experiments.explanation.one_world import Moment, OneWorld
from experiments.explanation.trace_nodes import START, Draw, Ref
from model.core.declarations import Array, Role



class Reads:
    """Values of one world by variable, month and moment.

    Attributes:
        world: The world.
    """

    def __init__(self, world: OneWorld) -> None:
        """Prepare; nothing is read yet."""
        self.world = world
        self._values: dict[tuple[str, Moment], Array] = {}
        theory = world.theory
        self._moved_first = {rule.target for rule in theory.of(Role.PRE_DECISION)}
        derived = {rule.target for rule in theory.of(Role.DERIVED)}
        self._set_later = {
            name for name, values in world.state.items()
            if name in theory.stocks and name not in derived and values[0] != world.first[name]
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
            first = month == START and name in self._set_later
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
