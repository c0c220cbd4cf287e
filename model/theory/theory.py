"""The theory as a whole: every driver, stock, rule and move, checked for sense and put in order.

The rules files declare; this module collects them, refuses unknown names, and says what a variable depends on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from types import MappingProxyType

from model.agents import belarus, european_union, russia, ukraine, united_states
from model.core.declarations import (
    OPEN,
    SCORE,
    Domain,
    Driver,
    Move,
    Owner,
    RandomDraw,
    Role,
    Rule,
    Stock,
    dotted,
)
from model.evidence.parameters import Term
from model.evidence.records import Seeds

_ORDER = """
system dispositions alliance coercion dependence economy conditionality sanctions prisoners engagement mediation venue
great_powers initiatives stance hedging regime rescue alignment relations
"""
SUBJECTS = tuple(import_module(f"model.rules.{subject}") for subject in _ORDER.split())
"""The rules files, in the order in which their rules run where nothing else decides it."""

MENUS: Mapping[Owner, tuple[Move, ...]] = MappingProxyType(
    {
        Owner.BELARUS: belarus.MOVES,
        Owner.RUSSIA: russia.MOVES,
        Owner.EU: european_union.MOVES,
        Owner.US: united_states.MOVES,
        Owner.UKRAINE: ukraine.MOVES,
    }
)
"""What each of the five can do; their order decides the names of shared utilities and the order of sums."""

CONSTANTS = MappingProxyType({"zero": 0.0, "one": 1.0})
"""Initial values that are no judgement: nothing, or all of it."""

COMPUTED = "computed"
"""Initial value of a stock that is computed from the rest of the state."""


@dataclass(frozen=True, slots=True)
class UtilityTerms:
    """The utility of one move against `none`: shared parts first, then its own terms, in the order of `seeds/`.

    Last is subtracted what speaks as strongly for the opposite move.

    Attributes:
        name: Variable name, ``utility_<move>``.
        moves: The moves it belongs to; more than one for a shared part.
        parts: Names of shared parts that are added first.
        terms: The terms, each with its parameter key.
        against: Names of shared parts that are subtracted last.
    """

    name: str
    moves: tuple[str, ...]
    parts: tuple[str, ...]
    terms: tuple[tuple[str, Term], ...]
    against: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Variables it reads, in the order in which it sums them."""
        return (*self.parts, *(t.motive for _, t in self.terms if t.motive is not None), *self.against)


@dataclass(frozen=True)
class Theory:
    """Everything that the rules files and the actors declare, by name; `home` is the subject of each stock."""

    drivers: Mapping[str, Driver]
    random_draws: Mapping[str, RandomDraw]
    stocks: Mapping[str, Stock]
    moves: Mapping[str, Move]
    rules: tuple[Rule, ...]
    home: Mapping[str, str]

    def of(self, role: Role) -> tuple[Rule, ...]:
        """All rules of one role, in order."""
        return tuple(rule for rule in self.rules if rule.role is role)

    @cached_property
    def auxiliaries(self) -> dict[str, Rule]:
        """The rule behind each auxiliary."""
        return {rule.target: rule for rule in self.of(Role.AUXILIARY)}

    @cached_property
    def slots(self) -> dict[tuple[Owner, str], tuple[Move, ...]]:
        """The moves of each actor's slots, in order."""
        table: dict[tuple[Owner, str], tuple[Move, ...]] = {}
        for move in self.moves.values():
            table[move.owner, move.slot] = (*table.get((move.owner, move.slot), ()), move)
        return table

    @cached_property
    def slot_draws(self) -> dict[str, tuple[str, ...]]:
        """Random draw -> the moves that it decides on: one for each slot of acts, and one for each that competes."""
        table: dict[str, tuple[str, ...]] = {}
        for (owner, slot), moves in self.slots.items():
            names = tuple(move.name for move in moves if not move.graded)
            table |= {f"{owner}/{slot}": names} if names else {}
            table |= {f"{owner}/{slot}/{name}": (name,) for name in names if len(names) > 1}
        return table

    @cached_property
    def levels(self) -> dict[str, str]:
        """Dotted name -> graded move."""
        return {move.series: name for name, move in self.moves.items() if move.graded}

    @cached_property
    def labels(self) -> frozenset[str]:
        """Moves that no rule reads: they are recorded and told, and change nothing."""
        return frozenset(self.moves) - {name for rule in self.rules for name in rule.inputs}

    @cached_property
    def series(self) -> dict[str, str]:
        """Dotted name -> variable, for everything that can be recorded or watched."""
        table = {stock.series: name for name, stock in self.stocks.items()} | self.levels
        table |= {dotted(rule.owner, name): name for name, rule in self.auxiliaries.items()}
        table |= {dotted(Owner.SYSTEM, name): name for name in self.drivers}
        return table

    def domain(self, name: str) -> Domain:
        """The range of a variable."""
        if name in self.stocks:
            return self.stocks[name].domain
        if name in self.drivers:
            return self.drivers[name].domain
        auxiliaries = self.auxiliaries
        if name in auxiliaries:
            return auxiliaries[name].domain
        if name in self.random_draws:
            return OPEN
        return self.moves[name].domain if name in self.moves else SCORE

    def utilities(self, seeds: Seeds, idle: Collection[str] = ()) -> dict[str, UtilityTerms]:
        """The utility of every move, from the weights in `seeds/`; what several moves share is summed once.

        Weights in `idle` are zero in every world; nothing is computed for them.
        """
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[str, Term]]] = {}
        for key, parameter in seeds.parameters.items():
            term = parameter.term
            if term is not None and key not in idle:
                groups.setdefault((term.moves, term.opposite), []).append((key, term))
        shared = {sides: _shared_name(*sides) for sides in groups if len(sides[0] + sides[1]) > 1}
        utilities = {name: UtilityTerms(name, sides[0], (), tuple(groups[sides])) for sides, name in shared.items()}
        for move in self.moves:
            parts = tuple(name for (moves, _), name in shared.items() if move in moves)
            against = tuple(name for (_, opposite), name in shared.items() if move in opposite)
            terms = tuple(groups.get(((move,), ()), ()))
            utilities[f"utility_{move}"] = UtilityTerms(f"utility_{move}", (move,), parts, terms, against)
        return utilities


