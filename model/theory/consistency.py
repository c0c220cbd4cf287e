"""How the theory and the evidence fit together: what rules read against what `seeds/` feeds; the names there are."""

from __future__ import annotations

from collections.abc import Iterator

from model.core.declarations import Owner
from model.core.draws import refuse_collisions
from model.evidence.load import Seeds, load_seeds
from model.scenario.words import Vocabulary
from model.theory.theory import COMPUTED, CONSTANTS, Theory, theory


def check_against_seeds(made: Theory, seeds: Seeds) -> tuple[str, ...]:
    """What the theory reads against what `seeds/` feeds: every mismatch, one sentence each.

    A rule's input that no parameter feeds, a parameter nobody uses, a term for an unknown move or motive, a mechanism
    id nobody declares: each is named with its place.
    """
    read = {f"{r.subject}.{p}": r.name for r in made.rules for p in r.parameters}
    starts = {
        f"{made.home[stock.name]}.{stock.initial}": stock.name
        for stock in made.stocks.values()
        if stock.initial not in CONSTANTS and stock.initial != COMPUTED and stock.initial not in made.gauges
    }
    read |= {"alignment.client_below": "the posture", "alignment.west_above": "the posture"}
    used = read | starts | {f"choice.noise_{owner}": "choice" for owner in Owner if owner is not Owner.SYSTEM}
    problems = [
        f"{who} reads '{key}', but no parameter feeds it" for key, who in used.items() if key not in seeds.parameters
    ]
    motives = set(made.stocks) | set(made.gauges) | set(made.drivers)
    for key, parameter in seeds.parameters.items():
        if parameter.term is None:
            if key not in used:
                problems.append(f"{parameter.place}: nobody uses '{key}'")
            continue
        problems += [
            f"{parameter.place}: '{key}' weighs in the unknown move '{m}'"
            for m in parameter.term.weighed_in
            if m not in made.moves
        ]
        motive = parameter.term.motive
        if motive is not None and motive not in motives:
            problems.append(f"{parameter.place}: '{key}' weighs the unknown motive '{motive}'")
    claims = [(rule.name, rule.mechanisms) for rule in made.rules]
    claims += [(move.name, move.mechanisms) for move in made.moves.values()]
    for name, mechanisms in claims:
        problems += [
            f"{name} claims the unknown mechanism '{m}'"
            for m in mechanisms
            if m not in seeds.mechanisms and m not in seeds.hypotheses
        ]
    return tuple(problems)


def draw_names(made: Theory, seeds: Seeds) -> Iterator[str]:
    """Every named draw of the theory: parameters, chances, and the noise of each slot."""
    yield from (f"parameter/{key}" for key in seeds.parameters)
    yield from (f"chance/{name}" for name in made.chances)
    for (owner, slot), moves in made.slots.items():
        yield f"{owner}/{slot}"
        yield from (f"{owner}/{slot}/{move.name}" for move in moves)


def vocabulary() -> Vocabulary:
    """The names that a scenario file may use; hypotheses that do not act yet are not among them.

    Raises:
        ValueError: Theory and seeds do not fit together.
    """
    made, seeds = theory(), load_seeds()
    problems = check_against_seeds(made, seeds)
    if problems:
        message = "the theory and the seeds do not fit together:\n" + "\n".join(problems)
        raise ValueError(message)
    refuse_collisions(draw_names(made, seeds))
    return Vocabulary(
        moves={name: move.slot for name, move in made.moves.items()},
        movers={name: move.owner for name, move in made.moves.items()},
        variables=frozenset(made.series),
        parameters={key: (p.low, p.high) for key, p in seeds.parameters.items()},
        mechanisms=frozenset(seeds.mechanisms),
        hypotheses={
            h.name: {name: tuple(v.parameters) for name, v in h.variants.items()}
            for h in seeds.hypotheses.values()
            if any(v.parameters for v in h.variants.values())
        },
    )
