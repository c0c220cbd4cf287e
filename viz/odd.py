"""The tables of `docs/ODD.md`, made from the code and the seeds, so that the description cannot drift.

python -m viz.odd        writes them between the marks in docs/ODD.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from model.evidence import Seeds, load_seeds
from model.theory import COMPUTED, CONSTANTS, Theory, theory
from model.vocabulary import Role

ODD = Path(__file__).parents[1] / "docs" / "ODD.md"
MARK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def state_variables(made: Theory, seeds: Seeds) -> str:
    """Every stock: whose, what, range, where it starts."""
    rows = []
    for stock in made.stocks.values():
        start = stock.initial
        if start in CONSTANTS:
            start = f"{CONSTANTS[start]:g}"
        elif start not in made.gauges and start != COMPUTED:
            start = f"{seeds.parameters[f'{made.home[stock.name]}.{start}'].best:g}"
        rows.append((f"`{stock.series}`", stock.label, f"{stock.domain.low:g}..{stock.domain.high:g}", start))
    return table(("Series", "Meaning", "Range", "Start (best)"), rows)


def drivers(made: Theory, seeds: Seeds) -> str:
    """Every driver from outside."""
    return table(("Driver", "Meaning"), [(f"`{d.name}`", d.label) for d in made.drivers.values()])


def schedule(made: Theory, seeds: Seeds) -> str:
    """Every rule in the order of the month."""
    phases = {
        Role.STREET: "2 the street",
        Role.GAUGE: "3 perception",
        Role.CHANGES: "5 consequences",
        Role.BECOMES: "5 consequences",
        Role.PICTURES: "6 picture",
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
    rows += [(f"`chance/{c.name}`", c.label) for c in made.chances.values()]
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


def parameters(made: Theory, seeds: Seeds) -> str:
    """How many numbers are measured, derived, judged, assumed or defined."""
    kinds = [p.kind for p in seeds.parameters.values()]
    return table(("Kind", "Number"), [(str(kind), str(kinds.count(kind))) for kind in dict.fromkeys(sorted(kinds))])


TABLES: dict[str, Callable[[Theory, Seeds], str]] = {
    f.__name__: f for f in (state_variables, drivers, schedule, moves, draws, mechanisms, parameters)
}


def filled(text: str) -> str:
    """The text with every marked table made anew."""
    made, seeds = theory(), load_seeds()
    return MARK.sub(lambda match: match[1] + TABLES[match[2]](made, seeds) + match[3], text)


if __name__ == "__main__":
    ODD.write_text(filled(ODD.read_text(encoding="utf-8")), encoding="utf-8")