@cache
def theory() -> Theory:
    """The theory of this version, collected from the rules files and the menus of the actors."""
    drivers: list[Driver] = []
    random_draws: list[RandomDraw] = []
    stocks: list[Stock] = []
    rules: list[Rule] = []
    home: dict[str, str] = {}
    for name, subject in zip(_ORDER.split(), SUBJECTS, strict=True):
        drivers += getattr(subject, "DRIVERS", ())
        random_draws += getattr(subject, "RANDOM_DRAWS", ())
        stocks += getattr(subject, "STOCKS", ())
        home |= {stock.name: name for stock in getattr(subject, "STOCKS", ())}
        rules += [f.rule for f in vars(subject).values() if hasattr(f, "rule") and f.__module__ == subject.__name__]
    moves = [move for menu in MENUS.values() for move in menu]
    made = Theory(
        drivers={d.name: d for d in drivers},
        random_draws={c.name: c for c in random_draws},
        stocks={s.name: s for s in stocks},
        moves={m.name: m for m in moves},
        rules=tuple(rules),
        home={
            s.name: subject.__name__.rpartition(".")[2] for subject in SUBJECTS for s in getattr(subject, "STOCKS", ())
        },
    )
    problems = list(_problems(made, [*drivers, *random_draws, *stocks, *moves]))
    if problems:
        raise ValueError("the theory does not hold together:\n" + "\n".join(problems))
    return made


def _shared_name(moves: Sequence[str], opposite: Sequence[str]) -> str:
    against = f"_against_{'_or_'.join(opposite)}" if opposite else ""
    return f"shared_{'_or_'.join(moves)}{against}"


def _problems(made: Theory, declared: Sequence[Driver | RandomDraw | Stock | Move]) -> Iterator[str]:
    names = [d.name for d in declared] + list(made.auxiliaries)
    yield from (f"'{n}' is declared {names.count(n)} times" for n in sorted({n for n in names if names.count(n) > 1}))
    known = set(names) | {f"utility_{m}" for m in made.moves}
    for rule in made.rules:
        yield from (f"{rule.name} reads '{i}', which nobody declares" for i in rule.inputs if i not in known)
        if rule.role is not Role.AUXILIARY and rule.target not in made.stocks:
            yield f"{rule.name} moves '{rule.target}', which is no stock"
    setters = [r.target for r in made.rules if r.role in (Role.UPDATE, Role.PRE_DECISION, Role.DERIVED)]
    changed = {r.target for r in made.of(Role.FLOW)}
    for stock in made.stocks.values():
        ways = setters.count(stock.name) + (stock.name in changed)
        if ways != 1:
            yield f"stock '{stock.name}' must be moved by changes or set by one rule, not by {ways}"
    for move in made.moves.values():
        if move.open_when is not None and move.open_when not in known:
            yield f"move '{move.name}' opens with '{move.open_when}', which nobody declares"
        if move.graded and len(made.slots[move.owner, move.slot]) > 1:
            yield f"move '{move.name}' is graded and cannot share the slot '{move.slot}'"


def closure(targets: Iterable[str], inputs: Mapping[str, Sequence[str]], given: frozenset[str]) -> tuple[str, ...]:
    """The variables needed for `targets`, each after everything it reads.

    Args:
        targets: Variables wanted.
        inputs: What each computed variable reads.
        given: Variables that are there already.

    Returns:
        Names in an order in which they can be computed.

    Raises:
        ValueError: A variable depends on itself within one month, or on something that is not there yet.
    """
    done: dict[str, None] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in given or name in done:
            return
        if name in path:
            raise ValueError("these rules wait for each other within one month: " + " -> ".join([*path, name]))
        if name not in inputs:
            message = f"'{name}' is needed by {path[-1] if path else 'the plan'} but not there yet"
            raise ValueError(message)
        path.append(name)
        for other in inputs[name]:
            visit(other)
        done[path.pop()] = None

    for target in targets:
        visit(target)
    return tuple(done)
