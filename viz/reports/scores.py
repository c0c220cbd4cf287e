"""`docs/scores.md`: what conditioning is worth on facts held back, and whether false worlds and rivals do as well."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from experiments.conditioning.false_worlds import FalseWorld, load_false_worlds
from experiments.conditioning.forecasts import AHEAD, SHUFFLES, Forecasts, HeldBackScore, YearScore, forecasts
from experiments.conditioning.scores import by_episode, log_scores, mean
from experiments.conditioning.stored import failed_patterns, store
from experiments.conditioning.support import (
    FalseWorldResult,
    VariantSupport,
    false_world_results,
    pattern_results,
    variant_supports,
)
from experiments.patterns.by_hypothesis import active_variants
from experiments.patterns.verdicts import PatternResult
from model.core.files import write_whole
from model.evidence.hypotheses import Hypothesis
from model.evidence.load import load_seeds
from model.runs.digest import factual_scenario
from viz.common.markdown import DOCS, joined, prose, stamp, table
from viz.common.summary import percent
from viz.common.words import signed_decimals, two_decimals
from viz.figures.frame import save_figure
from viz.figures.held_back import held_back_figure
from viz.reports.false_worlds import difference_in_words, false_world_section, pattern_section, variant_section
from viz.terminal.progress import progress

PAGE, FIGURE = DOCS / "scores.md", DOCS / "scores.svg"
TRIED, LEAST_TRIED = 50_000, 1_000
"""Prior worlds searched for each history and theory, and the fewest of which a thousandth is a world."""


@dataclass(frozen=True, eq=False)
class ScoreRuns:
    """The results that the page reports.

    Attributes:
        found: Scores on facts held back, and January by January.
        patterns: The patterns in the baseline's conditioned worlds.
        false_worlds: What came of each false world.
        variants: The support of each variant of the hypotheses.
    """

    found: Forecasts
    patterns: tuple[PatternResult, ...]
    false_worlds: tuple[FalseWorldResult, ...]
    variants: tuple[VariantSupport, ...]


def run_all(
    tried: int, false_worlds: Mapping[str, FalseWorld], variants: Sequence[tuple[Hypothesis, str]]
) -> ScoreRuns:
    """Search everything, with progress on standard error; what an earlier search stored is not searched again."""
    record, shown = load_seeds().record, partial(progress, quiet=False)
    found = forecasts(tried, shown)
    with shown("Scoring the patterns in conditioned worlds"):
        patterns = pattern_results(factual_scenario(), found.conditioned)
    with shown("Searching false worlds") as advance:
        false = tuple(false_world_results(false_worlds, record, found.conditioned, tried, advance))
    with shown("Searching variants of the hypotheses") as advance:
        least = found.conditioned.least
        rivals = tuple(variant_supports(factual_scenario(), variants, record, least, tried, advance))
    return ScoreRuns(found, patterns, false, rivals)


def page(runs: ScoreRuns) -> str:
    """The whole page."""
    share = runs.found.share
    return (
        joined(
            _head(runs.found),
            _held_back(runs.found),
            _years(runs.found),
            false_world_section(runs.found, runs.false_worlds),
            pattern_section(runs.patterns, runs.false_worlds),
            variant_section(share, runs.variants),
        )
        + "\n"
    )


def _head(found: Forecasts) -> str:
    chosen = found.conditioned
    text = f"""Worlds are chosen by {chosen.counted} facts of the record ([record.md](record.md)) and scored here on
facts that did not choose them. Of {found.tried:,} prior worlds (seed {factual_scenario().seed}) {chosen.worlds:,} agree
with at least {chosen.least} of the {chosen.counted} facts: the largest number that leaves a thousandth. Whoever wrote
the rules had read all texts: "held back" means from the choice of worlds only."""
    rule = """The share of worlds that agree with a fact is taken for its probability; every fact is put so that it is
