"""What rests on a paragraph, carries a mechanism or reads a number: the links the other way round."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from experiments.patterns.reader import load_patterns
from model.core.declarations import Rule
from model.core.places import ROOT
from model.evidence.documents import Claim
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.evidence.parameters import Parameter
from model.theory.theory import theory
from viz.things.entries import entries, part_in_words, scenarios
from viz.things.records import Entry, Passage


def paragraph_key(claim: Claim) -> str:
    """Key of the paragraph in which a claim stands."""
    return f"{claim.source}{claim.where}"


def passages(claims: Iterable[Claim], rivals: Iterable[Claim] = ()) -> tuple[Passage, ...]:
    """The paragraphs of some claims, and of those against."""
    sources, found = load_seeds().sources, []
    for some, against in ((claims, False), (rivals, True)):
        for claim in some:
            where = f"document {claim.source}, {part_in_words(claim.where)}"
            cited = sources[claim.source].cited
            found.append(Passage(paragraph_key(claim), claim.words, cited, where, claim.says, against))
    return tuple(dict.fromkeys(found))


def listed(keys: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of some keys, each once; keys without an entry are left out."""
    known = entries()
    return tuple(known[key] for key in dict.fromkeys(keys) if key in known)


@cache
def resting_on() -> Mapping[str, tuple[str, ...]]:
    """Key of a paragraph -> keys of everything that rests on it."""
    seeds, found = load_seeds(), defaultdict(list)
    groups: list[tuple[str, Iterable[Claim]]] = [
        *((one.key, (*one.claims, *one.rivals)) for one in seeds.mechanisms.values()),
        *((one.key, one.claims) for one in seeds.hypotheses.values()),
        *((one.key, one.claims) for one in load_patterns().patterns.values()),
        *((one.key, one.claims) for one in seeds.record.facts),
        *((one.key, one.claims) for one in seeds.events.values()),
        *((one.key, seeds.claims_of(one)) for one in seeds.parameters.values()),
    ]
    for key, claims in groups:
        for claim in claims:
            found[paragraph_key(claim)].append(key)
    return {paragraph: tuple(dict.fromkeys(keys)) for paragraph, keys in found.items()}


def using(number: Parameter) -> Iterator[str]:
    """Keys of what uses a number: mechanisms, questions and scenarios that set it, moves it weighs in."""
    yield from number.mechanisms
    moves = theory().moves
    if number.term is not None:
        yield from (moves[name].series for name in number.term.weighed_in)
    for question in load_seeds().hypotheses.values():
        if any(number.key in variant.parameters for variant in question.variants.values()):
            yield question.key
    yield from (name for name, scenario in scenarios().items() if number.key in scenario.parameters)


def belonging_to(mechanism: Mechanism) -> Iterator[str]:
    """Keys of what belongs to a mechanism: stylised facts that need it, moves and numbers that carry it."""
    yield from (one.key for one in load_patterns().patterns.values() if mechanism.key in one.mechanisms)
    yield from (one.series for one in theory().moves.values() if mechanism.key in one.mechanisms)
    yield from (one.key for one in load_seeds().parameters.values() if mechanism.key in one.mechanisms)
    yield from (name for name, scenario in scenarios().items() if mechanism.key in scenario.switch_off)


def place_of(rule: Rule) -> str:
    """File and line of a rule."""
    function = inspect.unwrap(rule.function)
    file = inspect.getsourcefile(function) or ""
    return f"{file.removeprefix(str(ROOT)).lstrip('/')}:{inspect.getsourcelines(function)[1]}"


def rules_reading(number: Parameter) -> tuple[Rule, ...]:
    """The rules that read a number."""
    return tuple(r for r in theory().rules if r.subject == number.subject and number.name in r.parameters)
