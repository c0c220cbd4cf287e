"""Conditions on worlds: which worlds count, for `given` of scenarios and `where` of outcomes and readings.

    {stands: 2021-06}                                          the regime stands in June 2021
    {fallen: {by: 2020-12}}                                    it has fallen by the end of 2020
    {posture: client@2021-06}, {posture: client, by: 2018-12}  in this month; in at least one month up to then
    {move: belarus.mobilise, by: 2020-12}                      the move is made at least once up to then
    {variable: belarus.unrest, above: 0.5, at: 2020-08}        the series is above 0.5 in this month

Several conditions in a list must all hold. `model.runs.outcomes.meets` finds the worlds of a run that meet one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from model.scenario.context import MONTHS, Date, names_of
from model.theory.names import Vocabulary
from model.yaml_files.hints import Known
from model.yaml_files.nodes import Node, quoted
from model.yaml_files.records import RecordReader
from model.yaml_files.schemas import Schema, descriptions, schema_of


class Subject(StrEnum):
    """What a condition speaks of: the regime (stands, fallen), a posture, a move made, or a series."""

    STANDS = "stands"
    FALLEN = "fallen"
    POSTURE = "posture"
    MOVE = "move"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold in a world for it to count.

    Attributes:
        subject: What it speaks of.
        month: The month, ``YYYY-MM``.
        by: Whether it may hold in any month up to that one; `stands` must hold in all of them.
        name: The posture, the move (e.g. ``belarus.mobilise``) or the series; empty for the regime.
        above: The series must be above this.
        below: The series must be below this.
    """

    subject: Subject
    month: str
    by: bool = False
    name: str = ""
    above: float | None = None
    below: float | None = None

    @property
    def series(self) -> tuple[str, ...]:
        """The series that a run must record for it."""
        return (self.name,) if self.subject is Subject.VARIABLE else ()

    @property
    def needs_moves(self) -> bool:
        """Whether a run must record moves for it."""
        return self.subject is Subject.MOVE

    def __str__(self) -> str:
        when = f"{'by' if self.by else 'in'} {self.month}"
        match self.subject:
            case Subject.STANDS:
                return f"the regime stands {when}"
            case Subject.FALLEN:
                return f"the regime has fallen {when}"
            case Subject.POSTURE:
                return f"posture {self.name} {when}"
            case Subject.MOVE:
                return f"{self.name} {when}"
        limit = f"below {self.below:g}" if self.above is None else f"above {self.above:g}"
        return f"{self.name} {limit} {when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A condition as it is written.

    Attributes:
        stands: The regime stands in this month.
        fallen: The regime has fallen by this month.
        posture: In this posture; client@2021-06 in one word, or with 'at' or 'by'.
        move: This move is made.
        variable: This series is above or below a value.
        above: The least value, itself excluded.
        below: The greatest value, itself excluded.
        at: In this month.
        by: In at least one month up to this one.
    """

    stands: bool | None = None
    fallen: bool | None = None
    posture: Annotated[str | None, Known("posture")] = None
    move: Annotated[str | None, Known("move to be made")] = None
    variable: Annotated[str | None, Known("variable")] = None
    above: float | None = None
    below: float | None = None
    at: Date | None = None
    by: Date | None = None


def read_conditions(records: RecordReader, node: Node) -> tuple[Condition, ...]:
    """One condition, or a list of them; `records` must know the names of `model.scenario.context.names_of`."""
    items = node.value if isinstance(node.value, list) else [node]
    return tuple(one for item in items if (one := _read(records, item)) is not None)


def _read(records: RecordReader, node: Node) -> Condition | None:
    found, before = records.found, len(records.found.problems)
    named = [subject for subject in Subject if node.get(subject) is not None]
    if len(named) > 1:
        found.add(node, f"a condition names exactly one of {', '.join(Subject)}; got {', '.join(named)}")
        return None
    read = records.read(_spelled_out(node), _Written)
    if len(found.problems) > before:
        return None
    limits = [key for key in ("above", "below") if key in read.values]
    if not named:
        found.add(node, f"a condition names exactly one of {', '.join(Subject)}; got none of them")
    elif read.values[named[0]] is False:
        found.add(read.nodes[named[0]], f"{quoted(named[0])} must be true or a month")
    elif ("at" in read.values) == ("by" in read.values):
        found.add(node, f"a condition on {quoted(named[0])} needs either 'at' or 'by', with a month")
    elif len(limits) != (named[0] is Subject.VARIABLE):
        takes = "needs either 'above' or 'below'" if named[0] is Subject.VARIABLE else "takes no 'above' or 'below'"
        found.add(node, f"a condition on {quoted(named[0])} {takes}")
    else:
        name, month = read.values[named[0]], read.values.get("at") or read.values["by"]
        name, by, values = "" if name is True else name, "by" in read.values, {key: read.values[key] for key in limits}
        return Condition(named[0], month, by=by, name=name, **values)
    return None


def _spelled_out(node: Node) -> Node:
    """A condition with its month under 'at' or 'by', for which `posture: client@2021-06` is a short form."""
    parts = dict(node.value) if isinstance(node.value, dict) else {}
    for subject in (Subject.STANDS, Subject.FALLEN, Subject.POSTURE):
        about = parts.get(subject)
        if about is None or isinstance(about.value, bool):
            continue
        posture, at, month = str(about.value).partition("@")
        if subject is Subject.POSTURE:
            date = replace(about, value=month, column=about.column + len(posture) + 1)
            short: dict[str, Node] = {subject: replace(about, value=posture), "at": date} if at else {subject: about}
        elif isinstance(about.value, dict):
            short = {subject: replace(about, value=True), **about.value}
        else:
            short = {subject: replace(about, value=True), "at": about}
        if not (short.keys() - {subject}) & parts.keys():  # a month given twice is refused as no truth value
            parts |= short
    return replace(node, value=parts) if parts else node


def condition_schema(vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of one condition."""
    month = {"type": "string", "pattern": f"^({MONTHS.pattern})$"}
    when = {"at": month | {"description": "In this month."}, "by": month | {"description": "By this month."}}
    regime: Schema = month | {"type": ["string", "object", "boolean"], "properties": when}
    regime |= {"additionalProperties": False, "minProperties": 1, "maxProperties": 1, "not": {"const": False}}
    postures = f"^({'|'.join(vocabulary.postures)})(@({MONTHS.pattern}))?$"
    schema = schema_of(_Written, names=names_of(vocabulary))
    said = descriptions(_Written)
    schema["properties"] |= {key: regime | {"description": said[key]} for key in ("stands", "fallen")}
    schema["properties"]["posture"] = {"type": "string", "pattern": postures, "description": said["posture"]}
    monthly: Schema = {"type": ["string", "object"]}
    shapes = {"stands": monthly, "fallen": monthly, "posture": {"type": "string", "pattern": "@"}}
    short: Schema = {"anyOf": [{"required": [key], "properties": {key: one}} for key, one in shapes.items()]}
    either = [{"required": ["at"]}, {"required": ["by"]}]
    limited = {"oneOf": [{"required": ["above"]}, {"required": ["below"]}]}
    unlimited = {"properties": {"above": False, "below": False}}
    return schema | {
        "oneOf": [{"required": [str(subject)]} for subject in Subject],
        "allOf": [
            {"if": short, "then": {"properties": {"at": False, "by": False}}, "else": {"oneOf": either}},
            {"if": {"required": ["variable"]}, "then": limited, "else": unlimited},
        ],
    }
