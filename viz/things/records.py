"""A thing that can be looked up, as plain records: what it is, the paragraphs it rests on, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing it is, as readers call it."""

    NUMBER = "number"
    MECHANISM = "mechanism"
    QUESTION = "disputed question"
    FACT = "stylised fact"
    DATED = "dated fact"
    PRESSURE = "pressure"
    MOVE = "move"
    EVENT = "event"
    SCENARIO = "scenario"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in the list of all.

    Attributes:
        key: What it is looked up by, e.g. ``M41``, ``001P16``, ``coercion.coercion_by_oil``.
        kind: What sort of thing it is.
        title: What it is called, in plain words.
        note: A word on how firm it is, e.g. ``judged``; empty where there is none.
        words: Other words by which a search finds it.
    """

    key: str
    kind: Kind
    title: str
    note: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document that says something about a thing.

    Attributes:
        paragraph: Key of the paragraph, e.g. ``001P16``.
        words: A few words by which the place is found.
        cited: Author, title and date.
        where: Document and paragraph in words.
        says: What it says, in our words; empty where the thing itself says it.
        against: Whether it speaks against the thing.
    """

    paragraph: str
    words: str
    cited: str
    where: str
    says: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in full.

    Attributes:
        entry: What it is.
        says: What is said of it, in a sentence or two; may be empty.
        details: Label and text of what else there is to know, in order.
        passages: The paragraphs that it rests on, those against it last.
        hangs: Things that use it or belong to it, and the word for what they are.
        place: File and line in `seeds/` or `scenarios/` where it stands; empty where it has none.
    """

    entry: Entry
    says: str
    details: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    hangs: tuple[Entry, ...]
    place: str
