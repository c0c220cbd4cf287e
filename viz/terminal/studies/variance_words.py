"""Shares of the spread in words and cells: the same for the page `docs/variance.md` and for the command line."""

from __future__ import annotations

import numpy as np

from experiments.measures.outcomes import Outcome
from experiments.variance.groups import Group
from experiments.variance.indices import Estimate, Indices

KINDS_SAID = (
    "Sourced numbers are stated in a document or derived from one; of judged ones the sign rests on a document and the "
    "size on our judgement; assumed ones rest on our reasoning only; defined ones say what an outcome means and are "
    "never drawn."
)
INDICES_SAID = (
    "*Alone* (first-order index): what the variance would lose, on average, if the group were known. *With all* (total "
    "index): what would be left of it if everything else were known."
)
MODEL_ONLY = "They are shares of the spread of this model with these ranges, not of what is unknown about Belarus."
DEPENDENT = (
    "Worlds that agree with the record are chosen by their numbers, which therefore depend on each other, so that "
    "shares of variance have no meaning there"
)


def cell(shown: Indices, group: Group, outcome: int) -> str:
    """What a group makes of the spread of an outcome alone, and with all its interactions, in per cent."""
    if group.is_certain:
        return "0"
    return f"{whole(shown.first_of(group, outcome).value)}, {whole(shown.total_of(group, outcome).value)}"


def whole(share: float) -> str:
    """A share in whole per cent, without the sign; an index below zero or above the whole is noise."""
    return "-" if np.isnan(share) else f"{min(max(round(100 * share), 0), 100)}"


def span(share: Estimate) -> str:
    """A share with its interval."""
    return f"{whole(share.value)} ({whole(share.low)} to {whole(share.high)})"


def share_in_words(share: Estimate) -> str:
    """A share with its interval, or how large it is at most where it may as well be none."""
    low, high = min(max(share.low, 0.0), 1.0), min(share.high, 1.0)
    if round(100 * low) == 0:
        return f"at most {max(round(100 * high), 1)} %"
    return f"{min(round(100 * share.value), 100)} % ({round(100 * low)} to {round(100 * high)})"


def spread_of(outcome: Outcome) -> str:
    """An outcome as the sentence names it whose spread is divided."""
    label = outcome.label
    return label[0].lower() + label[1:] if label.startswith("Alignment") else f"'{label}'"
