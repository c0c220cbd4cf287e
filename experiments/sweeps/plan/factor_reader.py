"""Reads what a sweep varies: dotted keys with their lists and ranges; every problem is noted at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factor_check import FactorTrial
from experiments.sweeps.plan.factor_keys import ANY, WHOLE_KEYS, behind_star, label_of, problem_with
from experiments.sweeps.plan.factors import Factor, Written
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Between
from model.yaml_files.nodes import Node, quoted, shown
from model.yaml_files.records import RecordReader
from model.yaml_files.schemas import Schema, schema_of

MOST_WHOLE = 336
MOST_STEPS = 1000
OWN = "own"
Steps = Annotated[int, Between(2, MOST_STEPS)]


@dataclass(frozen=True, slots=True)
class Span:
    """A range as a file writes it.

    Attributes:
        low: Least value.
        high: Greatest value.
        distribution: Evenly unless given.
        best: Likeliest value, for pert.
        steps: Values that a grid takes of the range.
        because: Why; needed outside the documented range of a parameter.
    """

    low: float
    high: float
    distribution: Distribution = Distribution.UNIFORM
    best: float | None = None
    steps: Steps | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """The stated range of a parameter, as a file asks for it.

    Attributes:
        range: The parameter's own range.
        steps: Values that a grid takes of the range.
    """

    range: Literal["own"]
    steps: Steps | None = None


def factor_schema() -> Schema:
    """The JSON Schema of what is given for one key."""
    values = {"type": "array", "minItems": 1, "items": {"type": ["number", "string", "boolean"]}}
    return {"anyOf": [values, schema_of(Span), schema_of(OwnSpan)]}


@dataclass(frozen=True, slots=True)
class Given:
    """A factor as read, and for the design `list` the place of each point's value."""

    factor: Factor
    rows: tuple[int, ...] = ()


