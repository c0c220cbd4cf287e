"""`docs/patterns.md`: how firmly the model reproduces the thirty stylised facts, and attempts to make them fail."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.measures.pooled import Share
from experiments.patterns.by_hypothesis import VariantScore, by_variant
from experiments.patterns.placebo import (
    SHOCK_YEAR,
    YEARS,
    Placebo,
    Translation,
    dated_results,
    moved_shock,
    placebos,
    translation,
)
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Pattern
from experiments.patterns.score import PatternReport, score
from experiments.patterns.verdicts import PatternResult, Plain
from experiments.patterns.widths import WidthScore, by_width
from model.core.files import write_whole
from model.runs.world_lists import listed_at_most
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario
from model.theory.theory import theory
from viz.common.markdown import DOCS, bullets, joined, stamp, table
from viz.common.summary import percent
from viz.common.words import two_decimals
from viz.sentences.paired_text import span
from viz.terminal.lists import cited
from viz.terminal.progress import progress
from viz.terminal.studies.patterns import requirement

PATTERNS_PAGE = DOCS / "patterns.md"
PAGE_WORLDS, PAGE_SEED = 2000, 2031
MOST_PROBED = 1000
"""Most worlds that the moved causes are run in."""
MOST_AT_A_WIDTH = 500
"""Most worlds of each ensemble of the table of widths."""

SAMPLINGS = (Sampling.BEST, Sampling.PRIOR)


@dataclass(frozen=True)
class PatternRuns:
    """The results that the page reports.

    Attributes:
        worlds: Worlds of the scores.
        probed: Worlds in which causes are moved: all of the history's in prior worlds, the shock's in worlds that agree
            with the record.
        seed: Seed of the scores.
        reports: Scores by sampling.
        moved: What comes later when its causes do.
        shocks: The shock in other Augusts, and nowhere.
        dated: Year of the shock -> results of the patterns that name months from August 2020 on.
        variants: The patterns by variant of the hypotheses; empty if not asked for.
        widths: The patterns in ensembles of different width.
    """

    worlds: int
    probed: int
    seed: int
    reports: Mapping[Sampling, PatternReport]
    moved: tuple[Translation, ...]
    shocks: tuple[Placebo, ...]
    dated: Mapping[int, Mapping[str, PatternResult]]
    variants: tuple[VariantScore, ...]
    widths: tuple[WidthScore, ...]


def run_all(worlds: int, seed: int, variants: int = 0) -> PatternRuns:
    """Run everything, with progress on standard error."""
    data, few = load_patterns(), min(worlds, MOST_PROBED, listed_at_most())
    reports = {}
    for sampling in SAMPLINGS:
        with progress(f"Scoring the baseline, sampling {sampling}", quiet=False) as advance:
            reports[sampling] = score(_baseline(worlds, seed, sampling), progress=advance)
    settings = [f"worlds={few}", f"sampling={Sampling.CONDITIONED}"]
    with progress("Moving causes", quiet=False):
        moved = translation([f"worlds={few}", f"sampling={Sampling.PRIOR}"])
        shocks = tuple(placebos(data.confidence, settings))
        dated = {
            year: dated_results(load_scenario("baseline", settings=[*settings, *moved_shock(year)]), data)
            for year in (SHOCK_YEAR, *YEARS)
        }
    rivals: tuple[VariantScore, ...] = ()
    if variants:
        with progress("Scoring the variants of the hypotheses", quiet=False) as advance:
            rivals = tuple(by_variant(_baseline(variants, seed, Sampling.PRIOR), advance))
    with progress("Scoring ensembles of different width", quiet=False) as advance:
        same = load_scenario("baseline", settings=[f"worlds={min(few, MOST_AT_A_WIDTH)}"])
        widths = tuple(by_width(same, advance))
    return PatternRuns(worlds, few, seed, reports, moved, shocks, dated, rivals, widths)


def _baseline(worlds: int, seed: int, sampling: Sampling) -> Scenario:
    return load_scenario("baseline", settings=[f"worlds={worlds}", f"seed={seed}", f"sampling={sampling}"])


def page(runs: PatternRuns) -> str:
    """The whole page."""
    formulations = map(_formulation, load_patterns().patterns.values())
    parts = [_head(runs), _scores(runs), _failures(runs), _widths(runs.widths), _moved(runs), _dated(runs)]
    variants = [_variants(runs.variants)] if runs.variants else []
    return joined(*parts, *variants, "## What is tested", *formulations) + "\n"


def _head(runs: PatternRuns) -> str:
    more = f" --variants {runs.variants[0].report.worlds}" if runs.variants else ""
    return f"""# Patterns: which documented facts the model reproduces, and how firmly

