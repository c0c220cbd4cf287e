"""Records a month: a world whose state, numbers, luck and drivers write down what the rules do with them lives it once.

The rules, the choice and the order of the month are those of `model.ensemble.world`; nothing of them is repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from model.core.declarations import Array, Move
from model.engine.graph import Graph, Traced
from model.ensemble.parameters import Numbers
from model.ensemble.record import CLIENT_BELOW, HEADLINE, WEST_ABOVE, postures
from model.ensemble.setup import Setup
from model.ensemble.world import World

if TYPE_CHECKING:
    from model.core.draws import Draws
    from model.ensemble.drivers import Read

PARAMETER, STOCK, DRIVER, FORCED, FORBIDDEN = "parameter", "stock", "driver", "forced", "forbidden"
UNIFORM, LOGISTIC, GUMBEL = "uniform", "logistic", "gumbel"
"""Leaves of a month: what is given, and by whom."""


@dataclass(frozen=True)
class Traces:
    """A month as a graph.

    Attributes:
        graph: All its values.
        stocks: Stock -> its value at the month's end.
        moves: Move -> whether it is taken; only moves that may ever be.
        gates: Move -> where it is open; only moves that are not always open.
        watched: Variable -> its value at the month's end, for whatever is to be read off.
        posture: Code of the posture.
    """

    graph: Graph
    stocks: Mapping[str, Traced]
    moves: Mapping[str, Traced]
    gates: Mapping[str, Traced]
    watched: Mapping[str, Traced]
    posture: Traced


def _numbers(numbers: Numbers, graph: Graph) -> Numbers:
    """The same parameters as leaves; what is idle stays out of the month."""
    made = Numbers({key: _array(graph.leaf(PARAMETER, key)) for key in numbers.by_key}, numbers.forbidden)
    vars(made)["idle"] = numbers.idle
    return made


class _Draws:
    """Luck that writes down which draws are asked for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def uniform(self, name: str, month: int = 0) -> Array:
        return _array(self._graph.leaf(UNIFORM, name))

    def logistic(self, name: str, month: int = 0) -> Array:
        return _array(self._graph.leaf(LOGISTIC, name))

    def gumbel(self, name: str, month: int = 0) -> Array:
        return _array(self._graph.leaf(GUMBEL, name))


class _Presses:
    """Drivers, and moves that a scenario forces or forbids, as leaves."""

    waits = False

    def __init__(self, graph: Graph, drivers: Iterable[str], forced: Iterable[str], forbidden: Iterable[str]) -> None:
        self._drivers = {name: _array(graph.leaf(DRIVER, name)) for name in drivers}
        self.forced = {move: _array(graph.leaf(FORCED, move)) for move in forced}
        self.forbidden = {move: _array(graph.leaf(FORBIDDEN, move)) for move in forbidden}

    def at(self, month: int, read: Read) -> dict[str, Array]:
        return dict(self._drivers)


class _Recording(World):
    """A world that tells which gates its actors looked at."""

    gates: dict[str, Traced]

    def gate(self, move: Move) -> Array | None:
        found = super().gate(move)
        recorded: Any = found
        if isinstance(recorded, Traced):
            self.gates[move.name] = recorded
        return found


def trace(world: World, kept: Iterable[str]) -> Traces:
    """Record the month of a world that stands at the start of one.

    Args:
        world: The world; it is not changed.
        kept: Dotted series to read off every new state.

    Raises:
        TypeError: A rule does what cannot be recorded.
    """
    graph, pressures = Graph(), world.pressures
    theory = world.theory
    setup = Setup(
        worlds=2,
        draws=cast("Draws", _Draws(graph)),
        numbers=_numbers(world.numbers, graph),
        pressures=_Presses(graph, theory.drivers, pressures.forced, pressures.forbidden),
        initial={},
        watched=world.awaited,
    )
    names = tuple(kept)
    shadow = _Recording(replace(world.asked, initial={}), setup=setup, watch=names, seeds=world.evidence)
    shadow.gates = {}
    values, places = shadow.parts.board.values, shadow.parts.board.places
    for stock in theory.stocks:
        values[places[stock]] = graph.leaf(STOCK, stock)
    shadow.step()
    limits = shadow.numbers.by_key[CLIENT_BELOW], shadow.numbers.by_key[WEST_ABOVE]
    posture = postures(shadow.read(HEADLINE), shadow.read("belarus.regime_alive"), *limits)
    watched = [theory.series[name] for name in (*names, *world.awaited)]
    found = Traces(
        graph=graph,
        stocks={stock: graph.value(values[places[stock]]) for stock in theory.stocks},
        moves={move: values[places[move]] for move in theory.moves if isinstance(values[places[move]], Traced)},
        gates=shadow.gates,
        watched={name: graph.value(values[places[name]]) for name in watched},
        posture=graph.value(posture),
    )
    shadow.let_go()
    return found


def _array(value: Traced) -> Array:
    """A recording value where an array is expected."""
    return cast("Array", value)
