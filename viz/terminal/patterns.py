"""What the command line says about a score: one pattern a line, and the sum."""

from __future__ import annotations

import textwrap

from experiments.patterns.score import PatternReport
from experiments.patterns.verdicts import PatternResult
from viz.common.words import two_decimals
from viz.terminal.tables import aligned


def pattern_lines(report: PatternReport) -> list[str]:
    """A score, one pattern a line, and the sum."""
    heads = ("", "pattern", "rate", "interval", "required", "strength", "")
    return [
        *aligned([heads, *map(_pattern, report.results)], numbers=[2]),
        "",
        f"{report.met} of {report.count} patterns hold in {report.worlds:,} worlds of {report.scenario} "
        f"(sampling: {report.sampling}, seed {report.seed})",
    ]


def _pattern(result: PatternResult) -> tuple[str, ...]:
    return (
        "yes" if result.met else "NO",
        textwrap.shorten(f"{result.id} {result.name}", 61),
        "-" if result.rate is None else two_decimals(result.rate),
        "-" if result.interval is None else " to ".join(two_decimals(end) for end in result.interval),
        requirement(result),
        str(result.strength),
        result.reason,
    )


def requirement(result: PatternResult) -> str:
    """What the rate of a pattern must be, e.g. ``at least 0.8``."""
    return f"at least {result.required:g}" if isinstance(result.required, float) else str(result.required)
