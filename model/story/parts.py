"""The parts of a story: reasons, sentences and chapters."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from model.story.phrases import month_in_words, sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a choice: weight × motive, and the mechanisms behind it.

    Attributes:
        parameter: Key of the weight.
        amount: What it adds to the utility, negative where it speaks against.
        mechanisms: Ids of the mechanisms it belongs to.
        words: The motive as a clause.
    """

    parameter: str
    motive: str
    value: float
    amount: float
    mechanisms: tuple[str, ...]
    words: str

    @property
    def cited(self) -> str:
        """The clause with its mechanisms."""
        return f"{self.words} ({', '.join(self.mechanisms)})" if self.mechanisms else self.words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a story.

    Attributes:
        kind: ``outside``, ``move``, ``end``, ``step`` or ``posture``.
        about: The move, pressure or stock it is about.
        importance: How important it is if nothing has been said about its subject before.
        ordered: Whether the scenario orders it.
        small: Whether its first letter is small within a sentence.
        doing: Who does what, without reasons or full stop; empty where nobody acts.
        daring: Whether more spoke against a move than for it.
    """

    text: str
    kind: str
    about: str
    importance: float
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    ordered: bool = False
    small: bool = False
    doing: str = ""
    daring: bool = False

    @property
    def clause(self) -> str:
        """The sentence as it goes on after a date: without its capital letter, unless a name begins it."""
        return f"{self.text[:1].lower()}{self.text[1:]}" if self.small else self.text

    def as_plain(self) -> dict[str, object]:
        """The sentence and its reasons as plain data."""
        whole = asdict(self)
        return {key: whole[key] for key in ("text", "kind", "about", "ordered", "reasons", "against")}


def sentence_of(clause: str, kind: str, about: str, importance: float) -> Sentence:
    """A sentence without reasons, made from a clause."""
    return Sentence(sentence(clause), kind, about, importance, small=clause[:1].islower())


@dataclass(frozen=True, slots=True)
class Chapter:
    """What happens in one month."""

    date: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """One paragraph."""
        first, *others = self.sentences
        return " ".join([f"In {month_in_words(self.date)} {first.clause}", *(one.text for one in others)])