The thirty stylised facts of `seeds/patterns.yaml`, scored in the baseline: {runs.worlds:,} worlds, seed
{runs.seed}. At `best` every number has its best value, so that worlds differ by their random draws alone; at
`prior` every world draws its numbers from their ranges, which are as wide as ignorance of each number (see
`docs/ranges.md`). A rate is the share of all worlds in which the fact holds (where it concerns
a case, of the worlds in which the case arises), with Wilson's interval at 95 %. A world whose regime has fallen has
no alignment: it meets no fact that asks for one, or that the regime stands. For facts that compare whole runs or pool
all worlds the rate is that number, over the worlds that have it, with the jackknife's interval. The intervals show what
the number of worlds leaves open, not whether the model is true. The tests are described at the end of the page.
`docs/sweeps.md` (`shock_size`) varies the size of the shock of August 2020, on which SF10 rests.

{stamp(f"patterns --worlds {runs.worlds} --seed {runs.seed}{more}")}"""


def _scores(runs: PatternRuns) -> str:
    counts = "; ".join(f"**{report.met} of {report.count}** at `{s}`" for s, report in runs.reports.items())
    rows = [
        (first.id, first.name, first.strength, requirement(first), *map(rate_in_words, (first, *others)))
        for first, *others in zip(*(report.results for report in runs.reports.values()), strict=True)
    ]
    head = ("Id", "Pattern", "Strength", "Required", *runs.reports)
    return joined("## Rates", f"Met: {counts}. A rate in bold does not meet what is required.", table(head, rows))


def rate_in_words(result: PatternResult) -> str:
    """A rate with its interval, e.g. ``0.97 (0.96 to 0.98)``; in bold where the pattern does not hold."""
    if result.rate is None or result.interval is None:
        return f"**none: {result.reason}**"
    text = f"{two_decimals(result.rate)} ({' to '.join(two_decimals(end) for end in result.interval)})"
    return text if result.met else f"**{text}**"


def _failures(runs: PatternRuns) -> str:
    parts = ["## What fails, and its weakest part"]
    for sampling, report in runs.reports.items():
        failing = (
            f"{r.id} {r.name}: {rate_in_words(r).strip('*')}, required {requirement(r)}; {weakest(r)}."
            for r in report.results
            if not r.met
        )
        parts += [f"At `{sampling}`:", bullets(failing)]
    return joined(*parts)


def weakest(result: PatternResult) -> str:
    """Why a pattern does not hold: conditions on all worlds that fail, and the part that fewest worlds meet."""
    if result.reason:
        return result.reason
    reasons = [
        f"`{part['test']}` does not hold, the number is {_plain(part['number'])}"
        for part in _parts(result, "also")
        if not part["met"]
    ]
    too_few = isinstance(result.required, float) and result.rate is not None and result.rate < result.required
    return "; ".join([*reasons, *([_weakest_part(result)] if too_few else [])])


def _weakest_part(result: PatternResult) -> str:
    part = min(_parts(result, "parts"), key=lambda part: float(str(part["share"])))
    spread = f"{_plain(part['p10'])}, half {_plain(part['median'])}, nine tenths {_plain(part['p90'])}"
    rest = "" if part["p10"] is None else f" (a tenth of worlds at or below {spread})"
    return f"weakest part `{part['test']}`, which holds in {percent(float(str(part['share'])))} of worlds{rest}"


def _parts(result: PatternResult, kind: str) -> list[dict[str, Plain]]:
    listed = result.details.get(kind, [])
    return [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []


def _plain(value: Plain) -> str:
    return two_decimals(value) if isinstance(value, float) else str(value)


def _widths(scores: Sequence[WidthScore]) -> str:
    first = scores[0].report
    rows = [(f"`{one.name}`" if one.name in list(Sampling) else one.name, *_met(one.report)) for one in scores]
    return f"""## How wide the numbers may be

The same patterns in {first.worlds:,} worlds of seed {first.seed} each. `prior` worlds draw their numbers from ranges
as wide as ignorance, `conditioned` ones agree with the record, and at ±25, ±35 and ±50 % every sampled number is drawn
from so much around its best value, inside its domain. Best values were set with these patterns in view, and the
conditioned worlds were chosen by dated facts that many of them restate; so neither is a test. Robustness is claimed
for the conditioned ensemble on facts held back from its choice, not for a box around the best values.

