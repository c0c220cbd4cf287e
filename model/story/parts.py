"""The parts of a story: reasons, sentences and chapters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from model.story.phrases import month_in_words, sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """What changed in a choice: terms, weight × motive, of which the same is said, and the mechanisms behind them.

    Attributes:
        parameters: Keys of the weights.
        usual: What the motive was before, on average.
        value: What it is now.
        amount: How much the change adds to the utility, negative where it speaks against the move.
        mechanisms: Ids of the mechanisms they belong to.
        words: The change as a clause.
    """

    parameters: tuple[str, ...]
    motive: str
    usual: float
    value: float
    amount: float
    mechanisms: tuple[str, ...]
    words: str

    def with_other(self, other: Reason) -> Reason:
        """Together with another of which the same is said."""
        return replace(
            self,
            parameters=self.parameters + other.parameters,
            amount=self.amount + other.amount,
            mechanisms=tuple(dict.fromkeys(self.mechanisms + other.mechanisms)),
        )

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
