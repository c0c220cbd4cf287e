"""`docs/patterns.md`: the thirty stylised facts, how firmly they come out, and what was tried to make them fail.

`python -m viz.reports patterns` writes it anew; `--variants 300` adds every variant of the rival hypotheses.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.patterns.by_hypothesis import VariantScore, by_variant
from experiments.patterns.placebo import (
    SHOCK_YEAR,
    YEARS,
    Placebo,
    Share,
    Translation,
    dated_results,
    moved_shock,
    placebos,
    translation,
)
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Pattern, Patterns
from experiments.patterns.score import PatternReport, score
from experiments.patterns.verdicts import PatternResult, Plain
from model.core.files import write_whole
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario
from model.theory.theory import theory
from viz.common.markdown import DOCS, stamp, table
from viz.common.summary import percent
from viz.common.words import two_decimals
from viz.reports.scenarios import span
from viz.terminal.progress import progress

PATTERNS_PAGE = DOCS / "patterns.md"
PAGE_WORLDS, PAGE_SEED = 2000, 2031
MOST_PROBED = 1000
"""Most worlds that the moved causes are run in."""

SAMPLINGS = (Sampling.BEST, Sampling.PARAMETERS, Sampling.WIDE)


@dataclass(frozen=True)
class Found:
    """Everything the page tells.

    Attributes:
        worlds: Worlds of the scores.
        probed: Worlds in which causes are moved.
        seed: Seed of all runs.
        reports: Scores by sampling.
        moved: What comes later when its causes do.
        shocks: The shock in other Augusts, and nowhere.
        dated: Year of the shock -> results of the patterns that name months from August 2020 on.
        variants: The patterns by variant of the hypotheses; empty if not asked for.
    """

    worlds: int
    probed: int
    seed: int
    reports: Mapping[Sampling, PatternReport]
    moved: tuple[Translation, ...]
    shocks: tuple[Placebo, ...]
    dated: Mapping[int, Mapping[str, PatternResult]]
    variants: tuple[VariantScore, ...]


def find(worlds: int, seed: int, variants: int = 0) -> Found:
    """Run everything, with progress on standard error."""
    data, few = load_patterns(), min(worlds, MOST_PROBED)
    reports = {sampling: _scored(worlds, seed, sampling) for sampling in SAMPLINGS}
    asked = [f"worlds={few}", f"seed={seed}"]
    with progress("Moving causes", quiet=False) as tell:
        moved, shocks = translation(asked), tuple(placebos(data.confidence, asked))
        dated = {}
        for place, year in enumerate((SHOCK_YEAR, *YEARS)):
            dated[year] = dated_results(load_scenario("baseline", settings=[*asked, *moved_shock(year)]), data)
            if tell is not None:
                tell(place + 1, 1 + len(YEARS))
    rivals = _rivals(variants, seed) if variants else ()
    return Found(worlds, few, seed, reports, moved, shocks, dated, rivals)


def _baseline(worlds: int, seed: int, sampling: Sampling) -> Scenario:
    return load_scenario("baseline", settings=[f"worlds={worlds}", f"seed={seed}", f"sampling={sampling}"])


def _scored(worlds: int, seed: int, sampling: Sampling) -> PatternReport:
    with progress(f"Scoring the baseline, sampling {sampling}", quiet=False) as tell:
        return score(_baseline(worlds, seed, sampling), progress=tell)


def _rivals(worlds: int, seed: int) -> tuple[VariantScore, ...]:
    with progress("Scoring the variants of the hypotheses", quiet=False) as tell:
        return tuple(by_variant(_baseline(worlds, seed, Sampling.PARAMETERS), tell))


def page(found: Found) -> str:
    """The whole page."""
    data = load_patterns()
    parts = [
        _head(found),
        _scores(found),
        _failures(found, data),
        _moved(found),
        _dated(found, data),
    ]
    if found.variants:
        parts.append(_variants(found.variants))
    return "\n\n".join([*parts, _formulations(data)]) + "\n"


def _head(found: Found) -> str:
    return f"""# Patterns: which documented facts come out, and how firmly

The thirty stylised facts of `seeds/patterns.yaml`, scored in the baseline: {found.worlds:,} worlds, seed
{found.seed}. At `best` every number has its best value and worlds differ by luck alone; at `parameters` every world
draws its numbers from their stated ranges; at `wide` every range is widened to at least a quarter of the best value
to either side. A rate is the share of worlds in which the fact comes out, with Wilson's interval at 95 %; for facts
that compare whole runs or pool all worlds it is that number, with the jackknife's. The intervals say what the number
of worlds leaves open, not whether the model is true. What is tested stands at the end of the page. The size of the
shock of August 2020, on which SF10 rests, is swept in `docs/sweeps.md` (`shock_size`).

