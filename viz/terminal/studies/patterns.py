"""What the command line says about a score: one pattern a line, the sum, and what puts it to the test."""

from __future__ import annotations

import textwrap

from experiments.conditioning.stored import FailedPatterns
from experiments.patterns.score import PatternReport
from experiments.patterns.verdicts import PatternResult
from model.evidence.load import load_seeds
from model.runs.world_lists import WorldList, beliefs_of, find_list
from model.scenario.scenario import Scenario
from viz.common.summary import percent
from viz.common.words import two_decimals
from viz.terminal.tables import Plain, aligned

WRITE_AGAIN = "python -m viz.reports scores"


def pattern_lines(report: PatternReport, failed: FailedPatterns) -> list[str]:
    """A score, one pattern a line with the number of false worlds that fail it, and the sum."""
    heads = ("", "pattern", "rate", "interval", "required", "strength", "false worlds", "")
    rows = [_pattern(result, len(failed.failed_by.get(result.id, ()))) for result in report.results]
    return [
        *aligned([heads, *rows], numbers=[2, 6]),
        "",
        f"{report.met} of {report.count} patterns hold in {report.worlds:,} worlds of {report.scenario} "
        f"(sampling: {report.sampling}, seed {report.seed})",
    ]


def _pattern(result: PatternResult, failed: int) -> tuple[str, ...]:
    return (
        "yes" if result.met else "NO",
        textwrap.shorten(f"{result.id} {result.name}", 61),
        "-" if result.rate is None else two_decimals(result.rate),
        "-" if result.interval is None else " to ".join(two_decimals(end) for end in result.interval),
        requirement(result),
        str(result.strength),
        str(failed or "none"),
        result.reason,
    )


def requirement(result: PatternResult) -> str:
    """What the rate of a pattern must be, e.g. ``at least 0.8``."""
    return f"at least {result.required:g}" if isinstance(result.required, float) else str(result.required)


def list_for(scenario: Scenario) -> WorldList | None:
    """The list whose worlds a scenario would be run in if conditioned; None if none has been searched for its seed."""
    beliefs = beliefs_of(scenario)
    return find_list(scenario.seed, beliefs) or find_list(scenario.seed, {})


def beside_lines(scenario: Scenario, listed: WorldList | None, failed: FailedPatterns, *, width: int) -> list[str]:
    """What puts the score to the test: the facts held back, and the patterns that false worlds pass as well."""
    idle = [key for key in failed.holds if not failed.failed_by[key]]
    stale = f" They were made with other rules, numbers or facts: make them again with {WRITE_AGAIN}."
    text = (
        f"False worlds: the number of histories that did not happen that fail a pattern "
        f"({failed.tried:,} prior worlds of each searched). A pattern that all of them pass tells nothing of ours: "
        f"{', '.join(idle) or 'none'}.{stale * failed.is_stale}"
    )
    return [*textwrap.wrap(text, width), "", *_held_back(scenario, listed, width)]


def _held_back(scenario: Scenario, listed: WorldList | None, width: int) -> list[str]:
    if listed is None:
        text = (
            f"No worlds of seed {scenario.seed} have been conditioned on the record yet, so that facts held back have "
            f"no rates; search them with: tightrope condition {scenario.name} --seed {scenario.seed}"
        )
        return textwrap.wrap(text, width)
    rows: list[tuple[str, ...]] = [("Facts held back from the choice of worlds", "prior", "conditioned")]
    for fact in load_seeds().record.held_back:
        rates = (percent(rate) for rate in listed.rates[fact.key])
        rows.append((f"{fact.key} {fact.name}", *rates))
    return aligned(rows, numbers=(1, 2))


def beside_as_plain(listed: WorldList | None, failed: FailedPatterns) -> Plain:
    """The same for other programs."""
    held = load_seeds().record.held_back
    rates = None if listed is None else [(fact.key, *listed.rates[fact.key]) for fact in held]
    return {
        "held_back": rates and [{"id": key, "rate_prior": prior, "rate": rate} for key, prior, rate in rates],
        "false_worlds": {
            "tried": failed.tried,
            "stale": failed.is_stale,
            "holds": list(failed.holds),
            "failed_by": {key: list(names) for key, names in failed.failed_by.items()},
        },
    }
