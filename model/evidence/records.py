"""All that `seeds/` holds, as one frozen record; `model.evidence.load` reads it from the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from model.evidence.documents import Claim, Source
from model.evidence.hypotheses import Hypothesis, OrdinalCode
from model.evidence.mechanisms import Event, Mechanism
from model.evidence.parameters import Parameter
from model.evidence.record import Record


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Everything in `seeds/` that rules, choices and pages rest on; compared and hashed by identity.

    Attributes:
        folder: Where it was read.
        scale: Ordinal code -> number.
        not_supported: Range of a code that the documents do not support.
        claims: Every claim by its key, rivals and variants included.
    """

    folder: Path
    sources: Mapping[str, Source]
    mechanisms: Mapping[str, Mechanism]
    events: Mapping[str, Event]
    scale: Mapping[str, float]
    not_supported: tuple[float, float]
    codes: Mapping[str, OrdinalCode]
    hypotheses: Mapping[str, Hypothesis]
    parameters: Mapping[str, Parameter]
    record: Record
    claims: Mapping[str, Claim] = field(repr=False)

    def claim(self, key: str) -> Claim:
        """The claim with this key, e.g. ``M01.a``."""
        return self.claims[key]

    def claims_of(self, parameter: Parameter | str) -> tuple[Claim, ...]:
        """The claims a parameter rests on; a code, event or hypothesis stands for all of its claims."""
        found: dict[str, Claim] = {}
        for key in (self.parameters[parameter] if isinstance(parameter, str) else parameter).rests_on:
            record = self.codes.get(key) or self.events.get(key) or self.hypotheses.get(key)
            found |= {claim.key: claim for claim in (record.claims if record else (self.claims[key],))}
        return tuple(found.values())
