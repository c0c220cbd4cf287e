"""What is said of a change that is split over what differs: who carries it, who works against it, what interacts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.explanation.explain import Explanation, Interaction, Mean, Part
from experiments.explanation.groups import Difference, Group
from experiments.explanation.outcome import Outcome
from model.ensemble.record import HEADLINE, Posture
from model.evidence.load import load_seeds
from model.scenario.pressure import HISTORY, Pressure
from model.scenario.scenario import ParameterSetting
from model.story.phrases import joined, month_in_words
from viz.common.summary import label_of, percent
from viz.common.words import MISSING, capital, two_decimals

HARDLY = 0.005
"""What rounds to 0.00, or to less than a point."""
MOST = 0.9
"""The fewest parts that make this share of the change are named, if they are not too many."""
NAMED = 3
"""Parts and interactions that are named at most."""
AGAINST = 0.1
"""A part against the change is named from this share of it on."""

IN_POSTURE = {
    Posture.CLIENT: "Minsk is a client of Moscow",
    Posture.HEDGING: "Minsk hedges",
    Posture.LEANING_WEST: "Minsk leans West",
    Posture.FALLEN: "the regime has fallen",
}


def name_of(group: Group) -> str:
    """A group as readers see it: the name that they gave it, or what differs, in a few words."""
    own = len(group.members) == 1 and group.name == group.members[0].key
    return _difference(group.members[0]) if own else group.name


def _difference(one: Difference) -> str:
    said = one.before if one.after is None else one.after
    if isinstance(said, Pressure):
        text = _pressure(one.name, said, changed=None not in (one.before, one.after))
        return text if one.after is not None else f"without {text}"
    if one.section == "switch_off":
        return f"{one.name} switched {'on' if one.after is None else 'off'} ({load_seeds().mechanisms[one.name].name})"
    if one.section == "initial":
        return f"{one.name} {'as documented' if one.after is None else f'{one.after:g}'} at the start"
    if isinstance(said, ParameterSetting):
        return f"{one.name} {'as documented' if one.after is None else _setting(said)}"
    return f"{one.name} ({'left open' if one.after is None else one.after})"


def _pressure(name: str, pressure: Pressure, *, changed: bool) -> str:
    """Its name, and in brackets what it is, where the name does not say that already."""
    short, label = name.removeprefix(HISTORY), label_of(name, pressure)
    same = short.replace("_", " ").casefold() == label.casefold()
    more = "; ".join([*([] if same else [label]), *(["changed"] if changed else [])])
    return f"{label if same else short}{f' ({more})' if more else ''}"


def _setting(said: ParameterSetting) -> str:
    if said.fix is not None:
        return f"at {said.fix:g}"
    return f"times {said.scale:g}" if said.scale is not None else f"between {said.low:g} and {said.high:g}"


def ends_of(found: Explanation) -> tuple[str, str]:
    """What the two scenarios are called."""
    a, b = found.a.name, found.b.name
    return a, b if a != b else f"{b} as changed"


def subject_of(outcome: Outcome, month: str) -> str:
    """What is read, and when, e.g. ``alignment in October 2018``."""
    if outcome.is_share:
        return f"the share of worlds in which {_happens(outcome, month)}"
    return f"{'alignment' if outcome.name == HEADLINE else outcome.name} in {month_in_words(month)}"


def _happens(outcome: Outcome, month: str) -> str:
    """What a world does or does not do, e.g. ``the regime falls by December 2021``."""
    when = month_in_words(month)
    if outcome.event is None:
        assert outcome.posture is not None
        return f"{IN_POSTURE[outcome.posture]} in {when}"
    return f"{outcome.event.clause} by {when}"


def size(outcome: Outcome, value: float) -> str:
    """How large a difference is, without its sign, e.g. ``0.24`` or ``38 points``."""
    if not outcome.is_share:
        return two_decimals(abs(value))
    points = round(100 * abs(value))
    return f"{points} point{'' if points == 1 else 's'}"


def signed(outcome: Outcome, value: float) -> str:
    """A difference with its sign, in points of a share, else with two decimals; none before nothing."""
    if math.isnan(value):
        return MISSING
    text = f"{round(100 * value):+d}" if outcome.is_share else f"{round(value, 2) + 0.0:+.2f}"
    return text if float(text) else text[1:]


def hardly(outcome: Outcome) -> str:
    """What is said of a difference too small for its digits."""
    return "under 1" if outcome.is_share else "under 0.01"


def level(outcome: Outcome, value: float) -> str:
    """The outcome itself, as a mean over worlds."""
    return percent(value) if outcome.is_share else signed(outcome, value)


def interval(outcome: Outcome, mean: Mean) -> str:
    """The interval of a mean."""
    return MISSING if math.isnan(mean.low) else f"{signed(outcome, mean.low)} to {signed(outcome, mean.high)}"


def is_clear(mean: Mean) -> bool:
    """Whether a mean can be told from zero and is not hardly any."""
    return mean.distinct and abs(mean.value) >= HARDLY


def explanation_sentence(found: Explanation) -> str:
    """Who carries the change, who works against it, and what cannot be told from zero."""
    outcome, change = found.outcome, found.change
    clear = [part for part in found.parts if is_clear(part.mean)]
    if not is_clear(change):
        subject, sides = begun(subject_of(outcome, found.month)), " and ".join(ends_of(found))
        text = f"{subject} does not differ distinguishably between {sides}: "
        text += f"{signed(outcome, change.value)} (95 % interval {interval(outcome, change)})."
        if change.distinct:
            text = f"{subject} hardly differs between {sides}: by {hardly(outcome)}."
        return f"{text} Cancelling each other out: {_each(found, clear)}." if len(clear) > 1 else text
    whole = f"{size(outcome, change.value)} by which {_moves(found)}"
    if len(found.parts) == 1:
        return f"The whole {whole} is due to {name_of(found.parts[0].group)}, the only thing that differs."
    against = [p for p in clear if p.mean.value * change.value < 0 and abs(p.mean.value) > AGAINST * abs(change.value)]
    sentences = [f"Of the {whole}, {_carried(found, clear)}."]
    if against:
        sentences.append(f"Working against it: {_each(found, against[:NAMED])}.")
    return " ".join([*sentences, *_zero(found.parts)])


def _moves(found: Explanation) -> str:
    outcome, up = found.outcome, found.change.value > 0
    if outcome.name == HEADLINE:
        return f"Minsk stands nearer {'the West' if up else 'Moscow'} in {month_in_words(found.month)}"
    higher = "higher" if up else "lower"
    if outcome.is_share:
        return f"the share of worlds is {higher} in which {_happens(outcome, found.month)}"
    return f"{subject_of(outcome, found.month)} is {higher}"


def _carried(found: Explanation, clear: Sequence[Part]) -> str:
    """The fewest parts that make nine tenths of the change, three at most, and what the others make together."""
    outcome, change = found.outcome, found.change.value
    left = [part for part in clear if part.mean.value * change > 0]
    named: list[Part] = []
    while left and len(named) < NAMED and abs(sum(part.mean.value for part in named)) < MOST * abs(change):
        named.append(left.pop(0))
    if not named:
        return "no single part carries enough to be told from zero"
    named += left if len(left) == 1 else []
    rest = 0.0 if len(left) < 2 else sum(part.mean.value for part in left)
    carry = (" carries", *[""] * (len(named) - 1))
    texts = [f"{name_of(p.group)}{verb} {size(outcome, p.mean.value)}" for p, verb in zip(named, carry, strict=True)]
    if abs(rest) >= HARDLY:
        texts.append(f"{len(left)} others {size(outcome, rest)}")
    return joined(texts)


def _each(found: Explanation, parts: Sequence[Part]) -> str:
    return joined([f"{name_of(part.group)} {signed(found.outcome, part.mean.value)}" for part in parts])


def _zero(parts: Sequence[Part]) -> list[str]:
    """What is not distinguishable from zero."""
    names = [name_of(part.group) for part in parts if not part.mean.distinct]
    if not names:
        return []
    who = joined(names) if len(names) <= NAMED else f"{len(names)} parts"
    return [f"Not distinguishable from zero: {who}."]


def method_sentence(found: Explanation) -> str:
    """Over which worlds it is, and how the parts come about."""
    (a, b), count = ends_of(found), 2 ** len(found.parts)
    worlds = f"{found.worlds:,} worlds"
    if not found.outcome.is_share:
        worlds += " whose regime stands in " + ("both" if count == 2 else f"all {count} combinations")
        worlds += f" ({percent(found.left_out)} are left out)" if found.left_out > 0 else ""
    text = f"From {a} to {b}, means over {worlds}."
    if count == 2:
        return text
    return (
        f"{text} Each part is what it adds on average over all orders in which the parts can come (Shapley value). "
        "The parts sum to the change in every world; so do their means, while medians do not add up."
    )


def interaction_lines(found: Explanation) -> list[str]:
    """The largest interactions that can be told from zero, one a line."""
    clear = [one for one in found.interactions if is_clear(one.mean)]
    return [_interaction(found.outcome, one) for one in clear[:NAMED]]


def _interaction(outcome: Outcome, one: Interaction) -> str:
    names = " and ".join(name_of(group) for group in one.groups)
    return f"{names}: {signed(outcome, one.mean.value)} ({interval(outcome, one.mean)})"


def begun(text: str) -> str:
    """The text with a capital at its beginning, unless a dotted name stands there."""
    return text if "." in text.split(" ")[0] else capital(text)
