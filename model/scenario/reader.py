"""A scenario file as it is written: its keys with their types and limits, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Annotated

from model.core.declarations import SCORE
from model.core.months import FIRST_MONTH, months_between
from model.evidence.domains import ANY
from model.scenario.condition import Condition, read_conditions
from model.scenario.context import Context, Date
from model.scenario.pressure import Pressure
from model.scenario.pressure_reader import read_pressures
from model.scenario.scenario import FORMER_SAMPLINGS, LARGEST_SCALE, ParameterSetting, Sampling
from model.yaml_files.fields import Collector, unknown_key_message
from model.yaml_files.hints import Between, Items, Known, parts_of
from model.yaml_files.nodes import Node, quoted
from model.yaml_files.records import Read

MOST_WORLDS = 1_000_000
LARGEST_SEED = 2**63 - 1
MOST_FIRST = 1_000_000
"""Limit of first values of series that have none."""
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
        sampling: Each world at its own parameters, drawn from their ranges (prior), or all at the best ones (best).
        seed: Seed of all random draws.
        hypotheses: Which of rival hypotheses hold.
        switch_off: Mechanisms without effect.
        parameters: Parameters set by hand.
        pressures: Pressures by name; null deletes one of a file below.
        initial: Dotted series -> value to start from.
        given: Only worlds that meet this condition count, or all conditions of a list; e.g. {posture: client@2021-06}.
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
    sampling: Sampling = Sampling.CONDITIONED
    seed: Annotated[int, Between(0, LARGEST_SEED)] = 2013
    hypotheses: Mapping[Annotated[str, Known("hypothesis")], str] | None = None
    switch_off: Annotated[tuple[Annotated[str, Known("mechanism")], ...], Items(distinct=True)] = ()
    parameters: Mapping[Parameter, ParameterSetting] | None = None
    pressures: Mapping[str, Pressure] | None = None
    initial: Mapping[Annotated[str, Known("variable")], float] | None = None
    given: tuple[Condition, ...] = ()
    read_from: Date | None = None
    read: Node | None = None


KEYS = tuple(part.key for part in parts_of(ScenarioFile))


def readers(c: Context) -> dict[str, Read]:
    """What reads the keys for which more counts than their own value."""
    return {
        "sampling": partial(_read_sampling, c.found),
        "hypotheses": partial(_hypotheses, c),
        "parameters": lambda node: {
            key: _parameter(c, key, part) for key, part in c.records.table(node, Parameter).items()
        },
        "pressures": partial(read_pressures, c),
        "initial": partial(_initial, c),
        "given": partial(_given, c),
    }


def month_of_run(c: Context, node: Node, date: str) -> int:
    """A month of the run, counted from its first."""
    if not c.start <= date <= c.end:
        c.found.add(node, f"{date} lies outside the run, {c.start} to {c.end}")
    return months_between(c.start, date)


def _given(c: Context, node: Node) -> tuple[Condition, ...]:
    conditions = read_conditions(c.records, node)
    for condition in conditions:
        month_of_run(c, node, condition.month)
    return conditions


def sampling_of(word: str, where: str) -> Sampling:
    """The sampling of this name; raises `InputError`, at `where`, for others and for names of before."""
    found = Collector()
    _read_sampling(found, Node(word, 1, 1, where))
    found.raise_if_any()
    return Sampling(word)


def _read_sampling(found: Collector, node: Node) -> Sampling | None:
    word = found.choice(node, Sampling, what="sampling", former=FORMER_SAMPLINGS)
    return None if word is None else Sampling(word)


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
    _check_range(c, key, setting, node.get("fix") or node.get("low") or node.get("scale") or node)
    return setting


def _check_range(c: Context, key: str, setting: ParameterSetting, at: Node) -> None:
    """A number outside its documented range needs a reason; none makes it another kind of number."""
    (low, high), domain = c.vocabulary.parameters[key], c.vocabulary.number_domains.get(key, ANY)
    values = [value for value in (setting.fix, setting.low, setting.high) if value is not None]
    if setting.scale is not None:
        values = [low * setting.scale, high * setting.scale]
    outside = [value for value in values if not low <= value <= high]
    if not outside:
        return
    value, most = max(outside, key=abs), LARGEST_SCALE * max(abs(low), abs(high))
    what = f"{quoted(key)} = {value:g}" + (f" (scaled by {setting.scale:g})" if setting.scale is not None else "")
    if domain.low >= 0.0 and min(outside) < 0.0:
        c.found.add(at, f"{what} has the wrong sign; it must be {domain.says}")
    elif 0.0 in outside and key in c.vocabulary.divisors:
        c.found.add(at, f"{quoted(key)} cannot be 0, because the model divides by it")
    elif abs(value) > most:
        c.found.add(at, f"{what} is too large; at most {most:g} is possible")
    elif not setting.because and not domain.holds(*outside):
        c.found.add(at, f"{what} leaves its domain ({domain.says}); say why under 'because'")
    elif not setting.because:
        c.found.add(at, f"{what} is outside {low:g} to {high:g}; say why under 'because'")


def _initial(c: Context, node: Node) -> dict[str, float]:
    """Series -> first value, within the range of the series."""
    stocks, domains, read = c.vocabulary.stocks, c.vocabulary.domains, dict[str, float]()
    for name, part in c.found.entries(node).items():
        domain = domains.get(name, SCORE)
        low, high = max(domain.low, -MOST_FIRST), min(domain.high, MOST_FIRST)
        if name in c.vocabulary.variables and name not in stocks:
            c.found.add(part.heading, f"{quoted(name)} is computed each month, so it takes no initial value")
        elif name not in stocks:
            c.found.add(part.heading, unknown_key_message("stock", name, stocks))
        else:
            value = c.found.number(part, low, high)
            if value is not None and domain.whole and not value.is_integer():
                c.found.wanted(part, "a whole number")
            read |= {} if value is None else {name: value}
    return read
