"""The keys of a scenario file, each declared once: how it is read, its JSON Schema and what it means.

The schema says less than the readers: what depends on several keys or files, only `load_scenario` checks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations

from model.core.months import is_date, months_between
from model.scenario.keys import (
    DATE,
    DIALECT,
    SHARE,
    Context,
    ScenarioKey,
    mapping,
    month,
    number,
    or_null,
    read_date,
    record,
    text,
)
from model.scenario.layers import HISTORY, Entry, fields
from model.scenario.pressure_keys import NAME, pressure_schema
from model.scenario.pressure_reader import read_pressures
from model.scenario.scenario import Given, ParameterSetting, Sampling
from model.theory.names import Vocabulary
from model.yaml_files.fields import Node, quoted, unknown_key_message
from model.yaml_files.schemas import Schema

MOST_WORLDS = 1_000_000
LARGEST_SEED = 2**63 - 1
LARGEST_SCALE = 1000.0
WORLDS = 1000
SEED = 2013
OWN = ("title", "question", "because", "extends")
"""Keys that speak of one file only and are not handed on by `extends`."""
READ = "read"
"""What a scenario is read by, compared with the baseline: no setting of the run, read by `experiments` alone."""


# -- values


def _counted(says: str, low: int, high: int, span: str, default: int) -> ScenarioKey:
    """A whole number, with limits that are easier to read in words."""

    def read(c: Context, entry: Entry) -> int | None:
        value = entry.node.value
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        c.found.wanted(entry.node, f"a whole number from {span}")
        return None

    return ScenarioKey(says, {"type": "integer", "minimum": low, "maximum": high}, read, default)


def _sampling(c: Context, entry: Entry) -> Sampling | None:
    chosen = c.found.choice(entry.node, list(Sampling), what="sampling")
    return None if chosen is None else Sampling(chosen)


def _month(c: Context, node: Node, date: str | None) -> int:
    """A month of the run, counted from its first."""
    if date is None:
        return 0
    if not c.start <= date <= c.end:
        c.found.add(node, f"{date} lies outside the run, {c.start} to {c.end}")
    return months_between(c.start, date)


def _given(c: Context, entry: Entry) -> Given | None:
    part = fields(c.found, entry, ("posture",)).get("posture")
    written = c.found.text(part.node) if part is not None else None
    if part is None or written is None:
        return None
    posture, _, date = written.partition("@")
    if posture not in c.words.postures:
        c.found.add(part.node, unknown_key_message("posture", posture, c.words.postures))
    elif not is_date(date):
        c.found.add(part.node, f"must be a posture and a month such as client@2021-06, got {quoted(written)}")
    else:
        return Given(posture, _month(c, part.node, date))
    return None


def _named(c: Context, entry: Entry, known: Collection[str], what: str) -> dict[str, Entry]:
    """The parts of a mapping whose keys must be known names."""
    c.found.entries(entry.node)
    parts = entry.parts or {}
    for name, part in parts.items():
        if name not in known:
            c.found.add(part.key, unknown_key_message(what, name, known))
    return {name: part for name, part in parts.items() if name in known}


def _initial(c: Context, entry: Entry) -> dict[str, float]:
    parts = _named(c, entry, c.words.variables, "variable")
    values = {name: c.found.number(part.node) for name, part in parts.items()}
    return {name: value for name, value in values.items() if value is not None}


def _switch_off(c: Context, entry: Entry) -> tuple[str, ...]:
    seen: list[str] = []
    for item in c.found.sequence(entry.node):
        name = c.found.choice(item, sorted(c.words.mechanisms), what="mechanism")
        if name is not None and name in seen:
            c.found.add(item, f"{quoted(name)} is named twice")
        elif name is not None:
            seen.append(name)
    return tuple(seen)


def _hypotheses(c: Context, entry: Entry) -> dict[str, str]:
    """Hypothesis -> variant; two that set one parameter are refused."""
    known, chosen = c.words.hypotheses, {}
    parts = _named(c, entry, known, "hypothesis")
    for name, part in parts.items():
        variant = c.found.choice(part.node, known[name], what=f"variant of {quoted(name)}")
        if variant is not None:
            chosen[name] = variant
    for one, other in combinations(chosen, 2):
        for key in sorted({*known[one][chosen[one]]} & {*known[other][chosen[other]]}):
            names = f"{quoted(one)} and {quoted(other)}"
            c.found.add(parts[other].node, f"the hypotheses {names} both set {quoted(key)}; choose one of them")
    return chosen


PARAMETER = {
    "fix": number("The value in every world."),
    "low": number("Least value of a range of its own."),
    "high": number("Greatest value of that range."),
    "scale": number("A factor.", 0, LARGEST_SCALE),
    "because": text("Why; needed outside the documented range.", ""),
}


def _parameters(c: Context, entry: Entry) -> dict[str, ParameterSetting]:
    parts = _named(c, entry, c.words.parameters, "parameter")
    return {key: _parameter(c, key, part) for key, part in parts.items()}


def _parameter(c: Context, key: str, entry: Entry) -> ParameterSetting:
    if entry.parts is None:
        made, at = ParameterSetting(c.found.number(entry.node)), entry
    else:
        parts = fields(c.found, entry, (), PARAMETER)
        made = ParameterSetting(*(one.value(c, parts.get(name)) for name, one in PARAMETER.items()))
        given = tuple(name for name in PARAMETER if name in parts and name != "because")
        if given not in (("fix",), ("low", "high"), ("scale",)):
            got = ", ".join(given) or "none of them"
            c.found.add(entry.key, f"{quoted(key)} needs either 'fix', or 'low' and 'high', or 'scale'; got {got}")
        if made.low is not None and made.high is not None and made.low > made.high:
            c.found.add(parts["high"].node, f"'high' {made.high:g} is below 'low' {made.low:g}")
        at = parts.get("fix") or parts.get("low") or entry
    low, high = c.words.parameters[key]
    values = [value for value in (made.fix, made.low, made.high) if value is not None]
    outside = next((value for value in values if not low <= value <= high), None)
    if outside is not None and not made.because:
        c.found.add(at.node, f"{quoted(key)} = {outside:g} is outside {low:g} to {high:g}; say why under 'because'")
    return made


# -- the keys


def _each(names: Iterable[str], schema: Schema) -> Schema:
    return mapping(dict.fromkeys(sorted(names), schema))


KEYS = {
    "title": text("A few words.", ""),
    "question": text("What it asks of the model.", ""),
    "because": text("Why it is set up so.", ""),
    "extends": text("Name of the scenario it builds on.", examples=["baseline"]),
    "start": month("First month; another than 2013-01 needs 'initial'."),
    "end": month("Last month of the run."),
    "worlds": _counted("Number of worlds.", 1, MOST_WORLDS, "1 to a million", WORLDS),
    "sampling": ScenarioKey(
        "All worlds at the best parameters, or each at its own, from stated or wider ranges.",
        {"enum": list(map(str, Sampling))}, _sampling, Sampling.PARAMETERS),
    "seed": _counted("Seed of all luck.", 0, LARGEST_SEED, "0 to 2**63 - 1", SEED),
    "hypotheses": ScenarioKey(
        "Which of rival hypotheses hold.",
        lambda words: mapping({name: {"enum": [*one, None]} for name, one in sorted(words.hypotheses.items())}),
        _hypotheses, {}),
    "switch_off": ScenarioKey(
        "Mechanisms without effect.",
        lambda words: {"type": "array", "items": {"enum": sorted(words.mechanisms)}, "uniqueItems": True},
        _switch_off, ()),
    "parameters": ScenarioKey(
        "Parameters set by hand.",
        lambda words: _each(words.parameters, {"$ref": "#/$defs/parameter"}), _parameters, {}),
    "pressures": ScenarioKey(
        "Pressures by name; null deletes one of a file below.",
        mapping({}, patternProperties={f"^({HISTORY}\\.)?{NAME.pattern}$": or_null({"$ref": "#/$defs/pressure"})}),
        read_pressures, {}),
    "initial": ScenarioKey(
        "Dotted series -> value to start from.",
        {"type": "object", "additionalProperties": {"type": ["number", "null"]}}, _initial, {}),
    "given": ScenarioKey(
        "Keeps only worlds in this posture in this month, e.g. client@2021-06.",
        lambda words: mapping({"posture": {"type": "string", "pattern": f"^({'|'.join(words.postures)})@"}}), _given),
    "read_from": ScenarioKey(
        "Month from which results are read.",
        {"$ref": "#/$defs/date"}, lambda c, entry: _month(c, entry.node, read_date(c.found, entry.node)), 0),
}  # fmt: skip
"""Every key of a scenario file that is a setting of the run, or speaks of the file."""
READINGS = ScenarioKey(
    "What it is read by, compared with the baseline, and what the documents lead one to expect.",
    {"type": "object", "required": ["origin", "texts", "headline", "beside"]},
)


def scenario_schema(words: Vocabulary) -> Schema:
    """The schema of a scenario file, with the names of the theory and the seeds."""
    head = {
        "$schema": DIALECT,
        "title": "Tightrope scenario",
        "description": "A question put to the model. Made by `tightrope schema`; do not edit.",
    }
    number_, null = {"type": "number"}, {"type": "null"}
    parameter = {"anyOf": [number_, record(PARAMETER, words), null]}
    defs = {"date": DATE, "share": SHARE, "parameter": parameter, "pressure": pressure_schema(words)}
    return head | record(KEYS | {READ: READINGS}, words) | {"$defs": defs}
