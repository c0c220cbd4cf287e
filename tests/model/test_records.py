import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, NewType

import jsonschema
import pytest

from model.yaml_files.fields import Collector
from model.yaml_files.hints import Between, Items, Key, Known, Shaped
from model.yaml_files.records import RecordReader
from model.yaml_files.schemas import schema_of
from model.yaml_files.tree import parse_yaml

Month = Annotated[str, Shaped(re.compile(r"\d{4}-\d{2}"), "a month such as 2017-05")]
Pair = NewType("Pair", tuple[int, int])


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Span:
    """Months in which something holds.

    Attributes:
        start: First month,
            itself included.
        end: Last month.
    """

    start: Annotated[Month, Key("from")]
    end: Annotated[Month | None, Key("to")] = None


@dataclass(frozen=True, slots=True)
class Thing:
    """A record of every kind of field.

    Attributes:
        key: Its id, which is not in the file.
        note: A remark.
    """

    key: str
    title: str
    share: Annotated[float, Between(0, 1)]
    colour: Colour
    sign: Literal["+", "-"]
    tags: Annotated[tuple[str, ...], Items(1)]
    span: Span
    note: str | None
    count: Annotated[int, Between(2)] = 2
    table: Mapping[str, float] | None = None
    spans: tuple[Span, ...] = ()
    variable: Annotated[str | None, Known("variable")] = None
    pair: Pair | None = None
    sure: bool = False


WHOLE = """\
title: A thing
share: 1
colour: red
sign: "-"
tags: [a, b]
span: {from: 2017-01, to: 2017-05}
note: null
"""
MORE = """\
count: 3
table: {a: 1, b: .5}
spans: [{from: 2017-01}]
variable: x
pair: 1 2
sure: true
"""
NAMES = {"variable": ("y", "x")}


def read(text, readers=None):
    found = Collector()

    def pair(node):
        if not re.fullmatch(r"\d \d", str(node.value)):
            found.wanted(node, "two figures")
        return Pair(tuple(map(int, str(node.value).split()))) if not found.problems else None

    reader = RecordReader(found, {Pair: pair}, NAMES)
    reading = reader.read(parse_yaml(text, "f"), Thing, readers, key="T1")
    return reading, [str(problem) for problem in sorted(found.problems)]


def test_a_record_is_read_by_its_hints():
    reading, problems = read(WHOLE + MORE)
    assert problems == []
    assert reading.record == Thing(
        "T1", "A thing", 1.0, Colour.RED, "-", ("a", "b"), Span("2017-01", "2017-05"), None, 3, {"a": 1.0, "b": 0.5},
        (Span("2017-01"),), "x", Pair((1, 2)), sure=True,
    )  # fmt: skip
    assert isinstance(reading.record.share, float)
    assert isinstance(reading.record.colour, Colour)
    assert (reading.nodes["span"].line, reading.values["note"]) == (6, None)


def test_what_is_not_given_keeps_its_default():
    reading, problems = read(WHOLE)
    assert problems == []
    thing = reading.record
    assert (thing.count, thing.table, thing.spans, thing.pair) == (2, None, (), None)


