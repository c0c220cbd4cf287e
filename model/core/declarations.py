"""How the theory is written down: what a rule may read, what its result does, and whose variables they are.

A rule is a plain function. Its positional arguments are *variables* (a stock, an auxiliary, a driver, a
random draw, a move),
found by their name; its keyword-only arguments are *parameters* of `seeds/<subject>.yaml`, found by their name.
The decorators below only attach a record to the function: it can still be called by hand, with plain floats.

    @auxiliary(BELARUS, "M02")
    def fear_of_entrapment(tension, base_demand, *, entrapment_by_tension, entrapment_by_base): ...

`model.theory.theory` collects these records, checks that every name is known, and puts the rules in order.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do in all."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The range of a variable and its unit.

    Attributes:
        low: Least value allowed; a stock is clipped to it at the end of the month.
        high: Greatest value allowed.
        unit: Unit of measure; "1" for a share or an index.
        whole: True where only the whole numbers in the range occur (a flag, a rung, a count of months).
    """

    low: float
    high: float
    unit: str = "1"
    whole: bool = False


UNIT = Domain(0.0, 1.0)
SIGNED = Domain(-1.0, 1.0)
FLAG = Domain(0.0, 1.0, whole=True)
SCORE = Domain(-math.inf, math.inf)
SIZE = Domain(0.0, math.inf)
OPEN = Domain(2.0**-54, 1.0 - 2.0**-53)
MONTHS = Domain(0.0, math.inf, "months", whole=True)
COUNT = Domain(0.0, math.inf, "count", whole=True)
RUNG = Domain(0.0, 3.0, "rung", whole=True)

Unit = Annotated[Array, UNIT]
Signed = Annotated[Array, SIGNED]
Flag = Annotated[Array, FLAG]
Score = Annotated[Array, SCORE]
Size = Annotated[Array, SIZE]
Months = Annotated[Array, MONTHS]
Count = Annotated[Array, COUNT]
Rung = Annotated[Array, RUNG]


class Owner(StrEnum):
    """Whose a variable is: one of the five agents, or the system around them."""

    BELARUS = "belarus"
    RUSSIA = "russia"
    EU = "eu"
    US = "us"
    UKRAINE = "ukraine"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The name that scenario files and texts use, e.g. ``Belarus`` or ``EU``."""
        return self.upper() if self in (Owner.EU, Owner.US) else self.capitalize()


AGENTS = (Owner.BELARUS, Owner.RUSSIA, Owner.EU, Owner.US, Owner.UKRAINE)
AGENT_CALLED = {agent.label: agent for agent in AGENTS}
"""The five by the names that scenario files use."""


class Role(StrEnum):
    """What a rule does with its result."""

    AUXILIARY = "auxiliary"
    PRE_DECISION = "pre_decision"
    FLOW = "flow"
    UPDATE = "update"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Driver:
    """Something from outside the five agents, set by history and by the pressures of a scenario."""

    name: str
    label: str
    domain: Domain = UNIT


@dataclass(frozen=True, slots=True)
class RandomDraw:
    """A named uniform draw in (0, 1), one per world and month, that a rule may read."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Stock:
    """A variable that lasts from month to month, changed by `@flow` or set by `@update`, `@pre_decision` or `@derived`.

    Attributes:
        name: Its name in the arguments of rules, e.g. ``eu_image``.
        owner: Whose it is.
        label: What it means, for tables and tooltips.
        initial: Name of the parameter, auxiliary or constant it starts from.
        domain: Range it is clipped to, once, at the end of the month.
    """

    name: str
    owner: Owner
    label: str
    initial: str
    domain: Domain = UNIT

    @property
    def series(self) -> str:
        """The dotted name, e.g. ``eu.image`` for ``eu_image`` of the EU, ``belarus.unrest`` for ``unrest``."""
        return dotted(self.owner, self.name)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing an actor can do in a month, in one of its slots.

    Its utility is the fixed-order sum of weight × motive; the weights are the parameters in `seeds/` that name it.

    Attributes:
        owner: Who may do it.
        name: Unique name; also the variable (0 or 1, or a level between them) that rules read after the choice.
        slot: The slot it competes in; `none` (utility 0) is always an option.
        label: A verb phrase for tables and stories.
        mechanisms: Ids of the mechanisms it carries.
        open_when: Name of the flag that must be 1, or None where the move is always open.
        graded: Whether it is a state rather than an act: done more or less every month, alone in its slot.
    """

    owner: Owner
    name: str
    slot: str
    label: str
    mechanisms: tuple[str, ...]
    open_when: str | None = None
    graded: bool = False

    @property
    def taken(self) -> str:
        """Whether it is taken by degrees, or yes or no, for tables."""
        return "by degrees" if self.graded else "yes or no"

    @property
    def domain(self) -> Domain:
        """The values it can have: 0 or 1, or a level between them."""
        return UNIT if self.graded else FLAG

    @property
    def series(self) -> str:
        """The dotted name, e.g. ``belarus.release_prisoners``."""
        return dotted(self.owner, self.name)


@dataclass(frozen=True, slots=True)
class Rule:
    """A function of the theory, and what its decorator and signature say about it.

    Attributes:
        subject: The rules file it stands in, which is also the seeds file of its parameters.
        target: The variable that its result is, changes or sets.
        owner: Whose variable that is (for auxiliaries; stocks know their owner).
        mechanisms: Ids of the mechanisms it carries.
        inputs: Names of the variables it reads, in order.
        parameters: Names of the parameters it reads, without the subject.
        domain: The range of its result.
    """

    function: Callable[..., Array]
    subject: str
    role: Role
    target: str
    owner: Owner
    mechanisms: tuple[str, ...]
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    domain: Domain

    @property
    def name(self) -> str:
        """Subject and function, e.g. ``alliance.fear_of_entrapment``."""
        return f"{self.subject}.{self.function.__name__}"

    @property
    def variable(self) -> str:
        """The variable that holds its result: its target for an auxiliary, else its own name."""
        return self.target if self.role is Role.AUXILIARY else self.name

    @property
    def label(self) -> str:
        """The first sentence of its docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0].rstrip(".")


