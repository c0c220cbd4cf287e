"""The outcomes of a sweep: named numbers, one per world, each with its definition.

An outcome is one of the nine of `experiments.measures.outcomes` by its name alone, or is written out as one form:

    client_2021: {posture: client, at: 2021-12}               1 or 0; over worlds, a share
    client_months: {posture: client, from: 2013-01, to: 2021-12}    share of months
    unrest_peak: {highest: {of: belarus.unrest, from: 2020-07, to: 2021-12}}
    first_rescue: {first: {of: russia.rescue}}                months before it; where it never comes, all of them
    hosts: {pattern: SF05}                                    1 or 0; empty where the pattern does not count the world

Each may have a `label`, and `where`: conditions as in `given` of scenarios, without which a world has no number, e.g.
`where: {stands: 2021-12}`. An alignment is empty anyway where the regime has fallen.

The forms are those of the stylised facts (`experiments.measures.forms`, `experiments.measures.trends`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, cast

from experiments.measures.forms import END_OF_RUN, MAIN, Change, First, From, Leaf, Measure, Month, To, Value, Windowed
from experiments.measures.outcomes import OUTCOMES, FirstOrNever, InPosture, MonthsIn
from experiments.measures.pooled import measure_text
from experiments.measures.quantity import Conditions, Quantity, recorded
from experiments.measures.reader import MEASURES, FormReader
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Pattern, Per
from model.core.months import is_date
from model.ensemble.record import Posture
from model.scenario.condition import Condition
from model.scenario.context import MONTHS
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Known
from model.yaml_files.nodes import Node, shown
from model.yaml_files.records import RecordReader
from model.yaml_files.schemas import PLAIN, Schema, schema_of

KNOWN = {outcome.name: outcome for outcome in OUTCOMES}
OWN_FORMS = ("posture", "pattern")
COUNTED = tuple(posture.name.lower() for posture in Posture)
COLUMNS = ("point", "world", "status", "error", "hash", "worlds")


UNSAID = Month("")


@dataclass(frozen=True, slots=True)
class PostureForm:
    """Whether a world is in a posture in one month, or the share of a window's months in which it is."""

    posture: Annotated[str, Known("posture")]
    at: Month = UNSAID
    start: From = UNSAID
    end: To = UNSAID


@dataclass(frozen=True, slots=True)
class PatternForm:
    """Whether a world holds a pattern of `seeds/patterns.yaml`."""

    pattern: Annotated[str, Known("pattern")]


@dataclass(frozen=True, slots=True)
class SweepOutcome(Quantity):
    """One number per world.

    Attributes:
        yes_or_no: Whether it is 1 or 0, so that its mean is a share of worlds.
    """

    name: str
    label: str
    yes_or_no: bool = False

    @property
    def definition(self) -> str:
        """How it is measured, in one line."""
        what = "; ".join(map(str, self.tests)) if self.measure is None else measure_text(self.measure)
        among = f", among worlds with {'; '.join(map(str, self.among))}" if self.among else ""
        return what + among + (f", where {' and '.join(map(str, self.where))}" if self.where else "")


def series_of(outcomes: Sequence[SweepOutcome]) -> tuple[str, ...]:
    """The series that a run must record, each once."""
    return tuple(recorded(quantities=outcomes)[0])


def needs_moves(outcomes: Sequence[SweepOutcome]) -> bool:
    """Whether any of them reads a move."""
    return recorded(quantities=outcomes)[1]


def months_outside(outcomes: Sequence[SweepOutcome], scenario: Scenario) -> Iterator[str]:
    """A sentence for each month that an outcome reads and a scenario does not have."""
    for outcome in outcomes:
        parts: tuple[Leaf | Condition, ...] = (*outcome.leaves, *outcome.where)
        months = {value for part in parts for f in fields(part) if is_date(value := getattr(part, f.name))}
        for month in sorted(m for m in months if not scenario.start <= m <= scenario.end):
            yield f"outcome '{outcome.name}' reads {month}, outside the run, {scenario.start} to {scenario.end}"


def read_outcomes(found: Collector, node: Node | None) -> tuple[SweepOutcome, ...]:
    """The outcomes of a sweep file, as a list of names or a mapping of names to definitions; notes every problem."""
    reader = OutcomeReader(found)
    if node is not None and isinstance(node.value, list):
        read = [reader.known(item) for item in node.value]
        for place, item in enumerate(node.value):
            if item.value in [other.value for other in node.value[:place]]:
                found.add(item, f"{shown(item)} is named twice")
    else:
        read = [reader.read(name, item) for name, item in found.entries(node).items()]
    if node is not None and isinstance(node.value, (list, dict)) and not node.value:
        found.add(node, "'outcomes' must name at least one")
    outcomes = tuple(outcome for outcome in read if outcome is not None)
    taken = {o.name + ending: o.name for o in outcomes for ending in ("_worlds", "_se")}
    for outcome in outcomes:
        if node is not None and outcome.name in taken:
            column = f"'{outcome.name}' is already a column for '{taken[outcome.name]}'; choose another name"
            found.add_key(node, outcome.name, column)
    return outcomes


