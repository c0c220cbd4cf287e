"""The tables of `docs/ODD.md` and `docs/parameters.md`, made from the code and the seeds, so that they stay true.

`python -m viz.reports odd` writes them between the marks in both files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from experiments.patterns.reader import load_patterns
from model.core.declarations import Owner, Role, Stock
from model.core.files import write_whole
from model.evidence.hypotheses import SAMPLED
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind, Parameter
from model.scenario.load import load_scenario
from model.scenario.pressure import Pressure
from model.scenario.pressure_keys import described
from model.scenario.scenario import Scenario
from model.theory.theory import COMPUTED, CONSTANTS, theory
from viz.common.markdown import DOCS, table
from viz.terminal.lists import cited

ODD, PARAMETERS = DOCS / "ODD.md", DOCS / "parameters.md"
PAGES = (ODD, PARAMETERS)
MARK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)

Rows = Iterator[tuple[str, ...]]
"""The rows of a table, its heading first."""


def patterns() -> Rows:
    """Every stylised fact that the model is judged by."""
    yield "Id", "Pattern", "Strength", "What the documents say"
    for p in load_patterns().patterns.values():
        yield p.key, p.name, p.strength, p.statement


def entities() -> Rows:
    """The five and the system: how many stocks, what they perceive, what they decide."""
    made = theory()
    yield "Entity", "State variables", "Perceptions", "Decides on (number of moves)"
    for owner in Owner:
        stocks = sum(stock.owner is owner for stock in made.stocks.values())
        perceptions = sum(rule.owner is owner for rule in made.auxiliaries.values())
        slots = [f"{slot} ({len(options)})" for (whose, slot), options in made.slots.items() if whose is owner]
        yield owner, str(stocks), str(perceptions), ", ".join(slots) or "decides nothing"


def state_variables() -> Rows:
    """Every stock: whose, what, range, where it starts."""
    yield "Series", "Meaning", "Range", "Start (best)"
    for stock in theory().stocks.values():
        yield f"`{stock.series}`", stock.label, f"{stock.domain.low:g}..{stock.domain.high:g}", _start(stock)


def _start(stock: Stock) -> str:
    made, start = theory(), stock.initial
    if start in CONSTANTS:
        return f"{CONSTANTS[start]:g}"
    if start in made.auxiliaries or start == COMPUTED:
        return start
    return f"{load_seeds().parameters[f'{made.home[stock.name]}.{start}'].best:g}"


def drivers() -> Rows:
    """Every driver from outside."""
    yield "Driver", "Meaning"
    for driver in theory().drivers.values():
        yield f"`{driver.name}`", driver.label


PHASES = {
    Role.PRE_DECISION: "2 the street",
    Role.AUXILIARY: "3 perception",
    Role.FLOW: "5 consequences",
    Role.UPDATE: "5 consequences",
    Role.DERIVED: "6 outputs",
}


def schedule() -> Rows:
    """Every rule in the order of the month."""
    yield "Phase", "Rule", "Result", "What it says", "Mechanisms"
    for rule in sorted(theory().rules, key=lambda rule: PHASES[rule.role]):
        yield PHASES[rule.role], f"`{rule.name}`", f"`{rule.target}`", rule.label, ", ".join(rule.mechanisms)


def moves() -> Rows:
    """Every move with its slot, its gate and the terms of its utility."""
    terms: dict[str, list[str]] = {}
    for key, parameter in load_seeds().parameters.items():
        term = parameter.term
        for move in term.weighed_in if term else ():
            sign = "+" if term and (term.sign > 0) == (move in term.moves) else "−"
            terms.setdefault(move, []).append(f"{sign} {parameter.best:g} {(term and term.motive) or '1'} (`{key}`)")
    yield "Actor", "Slot", "Move", "Taken", "Open when", "Utility against none"
    for m in theory().moves.values():
        taken = f"{m.taken}, a label: no rule reads it" if m.name in theory().labels else m.taken
        yield m.owner, m.slot, f"`{m.name}`", taken, m.open_when or "always", "<br>".join(terms.get(m.name, []))


def draws() -> Rows:
    """Every named stream of random numbers."""
    yield "Stream", "What it decides"
    yield "`parameter/<key>`", "value of a sampled parameter, once per world"
    yield "`pressure/<name>`", "onset of a pressure with a probability, once per world or onset"
    for draw in theory().random_draws.values():
        yield f"`chance/{draw.name}`", draw.label
    for (owner, slot), options in theory().slots.items():
        if options[0].graded:
            continue
        if len(options) == 1:
            yield f"`{owner}/{slot}`", f"logistic noise: whether the actor {options[0].label}"
        else:
            names = ", ".join(option.name for option in options)
            yield f"`{owner}/{slot}`, `{owner}/{slot}/<move>`", f"Gumbel noise for none and: {names}"


def mechanisms() -> Rows:
    """Every mechanism with its grade and what carries it."""
    yield "Id", "Mechanism", "Grade", "Carried by"
    for key, m in load_seeds().mechanisms.items():
        yield key, m.name, m.grade, ", ".join(f"`{name}`" for name in m.carried_by) or m.label_of or m.status


KINDS = {
    Kind.MEASURED: "stated in a document as a number",
    Kind.DERIVED: "derived from numbers in a document",
    Kind.JUDGEMENT: "its sign rests on claims in the documents, its size is our judgement",
    Kind.ASSUMPTION: "no document addresses it; a reason is given",
    Kind.DEFINITION: "defines what an output means; never drawn, calibrated or ranked",
}


def kinds() -> Rows:
    """How many numbers are measured, derived, judged, assumed or defined, and how many of them are drawn."""
    yield "Kind", "What it is", "Numbers", "Drawn"
    for kind in Kind:
        members = [p for p in load_seeds().parameters.values() if p.kind is kind]
        yield kind, KINDS[kind], str(len(members)), str(sum(map(is_drawn, members)))


def is_drawn(parameter: Parameter) -> bool:
    """Whether each world has its own value of a number when parameters are sampled."""
    return parameter.kind is not Kind.DEFINITION and parameter.low < parameter.high


def hypotheses() -> Rows:
    """Every question on which the documents disagree, with its variants and what is taken by default."""
    yield "Id", "Name", "Question", "Variants", "Default", "Observation that would decide"
    for h in load_seeds().hypotheses.values():
        acts = any(variant.parameters for variant in h.variants.values())
        name = f"`{h.name}`" if acts else f"`{h.name}` (does not act yet)"
        variants = ", ".join(f"`{name}`" for name in h.variants)
        yield h.key, name, h.question, variants, h.default or SAMPLED, h.discriminating_observation


def pressures() -> Rows:
    """Every kind of pressure that a scenario can set."""
    yield "Kind", "What it does", "By", "On", "Level", "Moves"
    for row in described():
        yield f"`{row['kind']}`", *(row[column] or "-" for column in ("does", "by", "on", "level", "moves"))


def history() -> Rows:
    """Every pressure of the history, with the events it encodes."""
    past = load_scenario("baseline")
    yield "Pressure", "Kind", "When", "Events", "Reason"
    for name, one in past.pressures.items():
        yield f"`{name}`", one.kind, when(one, past), ", ".join(one.events) or "none", " ".join(one.because.split())


def when(pressure: Pressure, scenario: Scenario) -> str:
    """The months in which a pressure is set: a path from its first to its last point, a window, or windows."""
    if pressure.path:
        return f"path, {scenario.date(pressure.path[0][0])} to {scenario.date(pressure.path[-1][0])}"
    last = pressure.end if pressure.duration is None else pressure.start + pressure.duration - 1
    if pressure.latest is not None:
        return f"from a month drawn between {scenario.date(pressure.start)} and {scenario.date(pressure.latest)}"
    if pressure.every is not None:
        return f"from {scenario.date(pressure.start)}, every {pressure.every} months"
    if last is None:
        return f"from {scenario.date(pressure.start)}"
    return " to ".join(dict.fromkeys((scenario.date(pressure.start), scenario.date(last))))


def all_parameters() -> str:
    """Every number with its range, kind and sources, subject by subject."""
    head = ("Key", "What it is", "Best", "Range", "Unit", "Kind", "Mechanisms", "Sources")
    numbers = load_seeds().parameters.values()
    return "\n\n".join(
        f"## {subject}\n\n{table(head, [_parameter(p) for p in numbers if p.subject == subject])}"
        for subject in dict.fromkeys(p.subject for p in numbers)
    )


def _parameter(p: Parameter) -> tuple[str, ...]:
    width = f"{p.low:g} to {p.high:g}" if p.low < p.high else "fixed"
    sources = ", ".join(cited(load_seeds().claims_of(p))) or "-"
    return f"`{p.name}`", p.label, f"{p.best:g}", width, p.unit, p.kind, ", ".join(p.mechanisms) or "-", sources


TABLES: dict[str, Callable[[], Rows | str]] = {
    f.__name__: f
    for f in (
        patterns,
        entities,
        state_variables,
        drivers,
        schedule,
        moves,
        draws,
        history,
        mechanisms,
        hypotheses,
        pressures,
        kinds,
        all_parameters,
    )
}


def filled(text: str) -> str:
    """The text with every marked table made anew."""

    def text_of(name: str) -> str:
        made = TABLES[name]()
        return made if isinstance(made, str) else table(next(made), made)

    return MARK.sub(lambda match: f"{match[1]}{text_of(match[2])}\n{match[3]}", text)


def write() -> None:
    """Fill both files anew."""
    for page in PAGES:
        write_whole(page, filled(page.read_text(encoding="utf-8")))
