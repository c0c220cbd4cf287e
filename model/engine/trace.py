"""Records a month: it is simulated once, with values that record what the rules do with them.

The rules, the choice and the order of the month are those of `model.ensemble.month`; nothing of them is repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import mesa

from model.core.declarations import Array, Move
from model.core.draws import Draws
from model.engine.graph import Graph, Traced
from model.ensemble.actor import five_actors
from model.ensemble.drivers import Read
from model.ensemble.month import Month
from model.ensemble.record import CLIENT_BELOW, HEADLINE, TAKEN_ABOVE, WEST_ABOVE, postures
from model.ensemble.setup import Setup

PARAMETER, STOCK, DRIVER, FORCED, FORBIDDEN = "parameter", "stock", "driver", "forced", "forbidden"
UNIFORM, LOGISTIC, GUMBEL = "uniform", "logistic", "gumbel"
"""Kinds of inputs of a month."""


@dataclass(frozen=True)
class Traces:
    """A month as a graph.

    Attributes:
        graph: All its values.
        stocks: Stock -> its value at the month's end.
        moves: Move -> whether it is taken; only moves that may ever be.
        gates: Move -> where it is open; only moves that are not always open.
        watched: Variable -> its value at the month's end, for whatever is to be recorded.
        posture: Code of the posture.
    """

    graph: Graph
    stocks: Mapping[str, Traced]
    moves: Mapping[str, Traced]
    gates: Mapping[str, Traced]
    watched: Mapping[str, Traced]
    posture: Traced


class _Draws(Draws):
    """Random draws as inputs."""

    def __init__(self, graph: Graph, worlds: int) -> None:
        super().__init__(0, worlds)
        self._graph = graph

    def uniform(self, name: str, month: int | None = None) -> Array:
        return self._graph.leaf(UNIFORM, name)

    def logistic(self, name: str, month: int) -> Array:
        return self._graph.leaf(LOGISTIC, name)

    def gumbel(self, name: str, month: int) -> Array:
        return self._graph.leaf(GUMBEL, name)


class _RecordedPressures:
    """Drivers, and moves that a scenario forces or forbids, as inputs."""

    has_triggers = False

    def __init__(self, graph: Graph, drivers: Iterable[str], forced: Iterable[str], forbidden: Iterable[str]) -> None:
        self._drivers: dict[str, Array] = {name: graph.leaf(DRIVER, name) for name in drivers}
        self.forced: dict[str, Array] = {move: graph.leaf(FORCED, move) for move in forced}
        self.forbidden: dict[str, Array] = {move: graph.leaf(FORBIDDEN, move) for move in forbidden}

    def at(self, month: int, read: Read) -> dict[str, Array]:
        return dict(self._drivers)


class _RecordedMonth(Month):
    """A month that records the gates of moves."""

    def __init__(self, setup: Setup, watch: Iterable[str]) -> None:
        self.gates: dict[str, Traced] = {}
        super().__init__(setup, watch)

    def gate(self, move: Move) -> Array | None:
        found = super().gate(move)
        recorded: object = found
        if isinstance(recorded, Traced):
            self.gates[move.name] = recorded
        return found


def trace(month: Month, recorded: Iterable[str]) -> Traces:
    """Record a month that stands at its start.

    Args:
        month: The month; it is not changed.
        recorded: Dotted series to compute from every new state.

    Raises:
        TypeError: A rule does what cannot be recorded.
    """
    graph, names = Graph(), tuple(recorded)
    shadow = _RecordedMonth(_recording_setup(month, graph), names)
    values, places, theory = shadow.variables.values, shadow.variables.places, shadow.theory
    for stock in theory.stocks:
        values[places[stock]] = graph.leaf(STOCK, stock)
    model = mesa.Model()
    five_actors(model, shadow)
    shadow.step(model.agents)
    vars(model).clear()
    limits = shadow.parameters.by_key[CLIENT_BELOW], shadow.parameters.by_key[WEST_ABOVE]
    posture = postures(shadow.read(HEADLINE), shadow.read("belarus.regime_alive"), *limits)
    watched = [theory.series[name] for name in (*names, *month.setup.watched)]
    moves = {name: values[places[name]] for name in theory.moves if isinstance(values[places[name]], Traced)}
    taken = {name: value > TAKEN_ABOVE if theory.moves[name].graded else value for name, value in moves.items()}
    return Traces(
        graph=graph,
        stocks={stock: graph.value(values[places[stock]]) for stock in theory.stocks},
        moves=taken,
        gates=shadow.gates,
        watched={name: graph.value(values[places[name]]) for name in watched},
        posture=graph.value(posture),
    )


def _recording_setup(month: Month, graph: Graph) -> Setup:
    """What a month started from, with inputs in place of its parameters, draws and drivers."""
    parameters, pressures = month.parameters, month.pressures
    return replace(
        month.setup,
        draws=_Draws(graph, worlds=2),
        parameters=replace(parameters, by_key={key: graph.leaf(PARAMETER, key) for key in parameters.by_key}),
        pressures=_RecordedPressures(graph, month.theory.drivers, pressures.forced, pressures.forbidden),
        initial={},
    )
