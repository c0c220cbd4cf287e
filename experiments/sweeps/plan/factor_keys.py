"""The dotted keys of `vary`: which of them can be varied, and their labels."""

from __future__ import annotations

from collections.abc import Collection

from experiments.sweeps.plan.factors import END, FLOAT_KEYS, SCENARIO, SWITCH
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.scenario.changes import dotted_parts
from model.scenario.pressure import name_words
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.fields import unknown_key_message
from model.yaml_files.nodes import quoted
from model.yaml_files.schemas import Schema

WHOLE_KEYS = ("duration", "ramp", "delay", "every", "times")
"""Keys of a pressure that take whole numbers, so that a range stands for a list."""

WORD_KEYS = ("start", "end", "by", "on", "venue")
PRESSURE_KEY = "key to vary of a pressure"
OF_PRESSURES = (*FLOAT_KEYS, *WHOLE_KEYS, *WORD_KEYS)
ANY = "*"
"""At the end of a key, it stands for every parameter of a subject, or of all."""

HEADS = {
    "parameters": "parameter",
    "pressures": "pressure",
    "hypotheses": "hypothesis",
    SWITCH: "mechanism",
    "initial": "variable",
}
"""What a key to vary can begin with, and what messages call a name behind it."""

ALONE = {SCENARIO: "scenario", END: "last month of the run"}
"""Keys of one part that can be varied, and their labels."""

KEY_WORDS = {
    "level": "strength",
    "start": "first month",
    "end": "last month",
    "duration": "length in months",
    "probability": "share of worlds",
}
"""What keys of a pressure are called."""


def _names(head: str, scenario: Scenario) -> Collection[str]:
    """The names there are behind the head of a key."""
    seeds = load_seeds()
    if head == SWITCH:
        return [key for key, one in seeds.mechanisms.items() if one.switch is not None]
    if head == "hypotheses":
        return [one.name for one in seeds.hypotheses.values()]
    return {"parameters": seeds.parameters, "pressures": scenario.pressures, "initial": theory().series}[head]


def problem_with(key: str, scenario: Scenario) -> str:
    """Why a key cannot be varied in a scenario; empty where it can."""
    if key in ALONE:
        return ""
    head, *rest = dotted_parts(key)
    if head not in HEADS:
        meant = f" did you mean {quoted(f'parameters.{key}')}?" if key in load_seeds().parameters else ""
        allowed = f"a key to vary is {' or '.join(ALONE)}, or begins with {', '.join(HEADS)}"
        return f"{quoted(key)} cannot be varied;{meant} {allowed}"
    what, names = HEADS[head], _names(head, scenario)
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
    if key in ALONE:
        return ALONE[key]
    head, name, *rest = dotted_parts(key)
    if head == "parameters":
        return load_seeds().parameters[name].label
    if head == SWITCH:
        return f"{load_seeds().mechanisms[name].name} switched off"
    return f"{KEY_WORDS.get(rest[0], rest[0])} of {name_words(name)}" if rest else name.replace("_", " ")


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
    keys: tuple[str, ...] = r"parameters\.\*", r"parameters\.[a-z_]+\.(\*|[a-z0-9_]+)", r"(hypotheses|initial)\..+"
    keys += (rf"pressures\..+\.({'|'.join(OF_PRESSURES)})",)
    keys += (rf"({'|'.join(ALONE)})",)
    factors: dict[str, Schema] = {key: {"$ref": "#/$defs/factor"} for key in keys}
    switches = {rf"{SWITCH}\.M[0-9]+": {"type": "array", "items": {"type": "boolean"}, "minItems": 1}}
    patterns = {f"^{key}$": schema for key, schema in (factors | switches).items()}
    return {"type": "object", "minProperties": 1, "patternProperties": patterns, "additionalProperties": False}
