"""Where a number comes from, in sentences: its range, what kind of number it is, and the places it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from model.evidence.documents import Claim
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind, Parameter
from model.scenario.pressure import Pressure

KINDS = {
    Kind.MEASURED: "given by a text",
    Kind.DERIVED: "worked out from what the texts give",
    Kind.JUDGEMENT: "our judgement of what the texts say",
    Kind.ASSUMPTION: "our assumption; no text speaks of it",
    Kind.DEFINITION: "a definition",
}
"""What each kind of number is, as a reader would say it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document.

    Attributes:
        document: Author, title and date.
        where: Paragraph or other part.
        words: A few words by which the place is found.
        says: What it says, in our words; empty where that stands elsewhere.
    """

    document: str
    where: str
    words: str
    says: str

    def __str__(self) -> str:
        return f"{self.document}, {self.where}: “{self.words}”"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number comes from.

    Attributes:
        key: Key of the parameter.
        label: What it means.
        unit: Its unit; empty for a share or an index.
        low: Least value.
        best: Best value.
        high: Greatest value.
        kind: What kind of number it is.
        why: The step from the places to the number.
        places: The places in the documents it rests on.
    """

    key: str
    label: str
    unit: str
    low: float
    best: float
    high: float
    kind: str
    why: str
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """All of it, as a few sentences."""
        unit = f" {self.unit}" if self.unit else ""
        parts = [f"{self.low:g} to {self.high:g}{unit}, best {self.best:g}: {self.kind}.", self.why]
        if self.places:
            parts.append(f"It rests on {'; '.join(str(place) for place in self.places)}.")
        return " ".join(part for part in parts if part)


def provenance(parameter: Parameter | str) -> Provenance:
    """Where a parameter comes from.

    Raises:
        KeyError: There is no such parameter.
    """
    seeds = load_seeds()
    found = seeds.parameters[parameter] if isinstance(parameter, str) else parameter
    return Provenance(
        key=found.key,
        label=found.label,
        unit="" if found.unit == "1" else found.unit,
        low=found.low,
        best=found.best,
        high=found.high,
        kind=KINDS[found.kind],
        why=found.why,
        places=tuple(_place(claim) for claim in seeds.claims_of(found)),
    )


def _place(claim: Claim) -> Place:
    return Place(load_seeds().sources[claim.source].cited, claim.where, claim.words, claim.says)


def source_of_pressure(pressure: Pressure) -> str:
    """Why a pressure is set as it is, and the events it stands for."""
    events = load_seeds().events
    told = [f"{events[key].what} ({events[key].date})" for key in pressure.events if key in events]
    parts = [pressure.because, f"It stands for: {'; '.join(told)}." if told else ""]
    return " ".join(part for part in parts if part) or "The scenario gives no reason."