{stamp(_command(found))}"""


def _command(found: Found) -> str:
    more = f" --variants {found.variants[0].report.worlds}" if found.variants else ""
    return f"patterns --worlds {found.worlds} --seed {found.seed}{more}"


def _scores(found: Found) -> str:
    counts = "; ".join(f"**{report.met} of {report.count}** at `{s}`" for s, report in found.reports.items())
    rows = []
    for results in zip(*(report.results for report in found.reports.values()), strict=True):
        first = results[0]
        rows.append((first.id, first.name, str(first.strength), _required(first), *map(told_rate, results)))
    head = ("Id", "Pattern", "Strength", "Required", *(str(sampling) for sampling in found.reports))
    return f"## Rates\n\nMet: {counts}. A rate in bold does not meet what is required.\n\n{table(head, rows)}".rstrip()


def told_rate(result: PatternResult) -> str:
    """A rate with its interval, e.g. ``0.97 (0.96 to 0.98)``; in bold where the pattern does not hold."""
    if result.rate is None or result.interval is None:
        return f"**none: {result.reason}**"
    text = f"{two_decimals(result.rate)} ({' to '.join(two_decimals(end) for end in result.interval)})"
    return text if result.met else f"**{text}**"


def _bare(result: PatternResult) -> str:
    return told_rate(result).strip("*")


def _required(result: PatternResult) -> str:
    return f"at least {result.required:g}" if isinstance(result.required, float) else str(result.required)


def _failures(found: Found, data: Patterns) -> str:
    lines = []
    for sampling, report in found.reports.items():
        failing = [result for result in report.results if not result.met]
        told = [
            f"- {r.id} {r.name}: {told_rate(r).strip('*')}, required {_required(r)}; {weakest(r)}." for r in failing
        ]
        lines.append(f"At `{sampling}`:\n\n" + "\n".join(told or ["- none"]))
    return "\n\n".join(["## What fails, and its weakest part", *lines])


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


def _moved(found: Found) -> str:
    labels = {move.series: move.label for move in theory().moves.values()}
    labels |= {stock.series: stock.label for stock in theory().stocks.values()}
    rows = [
        (f"`{row.name}` {labels[row.name]}", row.month or "never", _months(row.late_war), _months(row.late_history))
        for row in found.moved
    ]
    head = ("What", "Median date", "War a year later", "All history a year later")
    return f"""## Moved causes

No rule reads the calendar, so dates must follow their causes. Median date of the first time ({found.probed:,}
worlds with sampled parameters), and by how many months it moves when the war of 2014 comes twelve months later, or all
of history but the seasons of the forums does. All but the last line wait for the war; the last, the loss of the venue,
waits for 2020.

{table(head, rows)}
When the shock of August 2020 is moved to another August, alignment must fall and the venue be lost there, and nothing
must happen in 2020.

{_placebo_table(found.shocks)}""".rstrip()


def _months(number: int | None) -> str:
    return "never" if number is None else f"{number:+d}" if number else "0"


def _placebo_table(shocks: Iterable[Placebo]) -> str:
    rows = [
        (
            f"August {shock.year}" if shock.year else "nowhere (read in 2020)",
            *(_share(share) for share in (shock.falls, shock.loses_venue, shock.falls_2020)),
        )
        for shock in shocks
    ]
    head = ("Shock in", "Alignment falls by 0.5 within nine months", "Venue lost within the year", "Falls in 2020")
    return table(head, rows)


def _share(share: Share) -> str:
    return f"{percent(share.rate)} ({span(share.interval)})"


def _dated(found: Found, data: Patterns) -> str:
    years = [str(year) for year in found.dated]
    first = found.dated[SHOCK_YEAR]
    rows = [(key, data.patterns[key].name, *(told_rate(found.dated[y][key]) for y in found.dated)) for key in first]
    lost = {y: sum(first[key].met and not result.met for key, result in found.dated[y].items()) for y in YEARS}
    told = ", ".join(f"{number} when it comes in {year}" for year, number in lost.items())
    held = sum(result.met for result in first.values())
    head = ("Id", "Pattern", *(f"shock in {year}" for year in years))
    return f"""## Patterns that name the months of 2020 and 2021

They test dates, so they should fail when the shock comes earlier; one that holds all the same tests a state that lasts
or a difference that the shock leaves wherever it falls, or asks only that the regime stands. Of the {held} that hold
with the shock where it was, so many fail: {told}
({found.probed:,} worlds, sampled parameters; bold: not met).

{table(head, rows)}""".rstrip()


def _variants(scores: Sequence[VariantScore]) -> str:
    rows = [
        (
            f"{s.hypothesis.key} `{s.hypothesis.name}`",
            f"`{s.variant}`",
            f"{s.report.met} of {s.report.count}",
            ", ".join(s.failing) or "-",
        )
        for s in scores
    ]
    first = scores[0].report
    return f"""## Rival hypotheses

The same patterns with one variant of one hypothesis at a time, the others at their defaults ({first.worlds:,} worlds,
seed {first.seed}, sampled parameters). A variant that loses patterns is not refuted by that: the numbers were settled
under the defaults.

{table(("Hypothesis", "Variant", "Met", "Fails"), rows)}""".rstrip()


def _formulations(data: Patterns) -> str:
    return "\n\n".join(["## What is tested", *map(_formulation, data.patterns.values())])


def _formulation(pattern: Pattern) -> str:
    texts = ", ".join(dict.fromkeys(f"{claim.source} {claim.where}" for claim in pattern.claims))
    return f"**{pattern.key} {pattern.name}.** {pattern.statement} ({texts}) *Tested:* {pattern.formulation.strip()}"


def _number_of_worlds(text: str) -> int:
    number = int(text)
    if number < 1:
        message = f"must be 1 or more, got {number}"
        raise argparse.ArgumentTypeError(message)
    return number


def add_options(parser: argparse.ArgumentParser) -> None:
    """What one may ask of the page."""
    parser.add_argument(
        "--worlds", type=_number_of_worlds, default=PAGE_WORLDS, help=f"worlds, {PAGE_WORLDS} by default"
    )
    parser.add_argument("--seed", type=int, default=PAGE_SEED, help=f"seed of all luck, {PAGE_SEED} by default")
    parser.add_argument(
        "--variants",
        type=_number_of_worlds,
        default=0,
        metavar="WORLDS",
        help="score every variant of the rival hypotheses too, in so many worlds",
    )
    parser.add_argument("--out", type=Path, default=PATTERNS_PAGE, help="file to write")


def write(worlds: int = PAGE_WORLDS, seed: int = PAGE_SEED, variants: int = 0, out: Path = PATTERNS_PAGE) -> None:
    """Write the page."""
    write_whole(out, page(find(worlds, seed, variants)))