class OutcomeReader:
    """Reads outcomes and notes every problem."""

    def __init__(self, found: Collector) -> None:
        self.found = found
        moves = (move.series for move in theory().moves.values())
        self.forms = FormReader(found, frozenset(theory().series) | frozenset(moves), ends=True)
        names = {"posture": COUNTED, "pattern": load_patterns().patterns}
        self.records = RecordReader(found, self.forms.records.readers, names)

    def known(self, node: Node) -> SweepOutcome | None:
        """One of the outcomes that are known by their name."""
        name = self.found.choice(node, KNOWN, what="outcome")
        if name is None:
            return None
        outcome = KNOWN[name]
        return SweepOutcome(name, outcome.label, outcome.yes_or_no, measure=outcome.measure)

    def read(self, name: str, node: Node) -> SweepOutcome | None:
        """One outcome with its definition; without one, its name must be known."""
        if node.value is None:
            return self.known(replace(node, value=name))
        if not name.isidentifier():
            self.found.add(node, f"'{name}' is not a valid name; use letters, digits and '_', with a letter first")
        if name in COLUMNS:
            self.found.add(node, f"'{name}' is already a column; choose another name")
        given = self.found.entries(node)
        label = self.found.text(given.get("label"))
        where = self.records.value(given["where"], Conditions) if "where" in given else ()
        rest = replace(node, value={key: part for key, part in given.items() if key not in ("label", "where")})
        if "pattern" in given:
            made = self._pattern(name, rest)
        elif "posture" in given:
            made = self._posture(name, rest)
        else:
            made = self._measured(name, rest)
        return None if made is None else replace(made, label=label or made.label, where=cast("Conditions", where))

    def _measured(self, name: str, node: Node) -> SweepOutcome | None:
        self.found.mapping(node, (), (*MEASURES, *OWN_FORMS), what="form")
        if not isinstance(node.value, dict) or not set(node.value) <= set(MEASURES):
            return None
        measure = self.forms.measure(node)
        if measure is None:
            return None
        if isinstance(measure, First):
            measure = FirstOrNever(measure.of, measure.above)
        return SweepOutcome(name, in_words(measure), measure=measure)

    def _posture(self, name: str, node: Node) -> SweepOutcome | None:
        read = self.records.read(node, PostureForm)
        if read.nodes.keys() - {"posture"} not in ({"at"}, {"start", "end"}):
            self.found.add(node, "a posture needs either 'at', or 'from' and 'to'")
        form = read.record
        if form is None or not (form.at or form.start):
            return None
        posture, words = Posture[form.posture.upper()], form.posture.replace("_", " ")
        if form.at:
            return SweepOutcome(name, f"{words} {when(form.at)}", yes_or_no=True, measure=InPosture(posture, form.at))
        if form.end < form.start:
            self.found.add(node, f"'to' ({form.end}) is before 'from' ({form.start})")
        label = f"share of months as {words}, {span(form.start, form.end)}"
        return SweepOutcome(name, label, measure=MonthsIn(posture, form.start, form.end))

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
        label, tests, among = f"{form.pattern}, {one.name}", one.statistic.tests, one.statistic.among
        return SweepOutcome(name, label, yes_or_no=True, tests=tests, among=among)


def when(month: Month) -> str:
    """A month, or the end of the run, in a label."""
    return "at the end of the run" if month == END_OF_RUN else f"in {month}"


def span(start: Month, end: Month) -> str:
    """From one month to another, in a label."""
    return f"{start} to {'the end of the run' if end == END_OF_RUN else end}"


def in_words(measure: Measure) -> str:
    """A label for a measure, in a few words where that is possible."""
    match measure:
        case Value(of=of, at=at):
            return f"{of} {when(at)}"
        case FirstOrNever(of=of):
            return f"months before the first of {of}"
        case Windowed(of=of, start=start, end=end):
            return f"{type(measure).__name__.lower()} {of}, {span(start, end)}"
        case Change(of=of, start=start, end=end):
            return f"change of {of}, {span(start, end)}"
    return measure_text(measure)


def single_patterns() -> Mapping[str, Pattern]:
    """The patterns that a single world of a single run holds or not."""
    every = load_patterns().patterns
    return {
        key: pattern
        for key, pattern in every.items()
        if pattern.rule.per is Per.WORLD and all(leaf.run == MAIN for leaf in pattern.statistic.leaves)
    }


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
    month = {"type": "string", "pattern": f"^({MONTHS.pattern}|{END_OF_RUN})$"}
    forms = [
        schema_of(PostureForm, {Month: month}, {"posture": COUNTED}),
        schema_of(PatternForm, names={"pattern": single_patterns()}),
        *({"type": "object", "additionalProperties": False, "properties": {form: {"type": "object"}},
           "required": [form]} for form in MEASURES),
    ]  # fmt: skip
    condition = {"$ref": "#/$defs/condition"}
    where: Schema = {"type": ["object", "array"], "if": {"type": "object"}, "then": condition, "items": condition}
    besides = {"label": PLAIN[str], "where": where}
    return {"anyOf": [form | {"properties": {**form["properties"], **besides}} for form in forms]}
