"""What the command line says about a score: one pattern a line, and the sum."""

from __future__ import annotations

import textwrap

from experiments.patterns.score import PatternReport
from experiments.patterns.verdicts import PatternResult
from viz.common.words import two_decimals

NAMES = 62
"""Columns for the names of patterns."""


def pattern_lines(report: PatternReport) -> list[str]:
    """A score, one pattern a line, and the sum."""
    lines = [f"{'':6}{'pattern':<{NAMES}}{'rate':>7}  {'interval':<16}{'required':<18}strength"]
    lines += [_pattern(result) for result in report.results]
    return [
        *lines,
        "",
        f"{report.met} of {report.count} patterns hold in {report.worlds:,} worlds of {report.scenario} "
        f"(sampling: {report.sampling}, seed {report.seed})",
    ]


def _pattern(result: PatternResult) -> str:
    sign = "yes" if result.met else "NO"
    name = f"{result.id} {result.name}"
    rate = "-" if result.rate is None else two_decimals(result.rate)
    span = "-" if result.interval is None else " to ".join(two_decimals(end) for end in result.interval)
    required = f"at least {result.required:g}" if isinstance(result.required, float) else str(result.required)
    line = f"{sign:<6}{textwrap.shorten(name, NAMES - 1):<{NAMES}}{rate:>7}  {span:<16}{required:<18}{result.strength}"
    return f"{line}   {result.reason}" if result.reason else line