{table(("Ensemble", "Met", "Fails"), rows)}"""


def _met(report: PatternReport) -> tuple[str, str]:
    failing = (result.id for result in report.results if not result.met)
    return f"{report.met} of {report.count}", ", ".join(failing) or "-"


def _moved(runs: PatternRuns) -> str:
    labels = {move.series: move.label for move in theory().moves.values()}
    labels |= {stock.series: stock.label for stock in theory().stocks.values()}
    rows = [
        (f"`{row.name}` {labels[row.name]}", row.month or "never", _months(row.late_war), _months(row.late_history))
        for row in runs.moved
    ]
    shocks = []
    for shock in runs.shocks:
        where = f"August {shock.year}" if shock.year else "nowhere (read in 2020)"
        shocks.append((where, *map(_share, (shock.falls, shock.loses_venue, shock.falls_2020))))
    head = ("Shock in", "Alignment falls by 0.5 within nine months", "Venue lost within the year", "Falls in 2020")
    return f"""## Moved causes

No rule reads the calendar, so dates must follow their causes. The table gives the median date of the first time
({runs.probed:,} prior worlds: those that agree with the record were chosen for random draws of its own months, which do
not move), and by how many months it moves when the war of 2014 comes twelve months later, or when all of history
does, apart from the seasons of the forums. All lines depend on the war except the last, the loss of the venue, which
depends on 2020.

{table(("What", "Median date", "War a year later", "All history a year later"), rows)}

When the shock of August 2020 is moved to another August, alignment must fall and the venue be lost there, and nothing
must happen in 2020. A fall of alignment is counted among the worlds whose regime stands through these months
({runs.probed:,} worlds that agree with the record).

{table(head, shocks)}"""


def _months(number: int | None) -> str:
    return "never" if number is None else f"{number:+d}" if number else "0"


def _share(share: Share) -> str:
    return f"{percent(share.rate)} ({span(share.interval)}) of {share.worlds:,}"


def _dated(runs: PatternRuns) -> str:
    names = {key: pattern.name for key, pattern in load_patterns().patterns.items()}
    first = runs.dated[SHOCK_YEAR]
    rows = [(key, names[key], *(rate_in_words(results[key]) for results in runs.dated.values())) for key in first]
    lost = {y: sum(first[key].met and not result.met for key, result in runs.dated[y].items()) for y in YEARS}
    held = sum(result.met for result in first.values())
    return f"""## Patterns that name the months of 2020 and 2021

They test dates, so they should fail when the shock comes earlier. One that still holds tests a lasting state, or a
difference that the shock leaves whenever it comes, or only that the regime stands. {held} hold with the shock
where it was; of these, {", ".join(f"{number} fail when it comes in {year}" for year, number in lost.items())}
({runs.probed:,} worlds that agree with the record; bold: not met).

{table(("Id", "Pattern", *(f"shock in {year}" for year in runs.dated)), rows)}"""


def _variants(scores: Sequence[VariantScore]) -> str:
    rows = []
    for one in scores:
        rows.append((f"{one.hypothesis.key} `{one.hypothesis.name}`", f"`{one.variant}`", *_met(one.report)))
    first = scores[0].report
    return f"""## Rival hypotheses

The same patterns with one variant of one hypothesis at a time, the others at their defaults ({first.worlds:,} worlds,
seed {first.seed}, sampled parameters). A variant that loses patterns is not refuted by that, because the parameter
values were chosen under the defaults.

{table(("Hypothesis", "Variant", "Met", "Fails"), rows)}"""


def _formulation(pattern: Pattern) -> str:
    texts = ", ".join(cited(pattern.claims))
    return f"**{pattern.key} {pattern.name}.** {pattern.statement} ({texts}) *Tested:* {pattern.formulation.strip()}"


def _number_of_worlds(text: str) -> int:
    number = int(text)
    if number < 1:
        message = f"must be 1 or more, got {number}"
        raise argparse.ArgumentTypeError(message)
    return number


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the page."""
    worlds, seed = f"worlds, {PAGE_WORLDS} by default", f"seed of all random draws, {PAGE_SEED} by default"
    variants = "also score every variant of the rival hypotheses, in so many worlds"
    parser.add_argument("--worlds", type=_number_of_worlds, default=PAGE_WORLDS, help=worlds)
    parser.add_argument("--seed", type=int, default=PAGE_SEED, help=seed)
    parser.add_argument("--variants", type=_number_of_worlds, default=0, metavar="WORLDS", help=variants)


def write(worlds: int = PAGE_WORLDS, seed: int = PAGE_SEED, variants: int = 0) -> None:
    """Write the page."""
    write_whole(PATTERNS_PAGE, page(run_all(worlds, seed, variants)))
