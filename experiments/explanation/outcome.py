"""What is explained: one number per world and month, of a series, a turning point or a posture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.explanation.groups import ExplanationError
from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import KEY_EVENTS, KeyEvent
from model.theory.theory import theory
from model.yaml_files.fields import unknown_key_message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is explained: a dotted series, unless it is a turning point or a posture.

    Attributes:
        name: Name of the series, of the turning point, or of the posture, as users write it.
        event: The turning point: 1 from the month on in which it has happened, else 0.
        posture: The posture: 1 in the months in which Belarus has it, else 0.
    """

    name: str
    event: KeyEvent | None = None
    posture: Posture | None = None

    @property
    def is_share(self) -> bool:
        """Whether its mean is a share of worlds."""
        return self.event is not None or self.posture is not None

    @property
    def series(self) -> tuple[str, ...]:
        """The series that a run must record for it."""
        if self.posture is not None:
            return ()
        return (self.name if self.event is None else self.event.series,)

    def values(self, run: Run) -> Array:
        """Its value by month and world, shape (months, worlds); a series has none (NaN) where the regime has fallen."""
        if self.posture is not None:
            return np.asarray(run.posture == self.posture, dtype=np.float64)
        values = run.series[self.series[0]]
        if self.event is None:
            return np.where(run.standing, values, np.nan)
        happened = values < self.event.above if self.event.turned else values > self.event.above
        return np.asarray(np.logical_or.accumulate(happened, axis=0), dtype=np.float64)


def outcome_of(name: str | None) -> Outcome:
    """The outcome of this name; alignment if None.

    Raises:
        ExplanationError: There is no such series, turning point or posture.
    """
    events = {event.name: event for event in KEY_EVENTS}
    postures = {posture.name.lower(): posture for posture in Posture}
    name = HEADLINE if name is None else name
    if name not in (*events, *postures, *theory().series):
        message = unknown_key_message("outcome", name, (*events, *postures, *theory().series))
        if "." not in name:
            kinds = f"turning points {', '.join(events)}; postures {', '.join(postures)}"
            message = f"unknown outcome '{name}'; allowed are {kinds}; and every dotted series, e.g. {HEADLINE}"
        raise ExplanationError(message)
    return Outcome(name, events.get(name), postures.get(name))
