"""The numbers that every comparison gives (alignment, postures, turning points), and those of a scenario's own file."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.comparison.questions import Direction, Reading, question_of
from experiments.measures.forms import Highest, Month, Name, Value
from experiments.measures.outcomes import InPosture
from experiments.measures.pooled import Bounds, Test
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture
from model.runs.outcomes import KEY_EVENTS, POSTURE_LABELS, KeyEvent
from model.scenario.files import file_of
from model.scenario.scenario import Scenario
from model.story.phrases import month_in_words

FALL = "fall"
"""The turning point at which an alignment ends."""


def run_readings(months: Sequence[str], *, largest: int) -> dict[str, Reading]:
    """Name -> how it is read off a run of these months.

    Alignment in the month of its largest difference and at the end, its dimensions and the postures at the end, and
    whether each turning point has come by then.
    """
    last, month = Month(months[-1]), Month(months[largest])
    end = month_in_words(last)
    ends = {f"alignment_{one}": (f"{HEADLINE}_{one}", f"alignment in {one}", last) for one in DIMENSIONS}
    levels = {
        "alignment_largest": (HEADLINE, "alignment", month),
        "alignment": (HEADLINE, "alignment", last),
    } | ends
    found = {
        name: Reading(f"{label}, {month_in_words(at)}", Direction.OPEN, measure=Value(Name(series), at))
        for name, (series, label, at) in levels.items()
    }
    for posture in (Posture.CLIENT, Posture.HEDGING, Posture.LEANING_WEST):
        there = Test(InPosture(posture, last), Bounds(above=0.5))
        found[posture.name.lower()] = Reading(f"{POSTURE_LABELS[posture]}, {end}", Direction.OPEN, tests=(there,))
    return found | {event.name: _turning_point(event, Month(months[0]), last) for event in KEY_EVENTS}


def _turning_point(event: KeyEvent, first: Month, last: Month) -> Reading:
    series = Name(event.series)
    if event.turned:
        test = Test(Value(series, last), Bounds(below=event.above))
    else:
        test = Test(Highest(series, first, last), Bounds(above=event.above))
    return Reading(f"{event.label}, by {month_in_words(last)}", Direction.OPEN, tests=(test,))


def readings_of(scenario: Scenario) -> tuple[Reading, ...]:
    """What the file of a scenario says it is read by, the headline first; nothing where it does not say."""
    file = file_of(scenario.chain[-1])
    found = None if file is None else question_of(file)
    return () if found is None else found.readings
