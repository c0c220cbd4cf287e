"""What is said of a change that is split over mechanisms: which carry it, and whether they pull its way without it."""

from __future__ import annotations

import re

from experiments.explanation.explain import Explanation, Part
from experiments.explanation.mechanisms import Through
from model.ensemble.record import HEADLINE
from model.evidence.mechanisms import Mechanism
from model.story.phrases import joined
from model.story.weights import NUMBERS
from viz.common.summary import percent
from viz.sentences.change_names import named
from viz.sentences.effect_text import part_in_words
from viz.sentences.explanation_text import (
    ends_of,
    explanation_sentence,
    is_clear,
    method_sentence,
    signed,
    subject_of,
)

ENOUGH, NAMED = 0.8, 2
"""The fewest mechanisms that carry this share of a change are counted; and how many of them are named."""
FURTHER = re.compile(r": | \(| / | → ")
"""What the first words of a mechanism's name end with."""


def said_of(made: Explanation | Through) -> tuple[str, str]:
    """What is said of a change that is split over what differs, or over mechanisms; and how that was found."""
    if isinstance(made, Through):
        return through_sentence(made), through_method(made)
    return explanation_sentence(made), method_sentence(made)


def through_sentence(found: Through) -> str:
    """Which mechanisms carry a change, and whether it works against what they do without it, or adds to it."""
    split = found.split
    if not is_clear(split.change) or not found.mechanisms:
        return explanation_sentence(split)
    carrying = _carrying(found)
    names = [_short(one) for one in found.mechanisms]
    if not carrying:
        pairs = list(zip(names, split.parts, strict=False))[:NAMED]
        largest = joined([f"{name} {signed(split.outcome, part.mean.value)}" for name, part in pairs])
        left = percent(split.parts[-1].mean.value / split.change.value)
        count = NUMBERS[len(names)]
        return (
            f"No {count} mechanisms carry four fifths of what changes {subject_of(split.outcome, split.month)}. "
            f"The largest parts: {largest}; with none of the {count}, {left} of the change is left."
        )
    subject, share = named(split.a, split.b), sum(split.parts[at].mean.value for at in carrying) / split.change.value
    part = "all" if share >= 1 else part_in_words(share)[0]
    who = f"{NUMBERS[len(carrying)]} mechanism{'s carry' if len(carrying) > 1 else ' carries'} {part} of the effect"
    which = joined([names[at] for at in carrying[:NAMED]])
    first = f"{who}, {'above all ' if len(carrying) > NAMED else ''}{which}."
    same = sum(split.parts[at].mean.value for at in carrying if found.lifts[at] * split.change.value > 0)
    up, same = split.change.value > 0, same / (share * split.change.value)
    if same >= ENOUGH:
        return f"{subject.text} {subject.verb('add')} to what {_way(found, up=up)} anyway: {first}"
    if same <= 1 - ENOUGH:
        return f"{subject.text} {subject.verb('work')} against what {_way(found, up=not up)}: {first}"
    return f"{subject.text} {subject.verb('act')} in more than one way: {first}"


def _short(mechanism: Mechanism) -> str:
    """A mechanism by its number and the first words of its name."""
    return f"{mechanism.key} ({FURTHER.split(mechanism.name)[0]})"


def _carrying(found: Through) -> list[int]:
    """Places of the fewest mechanisms that carry enough of the change; none where all do not."""
    change, places, sum_ = found.split.change.value, [], 0.0
    parts: list[Part] = list(found.split.parts[: len(found.mechanisms)])
    for place, part in enumerate(parts):
        if part.mean.value * change > 0 and is_clear(part.mean):
            places.append(place)
            sum_ += part.mean.value
            if sum_ / change >= ENOUGH:
                return places
    return []


def _way(found: Through, *, up: bool) -> str:
    outcome = found.split.outcome
    if outcome.name == HEADLINE:
        return f"moves Minsk towards {'the West' if up else 'Moscow'}"
    return f"{'raises' if up else 'lowers'} {subject_of(outcome, found.split.month)}"


def through_method(found: Through) -> str:
    """Over which worlds it is, how the mechanisms were chosen, and how their parts come about."""
    split, count = found.split, len(found.mechanisms)
    (a, b), standing = ends_of(split), "" if split.outcome.is_share else " whose regime stands in all of them"
    left = f" ({percent(split.left_out)} are left out)" if split.left_out > 0 and standing else ""
    chosen = "" if found.among == count else f" They are those of {found.among} whose single switch changes it most."
    return (
        f"From {a} to {b}. Each mechanism is switched off on both sides, in all {2**count} combinations; means over "
        f"{split.worlds:,} worlds{standing}{left}. A part is what a mechanism adds to the change on average over all "
        f"orders (Shapley value); the parts sum to the change.{chosen}"
    )
