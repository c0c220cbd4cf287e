"""`docs/variance.md`: how much of the spread of the outcomes rests on which numbers, and how much on random draws.

`python -m viz.reports variance` writes it, its figure and its block of docs/ODD.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from experiments.conditioning.associations import Associations, associations
from experiments.measures.outcomes import OUTCOMES, Outcome
from experiments.measures.pooled import SETTLED
from experiments.variance import indices as variance
from experiments.variance.groups import CHANCE, Division, Group, divisions
from experiments.variance.indices import OTHER_SEED, Indices
from model.core.declarations import Progress
from model.core.files import write_whole
from model.runs.world_lists import listed_at_most
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from viz.common.markdown import DOCS, joined, prose, table
from viz.common.summary import percent
from viz.figures.frame import save_figure
from viz.figures.shares import share_figure
from viz.reports import variance_words as words
from viz.reports.evidence.odd import ODD
from viz.terminal.progress import progress
from viz.terminal.studies.variance_words import cell, span, whole

PAGE, FIGURE = DOCS / "variance.md", DOCS / "variance.svg"
BLOCK = re.compile(r"(<!-- measured variance -->\n).*?(<!-- end measured variance -->)", re.DOTALL)
MOST_ASSOCIATED, ASSOCIATED_WORLDS = 5, 3_000
"""Numbers that are named for each outcome, and worlds that associations are looked for in, if there are so many."""
SHOWN = f"![Shares of spread by kind of number]({FIGURE.name})"


@dataclass(frozen=True)
class VarianceRuns:
    """The results that the page reports, outcomes in the order of the indices.

    Attributes:
        worlds: Worlds of each run of pick and freeze.
        divided: The divisions; the first is that by kind of number.
        places: Indices of the outcomes' ranks among the worlds.
        sizes: Indices of the outcomes as they are.
        associated: What the outcomes go with in worlds that agree with the record.
    """

    scenario: Scenario
    worlds: int
    divided: tuple[Division, ...]
    places: Indices
    sizes: Indices
    associated: tuple[Associations, ...] = ()
    outcomes: tuple[Outcome, ...] = OUTCOMES

    @property
    def kinds(self) -> tuple[Group, ...]:
        """The groups by kind in which something is drawn, or could be."""
        return self.divided[0].groups


def run_all(
    scenario: Scenario,
    divided: tuple[Division, ...],
    *,
    worlds: int = variance.VARIANCE_WORLDS,
    advance: Progress | None = None,
) -> VarianceRuns:
    """Run everything that the page needs; the first division is that by kind."""
    samples = variance.simulate_groups(scenario, divided, worlds=worlds, progress=advance)
    ranks = variance.indices(variance.ranked(samples))
    return VarianceRuns(scenario, worlds, divided, ranks, variance.indices(samples))


def page(runs: VarianceRuns) -> str:
    """The whole page."""
    parts = [words.head(runs.scenario, runs.worlds)]
    for division in runs.divided:
        parts += [f"## {words.HEADS[division.name]}", prose(words.INTROS[division.name])]
        parts += [SHOWN, by_kind(runs)] if division.name == "kind" else [_by_group(runs, division)]
    parts += ["## Shares of the plain variance", words.plain(runs.scenario), by_kind(runs, plain=True)]
    if runs.associated:
        heading = "## Associations in worlds that agree with the record"
        parts += [heading, prose(words.ASSOCIATED), _associated(runs.associated)]
    parts += [words.MEANING, "## How accurate the shares are", words.settled(runs.worlds), _accuracy(runs)]
    return joined(*parts) + "\n"


def by_kind(runs: VarianceRuns, *, plain: bool = False) -> str:
    """The table of shares by kind, one line per outcome; of the plain variance with its mean and its size."""
    shown = runs.sizes if plain else runs.places
    rows = []
    for k, outcome in enumerate(runs.outcomes):
        size = (percent(shown.missing[k]), _number(shown.mean[k]), _number(shown.spread[k])) if plain else ()
        shares = (cell(shown, group, k) for group in runs.kinds)
        rows.append((outcome.label, *size, *shares, whole(shown.together(runs.kinds, k))))
    size_heads = ("Missing", "Mean", "Standard deviation") if plain else ()
    return table(("Outcome", *size_heads, *map(_named, runs.kinds), "together"), rows)


def _by_group(runs: VarianceRuns, division: Division) -> str:
    columns = range(len(runs.outcomes))
    rows = [(_named(group), *(cell(runs.places, group, k) for k in columns)) for group in division.groups]
    return table((division.name, *(outcome.short for outcome in runs.outcomes)), rows)


def _named(group: Group) -> str:
    drawn = "" if group.name == CHANCE or not group.numbers else f" ({len(group.draws)} of {group.numbers} drawn)"
    return group.name + drawn


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 1.0 else f"{value:.2f}"


def _associated(associated: Iterable[Associations]) -> str:
    """The strongest associations of every outcome."""
    rows = []
    for one in associated:
        strongest = [f"`{key}` {size:.2f}" for key, size in islice(one.sizes.items(), MOST_ASSOCIATED)]
        counts = f"{one.worlds:,}", str(len(one.sizes)), f"{one.chance:.2f}"
        rows.append((one.outcome.label, *counts, ", ".join(strongest)))
    return table(("Outcome", "Worlds", "Numbers beyond chance", "Chance", "The strongest"), rows)


def _accuracy(runs: VarianceRuns) -> str:
    """By how much the shares moved with more worlds, and the shares by kind with their intervals."""
    drawn = [group for group in runs.kinds if not group.is_certain]
    rows = []
    for k, outcome in enumerate(runs.outcomes):
        cells: list[str] = []
        for shown in (runs.places, runs.sizes):
            widest = max(float((ends[2] - ends[1])[:, k].max()) for ends in (shown.first, shown.total)) / 2
            cells += [whole(widest), whole(float(shown.moved[k]))]
        settled = [name for name, of in (("ranks", runs.places), ("plain", runs.sizes)) if of.moved[k] < SETTLED]
        intervals = (cell for group in drawn for cell in _intervals(runs.places, group, k))
        rows.append((outcome.label, *cells, " and ".join(settled) or "no", *intervals))
    head = ("Outcome", "Ranks: widest", "Moved", "Plain: widest", "Moved", "Settled")
    kinds = (f"{group.name}, {what}" for group in drawn for what in ("alone", "with all"))
    return table((*head, *kinds), rows)


def _intervals(shown: Indices, group: Group, outcome: int) -> Iterator[str]:
    for share in (shown.first_of(group, outcome), shown.total_of(group, outcome)):
        yield "-" if np.isnan(share.value) else span(share)


def block(runs: VarianceRuns) -> str:
    """The part of `docs/ODD.md` about it."""
    text = (
        "Per cent of the variance of the worlds' ranks: first what a kind contributes alone, then with all its "
        f"interactions; {runs.worlds:,} worlds, seeds {runs.scenario.seed} and {OTHER_SEED}."
    )
    return joined(by_kind(runs), prose(text), words.made(), SHOWN) + "\n"


def write() -> None:
    """Write the page, its figure and the block of the ODD."""
    baseline = load_scenario("baseline")
    with progress("Dividing the spread", quiet=False) as advance:
        runs = run_all(baseline, divisions(baseline), advance=advance)
    with progress("Looking for associations in conditioned worlds", quiet=False):
        asked = load_scenario("baseline", settings=[f"worlds={min(listed_at_most(), ASSOCIATED_WORLDS)}"])
        runs = replace(runs, associated=associations(asked, OUTCOMES))
    write_whole(PAGE, page(runs))
    save_figure(share_figure(runs.places, runs.kinds, runs.outcomes), FIGURE)
    text = ODD.read_text(encoding="utf-8")
    write_whole(ODD, BLOCK.sub(lambda match: match[1] + block(runs) + match[2], text))
