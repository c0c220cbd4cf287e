"""What a sweep reads off every world: outcomes by name, each with its definition.

An outcome is one of the nine of `experiments.measures.outcomes` by its name alone, or is written out as one form:

    client_2021: {posture: client, at: 2021-12}               1 or 0; over worlds, a share
    client_months: {posture: client, from: 2013-01, to: 2021-12}    share of months
    unrest_peak: {highest: {of: belarus.unrest, from: 2020-07, to: 2021-12}}
    first_rescue: {first: {of: russia.rescue}}                months before it; where it never comes, all of them
    hosts: {pattern: SF05}                                    1 or 0; empty where the pattern does not count the world

The forms are those of the stylised facts (`experiments.measures.forms`, `experiments.measures.trends`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from experiments.measures.forms import MAIN, Change, First, Leaf, Measure, Month, Value, Windowed, evaluate
from experiments.measures.outcomes import OUTCOMES, FirstOrNever, InPosture, MonthsIn
from experiments.measures.pooled import Test, all_hold, leaves_of, measure_text
from experiments.measures.reader import MEASURES, FormReader
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Pattern, Per
from model.core.declarations import Array
from model.ensemble.record import Posture, Run
from model.theory.theory import theory
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Key, Known
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader
from model.yaml_files.schemas import PLAIN, Schema, schema_of

KNOWN = {outcome.name: outcome for outcome in OUTCOMES}
OWN_FORMS = ("posture", "pattern")
COUNTED = tuple(posture.name.lower() for posture in Posture)
NONE = Month("")
COLUMNS = ("point", "world", "status", "error", "hash", "worlds")


@dataclass(frozen=True, slots=True)
class PostureForm:
    """Whether a world is in a posture in one month, or the share of a window's months in which it is."""

    posture: Annotated[str, Known("posture")]
    at: Month = NONE
    start: Annotated[Month, Key("from")] = NONE
    end: Annotated[Month, Key("to")] = NONE


@dataclass(frozen=True, slots=True)
class PatternForm:
    """Whether a world holds a pattern of `seeds/patterns.yaml`."""

    pattern: Annotated[str, Known("pattern")]