def dotted(owner: Owner, name: str) -> str:
    """Name of a variable in scenarios and results: owner, a dot, the name without the owner."""
    bare = name.removeprefix(f"{owner}_").removesuffix(f"_{owner}")
    return f"{owner}.{bare}"


RuleFunction = TypeVar("RuleFunction", bound=Callable[..., Any])


def _note(
    role: Role, target: str | None, owner: Owner, mechanisms: tuple[str, ...]
) -> Callable[[RuleFunction], RuleFunction]:
    def attach(function: RuleFunction) -> RuleFunction:
        signature = inspect.signature(function).parameters.values()
        returned = get_args(get_type_hints(function, include_extras=True)["return"])
        rule = Rule(
            function=function,
            subject=function.__module__.rpartition(".")[2],
            role=role,
            target=target or function.__name__,
            owner=owner,
            mechanisms=mechanisms,
            inputs=tuple(p.name for p in signature if p.kind is not p.KEYWORD_ONLY),
            parameters=tuple(p.name for p in signature if p.kind is p.KEYWORD_ONLY),
            domain=next(mark for mark in returned if isinstance(mark, Domain)),
        )
        function.rule = rule  # type: ignore[attr-defined]
        return function

    return attach


def auxiliary(owner: Owner, *mechanisms: str) -> Callable[[RuleFunction], RuleFunction]:
    """A rule whose result is a variable of this month, named after the function (a motive, a gate, a threat)."""
    return _note(Role.AUXILIARY, None, owner, mechanisms)


def pre_decision(stock: str, *mechanisms: str) -> Callable[[RuleFunction], RuleFunction]:
    """A rule that sets `stock` before anyone decides: protest in the street moves first."""
    return _note(Role.PRE_DECISION, stock, Owner.SYSTEM, mechanisms)


def flow(stock: str, *mechanisms: str) -> Callable[[RuleFunction], RuleFunction]:
    """A rule whose result is added to `stock` at the end of the month, together with all other flows."""
    return _note(Role.FLOW, stock, Owner.SYSTEM, mechanisms)


def update(stock: str, *mechanisms: str) -> Callable[[RuleFunction], RuleFunction]:
    """The one rule that gives `stock` a new value at the end of the month."""
    return _note(Role.UPDATE, stock, Owner.SYSTEM, mechanisms)


def derived(stock: str, *mechanisms: str) -> Callable[[RuleFunction], RuleFunction]:
    """The one rule that computes `stock` from the new state, after everything else has changed."""
    return _note(Role.DERIVED, stock, Owner.SYSTEM, mechanisms)
