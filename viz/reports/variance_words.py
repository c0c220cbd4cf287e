"""The text of `docs/variance.md`: what was done, what the shares mean, and what they do not."""

from __future__ import annotations

import textwrap

from experiments.measures.pooled import SETTLED
from experiments.variance.indices import CONFIDENCE, OTHER_SEED
from model.scenario.scenario import Scenario
from viz.common.markdown import WIDTH, joined, prose, stamp
from viz.common.summary import percent
from viz.terminal.studies.variance_words import DEPENDENT, INDICES_SAID, KINDS_SAID, MODEL_ONLY


def _bullet(text: str) -> str:
    return textwrap.fill(f"- {text}", WIDTH, subsequent_indent="  ", break_on_hyphens=False)


HEADS = {
    "kind": "By kind of number",
    "subject": "By subject",
    "family": "By family of mechanisms",
    "chance": "Random draws, by actor",
}
INTROS = {
    "kind": KINDS_SAID,
    "subject": "The subjects are the files in `seeds/` and `model/rules/`; `choice` is the scale of the noise of "
    "choices.",
    "family": "A number goes with the family of the first mechanism it belongs to.",
    "chance": "The noise in the choices of each of the five; `events` are chances of rules and onsets of pressures.",
}
MEANING = f"""## What the shares mean, and what they do not

{
    _bullet(
        f"{INDICES_SAID} Where the two lie far apart, the group acts together with others: random draws decide which "
        "worlds cross a threshold, and the numbers decide how many are near it."
    )
}
- The shares *alone* and the rest (*together*) add up to the whole; totals overlap and add up to more than the whole.
{
    _bullet(
        f"{MODEL_ONLY} A number with a narrow range has a small share whether or not the range is right, and a "
        "mechanism that is missing has none at all."
    )
}
- A large share of judged numbers does not say that they are wrong, but that better evidence on them would narrow the
  outcome most. A small share of assumed numbers says that the assumptions matter little here, not that they are true.
- A group of many numbers can have more influence than one of few. Single numbers are ranked by the sweep `what_matters`
  (`docs/sweeps.md`).
- Numbers are drawn independently of one another. An index below zero is noise and is shown as 0.
- "Never" counts as the month after the last. For a yes-or-no outcome the share *together* is always large, because
  a step is not a sum of effects."""


ASSOCIATED = f"""{DEPENDENT}. An association (PAWN's index, 0 to 1) says only how far the distribution
of the outcome is from that of all such worlds where the number is in one slice of its values; it may stand for another
number that goes with it. Chance is the largest index of as many numbers made at random. Conditioned worlds, same seed.
"""


def made() -> str:
    """Which code and which seeds the numbers come from."""
    return stamp("variance", "No test compares it with the code, because that takes minutes.")


def head(scenario: Scenario, worlds: int) -> str:
    """What was done."""
    text = (
        f"{worlds:,} worlds of `{scenario.name}` are simulated with the random draws and the numbers of seed "
        f"{scenario.seed}, again with those of seed {OTHER_SEED}, and once per group with the draws of the group from "
        "the second seed and all others from the first. A cell holds two shares of the variance in per cent: what the "
        "group contributes alone, and what it contributes with all its interactions "
        "(`experiments/variance/indices.py` holds the estimators). Variance is that of the *ranks* of the worlds, from "
        "the least outcome to the greatest, because a few worlds are outliers; shares of the plain variance are below. "
        "An alignment exists only while the regime stands: its shares are of worlds that stand in the runs compared."
    )
    return joined("# Where the spread of the outcomes comes from", prose(text), made())


def plain(scenario: Scenario) -> str:
    """What the shares of the plain variance are good for."""
    return prose(
        "Where a few worlds are outliers, these shares mostly show what makes them so, and are less certain. *Missing* "
        "is the share of worlds without the outcome, because their regime has fallen; outcomes other than alignment "
        f"keep their last value there. Months are counted from {scenario.start}."
    )


def settled(worlds: int) -> str:
    """How one knows whether there were enough worlds."""
    return prose(
        f"In percentage points: half the widest of all {percent(CONFIDENCE)} bootstrap intervals of an outcome, and "
        f"by how much one of its shares moved at most from {worlds // 2:,} to {worlds:,} worlds. Settled is what "
        f"moved by less than {100 * SETTLED:.0f}. Then the shares by kind of the ranks, with their intervals."
    )
