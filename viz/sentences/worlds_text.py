"""Which worlds a run is of, in sentences and as plain data: what they agree with, and how far that still holds."""

from __future__ import annotations

from experiments.conditioning.worlds import ListedWorlds
from model.runs.world_lists import beliefs_of
from model.scenario.scenario import Sampling, Scenario
from viz.common.summary import percent

SAYS = {
    Sampling.PRIOR: "Worlds are drawn from the ranges alone, whether or not they agree with the documented record.",
    Sampling.BEST: "Every number has its best value: worlds differ by chance alone.",
}


def worlds_sentence(scenario: Scenario, worlds: ListedWorlds | None) -> str:
    """Which worlds a scenario was run in."""
    if worlds is None:
        return SAYS[scenario.sampling]
    listed = worlds.listed
    text = (
        f"The worlds agree with at least {listed.least} of {listed.facts} documented facts when run as history went "
        f"({len(listed.worlds):,} of {listed.tried:,} do)."
    )
    if beliefs_of(scenario) == listed.beliefs:
        return text
    share = percent(worlds.still_agree)
    changed = f"With the numbers, hypotheses and switches of {scenario.name}, {share} of them still do"
    if worlds.is_conditioned:
        return f"{text} {changed}."
    return (
        f"{text} {changed}, so this run is not conditioned on the record; search worlds that are, with: "
        f"tightrope condition {scenario.name}"
    )


def worlds_as_plain(worlds: ListedWorlds | None) -> dict[str, object]:
    """The same for other programs."""
    if worlds is None:
        return {}
    listed = worlds.listed
    return {
        "conditioned": {
            "facts": listed.facts,
            "least_agreement": listed.least,
            "tried": listed.tried,
            "kept": len(listed.worlds),
            "still_agree": worlds.still_agree,
            "holds": worlds.is_conditioned,
        }
    }
