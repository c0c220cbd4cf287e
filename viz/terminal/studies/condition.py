"""What `tightrope condition` says: how many worlds agree with the record, fact by fact, and what numbers learned."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from experiments.conditioning.condition import Learned
from model.evidence.load import load_seeds
from model.runs.world_lists import WorldList
from viz.common.summary import percent
from viz.terminal.tables import Plain, aligned

MOST_LEARNED = 15
"""Numbers that are printed."""


def as_plain(scenario: str, listed: WorldList, learned: Sequence[Learned]) -> Plain:
    """The list and what numbers learned, in the shape of `tightrope condition --json`."""
    record = load_seeds().record
    uses = {fact.key: str(record.episodes[fact.episode].use) for fact in record.facts}
    return {
        "scenario": scenario,
        "seed": listed.seed,
        "until": listed.until or None,
        "tried": listed.tried,
        "kept": len(listed.worlds),
        "effective": len(listed.worlds),
        "facts_that_count": listed.facts,
        "least_agreement": listed.least,
        "facts": [
            {"id": key, "use": uses[key], "rate_prior": prior, "rate": rate}
            for key, (prior, rate) in listed.rates.items()
        ],
        "learned": [
            {
                "key": one.key,
                "prior_width": one.prior_width,
                "width": one.width,
                "prior_median": one.prior_median,
                "median": one.median,
                "beyond_noise": one.beyond_noise,
            }
            for one in learned
        ],
    }


def condition_lines(listed: WorldList, learned: Sequence[Learned], *, width: int) -> list[str]:
    """A sentence, the facts with their shares, and the numbers that learned most."""
    agreeing, tried = f"{len(listed.worlds):,}", f"{listed.tried:,}"
    before = f" before {listed.until}" if listed.until else ""
    text = (
        f"{agreeing} of {tried} prior worlds agree with at least {listed.least} of the {listed.facts} documented facts"
        f"{before} that worlds are conditioned on (seed {listed.seed})."
    )
    return [*textwrap.wrap(text, width), "", *_facts(listed), "", *_learned(learned, width)]


def _facts(listed: WorldList) -> list[str]:
    record, lines = load_seeds().record, []
    for facts, title in ((record.conditioning, "Facts that count"), (record.held_back, "Facts held back")):
        rows: list[tuple[str, ...]] = [(title, "of prior worlds", "of those that agree")]
        for fact in facts:
            rows.append((f"{fact.key} {fact.name}", *(percent(rate) for rate in listed.rates[fact.key])))
        lines += [*aligned(rows, numbers=(1, 2), indent=2), ""]
    return lines[:-1]


def _learned(learned: Sequence[Learned], width: int) -> list[str]:
    beyond = [one for one in learned if one.beyond_noise]
    if not beyond:
        return textwrap.wrap("No number learned anything from the record beyond chance.", width)
    text = (
        f"{len(beyond)} of {len(learned)} numbers learned something from the record beyond chance. Their middle 90 %, "
        "before and after:"
    )
    rows: list[tuple[str, ...]] = [("", "width before", "after", "median before", "after")]
    for one in beyond[:MOST_LEARNED]:
        numbers = (one.prior_width, one.width, one.prior_median, one.median)
        rows.append((one.key, *(f"{number:.3g}" for number in numbers)))
    rest = [f"... and {len(beyond) - MOST_LEARNED} more (--json lists all)"] if len(beyond) > MOST_LEARNED else []
    return [*textwrap.wrap(text, width), *aligned(rows, numbers=range(1, 5), indent=2), *rest]
