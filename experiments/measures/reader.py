"""Reads measures, tests and pooled numbers by the type hints of their classes.

A measure is written as its form and its fields, e.g. `{change: {of: eu.sanctions, from: 2017-02, to: 2017-12}}`; a test
adds bounds: `above`, `below`, `at_least`, `at_most`. The forms are the classes of `experiments.measures.forms`,
`experiments.measures.trends` and `experiments.measures.pooled`, and their fields are the keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from experiments.measures import forms, pooled, trends
from experiments.measures.forms import END_OF_RUN, MAIN, Leaf, Measure, Month, Name, Names, RunName, Sweep
from experiments.measures.pooled import Bounds, Pooled, PooledTest, Test
from experiments.measures.quantity import Conditions
from model.core.months import is_date
from model.scenario.condition import read_conditions
from model.scenario.context import names_of
from model.theory.names import vocabulary
from model.yaml_files.fields import Collector
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

BOUNDS = tuple(f.name for f in fields(Bounds))

Form = TypeVar("Form")


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _forms(kind: type[Form], *abstract: type) -> dict[str, type[Form]]:
    found = [v for module in (forms, trends, pooled) for v in vars(module).values() if isinstance(v, type)]
    return {_snake(v.__name__): v for v in found if issubclass(v, kind) and v not in abstract}


MEASURES = _forms(Measure, Measure, Leaf, forms.Windowed, forms.Compound, trends.Moments)
POOLED = _forms(Pooled, Pooled)  # type: ignore[type-abstract]


class FormReader:
    """Reads measures, tests and pooled numbers.

    Attributes:
        runs: Runs a measure may read.
        sweeps: Sweep -> its runs, in order.
    """

    def __init__(self, found: Collector, names: Iterable[str], *, ends: bool = False) -> None:
        """Take the dotted series and moves there are, and whether a month may be the end of the run."""
        self.ends = ends
        self.found = found
        self.runs: list[str] = [MAIN]
        self.sweeps: dict[str, tuple[str, ...]] = {}
        known = sorted(names)
        readers: dict[Any, Callable[[Node], Any]] = {
            Name: lambda node: found.choice(node, known, what="series or move"),
            Names: self._names,
            Month: self._month,
            RunName: lambda node: found.choice(node, self.runs, what="run"),
            Sweep: lambda node: self.sweeps.get(found.choice(node, self.sweeps, what="sweep") or "", ()),
            Measure: self.measure,
            Leaf: self._leaf,
            tuple[Test, ...]: self.tests,
            Conditions: lambda node: read_conditions(RecordReader(found, names=names_of(vocabulary())), node),
        }
        self.records = RecordReader(found, readers)

    def measure(self, node: Node) -> Measure | None:
        """A measure; None after a problem."""
        return self._form(node, MEASURES)

    def tests(self, node: Node | None) -> tuple[Test, ...]:
        """Tests of single worlds."""
        return tuple(Test(measure, bounds) for measure, bounds in self._bounded(node, MEASURES))

    def pooled_tests(self, node: Node | None) -> tuple[PooledTest, ...]:
        """Tests of all worlds together."""
        return tuple(PooledTest(number, bounds) for number, bounds in self._bounded(node, POOLED))

    def _bounded(self, node: Node | None, known: Mapping[str, type[Form]]) -> list[tuple[Form, Bounds]]:
        read = [(self._form(item, known, BOUNDS), self._bounds(item)) for item in self.found.sequence(node)]
        return [(form, bounds) for form, bounds in read if form is not None]

    def shown(self, node: Node | None) -> dict[str, Measure | Pooled]:
        """Named numbers to print, of either kind."""
        known: dict[str, type[Measure | Pooled]] = {**MEASURES, **POOLED}
        read = {name: self._form(item, known) for name, item in self.found.entries(node).items()}
        return {name: what for name, what in read.items() if what is not None}

    def _form(self, node: Node, known: Mapping[str, type[Form]], besides: tuple[str, ...] = ()) -> Form | None:
        given = self.found.mapping(node, (), (*known, *besides), what="form")
        named = [key for key in given if key in known]
        if isinstance(node.value, dict) and len(named) != 1:
            self.found.add(node, f"must name one form, got {', '.join(named) or 'none'}")
        if len(named) != 1:
            return None
        read = self.records.read(given[named[0]], known[named[0]])
        start, end = read.values.get("start", ""), read.values.get("end", "")
        if start > end > "":
            self.found.add(given[named[0]], f"'to' ({end}) is before 'from' ({start})")
        return read.record

    def _bounds(self, node: Node) -> Bounds:
        given = node.value if isinstance(node.value, dict) else {}
        limits = {key: self.found.number(item) for key, item in given.items() if key in BOUNDS}
        if isinstance(node.value, dict) and not limits:
            self.found.add(node, f"has no bound; give one of {', '.join(BOUNDS)}")
        return Bounds(**limits)

    def _names(self, node: Node) -> tuple[object, ...]:
        items = node.value if isinstance(node.value, list) else [node]
        return tuple(self.records.value(item, Name) for item in items)

    def _month(self, node: Node) -> str | None:
        if not is_date(node.value) and not (self.ends and node.value == END_OF_RUN):
            self.found.wanted(node, "a month such as 2017-05" + f", or {END_OF_RUN}" * self.ends)
            return None
        return str(node.value)

    def _leaf(self, node: Node) -> Measure | None:
        measure = self.measure(node)
        if measure is not None and not isinstance(measure, Leaf):
            self.found.add(node, "must be a measure of one run")
        return measure
