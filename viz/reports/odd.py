"""The tables of `docs/ODD.md` and `docs/parameters.md`, made from the code and the seeds, so that they cannot drift.

`python -m viz.reports odd` writes them between the marks in both files.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from experiments.patterns.reader import load_patterns
from model.core.declarations import Owner, Role
from model.evidence.load import SAMPLED, Kind, Seeds, load_seeds
from model.evidence.records import Parameter
from model.scenario.kinds import described
from model.scenario.load import load_scenario
from model.scenario.pressure import Pressure
from model.scenario.scenario import Scenario
from model.theory.theory import COMPUTED, CONSTANTS, Theory, theory
from viz.common.markdown import DOCS, table
from viz.terminal.lists import cited

ODD, PARAMETERS = DOCS / "ODD.md", DOCS / "parameters.md"
MARK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def patterns(made: Theory, seeds: Seeds) -> str:
    """Every stylised fact that the model is judged by."""
    rows = [(p.key, p.name, str(p.strength), p.statement) for p in load_patterns().patterns.values()]
    return table(("Id", "Pattern", "Strength", "What the texts say"), rows)


def entities(made: Theory, seeds: Seeds) -> str:
    """The five and the system: how many stocks, what they perceive, what they decide."""
    rows = []
    for owner in Owner:
        stocks = [stock for stock in made.stocks.values() if stock.owner is owner]
        gauges = [rule for rule in made.auxiliaries.values() if rule.owner is owner]
        slots = [f"{slot} ({len(options)})" for (whose, slot), options in made.slots.items() if whose is owner]
        rows.append((str(owner), str(len(stocks)), str(len(gauges)), ", ".join(slots) or "decides nothing"))
    return table(("Entity", "State variables", "Perceptions", "Decides on (number of moves)"), rows)


def state_variables(made: Theory, seeds: Seeds) -> str:
    """Every stock: whose, what, range, where it starts."""
    rows = []
    for stock in made.stocks.values():
        start = stock.initial
        if start in CONSTANTS:
            start = f"{CONSTANTS[start]:g}"
        elif start not in made.auxiliaries and start != COMPUTED:
            start = f"{seeds.parameters[f'{made.home[stock.name]}.{start}'].best:g}"
        rows.append((f"`{stock.series}`", stock.label, f"{stock.domain.low:g}..{stock.domain.high:g}", start))
    return table(("Series", "Meaning", "Range", "Start (best)"), rows)


def drivers(made: Theory, seeds: Seeds) -> str:
    """Every driver from outside."""
    return table(("Driver", "Meaning"), [(f"`{d.name}`", d.label) for d in made.drivers.values()])


def schedule(made: Theory, seeds: Seeds) -> str:
    """Every rule in the order of the month."""
    phases = {
        Role.PRE_DECISION: "2 the street",
        Role.AUXILIARY: "3 perception",
        Role.FLOW: "5 consequences",
        Role.UPDATE: "5 consequences",
        Role.DERIVED: "6 picture",
    }
    rules = sorted(made.rules, key=lambda rule: phases[rule.role])
    rows = [(phases[r.role], f"`{r.name}`", f"`{r.target}`", r.label, ", ".join(r.mechanisms)) for r in rules]
    return table(("Phase", "Rule", "Result", "What it says", "Mechanisms"), rows)


def moves(made: Theory, seeds: Seeds) -> str:
    """Every move with its slot, its gate and the terms of its utility."""
    weights: dict[str, list[str]] = {}
    for key, parameter in seeds.parameters.items():
        if parameter.term is not None:
            term = parameter.term
            for move in term.weighed_in:
                sign = "+" if (term.sign > 0) == (move in term.moves) else "−"
                weights.setdefault(move, []).append(f"{sign} {parameter.best:g} {term.motive or '1'} (`{key}`)")
    rows = [
        (m.owner, m.slot, f"`{m.name}`", m.open_when or "always", "<br>".join(weights.get(m.name, [])))
        for m in made.moves.values()
    ]
    return table(("Actor", "Slot", "Move", "Open when", "Utility against none"), rows)


def draws(made: Theory, seeds: Seeds) -> str:
    """Every named stream of random numbers."""
    rows = [("`parameter/<key>`", "value of a sampled parameter, once per world")]
    rows += [("`pressure/<name>`", "onset of a pressure with a probability, once per world or onset")]
    rows += [(f"`chance/{c.name}`", c.label) for c in made.random_draws.values()]
    for (owner, slot), options in made.slots.items():
        if len(options) == 1:
            rows.append((f"`{owner}/{slot}`", f"logistic noise: whether the actor {options[0].label}"))
        else:
            names = ", ".join(option.name for option in options)
            rows.append((f"`{owner}/{slot}`, `{owner}/{slot}/<move>`", f"Gumbel noise for none and: {names}"))
    return table(("Stream", "What it decides"), rows)


def mechanisms(made: Theory, seeds: Seeds) -> str:
    """Every mechanism with its grade and what carries it."""
    rows = []
    for key, m in seeds.mechanisms.items():
        carried = ", ".join(f"`{name}`" for name in m.carried_by) or m.label_of or m.status
        rows.append((key, m.name, str(m.grade), carried))
    return table(("Id", "Mechanism", "Grade", "Carried by"), rows)


def kinds(made: Theory, seeds: Seeds) -> str:
    """How many numbers are measured, derived, judged, assumed or defined, and how many of them are drawn."""
    rows = []
    for kind in Kind:
        members = [p for p in seeds.parameters.values() if p.kind is kind]
        rows.append((str(kind), KINDS[kind], str(len(members)), str(sum(map(is_drawn, members)))))
    return table(("Kind", "What it is", "Numbers", "Drawn"), rows)


KINDS = {
    Kind.MEASURED: "stands in a text as a number",
    Kind.DERIVED: "follows from numbers in a text",
    Kind.JUDGEMENT: "its sign rests on claims of a text, its size on us",
    Kind.ASSUMPTION: "no text bears on it; its reason is told",
    Kind.DEFINITION: "says what an output means; never drawn, calibrated or ranked",
}


def is_drawn(parameter: Parameter) -> bool:
    """Whether each world has its own value of a number when parameters are sampled."""
    return parameter.kind is not Kind.DEFINITION and parameter.low < parameter.high


def hypotheses(made: Theory, seeds: Seeds) -> str:
    """Every question on which the documents disagree, with its variants and what is taken by default."""
    rows = []
    for h in seeds.hypotheses.values():
        acts = any(variant.parameters for variant in h.variants.values())
        variants = ", ".join(f"`{name}`" for name in h.variants)
        rows.append(
            (
                h.key,
                f"`{h.name}`" if acts else f"`{h.name}` (does not act yet)",
                h.question,
                variants,
                h.default or SAMPLED,
                h.discriminating_observation,
            )
        )
    return table(("Id", "Name", "Question", "Variants", "Default", "What would tell them apart"), rows)


def pressures(made: Theory, seeds: Seeds) -> str:
    """Every kind of pressure that a scenario can set."""
    columns = ("does", "by", "on", "level", "moves")
    rows = [(f"`{row['kind']}`", *(row[column] or "-" for column in columns)) for row in described()]
    return table(("Kind", "What it does", "By", "On", "Level", "Moves"), rows)


def history(made: Theory, seeds: Seeds) -> str:
    """Every pressure of the history, with the events it encodes."""
    past = load_scenario("baseline")
    rows = [
        (f"`{name}`", one.kind, when(one, past), ", ".join(one.events) or "none", " ".join(one.because.split()))
        for name, one in past.pressures.items()
    ]
    return table(("Pressure", "Kind", "When", "Events", "Why so"), rows)


def when(pressure: Pressure, scenario: Scenario) -> str:
    """The months in which a pressure is set: a path from its first to its last point, a window, or windows."""
    if pressure.path:
        return f"path, {scenario.date(pressure.path[0][0])} to {scenario.date(pressure.path[-1][0])}"
    last = pressure.end if pressure.duration is None else pressure.start + pressure.duration - 1
    if pressure.every is not None:
        return f"from {scenario.date(pressure.start)}, every {pressure.every} months"
    if last is None:
        return f"from {scenario.date(pressure.start)}"
    return " to ".join(dict.fromkeys((scenario.date(pressure.start), scenario.date(last))))


def all_parameters(made: Theory, seeds: Seeds) -> str:
    """Every number with its range, kind and sources, subject by subject."""
    head = ("Key", "What it is", "Best", "Range", "Unit", "Kind", "Mechanisms", "Sources")
    parts = []
    for subject in dict.fromkeys(p.subject for p in seeds.parameters.values()):
        rows = [_parameter(p, seeds) for p in seeds.parameters.values() if p.subject == subject]
        parts.append(f"## {subject}\n\n{table(head, rows)}")
    return "\n".join(parts)


def _parameter(p: Parameter, seeds: Seeds) -> tuple[str, ...]:
    width = f"{p.low:g} to {p.high:g}" if p.low < p.high else "fixed"
    sources = ", ".join(cited(seeds.claims_of(p.key))) or "-"
    return (f"`{p.name}`", p.label, f"{p.best:g}", width, p.unit, str(p.kind), ", ".join(p.mechanisms) or "-", sources)


TABLES: dict[str, Callable[[Theory, Seeds], str]] = {
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
PAGES = (ODD, PARAMETERS)


def filled(text: str) -> str:
    """The text with every marked table made anew."""
    made, seeds = theory(), load_seeds()
    return MARK.sub(lambda match: match[1] + TABLES[match[2]](made, seeds) + match[3], text)


def write() -> None:
    """Fill both files anew."""
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