true, things that did not happen included. The log score is the mean of the natural logarithms, after (100 r + 1) / 102
for a share r (Laplace's rule, as if every share had been counted in 100 worlds, whatever the ensemble), so that no fact
costs more than 4.6; 0 is best. The Brier score is the mean of (1 - r)²; 0 is best. Intervals are at 95 %, from drawing
whole episodes with replacement: facts of one episode hang together. They leave out that shares are themselves counted
in finitely many worlds. A difference in bold has an interval that, before rounding, leaves out zero."""
    return joined(
        "# Scores: what conditioning is worth, and what false worlds and rivals make of the record",
        *(prose(" ".join(part.split())) for part in (text, rule)),
        stamp(f"scores --tried {found.tried}"),
    )


def _held_back(found: Forecasts) -> str:
    record = load_seeds().record
    facts = record.held_back
    rows = [
        (
            one.name,
            f"{one.worlds:,}",
            one.least,
            two_decimals(one.log_score),
            two_decimals(one.brier),
            difference_in_words(one.less),
        )
        for one in found.held_back
    ]
    head = ("Worlds", "How many", "Facts agreed with", "Log score", "Brier score", "Log score less conditioned")
    names = ("conditioned", "prior", "shuffled dates", "ranges of before")
    by_fact = [(f"{f.key} {f.name}", *(percent(one.rates[f.key]) for one in found.held_back)) for f in facts]
    conditioned, prior = (log_scores(one.rates, facts) for one in found.held_back[:2])
    gains = by_episode(conditioned, prior, facts)
    each = "; ".join(f"{record.episodes[key].name}: {signed_decimals(gain)}" for key, gain in gains.items())
    few = f"""Held back are {len(facts)} facts of {len(gains)} episodes. {len(gains)} episodes are few: an interval
drawn from them says only whether the difference has the same sign in nearly all of them. Episode by episode conditioned
worlds differ from prior ones, in the mean log score, by: {each}."""
    shuffles = f"""Shuffled dates: the periods of the events are permuted among the events, and those of what lasted or
never happened among these, so that the same dates and spans are asked for, only not of these things; the mean over
{len(SHUFFLES)} permutations, each with the largest number of facts that leaves a thousandth (the fewest worlds are
shown). Ranges of before: prior worlds with the ranges that stood before they were set by ignorance (distributions, and
numbers drawn together, are those of today); best values and ranges were tuned with these very facts in view."""
    return joined(
        "## Facts held back",
        prose(" ".join(f"{_verdict(found.held_back)} {few}".split())),
        table(head, rows),
        prose(" ".join(shuffles.split())),
        f"![Share of worlds that agree with each fact held back]({FIGURE.name})",
        table(("Fact", *names), by_fact),
    )


def _verdict(scores: Sequence[HeldBackScore]) -> str:
    """How conditioned worlds do against each of the others."""
    sentences = []
    for one in scores:
        if one.less is not None:
            better = "worse" if one.less.value > 0 else "better"
            noise = "beyond the interval" if one.less.beyond_noise else "within the interval"
            sentences.append(f"{better} than {one.name} ({noise})")
    return f"Conditioned worlds score {', '.join(sentences)}."


def _years(found: Forecasts) -> str:
    rows = [_year(year) for year in found.years]
    text = f"""Each January worlds are conditioned on what was known before it (an event when its period is over, of
what lasts the part up to then) and scored on the next {AHEAD} months: on the events whose period begins in them, and
on what lasts for the part that lies in them. Both kinds of facts are scored, for those that choose worlds are not
known yet either. A gain above 0 is what knowing the
past is worth. Over all Januaries, a fact counting each time that it is scored, the gain is
{difference_in_words(found.all_years)}."""
    head = (
        *("January", "Known", "Agreed with", "Worlds", "Scored", "of them held back"),
        *("Prior", "Conditioned", "Gain"),
    )
    return joined("## Year by year", prose(" ".join(text.split())), table(head, rows))


def _year(year: YearScore) -> tuple[str, ...]:
    chosen = year.chosen
    return (
        year.month,
        str(chosen.counted),
        str(chosen.least),
        f"{chosen.worlds:,}",
        str(len(year.facts)),
        str(len(year.facts) - year.used),
        two_decimals(mean(year.prior)),
        two_decimals(mean(year.conditioned)),
        difference_in_words(year.gain),
    )


def _tried(text: str) -> int:
    number = int(text)
    if number < LEAST_TRIED:
        message = f"must be {LEAST_TRIED:,} or more, got {number}"
        raise argparse.ArgumentTypeError(message)
    return number


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the page."""
    what = f"prior worlds searched for each history and theory, {TRIED:,} by default"
    parser.add_argument("--tried", type=_tried, default=TRIED, metavar="N", help=what)


def write(tried: int = TRIED) -> None:
    """Write the page, its figure, and what `tightrope patterns` says of false worlds."""
    runs = run_all(tried, load_false_worlds(), active_variants())
    conditioned, prior = runs.found.held_back[:2]
    write_whole(PAGE, page(runs))
    save_figure(held_back_figure(load_seeds().record.held_back, prior.rates, conditioned.rates), FIGURE)
    store(failed_patterns(runs.patterns, runs.false_worlds, tried))