class FactorReader:
    """Reads factors against one scenario.

    Attributes:
        design: How the points are laid out: values may come again in a list, and a range needs steps in a grid.
    """

    def __init__(self, trial: FactorTrial, design: Design) -> None:
        self.trial = trial
        self.design = design
        self.found: Collector = trial.found

    def read(self, node: Node) -> list[Given]:
        """Every factor; a key with a star stands for many."""
        entries = self.found.entries(node)
        if isinstance(node.value, dict) and not entries:
            self.found.add(node, "'vary' names nothing to vary")
        given: dict[str, Given] = {}
        for key, item in entries.items():
            for one in self._keys(node, key, item):
                made = self._factor(node, key, one, item)
                if one in given and made is not None:
                    self.found.add_key(node, key, f"{quoted(one)} is varied twice")
                elif made is not None:
                    given[one] = made
        return list(given.values())

    def _keys(self, node: Node, key: str, item: Node) -> Iterator[str]:
        """The key itself, or those that its star stands for."""
        if not key.endswith(f".{ANY}"):
            yield key
            return
        keys, spread = behind_star(key, self.trial.scenario), item.value
        if keys is None:
            subjects = sorted({parameter.subject for parameter in load_seeds().parameters.values()})
            allowed = ", ".join((f"parameters.{ANY}", *(f"parameters.{name}.{ANY}" for name in subjects)))
            self.found.add_key(node, key, f"{quoted(key)} stands for no parameters; allowed: {allowed}")
        elif not (isinstance(spread, dict) and "range" in spread and spread["range"].value == OWN):
            self.found.add(item, f"{quoted(key)} needs 'range: own', because each parameter has a range of its own")
        else:
            yield from keys

    def _factor(self, node: Node, key: str, one: str, item: Node) -> Given | None:
        problem, before = problem_with(one, self.trial.scenario), len(self.found.problems)
        if problem:
            self.found.add_key(node, key, problem)
            return None
        bare = Factor(one, label_of(one))
        given = self._listed(bare, item) if isinstance(item.value, list) else self._ranged(bare, item)
        if given is not None and len(self.found.problems) == before:
            self.trial.try_values(given.factor, item)
        if given is None or len(self.found.problems) > before:
            return None
        return replace(given, factor=replace(given.factor, base=self.trial.base(given.factor)))

    def _listed(self, factor: Factor, item: Node) -> Given | None:
        values: list[Written] = []
        rows: list[int] = []
        listed = self.design is Design.LIST
        for part in self.found.sequence(item):
            value = part.value
            if not isinstance(value, (str, int, float)):
                self.found.wanted(part, "a number, a word, true or false")
            elif factor.is_switch and not isinstance(value, bool):
                self.found.wanted(part, "true (switched off) or false")
            elif factor.is_float and self.found.number(part) is None:
                continue
            elif value in values and not listed:
                self.found.add(part, f"{shown(part)} is named twice")
            else:
                values += [] if value in values else [value]
                rows.append(values.index(value))
        if not item.value:
            self.found.add(item, f"{quoted(factor.key)} has no values")
        elif len(values) == 1 and not listed:
            self.found.add(item, f"{quoted(factor.key)} has only one value, so nothing varies")
        return Given(replace(factor, values=tuple(values)), tuple(rows)) if values else None

    def _ranged(self, factor: Factor, item: Node) -> Given | None:
        if self.design is Design.LIST:
            self.found.wanted(item, "a list, because the design is a list")
        elif not isinstance(item.value, dict):
            self.found.wanted(item, "a list of values, or a range such as {low: 0, high: 1}")
        elif not factor.is_float and factor.parts[-1] not in WHOLE_KEYS:
            self.found.wanted(item, "a list of values, because it takes no range")
        else:
            return self._own(factor, item) if "range" in item.value else self._span(factor, item)
        return None

    def _span(self, factor: Factor, item: Node) -> Given | None:
        read = RecordReader(self.found).read(item, Span)
        if not {"low", "high"} <= read.values.keys():
            return None
        span, key = Span(**read.values), quoted(factor.key)
        low, high = span.low, span.high
        if low >= high:
            self.found.add(item, f"the range of {key} is empty: 'low' {low:g} is not below 'high' {high:g}")
        elif factor.is_float:
            if (span.distribution is Distribution.PERT) is (span.best is None):
                self.found.add(item, "'best' must be given for 'distribution: pert', and for no other")
            best = self.found.number(read.nodes.get("best"), low, high)
            middle = 0.5 * (low + high) if best is None else best
            made = replace(factor, low=low, high=high, best=middle, distribution=span.distribution)
            return Given(replace(made, steps=self._steps(read.nodes.get("steps"), item)))
        elif not (low.is_integer() and high.is_integer()) or high - low >= MOST_WHOLE:
            self.found.add(item, f"{key} takes whole numbers, at most {MOST_WHOLE} of them")
        else:
            return Given(replace(factor, values=tuple(range(int(low), int(high) + 1))))
        return None

    def _own(self, factor: Factor, item: Node) -> Given | None:
        read = RecordReader(self.found).read(item, OwnSpan)
        if read.record is None:
            return None
        if not factor.is_parameter:
            self.found.add(item, "only parameters have a range of their own; give 'low' and 'high'")
            return None
        own = load_seeds().parameters[factor.parts[1]]
        if own.low == own.high:
            self.found.add(item, f"{quoted(own.key)} has one value, {own.low:g}, and no range; give 'low' and 'high'")
        made = replace(factor, low=own.low, high=own.high, best=own.best, distribution=own.distribution)
        return Given(replace(made, steps=self._steps(read.nodes.get("steps"), item)))

    def _steps(self, node: Node | None, item: Node) -> int:
        gridded = self.design is Design.GRID
        if gridded and node is None:
            self.found.add(item, "a grid needs 'steps', the number of values it takes of a range")
        elif not gridded and node is not None:
            self.found.add(node, "'steps' can be used only in a grid")
        return self.found.whole(node, 2, MOST_STEPS) or 0
