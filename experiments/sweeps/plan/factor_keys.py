"""What a dotted key of `vary` stands for: which keys can be varied, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from experiments.sweeps.plan.factors import FLOAT_KEYS, SWITCH
from model.evidence.load import Kind, load_seeds
from model.scenario.changes import dotted_parts
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.fields import quoted, unknown_key_message
from model.yaml_files.schemas import Schema

WHOLE_KEYS = ("duration", "ramp", "delay", "every", "times")
"""Keys of a pressure that take whole numbers, so that a range stands for a list."""

WORD_KEYS = ("start", "end", "by", "on", "venue")
PRESSURE_KEY = "key to vary of a pressure"
OF_PRESSURES = (*FLOAT_KEYS, *WHOLE_KEYS, *WORD_KEYS)
ANY = "*"
"""At the end of a key, it stands for every parameter of a subject, or of all."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a key to vary can begin with.

    Attributes:
        what: What messages call a name behind it.
        names: The names there are.
        label: What a name stands for, in words.
        schema: What is varied, by the pattern of its keys.
    """

    what: str
    names: Callable[[Scenario], Collection[str]]
    label: Callable[[str], str]
    schema: dict[str, Schema]


FACTOR: Schema = {"$ref": "#/$defs/factor"}
SWITCHES: Schema = {"type": "array", "items": {"type": "boolean"}, "minItems": 1}
PARAMETERS = {r"^parameters\.[a-z_]+\.(\*|[a-z0-9_]+)$": FACTOR, r"^parameters\.\*$": FACTOR}
PRESSURES = {rf"^pressures\..+\.({'|'.join(OF_PRESSURES)})$": FACTOR}


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _switches(_: Scenario) -> Collection[str]:
    return [key for key, one in load_seeds().mechanisms.items() if one.switch is not None]


HEADS = {
    "parameters": Head(
        "parameter", lambda _: load_seeds().parameters, lambda name: load_seeds().parameters[name].label, PARAMETERS
    ),
    "pressures": Head("pressure", lambda scenario: scenario.pressures, _spaced, PRESSURES),
    "hypotheses": Head(
        "hypothesis",
        lambda _: [one.name for one in load_seeds().hypotheses.values()],
        _spaced,
        {r"^hypotheses\..+$": FACTOR},
    ),
    SWITCH: Head(
        "mechanism",
        _switches,
        lambda name: f"{load_seeds().mechanisms[name].name} switched off",
        {rf"^{SWITCH}\.M[0-9]+$": SWITCHES},
    ),
    "initial": Head("variable", lambda _: theory().series, _spaced, {r"^initial\..+$": FACTOR}),
}


def problem_with(key: str, scenario: Scenario) -> str:
    """Why a key cannot be varied in a scenario; empty where it can."""
    head, *rest = dotted_parts(key)
    if head not in HEADS:
        meant = f" did you mean {quoted(f'parameters.{key}')}?" if key in load_seeds().parameters else ""
        return f"{quoted(key)} cannot be varied;{meant} a key to vary begins with {', '.join(HEADS)}"
    what, names = HEADS[head].what, HEADS[head].names(scenario)
    if rest and rest[0] not in names:
        return unknown_key_message(what, rest[0], names)
    if head == "pressures" and len(rest) == 2:
        return "" if rest[1] in OF_PRESSURES else unknown_key_message(PRESSURE_KEY, rest[1], OF_PRESSURES)
    if head == "pressures":
        return f"{quoted(key)} names no key of the pressure, such as {quoted(f'{key}.level')}"
    if len(rest) != 1:
        return f"{quoted(key)} is no key to vary; a {what} is varied by its name alone"
    if head == "parameters" and rest[0] in switched_off(scenario):
        return f"{quoted(rest[0])} changes nothing, because 'switch_off' sets it to zero"
    return ""


def label_of(key: str) -> str:
    """What a key that can be varied stands for, in words."""
    head, name, *rest = dotted_parts(key)
    return f"{rest[0]} of {name}" if rest else HEADS[head].label(name)


def behind_star(key: str, scenario: Scenario) -> list[str] | None:
    """The keys that one with a star stands for: parameters with a range, unless switched off; None for no such key."""
    parts, known = key.split("."), load_seeds().parameters.values()
    if parts[0] != "parameters" or len(parts) > 3 or (len(parts) == 3 and parts[1] not in {p.subject for p in known}):
        return None
    off, ranged = switched_off(scenario), [p for p in known if p.kind is not Kind.DEFINITION and p.low < p.high]
    return [f"parameters.{p.key}" for p in ranged if len(parts) == 2 or p.subject == parts[1] if p.key not in off]


def switched_off(scenario: Scenario) -> set[str]:
    """Parameters that mechanisms switched off set to zero."""
    switches = [load_seeds().mechanisms[name].switch for name in scenario.switch_off]
    return {key for switch in switches if switch is not None for key in switch.parameters}


def vary_schema() -> Schema:
    """The JSON Schema of `vary`."""
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {pattern: schema for head in HEADS.values() for pattern, schema in head.schema.items()},
        "additionalProperties": False,
    }
