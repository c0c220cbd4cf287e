"""How the theory and the evidence fit together: what rules read against what `seeds/` feeds."""

from __future__ import annotations

from collections.abc import Iterator

from model.core.declarations import FLAG, Owner
from model.evidence.record import POSTURE, Fact
from model.evidence.records import Seeds
from model.theory.theory import COMPUTED, CONSTANTS, Theory
from model.yaml_files.fields import unknown_key_message
from model.yaml_files.nodes import InputError, Problem

POSTURES = ("client", "hedging", "leaning_west")
"""The postures of a regime that stands."""
FALLEN = f"{POSTURE}fallen"


def refuse_mismatch(theory: Theory, seeds: Seeds) -> None:
    """Refuse seeds that do not feed what the rules read, or that speak of what no rule knows.

    Raises:
        InputError: With every mismatch, at the place it names or else at the folder of the seeds.
    """
    problems = [_placed(message, seeds) for message in check_against_seeds(theory, seeds)]
    if problems:
        raise InputError(problems)


def _placed(message: str, seeds: Seeds) -> Problem:
    place, _, rest = message.partition(": ")
    file, _, line = place.rpartition(":")
    if line.isdigit() and file:
        return Problem(file, int(line), 1, rest)
    return Problem(str(seeds.folder), 1, 1, message)


def check_against_seeds(theory: Theory, seeds: Seeds) -> tuple[str, ...]:
    """What the theory reads against what `seeds/` feeds: every mismatch, one sentence each.

    A rule's input that no parameter feeds, a parameter without use, a term for an unknown move or motive, an
    undeclared mechanism id: each is named with its place.
    """
    read = {f"{r.subject}.{p}": r.name for r in theory.rules for p in r.parameters}
    starts = {
        f"{theory.home[stock.name]}.{stock.initial}": stock.name
        for stock in theory.stocks.values()
        if stock.initial not in CONSTANTS and stock.initial != COMPUTED and stock.initial not in theory.auxiliaries
    }
    read |= {"alignment.client_below": "the posture", "alignment.west_above": "the posture"}
    used = read | starts | {f"choice.noise_{owner}": "choice" for owner in Owner if owner is not Owner.SYSTEM}
    used |= {"choice.level_span": "choice"}
    problems = [
        f"{who} reads '{key}', but no parameter feeds it" for key, who in used.items() if key not in seeds.parameters
    ]
    motives = set(theory.stocks) | set(theory.auxiliaries) | set(theory.drivers)
    for key, parameter in seeds.parameters.items():
        if parameter.term is None:
            if key not in used:
                problems.append(f"{parameter.place}: nobody uses '{key}'")
            continue
        problems += [
            f"{parameter.place}: '{key}' weighs in the unknown move '{m}'"
            for m in parameter.term.weighed_in
            if m not in theory.moves
        ]
        motive = parameter.term.motive
        if motive is not None and motive not in motives:
            problems.append(f"{parameter.place}: '{key}' weighs the unknown motive '{motive}'")
    claims = [(rule.name, rule.mechanisms) for rule in theory.rules]
    claims += [(move.name, move.mechanisms) for move in theory.moves.values()]
    for name, mechanisms in claims:
        problems += [
            f"{name} claims the unknown mechanism '{m}'"
            for m in mechanisms
            if m not in seeds.mechanisms and m not in seeds.hypotheses
        ]
    problems += [f"{fact.place}: {wrong}" for fact in seeds.record.facts for wrong in _fact_problems(theory, fact)]
    return tuple(problems)


def _fact_problems(theory: Theory, fact: Fact) -> Iterator[str]:
    """What is wrong with the observable of a fact: an unknown name, or a limit missing or out of place."""
    whole = {move.series for move in theory.moves.values()} | {f"{POSTURE}{name}" for name in POSTURES} | {FALLEN}
    limited = fact.above is not None or fact.below is not None
    if fact.of not in whole | theory.series.keys():
        yield unknown_key_message("move, series or posture", fact.of, whole | theory.series.keys())
    elif fact.of in whole and limited:
        yield f"'{fact.of}' is no series; it takes no 'above' or 'below'"
    elif fact.of in theory.series.keys() - whole and not limited and theory.domain(theory.series[fact.of]) != FLAG:
        yield f"'{fact.of}' is no flag; it needs either 'above' or 'below'"