@dataclass(frozen=True, slots=True)
class SweepOutcome:
    """One number per world.

    Attributes:
        measure: How it is read off a run; None where it is a pattern.
        tests: What must hold in a world, for a pattern.
        among: Only worlds in which these hold count, for a pattern.
        yes_or_no: Whether it is 1 or 0, so that its mean is a share of worlds.
    """

    name: str
    label: str
    measure: Measure | None
    tests: tuple[Test, ...] = ()
    among: tuple[Test, ...] = ()
    yes_or_no: bool = False

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The measures it is made of."""
        parts: tuple[Test | Measure, ...] = (*self.tests, *self.among) if self.measure is None else (self.measure,)
        return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves_of(part)))

    @property
    def definition(self) -> str:
        """How it is read off, in one line."""
        if self.measure is not None:
            return measure_text(self.measure)
        among = f", among worlds with {'; '.join(map(str, self.among))}" if self.among else ""
        return "; ".join(map(str, self.tests)) + among

    def numbers(self, run: Run) -> Array:
        """The number of each world; NaN where it has none."""
        known = {leaf: leaf.measure(run) for leaf in self.leaves}
        if self.measure is not None:
            return evaluate(self.measure, known)
        held = all_hold(self.tests, known).astype(np.float64)
        return np.where(all_hold(self.among, known), held, np.nan) if self.among else held


def series_of(outcomes: Sequence[SweepOutcome]) -> tuple[str, ...]:
    """The series that a run must keep, each once."""
    wanted = {name for outcome in outcomes for leaf in outcome.leaves for name in leaf.names}
    return tuple(sorted(wanted & theory().series.keys()))


def needs_moves(outcomes: Sequence[SweepOutcome]) -> bool:
    """Whether any of them reads a move."""
    return any(name not in theory().series for o in outcomes for leaf in o.leaves for name in leaf.names)


def read_outcomes(found: Collector, node: Node | None) -> tuple[SweepOutcome, ...]:
    """The outcomes of a sweep file, as a list of names or a mapping of names to definitions; notes every problem."""
    reader = OutcomeReader(found)
    if node is not None and isinstance(node.value, list):
        read = [reader.known(item) for item in node.value]
        for place, item in enumerate(node.value):
            if item.value in [other.value for other in node.value[:place]]:
                found.add(item, f"'{item.value}' is named twice")
    else:
        read = [reader.read(name, item) for name, item in found.entries(node).items()]
    if node is not None and isinstance(node.value, (list, dict)) and not node.value:
        found.add(node, "'outcomes' must name at least one")
    return tuple(outcome for outcome in read if outcome is not None)


class OutcomeReader:
    """Reads outcomes and notes every problem."""

    def __init__(self, found: Collector) -> None:
        self.found = found
        moves = (move.series for move in theory().moves.values())
        self.forms = FormReader(found, frozenset(theory().series) | frozenset(moves))
        names = {"posture": COUNTED, "pattern": load_patterns().patterns}
        self.records = RecordReader(found, self.forms.records.readers, names)

    def known(self, node: Node) -> SweepOutcome | None:
        """One of the outcomes that are known by their name."""
        name = self.found.choice(node, KNOWN, what="outcome")
        return None if name is None else _known(name)

    def read(self, name: str, node: Node) -> SweepOutcome | None:
        """One outcome with its definition; without one, its name must be known."""
        if node.value is None:
            return self.known(replace(node, value=name))
        if not name.isidentifier():
            self.found.add(node, f"'{name}' is no name for an outcome; letters, digits and '_', a letter first")
        if name in COLUMNS:
            self.found.add(node, f"'{name}' is the name of a column of its own; choose another name")
        given = self.found.entries(node)
        label = self.found.text(given.get("label"))
        rest = replace(node, value={key: part for key, part in given.items() if key != "label"})
        if "pattern" in given:
            made = self._pattern(name, rest)
        elif "posture" in given:
            made = self._posture(name, rest)
        else:
            made = self._measured(name, rest)
        return made if made is None or label is None else replace(made, label=label)

    def _measured(self, name: str, node: Node) -> SweepOutcome | None:
        self.found.mapping(node, (), (*MEASURES, *OWN_FORMS), what="form")
        if not isinstance(node.value, dict) or not set(node.value) <= set(MEASURES):
            return None
        measure = self.forms.measure(node)
        if measure is None:
            return None
        if isinstance(measure, First):
            measure = FirstOrNever(measure.of, measure.above)
        return SweepOutcome(name, in_words(measure), measure)

    def _posture(self, name: str, node: Node) -> SweepOutcome | None:
        read = self.records.read(node, PostureForm)
        if read.nodes.keys() - {"posture"} not in ({"at"}, {"start", "end"}):
            self.found.add(node, "a posture needs either 'at', or 'from' and 'to'")
        form = read.record
        if form is None or not (form.at or form.start):
            return None
        posture, words = Posture[form.posture.upper()], form.posture.replace("_", " ")
        if form.at:
            return SweepOutcome(name, f"{words} in {form.at}", InPosture(posture, form.at), yes_or_no=True)
        if form.end < form.start:
            self.found.add(node, f"'to' ({form.end}) is before 'from' ({form.start})")
        label = f"share of months as {words}, {form.start} to {form.end}"
        return SweepOutcome(name, label, MonthsIn(posture, form.start, form.end))

    def _pattern(self, name: str, node: Node) -> SweepOutcome | None:
        form = self.records.read(node, PatternForm).record
        if form is None:
            return None
        fitting = single_patterns()
        if form.pattern not in fitting:
            why = f"pattern '{form.pattern}' compares runs or all worlds, so no single world has it; allowed: "
            self.found.add(self.found.entries(node)["pattern"], why + ", ".join(fitting))
            return None
        one = fitting[form.pattern]
        return SweepOutcome(
            name, f"{form.pattern}, {one.name}", None, one.statistic.tests, one.statistic.among, yes_or_no=True
        )


def in_words(measure: Measure) -> str:
    """What a measure is for somebody who has not read its definition, where that takes few words."""
    match measure:
        case Value(of=of, at=at):
            return f"{of} in {at}"
        case FirstOrNever(of=of):
            return f"months before the first of {of}"
        case Windowed(of=of, start=start, end=end):
            return f"{type(measure).__name__.lower()} {of}, {start} to {end}"
        case Change(of=of, start=start, end=end):
            return f"change of {of}, {start} to {end}"
    return measure_text(measure)


def single_patterns() -> Mapping[str, Pattern]:
    """The patterns that a single world of a single run holds or not."""
    every = load_patterns().patterns
    return {
        key: pattern
        for key, pattern in every.items()
        if pattern.rule.per is Per.WORLD and all(leaf.run == MAIN for leaf in pattern.statistic.leaves)
    }


def _known(name: str) -> SweepOutcome:
    outcome = KNOWN[name]
    return SweepOutcome(name, outcome.label, outcome.measure, yes_or_no=outcome.yes_or_no)


def outcomes_schema() -> Schema:
    """The JSON Schema of `outcomes`."""
    names = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(KNOWN)}}
    known = {name: {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/outcome"}]} for name in KNOWN}
    mapping = {
        "type": "object",
        "minProperties": 1,
        "properties": known,
        "additionalProperties": {"$ref": "#/$defs/outcome"},
    }
    return {"anyOf": [names, mapping]}


def outcome_schema() -> Schema:
    """The JSON Schema of one outcome with its definition."""
    forms = [
        schema_of(PostureForm, {Month: {"$ref": "#/$defs/date"}}, {"posture": COUNTED}),
        schema_of(PatternForm, names={"pattern": single_patterns()}),
        *({"type": "object", "additionalProperties": False, "properties": {form: {"type": "object"}},
           "required": [form]} for form in MEASURES),
    ]  # fmt: skip
    return {"anyOf": [form | {"properties": {**form["properties"], "label": PLAIN[str]}} for form in forms]}
