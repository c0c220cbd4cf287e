"""How the five stand to one another, and what one scenario makes of it beside another one, in sentences.

relation_sentence(found, month)
# EU sanctions leave Brussels 0.42 colder towards Minsk in December 2018, in every world.
"""

from __future__ import annotations

import numpy as np

from experiments.comparison.monthly import MonthlyDifference
from experiments.comparison.verdict import LEAST_SIDE
from experiments.relations.beside import SIDES, RelationsBeside, in_one_camp, ties_at
from model.core.declarations import AGENTS, Owner
from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.network.measures import camps
from model.story.phrases import joined, month_in_words
from viz.common.summary import in_share, percent
from viz.common.words import difference_decimals, two_decimals
from viz.sentences.change_names import Subject, named

POINT = 0.01


def stands_to(series: str) -> tuple[str, str]:
    """Who stands so, and to whom, by their capitals."""
    ones, others = (joined([CAPITALS[actor] for actor in actors]) for actors in SIDES[series])
    return ones, others


def relation_sentence(found: RelationsBeside, month: int) -> str:
    """Which relation differs most in a month, by how much, and in how many worlds."""
    date, alone = month_in_words(found.other.months[month]), found.other.worlds == 1
    subject = named(found.base.scenario, found.other.scenario)
    if not found.pairs(month):
        where = f"in world {found.other.numbers[0]}" if alone else "in no world"
        fallen = "the regime does not stand in both runs" if alone else "the regime stands in both runs"
        return f"The relations of {date} cannot be compared: {fallen} {where}."
    clear = found.clear(month)
    if not clear:
        return _none(found, month, subject, date)
    one, other = stands_to(clear[0].series)
    kind = "warmer" if clear[0].median[month] > 0 else "colder"
    verb = subject.verb("leave")
    size = two_decimals(abs(float(clear[0].median[month])))
    return f"{subject.text} {verb} {one} {size} {kind} towards {other} in {date}, {_in_worlds(found, clear[0], month)}."


def _none(found: RelationsBeside, month: int, subject: Subject, date: str) -> str:
    make = subject.verb("make")
    widest = found.widest(month)
    if min(widest.above[month], widest.below[month]) >= LEAST_SIDE:
        one, other = stands_to(widest.series)
        ways = f"warmer in {percent(widest.above[month])} of worlds, colder in {percent(widest.below[month])}"
        pull = subject.verb("pull")
        return f"{subject.text} {pull} worlds apart by {date}: {one} towards {other} {ways}."
    largest = found.largest(month)
    size = two_decimals(abs(float(largest.median[month])))
    if float(size) == 0.0 and not largest.size[month]:
        return f"{subject.text} {make} no difference to how the five stand in {date}."
    most = f"the largest median difference is {size}"
    shown = largest.is_clear(month) or float(size) < largest.margin
    chance = "" if shown else f" that {found.pairs(month):,} worlds can show"
    hardly = "no" if float(size) == 0.0 or chance else "hardly any"
    return f"{subject.text} {make} {hardly} difference{chance} to how the five stand in {date}: {most}."


def _in_worlds(found: RelationsBeside, one: MonthlyDifference, month: int) -> str:
    if found.other.worlds == 1:
        return f"in world {found.other.numbers[0]}"
    return in_share(one.share(month), standing=found.pairs(month) < found.other.worlds)


def relation_second(found: RelationsBeside, month: int, base: str) -> str:
    """How far worlds differ around that median, what differs next, and whether Minsk changes camps.

    Args:
        found: The relations side by side.
        month: Index of the month.
        base: What is compared with, in a word or two.
    """
    clear = found.clear(month)
    if not found.pairs(month):
        return ""
    alone, texts = found.other.worlds == 1, list[str]()
    if clear:
        most = clear[0].most
        low, high = (difference_decimals(float(end[month])) for end in (most.low, most.high))
        worlds = f"{found.pairs(month):,} worlds"
        worlds += " whose regime stands in both" if found.pairs(month) < found.other.worlds else ""
        texts += [] if alone else [f"Nine worlds in ten differ by {low} to {high} ({worlds})."]
    if clear[1:]:
        texts.append(f"Next {' towards '.join(stands_to(clear[1].series))}, {_size(clear[1], month)}.")
    camp = in_one_camp(found, month, Owner.BELARUS, Owner.RUSSIA)
    if not alone and camp.clear and abs(camp.with_it - camp.without) >= POINT:
        shares = f"{percent(camp.with_it)} of worlds; {base}: {percent(camp.without)}"
        texts.append(f"Minsk is in one camp with Moscow in {shares}.")
    return " ".join(texts)


def _size(one: MonthlyDifference, month: int) -> str:
    return difference_decimals(float(one.median[month]))


def camps_sentence(run: Run, month: int) -> str:
    """Who stands against whom in a month: the commonest split into two camps, and its share of the worlds."""
    date, ties = month_in_words(run.months[month]), ties_at(run, month)
    if not ties.shape[-1]:
        return f"The regime has fallen {_in_share(run, 1.0, run.worlds)} by {date}."
    splits, counts = np.unique(camps(ties).T, axis=0, return_counts=True)
    place = int(np.argmax(counts))
    share = counts[place] / ties.shape[-1]
    sides = [
        [CAPITALS[actor] for actor, side in zip(AGENTS, splits[place], strict=True) if side == camp] for camp in (1, -1)
    ]
    where = _in_share(run, float(share), ties.shape[-1])
    if not sides[1]:
        return f"No camp stands against another in {date}, {where}."
    stand = "stand" if len(sides[0]) > 1 else "stands"
    return f"{joined(sides[0])} {stand} against {joined(sides[1])} in {date}, {where}."


def _in_share(run: Run, share: float, worlds: int) -> str:
    """In which share of so many worlds of a run."""
    if run.worlds == 1:
        return f"in world {run.numbers[0]}"
    return in_share(share, standing=worlds < run.worlds, all_from=1.0)


def standing_note(run: Run, standing: int, month: int, *, compared: bool) -> str:
    """Of which worlds the relations are, where a regime has fallen; empty where all stand."""
    date = month_in_words(run.months[month])
    if standing == run.worlds:
        return ""
    if run.worlds == 1:
        return f"The regime has fallen in this world by {date}; its relations are shown until then."
    both = " in both" if compared else ""
    return f"Only the {standing:,} of {run.worlds:,} worlds whose regime stands{both} in {date} are shown."