def test_a_field_can_be_read_otherwise():
    reading, problems = read(WHOLE, {"title": lambda node: node.line})
    assert (reading.record.title, problems) == (1, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: A thing\n", "", "f:1:1: has no 'title'; it must be given"),
        ("title: A thing", "title: 3", "f:1:8: 'title' must be text, got 3; put it in quotes"),
        ("title", "tittle", "f:1:1: unknown key 'tittle'; did you mean 'title'? allowed: colour, count, note"),
        ("title: A thing", "key: T2\ntitle: A thing", "f:1:1: unknown key 'key'; allowed: colour"),
        ("share: 1", "share: 2", "f:2:8: 'share' must be a number between 0 and 1, got 2"),
        ("colour: red", "colour: rod", "f:3:9: unknown colour 'rod'; did you mean 'red'? allowed: blue, red"),
        ('sign: "-"', "sign: minus", "f:4:7: unknown sign 'minus'; allowed: +, -"),
        ("[a, b]", "[]", "f:5:7: 'tags' needs at least one entry"),
        ("[a, b]", "[a, 1]", "f:5:11: 'tags' item 2 must be text, got 1; put it in quotes"),
        ("[a, b]", "a", "f:5:7: 'tags' must be a list, got 'a'"),
        ("2017-01, to", "summer, to", "f:6:14: 'from' must be a month such as 2017-05, got 'summer'"),
        ("from: 2017-01, to", "start: 2017-01, to", "f:6:7: 'span' has no 'from'; it must be given"),
        ("{from: 2017-01, to: 2017-05}", "{}", "f:6:7: 'span' has no 'from'; it must be given"),
        ("{from: 2017-01, to: 2017-05}", "long", "f:6:7: 'span' must be a mapping of keys to values, got 'long'"),
        ("note: null", "note: []", "f:7:7: 'note' must be text, got a list"),
        ("note: null\n", "", "f:1:1: has no 'note'; it must be given"),
        ("count: 3", "count: 1", "f:8:8: 'count' must be a whole number of at least 2, got 1"),
        ("table: {a: 1, b: .5}", "table: [1]", "f:9:8: 'table' must be a mapping of keys to values, got a list"),
        ("table: {a: 1, b: .5}", "table: {a: x}", "f:9:12: 'a' must be a number, got 'x'"),
        ("table: {a: 1, b: .5}", "table: null", "f:9:8: 'table' must be a mapping of keys to values, got nothing"),
        ("spans: [{from: 2017-01}]", "spans: [{to: 2017-01}]", "f:10:9: 'spans' item 1 has no 'from'; it must"),
        ("variable: x", "variable: z", "f:11:11: unknown variable 'z'; allowed: x, y"),
        ("pair: 1 2", "pair: one", "f:12:7: 'pair' must be two figures, got 'one'"),
        ("sure: true", "sure: yes", "f:13:7: 'sure' must be true or false, got 'yes'"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(old, new, said):
    text = WHOLE + MORE
    assert text.count(old) >= 1
    reading, problems = read(text.replace(old, new, 1))
    assert reading.record is None
    assert any(problem.startswith(said) for problem in problems), problems


def test_all_problems_come_at_once_and_what_is_right_is_kept():
    reading, problems = read(WHOLE.replace("share: 1", "share: 2").replace("red", "rod").replace("2017-05", "May"))
    assert [problem.split(": ")[0] for problem in problems] == ["f:2:8", "f:3:9", "f:6:27"]
    assert reading.record is None
    assert (reading.values["title"], reading.values["sign"], reading.values["key"]) == ("A thing", "-", "T1")
    assert not {"share", "colour", "span"} & reading.values.keys()
    assert {"share", "colour", "span"} <= reading.nodes.keys()


def test_a_record_that_is_missing_is_none_and_no_problem():
    found = Collector()
    reading = RecordReader(found).read(None, Span)
    assert (reading.record, dict(reading.values), found.problems) == (None, {}, [])


def test_a_hint_that_is_none_of_these_is_an_error_of_the_program():
    @dataclass
    class Odd:
        a: complex

    with pytest.raises(TypeError, match="no value of YAML is read as <class 'complex'>"):
        RecordReader(Collector()).read(parse_yaml("a: 1", "f"), Odd)


def test_the_schema_says_what_the_reader_reads():
    schema = schema_of(Thing, {Pair: {"type": "string"}}, NAMES, without=["key"])
    jsonschema.Draft202012Validator.check_schema(schema)
    month = {"type": "string", "pattern": r"^(\d{4}-\d{2})$"}
    span = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "from": month | {"description": "First month, itself included."},
            "to": month | {"description": "Last month."},
        },
        "required": ["from"],
    }
    text = {"type": "string", "pattern": r"\S"}
    assert schema == {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": text,
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "colour": {"enum": ["red", "blue"]},
            "sign": {"enum": ["+", "-"]},
            "tags": {"type": "array", "items": text, "minItems": 1},
            "span": span,
            "note": {"type": ["string", "null"], "pattern": r"\S", "description": "A remark."},
            "count": {"type": "integer", "minimum": 2},
            "table": {"type": "object", "additionalProperties": {"type": "number"}},
            "spans": {"type": "array", "items": span},
            "variable": {"enum": ["x", "y"]},
            "pair": {"type": "string"},
            "sure": {"type": "boolean"},
        },
        "required": ["title", "share", "colour", "sign", "tags", "span", "note"],
    }


def test_names_of_a_set_that_is_not_known_are_any_text():
    reader = RecordReader(Collector())
    known = Annotated[str, Known("variable")]
    assert reader.value(parse_yaml("a: z", "f").value["a"], known) == "z"
    reader.names["variable"] = ("x",)
    assert reader.value(parse_yaml("a: 1", "f").value["a"], known) is None
    assert str(reader.found.problems[0]) == "f:1:4: 'a' must be text, got 1; put it in quotes"
