"""What is said of one world beside the same world of another run: how far it stands from it, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping

from model.story.phrases import joined, month_in_words
from model.story.weights import signed, term_in_words

NAMED, LEAST = 2, 0.02
"""Terms that are named, and the least difference that is told."""


def world_sentence(world: int, month: str, apart: float, moved: Mapping[str, float], base: str) -> str:
    """Where a world stands in a month (``YYYY-MM``) beside the same one of another run, with its largest reasons.

    Args:
        world: Its number.
        month: The month.
        apart: How much further West it stands; towards Moscow where negative.
        moved: Leaf of the headline -> its part in that.
        base: What it is compared with, in words.
    """
    when = month_in_words(month)
    if abs(apart) < LEAST:
        return f"In world {world} Minsk stands in {when} where it stands in {base}."
    way = "nearer the West" if apart > 0 else "nearer Moscow"
    largest = sorted(moved, key=lambda leaf: -moved[leaf] * apart)[:NAMED]
    terms = [leaf for leaf in largest if moved[leaf] * apart > 0 and abs(moved[leaf]) >= LEAST]
    reasons = [f"{term_in_words(leaf, moved[leaf])} ({signed(moved[leaf])})" for leaf in terms]
    text = f"In world {world} Minsk stands {abs(apart):.2f} {way} in {when} than in {base}"
    return f"{text}, because {joined(reasons)}." if reasons else f"{text}."
