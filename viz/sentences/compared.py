"""What is to be compared: the scenarios that were asked for, or saved runs that cannot be run again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from experiments.comparison.compare import Comparison, beside
from experiments.comparison.footing import base_of
from model.runs.outcomes import outcome_series
from model.runs.reload import is_folder, reload
from model.runs.save import MOST_WITH_MOVES, SavingError, scenario_again
from model.scenario.scenario import Scenario
from viz.common.exits import WrongInputError, refuse_too_much
from viz.sentences.effect_text import effect_as_plain

SAVED = (
    "Compared from the alignments that were saved, because the seeds or the code of a run have changed since; "
    "turning points other than the fall are not known"
)


def sides(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """The scenarios to compare, the one that the others are compared with first.

    One alone is compared with what its file extends, or with its file without the settings laid upon it.

    Raises:
        WrongInputError: One alone has nothing to be compared with, one is given twice, or they do not fit into the
            free memory.
    """
    found = tuple(scenarios)
    first, *others = found
    if not others:
        base = base_of(first)
        if base is None:
            message = (
                f"{first.name} alone cannot be compared: it extends no scenario that starts in the same month, and no "
                "setting changes it; name a second scenario, or change something with --set"
            )
            raise WrongInputError(message)
        found = base, first
    for place, one in enumerate(others):
        if one in others[:place]:
            message = f"{one.name} is given twice; compare {first.name} with each scenario once"
            raise WrongInputError(message)
    if first.worlds > MOST_WITH_MOVES:
        refuse_too_much(first.worlds, len(found) * first.months * len(outcome_series()) * 8)  # bytes of a number
    return found


def only_saved(names: Sequence[str | Path]) -> bool:
    """Whether all names are folders of saved runs, and not all of these can be run again as they were."""
    if len(names) < 2 or not all(is_folder(name) for name in names):
        return False
    try:
        return any(scenario_again(Path(name)) is None for name in names)
    except SavingError:
        return True


def from_saved(names: Sequence[str | Path], *, margin: float) -> tuple[Comparison, ...]:
    """Compare the alignments of saved runs, the first with each of the others.

    Raises:
        SavingError: They cannot be read, or are not of the same worlds.
    """
    base, *others = reload(names)
    return tuple(replace(beside(base, other, margin=margin), notes=(SAVED,)) for other in others)


def comparisons_as_plain(found: Sequence[Comparison]) -> dict[str, object]:
    """The comparison as plain data; of several, a list of them."""
    if len(found) == 1:
        return dict(effect_as_plain(found[0]))
    return {"comparisons": [effect_as_plain(one) for one in found]}
