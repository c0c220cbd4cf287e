"""What the relations page draws of a result: a run and its comparison in the worlds that count, or in one world."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.relations.beside import RelationsBeside, relations_beside, standing_relations, ties_at
from model.ensemble.record import Run
from model.runs.outcomes import only
from viz.common.words import NOT_A_FORECAST
from viz.dashboard.results import Shown, condition_note
from viz.sentences.relations_text import camps_sentence, relation_second, relation_sentence, standing_note

NOT_HERE = "World {} is not among the worlds of this run; all of them are shown."


@dataclass(frozen=True, eq=False)
class Sides:
    """A run and its comparison.

    Attributes:
        run: The worlds that count, or one; its relations are missing where a regime has fallen.
        beside: The comparison; None where there is none.
        world: Number of the one world shown; None for all.
        notes: What else has to be known, a sentence each.
    """

    run: Run
    beside: RelationsBeside | None
    world: int | None
    notes: tuple[str, ...]

    def standing(self, month: int) -> int:
        """Number of worlds whose relations can be shown in a month."""
        return int(ties_at(self.run, month).shape[-1])


def sides_of(result: Shown, world: int | None) -> Sides:
    """What is drawn of a result, in all worlds that count or in one of them."""
    found, whole = result.comparison, result.whole
    here = whole.numbers == world
    one = world if world is not None and here.any() else None
    notes = [NOT_HERE.format(world)] if world is not None and one is None else []
    notes += [*result.pair.unpaired, *result.pair.notes, condition_note(whole if one is None else only(whole, here))]
    texts = tuple(note for note in notes if note)
    if found is not None:
        beside = relations_beside(found.base, found.other, found.counts if one is None else here)
        return Sides(beside.other, beside, one, texts)
    run = result.run if one is None else only(whole, here)
    return Sides(standing_relations(run, run.standing), None, one, texts)


def headline(sides: Sides, month: int) -> str:
    """What the scenario makes of the relations of a month; where nothing is compared, who stands against whom."""
    if sides.beside is None:
        return camps_sentence(sides.run, month)
    return relation_sentence(sides.beside, month)


def subline(sides: Sides, month: int, base: str) -> str:
    """How far worlds differ, which of them are shown, and what all of this may be taken for."""
    second = "" if sides.beside is None else relation_second(sides.beside, month, base)
    standing = standing_note(sides.run, sides.standing(month), month, compared=sides.beside is not None)
    return " ".join(text for text in (second, standing, *sides.notes, NOT_A_FORECAST) if text)
