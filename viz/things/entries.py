"""The list of everything that can be looked up, and how what somebody writes finds its entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from experiments.patterns.reader import load_patterns
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Grade
from model.evidence.parameters import Kind as NumberKind
from model.evidence.record import Use
from model.scenario.files import scenario_names
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from viz.common.exits import WrongInputError
from viz.common.words import capital
from viz.things.records import Entry, Kind

NEAREST = 3
NOT_TO_SHOW = frozenset({"template"})
"""A file in `scenarios/` that explains the format rather than asking something."""
NUMBERS = {
    NumberKind.MEASURED: "stated",
    NumberKind.DERIVED: "derived",
    NumberKind.JUDGEMENT: "judged",
    NumberKind.ASSUMPTION: "assumed",
    NumberKind.DEFINITION: "defined",
}
GRADES = {Grade.ASSERTED: "asserted", Grade.HEDGED: "asserted with a hedge", Grade.INFERRED: "inferred by us"}
USES = {Use.CONDITIONING: "for conditioning", Use.HELD_BACK: "held back"}


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by name."""
    return {name: load_scenario(name) for name in scenario_names() if name not in NOT_TO_SHOW}


@cache
def entries() -> Mapping[str, Entry]:
    """Everything that can be looked up, by key, kind by kind."""
    return {entry.key: entry for entry in _entries()}


def _entries() -> Iterator[Entry]:
    seeds = load_seeds()
    for mechanism in seeds.mechanisms.values():
        words = f"{mechanism.statement} {mechanism.family}"
        yield Entry(mechanism.key, Kind.MECHANISM, mechanism.name, GRADES[mechanism.grade], words)
    for question in seeds.hypotheses.values():
        answers = f"{len(question.variants)} answers"
        yield Entry(question.key, Kind.QUESTION, question.title, answers, f"{question.name} {question.question}")
    for pattern in load_patterns().patterns.values():
        yield Entry(pattern.key, Kind.FACT, pattern.name, f"strength {pattern.strength}", pattern.statement)
    for fact in seeds.record.facts:
        yield Entry(fact.key, Kind.DATED, fact.name, USES[seeds.record.episodes[fact.episode].use], fact.of)
    for number in seeds.parameters.values():
        yield Entry(number.key, Kind.NUMBER, capital(number.label), NUMBERS[number.kind])
    for kind in KINDS.values():
        yield Entry(kind.name, Kind.PRESSURE, capital(kind.title), words=kind.does)
    for move in theory().moves.values():
        yield Entry(move.series, Kind.MOVE, f"{move.owner.label} {move.label}")
    for event in seeds.events.values():
        yield Entry(event.key, Kind.EVENT, event.what, event.date)
    for name, scenario in scenarios().items():
        yield Entry(name, Kind.SCENARIO, scenario.title)
    for source in seeds.sources.values():
        for part in source.parts:
            where = f"{part_in_words(part)} of document {source.key}"
            yield Entry(f"{source.key}{part}", Kind.PARAGRAPH, capital(where), source.date, source.cited)


def part_in_words(part: str) -> str:
    """A part of a document, e.g. ``P6`` or ``fn10``, in words."""
    for short, word in (("P", "paragraph"), ("fn", "footnote")):
        if part.startswith(short) and part.removeprefix(short).isdigit():
            return f"{word} {part.removeprefix(short)}"
    return part


def found(text: str) -> Entry:
    """The entry of what somebody wrote: its key in any case, with or without spaces, or a question by its name.

    Raises:
        WrongInputError: Nothing is called so; with the three things that are called most like it.
    """
    wanted = _plain(text)
    entry = _by_plain_key().get(wanted)
    if entry is None:
        near = "; ".join(f"{one.key} ({one.title})" for one in nearest(text))
        message = f"nothing is called '{text}'; " + (f"nearest: {near}" if near else "see tightrope list --help")
        raise WrongInputError(message)
    return entry


def nearest(text: str) -> tuple[Entry, ...]:
    """The three things whose key or title is most like a text; fewer where fewer are like it at all."""
    names = {_plain(one.title): one for one in reversed(list(entries().values()))} | dict(_by_plain_key())
    near = get_close_matches(_plain(text), names, NEAREST, cutoff=0.5)
    return tuple(dict.fromkeys(names[name] for name in near))


@cache
def _by_plain_key() -> Mapping[str, Entry]:
    known = {_plain(entry.key): entry for entry in entries().values()}
    return known | {_plain(one.name): entries()[one.key] for one in load_seeds().hypotheses.values()}


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def matching(words: str, kind: Kind | None = None) -> tuple[Entry, ...]:
    """The entries of a kind, or of all, in which every one of some words occurs; those in the title or key first."""
    wanted = words.lower().split()
    some = [one for one in entries().values() if kind is None or one.kind is kind]
    named = [one for one in some if all(word in f"{one.key} {one.title}".lower() for word in wanted)]
    other = [one for one in some if all(word in f"{one.key} {one.title} {one.words}".lower() for word in wanted)]
    return tuple(dict.fromkeys((*named, *other)))
