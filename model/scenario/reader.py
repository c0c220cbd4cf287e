"""A scenario file as it is written: its keys with their types and limits, how they are read, and its JSON Schema.

The schema says less than the readers: what depends on several keys or files, only `load_scenario` checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Annotated

from model.core.months import FIRST_MONTH, is_date, months_between
from model.scenario.context import DIALECT, Context, Date, names_of
from model.scenario.pressure import HISTORY, Pressure
from model.scenario.pressure_keys import NAME, pressure_schema
from model.scenario.pressure_reader import read_pressures
from model.scenario.scenario import Given, ParameterSetting, Sampling
from model.theory.names import Vocabulary
from model.yaml_files.fields import unknown_key_message
from model.yaml_files.hints import Between, Items, Known, parts_of
from model.yaml_files.nodes import Node, quoted
from model.yaml_files.records import Read
from model.yaml_files.schemas import Schema, schema_of

MOST_WORLDS = 1_000_000
LARGEST_SEED = 2**63 - 1
OWN = ("title", "question", "because", "extends")
"""Keys that speak of one file only and are not handed on by `extends`."""
READ = "read"
"""What a scenario is read by, compared with the baseline: no setting of the run, read by `experiments` alone."""

Parameter = Annotated[str, Known("parameter")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """A scenario file as it is written.

    Attributes:
        title: A few words.
        question: What it asks of the model.
        because: Why it is set up so.
        extends: Name of the scenario it builds on.
        start: First month; another than 2013-01 needs 'initial'.
        end: Last month of the run.
        worlds: Number of worlds.
        sampling: All worlds at the best parameters, or each at its own, from stated or wider ranges.
        seed: Seed of all random draws.
        hypotheses: Which of rival hypotheses hold.
        switch_off: Mechanisms without effect.
        parameters: Parameters set by hand.
        pressures: Pressures by name; null deletes one of a file below.
        initial: Dotted series -> value to start from.
        given: Keeps only worlds in this posture in this month, e.g. client@2021-06.
        read_from: Month from which results are read.
        read: What it is read by, compared with the baseline, and what the documents lead one to expect.
    """

    title: str = ""
    question: str = ""
    because: str = ""
    extends: str = ""
    start: Date = FIRST_MONTH
    end: Date | None = None
    worlds: Annotated[int, Between(1, MOST_WORLDS)] = 1000
    sampling: Sampling = Sampling.PARAMETERS
    seed: Annotated[int, Between(0, LARGEST_SEED)] = 2013
    hypotheses: Mapping[Annotated[str, Known("hypothesis")], str] | None = None
    switch_off: Annotated[tuple[Annotated[str, Known("mechanism")], ...], Items(distinct=True)] = ()
    parameters: Mapping[Parameter, ParameterSetting] | None = None
    pressures: Mapping[str, Pressure] | None = None
    initial: Mapping[Annotated[str, Known("variable")], float] | None = None
    given: Given | None = None
    read_from: Date | None = None
    read: Node | None = None


KEYS = tuple(part.key for part in parts_of(ScenarioFile))


def readers(c: Context) -> dict[str, Read]:
    """What reads the keys for which more counts than their own value."""
    return {
        "hypotheses": partial(_hypotheses, c),
        "parameters": lambda node: {
            key: _parameter(c, key, part) for key, part in c.records.table(node, Parameter).items()
        },
        "pressures": partial(read_pressures, c),
        "given": partial(_given, c),
    }


def month_of_run(c: Context, node: Node, date: str) -> int:
    """A month of the run, counted from its first."""
    if not c.start <= date <= c.end:
        c.found.add(node, f"{date} lies outside the run, {c.start} to {c.end}")
    return months_between(c.start, date)


def _given(c: Context, node: Node) -> Given | None:
    part = c.found.mapping(node, ("posture",)).get("posture")
    written = c.found.text(part)
    if part is None or written is None:
        return None
    posture, _, date = written.partition("@")
    if posture not in c.vocabulary.postures:
        c.found.add(part, unknown_key_message("posture", posture, c.vocabulary.postures))
    elif not is_date(date):
        c.found.add(part, f"must be a posture and a month such as client@2021-06, got {quoted(written)}")
    else:
        return Given(posture, month_of_run(c, part, date))
    return None


def _hypotheses(c: Context, node: Node) -> dict[str, str]:
    """Hypothesis -> variant; two that set one parameter are refused."""
    known, chosen = c.vocabulary.hypotheses, {}
    parts = c.records.table(node, Annotated[str, Known("hypothesis")])
    for name, part in parts.items():
        variant = c.found.choice(part, known[name], what=f"variant of {quoted(name)}")
        if variant is not None:
            chosen[name] = variant
    for one, other in combinations(chosen, 2):
        for key in sorted({*known[one][chosen[one]]} & {*known[other][chosen[other]]}):
            names = f"{quoted(one)} and {quoted(other)}"
            c.found.add(parts[other], f"the hypotheses {names} both set {quoted(key)}; choose one of them")
    return chosen


def _parameter(c: Context, key: str, node: Node) -> ParameterSetting:
    if isinstance(node.value, dict):
        read = c.records.read(node, ParameterSetting)
        setting = ParameterSetting(**read.values)
        given = tuple(name for name in read.nodes if name != "because")
        if given not in (("fix",), ("low", "high"), ("scale",)):
            got = ", ".join(given) or "none of them"
            message = f"{quoted(key)} needs either 'fix', or 'low' and 'high', or 'scale'; got {got}"
            c.found.add(node.heading, message)
        if setting.low is not None and setting.high is not None and setting.low > setting.high:
            c.found.add(read.nodes["high"], f"'high' {setting.high:g} is below 'low' {setting.low:g}")
    else:
        setting = ParameterSetting(c.found.number(node))
    low, high = c.vocabulary.parameters[key]
    values = [value for value in (setting.fix, setting.low, setting.high) if value is not None]
    outside = next((value for value in values if not low <= value <= high), None)
    if outside is not None and not setting.because:
        message = f"{quoted(key)} = {outside:g} is outside {low:g} to {high:g}; say why under 'because'"
        c.found.add(node.get("fix") or node.get("low") or node, message)
    return setting


PRESSURE_NAME = f"^({re.escape(HISTORY)})?{NAME.pattern}$"


def scenario_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of a scenario file, with the names of the theory and the seeds."""
    head = {
        "$schema": DIALECT,
        "title": "Tightrope scenario",
        "description": "A question put to the model. Made by `tightrope schema`; do not edit.",
    }
    pressures = {PRESSURE_NAME: {"$ref": "#/$defs/pressure"}}
    variants = {name: {"enum": [*known, None]} for name, known in sorted(vocabulary.hypotheses.items())}
    closed: Schema = {"type": "object", "additionalProperties": False}
    postures = {"type": "string", "pattern": f"^({'|'.join(vocabulary.postures)})@"}
    schemas: dict[object, Schema] = {
        ParameterSetting: {"$ref": "#/$defs/parameter"},
        "hypotheses": closed | {"properties": variants},
        "pressures": closed | {"patternProperties": pressures},
        "given": closed | {"properties": {"posture": postures}},
        "read": {"type": "object", "required": ["origin", "texts", "headline", "beside"]},
    }
    body = schema_of(ScenarioFile, schemas, names_of(vocabulary), deletable=True)
    parameter = schema_of(ParameterSetting, deletable=True) | {"type": ["number", "object", "null"]}
    return head | body | {"$defs": {"parameter": parameter, "pressure": pressure_schema(vocabulary)}}
