"""Reads `seeds/patterns.yaml` strictly: every problem at once, each with its place.

A measure is written as its form and its fields, e.g. `{change: {of: eu.sanctions, from: 2017-02, to: 2017-12}}`; a test
adds bounds: `above`, `below`, `at_least`, `at_most`. The forms are the classes of `experiments.measures.forms`,
`experiments.measures.trends` and `experiments.measures.pooled`, and their fields are the keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from experiments.measures import forms as measures
from experiments.measures import pooled as statistics
from experiments.measures import trends as courses
from experiments.measures.forms import MAIN, Leaf, Measure, Month, Name, Names, RunName, Sweep
from experiments.measures.pooled import Bounds, Condition, Pooled, Test, leaves_of
from experiments.patterns.records import Pattern, Patterns, Per, Rule, Strength, Variant
from model.core.months import is_date
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.evidence.records import Claim, Seeds
from model.scenario.keys import Context
from model.scenario.layers import entry_of
from model.scenario.pressure_reader import read_pressure
from model.theory.names import vocabulary
from model.theory.theory import theory
from model.yaml_files.fields import Collector, Fields, Node, read_yaml, unknown_key_message

PATTERNS_FILE = SEEDS_FOLDER / "patterns.yaml"
BOUNDS = tuple(f.name for f in fields(Bounds))
INTERVALS = {Per.WORLD: "wilson", Per.POOLED: "jackknife", Per.RUNS: "jackknife"}
WRITTEN = {"start": "from", "end": "to", "run": "in"}
"""Fields that are called otherwise in YAML, because Python keeps the word for itself."""

PATTERN = "name strength statement claims mechanisms formulation rule statistic"
PATTERN_MAY = "needs beside"
VARIANT_MAY = "without pressures pressures_of parameters"

Form = TypeVar("Form")


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _forms(kind: type[Form], *abstract: type) -> dict[str, type[Form]]:
    found = [v for module in (measures, courses, statistics) for v in vars(module).values() if isinstance(v, type)]
    return {_snake(v.__name__): v for v in found if issubclass(v, kind) and v not in abstract}


MEASURES = _forms(Measure, Measure, Leaf, measures.Windowed, measures.Compound, courses.Moments)
POOLED = _forms(Pooled, Pooled)  # type: ignore[type-abstract]


class FormReader:
    """Reads measures, tests and pooled numbers.

    Attributes:
        found: Where problems go.
        names: Dotted series and moves there are.
        runs: Runs a measure may read.
        sweeps: Sweep -> its runs, in order.
    """

    def __init__(self, found: Collector, names: frozenset[str]) -> None:
        self.found = found
        self.names = names
        self.runs: list[str] = [MAIN]
        self.sweeps: dict[str, tuple[str, ...]] = {}
        self._readers: dict[object, Callable[[Node], object]] = {
            Name: self._name,
            Name | None: self._name,
            Names: self._names,
            Month: self._month,
            RunName: lambda node: found.choice(node, self.runs, what="run"),
            Sweep: self._sweep,
            float: found.number,
            int: found.integer,
            Measure: self.measure,
            Leaf: self._leaf,
            tuple[Measure, ...]: lambda node: tuple(self.measure(item) for item in found.sequence(node)),
            tuple[Test, ...]: self.tests,
        }

    def measure(self, node: Node) -> Measure | None:
        """A measure; None after a problem."""
        return self._form(node, MEASURES)

    def tests(self, node: Node | None) -> tuple[Test, ...]:
        """Tests of single worlds."""
        read = [(self._form(item, MEASURES, BOUNDS), self._bounds(item)) for item in self.found.sequence(node)]
        return tuple(Test(measure, bounds) for measure, bounds in read if measure is not None)

    def conditions(self, node: Node | None) -> tuple[Condition, ...]:
        """Conditions on all worlds together."""
        read = [(self._form(item, POOLED, BOUNDS), self._bounds(item)) for item in self.found.sequence(node)]
        return tuple(Condition(pooled, bounds) for pooled, bounds in read if pooled is not None)

    def shown(self, node: Node | None) -> dict[str, Measure | Pooled]:
        """Named numbers to print, of either kind."""
        forms: dict[str, type[Measure | Pooled]] = {**MEASURES, **POOLED}
        read = {name: self._form(item, forms) for name, item in self.found.entries(node).items()}
        return {name: what for name, what in read.items() if what is not None}

    def _form(self, node: Node, forms: Mapping[str, type[Form]], besides: tuple[str, ...] = ()) -> Form | None:
        given = self.found.mapping(node, (), (*forms, *besides), what="form")
        named = [key for key in given if key in forms]
        if isinstance(node.value, dict) and len(named) != 1:
            self.found.add(node, f"must name one form, got {', '.join(named) or 'none'}")
        return self._record(forms[named[0]], given[named[0]]) if len(named) == 1 else None

    def _record(self, form: type[Form], node: Node) -> Form | None:
        before = len(self.found.problems)
        hints = get_type_hints(form)
        parts: dict[str, Any] = {WRITTEN.get(f.name, f.name): f for f in fields(form)}  # type: ignore[arg-type]
        needed = [key for key, f in parts.items() if f.default is MISSING]
        given = self.found.mapping(node, needed, [key for key in parts if key not in needed])
        values = {parts[key].name: self._readers[hints[parts[key].name]](item) for key, item in given.items()}
        start, end = values.get("start"), values.get("end")
        if isinstance(start, str) and isinstance(end, str) and end < start:
            self.found.add(node, f"'to' ({end}) is before 'from' ({start})")
        return form(**values) if len(self.found.problems) == before and given else None

    def _bounds(self, node: Node) -> Bounds:
        given = node.value if isinstance(node.value, dict) else {}
        limits = {key: self.found.number(item) for key, item in given.items() if key in BOUNDS}
        if isinstance(node.value, dict) and not limits:
            self.found.add(node, f"has no bound; give one of {', '.join(BOUNDS)}")
        return Bounds(**limits)

    def _name(self, node: Node) -> str | None:
        return self.found.choice(node, sorted(self.names), what="series or move")

    def _names(self, node: Node) -> tuple[str | None, ...]:
        items = node.value if isinstance(node.value, list) else [node]
        return tuple(self._name(item) for item in items)

    def _month(self, node: Node) -> str | None:
        if not is_date(node.value):
            self.found.wanted(node, "a month such as 2017-05")
            return None
        return str(node.value)

    def _leaf(self, node: Node) -> Measure | None:
        measure = self.measure(node)
        if measure is not None and not isinstance(measure, Leaf):
            self.found.add(node, "must be a measure of one run")
        return measure

    def _sweep(self, node: Node) -> tuple[str, ...]:
        return self.sweeps.get(self.found.choice(node, self.sweeps, what="sweep") or "", ())


class PatternReader:
    """Reads the whole file."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.found = Collector()
        made = theory()
        moves = (move.series for move in made.moves.values())
        self.forms = FormReader(self.found, frozenset(made.series) | frozenset(moves))
        self.variants: dict[str, Variant] = {}

    def read(self, root: Node) -> Patterns:
        """Everything in the file; raises `InputError` with every problem."""
        r = Fields(self.found, root, "confidence groups runs sweeps patterns watched")
        for name, node in self.found.entries(r.get("runs")).items():
            self._variant(name, node)
        for name, node in self.found.entries(r.get("sweeps")).items():
            self._sweep(name, node)
        self.forms.runs += list(self.variants)
        read = Patterns(
            confidence=r.number("confidence", 0, 1),
            groups=r.whole("groups", 2),
            patterns={key: self._pattern(key, node) for key, node in self.found.entries(r.get("patterns")).items()},
            variants=self.variants,
            watched=self.forms.shown(r.get("watched")),
        )
        self.found.raise_if_any()
        return read

    def _variant(self, name: str, node: Node) -> None:
        r = Fields(self.found, node, "what", VARIANT_MAY)
        context, written = Context(self.found, vocabulary()), self.found.entries(r.get("pressures"))
        pressures = [read_pressure(context, key, entry_of(item)) for key, item in written.items()]
        given = r.get("parameters")
        parameters = {key: self.found.number(item) for key, item in self.found.entries(given).items()}
        for key in parameters.keys() - self.seeds.parameters.keys():
            self.found.add(given or node, unknown_key_message("parameter", key, self.seeds.parameters))
        self.variants[name] = Variant(
            name=name,
            what=r.text("what"),
            without=r.texts("without"),
            pressures=tuple(p for p in pressures if p is not None),
            pressures_of=r.text("pressures_of") if r.get("pressures_of") else "",
            parameters=tuple((key, value) for key, value in parameters.items() if value is not None),
        )

    def _sweep(self, name: str, node: Node) -> None:
        r = Fields(self.found, node, "what pressure levels")
        levels = [self.found.number(item) for item in self.found.sequence(r.get("levels"))]
        runs = {f"{name} {value:g}": value for value in levels if value is not None}
        pressure, what = r.text("pressure"), r.text("what")
        self.variants |= {
            run: Variant(name=run, sweep=name, what=what, levels=((pressure, value),)) for run, value in runs.items()
        }
        self.forms.sweeps[name] = tuple(runs)

    def _pattern(self, key: str, node: Node) -> Pattern:
        r = Fields(self.found, node, PATTERN, PATTERN_MAY)
        rule = self._rule(r.get("rule"))
        s = Fields(
            self.found,
            r.get("statistic"),
            "all" if rule.per is Per.WORLD else "also",
            "among also" if rule.per is Per.WORLD else "",
        )
        pattern = Pattern(
            key=key,
            name=r.text("name"),
            strength=r.one_of("strength", Strength),
            statement=r.text("statement"),
            claims=self._claims(key, r.get("claims")),
            mechanisms=self._mechanisms(r.get("mechanisms")),
            formulation=r.text("formulation"),
            needs=r.texts("needs"),
            rule=rule,
            tests=self.forms.tests(s.get("all")),
            among=self.forms.tests(s.get("among")),
            also=self.forms.conditions(s.get("also")),
            beside=self.forms.shown(r.get("beside")),
        )
        self._check_needs(node, pattern)
        return pattern

    def _rule(self, node: Node | None) -> Rule:
        r = Fields(self.found, node, "per interval", "share")
        per = r.one_of("per", Per)
        share = self.found.number(r.get("share"), 0, 1)
        if node is not None and (share is None) == (per is Per.WORLD):
            self.found.add(node, "'share' must be given for a rule per world, and for no other")
        return Rule(per, share, self.found.choice(r.get("interval"), [INTERVALS[per]], what="interval") or "")

    def _claims(self, owner: str, node: Node | None) -> tuple[Claim, ...]:
        claims = []
        for letter, entry in self.found.entries(node).items():
            r = Fields(self.found, entry, "source where words")
            source = self.found.choice(r.get("source"), self.seeds.sources, what="source")
            parts = self.seeds.sources[source].parts if source is not None else ()
            where = self.found.choice(r.get("where"), parts, what=f"part of source '{source}':") if parts else None
            at = f"{entry.file}:{entry.line}", entry.line, entry.column
            claims.append(Claim(f"{owner}.{letter}", source or "", where or "", r.text("words"), "", *at))
        return tuple(claims)

    def _mechanisms(self, node: Node | None) -> tuple[str, ...]:
        read = [self.found.choice(item, self.seeds.mechanisms, what="mechanism") for item in self.found.sequence(node)]
        return tuple(name for name in read if name is not None)

    def _check_needs(self, node: Node, pattern: Pattern) -> None:
        beside = [leaf for what in pattern.beside.values() for leaf in leaves_of(what)]
        read = {leaf.run for leaf in (*pattern.leaves, *beside)} - {MAIN}
        used = {self.variants[name].sweep or name for name in read}
        if used != set(pattern.needs):
            names = ", ".join(sorted(used)) or "no other run"
            self.found.add_key(node, "needs", f"'needs' of {pattern.key} must name what it reads: {names}")


@cache
def load_patterns(path: Path = PATTERNS_FILE) -> Patterns:
    """The stylised facts, checked against the theory and the evidence; raises `InputError` with every problem."""
    return PatternReader(load_seeds()).read(read_yaml(path, name=f"{path.parent.name}/{path.name}"))
