"""What the documents say in full: mechanisms, questions in dispute, facts, events, and the paragraphs themselves."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.patterns.reader import load_patterns
from model.evidence.documents import Source
from model.evidence.hypotheses import SAMPLED, Hypothesis
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.evidence.record import Certainty
from model.theory.theory import theory
from viz.things.backlinks import belonging_to, listed, passages, place_of, resting_on
from viz.things.entries import GRADES, USES, scenarios
from viz.things.of_model import kept
from viz.things.records import Entry, Passage, Thing

STRENGTHS = {"H": "high: stated and dated", "M": "medium: its date is loose", "L": "low: one document, or inferred"}
CERTAIN = {Certainty.CERTAIN: "certain", Certainty.PROBABLE: "probable"}


def mechanism(entry: Entry) -> Thing:
    """One way in which, by the documents, one thing leads to another."""
    one = load_seeds().mechanisms[entry.key]
    switch = "" if one.switch is None else ", ".join((*one.switch.parameters, *one.switch.moves))
    details = kept(
        ("grade", " ".join(part for part in (f"{GRADES[one.grade]}.", one.grade_note) if part)),
        ("form", one.shape),
        ("time", one.time_scale),
        ("carried by", "; ".join(_carriers(one)) or one.label_of or "nothing yet"),
        ("switched off", switch and f"sets to zero or takes away: {switch}"),
        ("caveat", one.caveat),
    )
    return Thing(entry, one.statement, details, passages(one.claims, one.rivals), listed(belonging_to(one)), one.place)


def _carriers(one: Mechanism) -> Iterator[str]:
    rules = {rule.name: rule for rule in theory().rules}
    for name in one.carried_by:
        yield f"{name} ({place_of(rules[name])})" if name in rules else name


def question(entry: Entry) -> Thing:
    """A question on which the documents disagree."""
    one = load_seeds().hypotheses[entry.key]
    usual = one.default or SAMPLED
    variants = [(f"{variant.title} ({name})", variant.says) for name, variant in one.variants.items()]
    details = kept(
        *variants,
        ("usually", f"{'no side taken' if usual == SAMPLED else usual}. {one.default_because}".strip()),
        ("differs in", one.differs_in),
        ("would be told apart by", one.discriminating_observation),
    )
    numbers = [key for variant in one.variants.values() for key in variant.parameters]
    names = [name for name, scenario in scenarios().items() if one.name in scenario.hypotheses]
    return Thing(entry, one.question, details, _answers(one), listed([*numbers, *names]), one.place)


def _answers(one: Hypothesis) -> tuple[Passage, ...]:
    """The passages of a question, each with the answer that it speaks for."""
    found = []
    for variant in one.variants.values():
        for passage in passages(variant.claims):
            found.append(Passage(passage.paragraph, passage.words, passage.cited, passage.where, variant.title))
    return tuple(found)


def stylised_fact(entry: Entry) -> Thing:
    """A fact that a run is scored against."""
    one = load_patterns().patterns[entry.key]
    details = kept(
        ("tested as", one.formulation), ("strength", STRENGTHS[one.strength]), ("needs", ", ".join(one.needs))
    )
    return Thing(entry, one.statement, details, passages(one.claims), listed(one.mechanisms), "seeds/patterns.yaml")


def dated_fact(entry: Entry) -> Thing:
    """A dated fact by which worlds are chosen, or on which the chosen ones are scored."""
    record = load_seeds().record
    one = next(fact for fact in record.facts if fact.key == entry.key)
    episode = record.episodes[one.episode]
    allowed = f", {one.tolerance} months to either side allowed" if one.tolerance else ""
    details = kept(
        ("when", f"{one.when}{allowed}"),
        ("a world shows it as", one.shown),
        ("used", f"{USES[episode.use]}, with the episode: {episode.name}. {episode.because}"),
        ("certainty", CERTAIN[one.certainty]),
        ("why so", one.because),
    )
    others = [fact.key for fact in episode.facts.values() if fact.key != one.key]
    return Thing(entry, "", details, passages(one.claims), listed([one.of, *others]), one.place)


def event(entry: Entry) -> Thing:
    """Something that happened, and how the model treats it."""
    seeds = load_seeds()
    one = seeds.events[entry.key]
    numbers = [number.key for number in seeds.parameters.values() if entry.key in number.rests_on]
    encoding = [p for other in scenarios().values() for p in other.pressures.values() if entry.key in p.events]
    sides = f"{', '.join(one.by)} to {', '.join(one.to)}" if one.to else ", ".join(one.by)
    details = kept(("when", one.date), ("who", sides), ("treated as", one.because))
    return Thing(entry, "", details, passages(one.claims), listed([*(p.kind for p in encoding), *numbers]), one.place)


def paragraph(entry: Entry) -> Thing:
    """A paragraph of a document: what rests on it, and the words by which each place in it is found."""
    source, part = _split(entry.key)
    there = [one.words for one in load_seeds().claims.values() if (one.source, one.where) == (source.key, part)]
    details = kept(
        ("document", source.cited),
        ("where it appeared", source.outlet or ""),
        ("covers", source.covers),
        ("stance", source.stance),
        ("lines of its text", ", ".join(f"{first} to {last}" for first, last in source.parts[part])),
        ("places are found by the words", "; ".join(f"“{words}”" for words in dict.fromkeys(there))),
    )
    return Thing(entry, "", details, (), listed(resting_on().get(entry.key, ())), source.place)


def _split(key: str) -> tuple[Source, str]:
    source = next(one for one in load_seeds().sources.values() if key.startswith(one.key))
    return source, key.removeprefix(source.key)
