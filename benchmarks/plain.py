"""The plain Mesa form: one model per world, five agents, Python floats and `if`; what a user would otherwise run.

The rules are the same functions (`benchmarks.plain_rules`), in the same order, with the parameters and the pressures
of the same world. A `DataCollector` keeps the ten series of `model.mesa_model`; `mesa.batch_run` runs the worlds.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import mesa
import numpy as np

from benchmarks.plain_draws import DrawSource, NamedDraws, PythonDraws, gumbel, logistic
from benchmarks.plain_wiring import Plan, bound, wiring
from model.core.declarations import Move, Owner, Role
from model.ensemble.assembly import initial_values
from model.ensemble.drivers import Pressures
from model.ensemble.parameters import parameter_values
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.mesa_model import COLLECTED
from model.rules.forms import sigmoid
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from model.theory.theory import MENUS

read_scenario = cache(load_scenario)
"""Files are read once, not once per world."""


class PlainActor(mesa.Agent):
    """One of the five, in one world."""

    model: PlainModel

    def __init__(self, model: PlainModel, owner: Owner, moves: Iterable[Move]) -> None:
        super().__init__(model)
        self.owner = owner
        self.slots: dict[str, list[Move]] = {}
        for move in moves:
            self.slots.setdefault(move.slot, []).append(move)

    def perceive(self) -> None:
        self.model.compute(self.model.wires.perception[self.owner])

    def choose(self) -> None:
        for slot, moves in self.slots.items():
            forced = self.forced(moves)
            if moves[0].graded and not forced:
                self.model.values[moves[0].name] = self.level(moves[0])
                continue
            taken = forced or self.decide(slot, moves)
            for move in moves:
                self.model.values[move.name] = 1.0 if move is taken else 0.0

    def level(self, move: Move) -> float:
        """How far a graded move is taken: the same logistic curve as `model.ensemble.choice`."""
        if not self.model.is_open(move):
            return 0.0
        self.model.compute(self.model.wires.deliberation[move.name])
        return float(sigmoid(self.model.values[f"utility_{move.name}"] / self.model.span))

    def forced(self, moves: Sequence[Move]) -> Move | None:
        """The move of a slot that the scenario forces, if any."""
        return next((move for move in moves if self.model.forced.get(move.name, 0.0) > 0.5), None)

    def decide(self, slot: str, moves: Sequence[Move]) -> Move | None:
        """The move taken in one slot, if any: the same logit choice as `model.ensemble.choice`."""
        model = self.model
        open_moves = [move for move in moves if model.is_open(move)]
        if not open_moves:
            return None
        for move in open_moves:
            model.compute(model.wires.deliberation[move.name])
        stream, scale = f"{self.owner}/{slot}", model.noise[self.owner]
        if len(moves) == 1:
            utility = model.values[f"utility_{moves[0].name}"]
            return moves[0] if utility + scale * logistic(model.draws.number(stream, model.month)) > 0.0 else None
        best, taken = scale * gumbel(model.draws.number(stream, model.month)), None
        for move in open_moves:
            noise = gumbel(model.draws.number(f"{stream}/{move.name}", model.month))
            value = model.values[f"utility_{move.name}"] + scale * noise
            if value > best:
                best, taken = value, move
        return taken

    def act(self) -> None:
        self.model.compute(self.model.wires.consequences[self.owner])

    def commit(self) -> None:
        self.model.settle(self.owner)


class PlainModel(mesa.Model):
    """One history, as Mesa models are usually written.

    Attributes:
        values: Every variable of the month, by name.
        datacollector: The main series, month by month.
    """

    def __init__(
        self, scenario: str | Scenario = "baseline", world: int = 0, named: bool = True, rng: int | None = None
    ) -> None:
        """Set up one world.

        Args:
            scenario: A scenario or its name.
            world: Number of the world.
            named: Draw the ensemble's own named draws, not those of `random.Random`.
            rng: Given by `mesa.batch_run` and not used: the draws come from the scenario's seed.
        """
        super().__init__()
        self.asked = read_scenario(scenario) if isinstance(scenario, str) else scenario
        self.draws: DrawSource = (NamedDraws if named else PythonDraws)(self.asked.seed, world)
        self.wires = wiring(COLLECTED)
        sampled = parameter_values(self.asked, load_seeds(), self.draws)  # type: ignore[arg-type]
        by_key = {key: float(value[0]) for key, value in sampled.by_key.items()}
        self.steps_of = bound(self.wires, by_key)
        self.banned = sampled.forbidden
        self.noise = {owner: by_key[f"choice.noise_{owner}"] for owner in MENUS}
        self.span = by_key["choice.level_span"]
        self.pressures = Pressures(self.asked, tuple(self.wires.made.drivers.values()), self.draws, 1)
        for owner, menu in MENUS.items():
            PlainActor(self, owner, menu)
        self.values: dict[str, float] = {}
        self.forced: dict[str, float] = {}
        self.forbidden: dict[str, float] = {}
        self.month = 0
        self._next: dict[str, float] = {}
        self._begin({n: float(v[0]) for n, v in initial_values(self.wires.made, sampled, 1).items()})
        reporters = {s: partial(PlainModel.read, series=s) for s in COLLECTED}
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def read(self, series: str) -> float:
        """The present value of a variable or dotted series."""
        return self.values[self.wires.made.series.get(series, series)]

    def is_open(self, move: Move) -> bool:
        """Whether a move can be taken now."""
        if move.name in self.banned or self.forbidden.get(move.name, 0.0) > 0.5:
            return False
        return move.open_when is None or self.values[move.open_when] > 0.5

    def step(self) -> None:
        """Live one month and write it down."""
        self._face_the_month()
        self._let_the_street_move()
        self.agents.do("perceive")
        self.agents.do("choose")
        self.compute(self.wires.consequences[Owner.SYSTEM])
        self.agents.do("act")
        self.agents.do("commit")
        self.settle(Owner.SYSTEM)
        self._turn_the_page()
        self.datacollector.collect(self)

    def compute(self, plan: Plan) -> None:
        """Run the rules of a plan whose result is not there yet."""
        values, steps = self.values, self.steps_of
        for name in plan:
            if name not in values:
                function, reads, parameters = steps[name]
                values[name] = function(*[values[read] for read in reads], **parameters)

    def settle(self, owner: Owner) -> None:
        """Sum the changes of one owner's stocks, clip once, and lay the new values aside."""
        values = self.values
        for stock, results, adds in self.wires.settlements[owner]:
            total = values[results[0]]
            if adds:
                domain = self.wires.made.stocks[stock].domain
                total = values[stock]
                for result in results:
                    total += values[result]
                total = min(max(total, domain.low), domain.high)
            self._next[stock] = total

    def _forget(self) -> None:
        self.values = {name: self.values[name] for name in self.wires.lasting if name in self.values}

    def _face_the_month(self) -> None:
        self._forget()
        self._feel_the_pressures()
        for name in self.wires.made.random_draws:
            self.values[name] = self.draws.number(f"chance/{name}", self.month)

    def _feel_the_pressures(self) -> None:
        drivers = self.pressures.at(self.month, self._as_array)
        self.values |= {name: float(value[0]) for name, value in drivers.items()}
        self.forced = {name: float(value[0]) for name, value in self.pressures.forced.items()}
        self.forbidden = {name: float(value[0]) for name, value in self.pressures.forbidden.items()}

    def _as_array(self, series: str) -> np.ndarray:
        return np.array([self.read(series)])

    def _let_the_street_move(self) -> None:
        self.compute(self.wires.pre_decision)
        self._copy(Role.PRE_DECISION)
        self._forget()

    def _copy(self, role: Role) -> None:
        for rule in self.wires.made.of(role):
            self.values[rule.target] = self.values[rule.name]

    def _turn_the_page(self) -> None:
        stands = self.values["regime_alive"] > 0.5
        self.values |= self._next if stands else {"regime_alive": self._next["regime_alive"]}
        self._next = {}
        self._look()
        self.month += 1
        self.running = self.month < self.asked.months

    def _look(self) -> None:
        self._forget()
        self.compute(self.wires.derived)
        self._copy(Role.DERIVED)
        self.compute(self.wires.watched)

    def _begin(self, initial: Mapping[str, float]) -> None:
        self.values |= initial
        self.values |= dict.fromkeys(self.wires.made.moves, 0.0)
        self._feel_the_pressures()
        self._look()
        for stock in self.wires.made.stocks.values():
            if stock.initial in self.wires.starts:
                self.compute(self.wires.starts[stock.initial])
                self.values[stock.name] = self.values[stock.initial]
        for series, given in self.asked.initial.items():
            self.values[self.wires.made.series[series]] = given


def run_plain(scenario: str, worlds: int, months: int, *, named: bool) -> list[dict[str, Any]]:
    """Run worlds of a scenario by `mesa.batch_run`, with the arguments that this version of Mesa takes."""
    once: dict[str, Any] = {"iterations": 1}
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        once = {"rng": [None]}
    parameters = {"scenario": [scenario], "world": range(worlds), "named": [named]}
    rows: list[dict[str, Any]] = mesa.batch_run(
        PlainModel, parameters, max_steps=months, display_progress=False, **once
    )
    return rows


def largest_difference(scenario: Scenario, worlds: int) -> float:
    """The largest difference between both forms over all stocks and collected series, months and worlds."""
    ensemble = World(scenario, worlds=worlds, watch=COLLECTED)
    plain = [PlainModel(scenario, world) for world in range(worlds)]
    names = (*ensemble.month.theory.stocks, *COLLECTED)
    largest = 0.0
    for _ in range(scenario.months):
        ensemble.step()
        for model in plain:
            model.step()
        for name in names:
            alone = np.array([model.read(name) for model in plain])
            largest = max(largest, float(np.max(np.abs(ensemble.read(name) - alone))))
    return largest
