"""A thing in full, whatever sort of thing it is: for `tightrope show`, and for the Evidence page.

thing("M41").passages[0].words          # the words by which the paragraph is found
thing("001P16").hangs                   # everything that rests on that paragraph
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from model.evidence.load import load_seeds
from viz.things import of_documents, of_model
from viz.things.backlinks import paragraph_key
from viz.things.entries import found
from viz.things.records import Entry, Kind, Thing

THINGS_CACHED = 256
MAKERS: Mapping[Kind, Callable[[Entry], Thing]] = {
    Kind.NUMBER: of_model.number,
    Kind.MOVE: of_model.move,
    Kind.PRESSURE: of_model.pressure,
    Kind.SCENARIO: of_model.scenario,
    Kind.MECHANISM: of_documents.mechanism,
    Kind.QUESTION: of_documents.question,
    Kind.FACT: of_documents.stylised_fact,
    Kind.DATED: of_documents.dated_fact,
    Kind.EVENT: of_documents.event,
    Kind.PARAGRAPH: of_documents.paragraph,
}


def thing(text: str) -> Thing:
    """What somebody asks for by its key, e.g. ``M41``, ``001 P16``, ``coercion.coercion_by_oil``, ``M41.a``.

    A claim stands for the paragraph in which it stands.

    Raises:
        WrongInputError: Nothing is called so; with the three things that are called most like it.
    """
    return _made(found(_paragraphs().get(text.strip().lower(), text)))


@cache
def _paragraphs() -> Mapping[str, str]:
    """Key of a claim, in small letters -> key of the paragraph in which it stands."""
    return {key.lower(): paragraph_key(claim) for key, claim in load_seeds().claims.items()}


@lru_cache(THINGS_CACHED)
def _made(entry: Entry) -> Thing:
    return MAKERS[entry.kind](entry)
