"""`docs/variance.md`: on which numbers, and how much on luck, the spread of the outcomes rests; made from runs.

`python -m viz.reports variance` writes it, its figure and its block of docs/ODD.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.measures.outcomes import OUTCOMES, Outcome
from experiments.measures.pooled import SETTLED
from experiments.variance import indices as variance
from experiments.variance.groups import CHANCE, Division, Group, divisions
from experiments.variance.indices import OTHER_SEED, Estimate, Indices
from model.core.files import write_whole
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from viz.common.markdown import DOCS, prose, table
from viz.figures.frame import save_figure
from viz.figures.shares import share_figure
from viz.reports import variance_words as words
from viz.reports.odd import ODD
from viz.terminal.progress import Tell, progress

PAGE, FIGURE = DOCS / "variance.md", DOCS / "variance.svg"
BLOCK = re.compile(r"(<!-- measured variance -->\n).*?(<!-- end measured variance -->)", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """What the page tells.

    Attributes:
        scenario: What was lived.
        worlds: Worlds of each run of pick and freeze.
        divided: The divisions.
        places: Indices of the outcomes' places among the worlds.
        sizes: Indices of the outcomes as they are.
        outcomes: The outcomes, in the order of the indices.
    """

    scenario: Scenario
    worlds: int
    divided: tuple[Division, ...]
    places: Indices
    sizes: Indices
    outcomes: tuple[Outcome, ...] = OUTCOMES

    @property
    def kinds(self) -> tuple[Group, ...]:
        """The groups by kind in which something is drawn, or could be."""
        return self.divided[0].groups


def find(
    scenario: Scenario,
    divided: tuple[Division, ...],
    *,
    worlds: int = variance.VARIANCE_WORLDS,
    told: Tell | None = None,
) -> Found:
    """Live everything that the page needs; the first division is that by kind."""
    samples = variance.live_groups(scenario, divided, worlds=worlds, progress=told)
    return Found(
        scenario=scenario,
        worlds=worlds,
        divided=divided,
        places=variance.indices(variance.ranked(samples)),
        sizes=variance.indices(samples),
    )


def page(found: Found) -> str:
    """The whole page."""
    parts = [
        words.head(found.scenario, found.worlds),
        *(_division(found, division) for division in found.divided),
        _sizes(found),
    ]
    return "\n\n".join([*parts, words.MEANING, _convergence(found)]) + "\n"


def _division(found: Found, division: Division) -> str:
    parts = [f"## {words.HEADS[division.name]}", prose(words.INTROS[division.name])]
    if division.name == "kind":
        return "\n\n".join([*parts, f"![Shares of spread by kind of number]({FIGURE.name})", by_kind(found)])
    rows = [
        (_named(group), *(_cell(found.places, group, k) for k in range(len(found.outcomes))))
        for group in division.groups
    ]
    return "\n\n".join([*parts, table((division.name, *(o.short for o in found.outcomes)), rows).rstrip()])


def by_kind(found: Found, measured: Indices | None = None) -> str:
    """The table of shares by kind, one line per outcome."""
    shown = measured or found.places
    rows = [
        (
            outcome.label,
            *(_cell(shown, group, k) for group in found.kinds),
            _percent(shown.together(found.kinds, k)),
        )
        for k, outcome in enumerate(found.outcomes)
    ]
    return table(("Outcome", *map(_named, found.kinds), "together"), rows).rstrip()


def _named(group: Group) -> str:
    drawn = "" if group.name == CHANCE or not group.numbers else f" ({len(group.draws)} of {group.numbers} drawn)"
    return group.name + drawn


def _cell(shown: Indices, group: Group, outcome: int) -> str:
    if group.is_certain:
        return "0"
    return f"{_percent(shown.first_of(group, outcome).value)}, {_percent(shown.total_of(group, outcome).value)}"


def _percent(share: float) -> str:
    return "-" if np.isnan(share) else f"{max(round(100 * share), 0)}"


def _sizes(found: Found) -> str:
    rows = [
        (o.label, _number(found.sizes.mean[k]), _number(found.sizes.spread[k])) for k, o in enumerate(found.outcomes)
    ]
    return "\n\n".join(
        [
            "## Shares of the plain variance",
            words.plain(found.scenario),
            table(("Outcome", "Mean", "Standard deviation"), rows).rstrip(),
            by_kind(found, found.sizes),
        ]
    )


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 1.0 else f"{value:.2f}"


def _convergence(found: Found) -> str:
    rows = []
    for k, outcome in enumerate(found.outcomes):
        widths = [_widest(shown, k) for shown in (found.places, found.sizes)]
        moved = [float(shown.moved[k]) for shown in (found.places, found.sizes)]
        rows.append((outcome.label, *map(_points, (widths[0], moved[0], widths[1], moved[1])), _verdict(moved)))
    head = ("Outcome", "Places: widest", "Moved", "Plain: widest", "Moved", "Settled")
    return "\n\n".join(
        [
            "## How settled the shares are",
            words.settled(found.worlds),
            table(head, rows).rstrip(),
            "Shares by kind of the places, with their intervals:",
            _intervals(found),
        ]
    )


def _verdict(moved: Sequence[float]) -> str:
    places, sizes = (m < SETTLED for m in moved)
    return {(True, True): "both", (True, False): "places"}.get((places, sizes), "plain" if sizes else "no")


def _widest(shown: Indices, outcome: int) -> float:
    return max(float((ends[2] - ends[1])[:, outcome].max()) for ends in (shown.first, shown.total)) / 2


def _points(value: float) -> str:
    return "-" if np.isnan(value) else f"{100 * value:.0f}"


def _intervals(found: Found) -> str:
    drawn = [group for group in found.kinds if not group.is_certain]
    rows = [
        (outcome.label, *(cell for group in drawn for cell in _both(found.places, group, k)))
        for k, outcome in enumerate(found.outcomes)
    ]
    head = [f"{group.name}, {what}" for group in drawn for what in ("alone", "with all")]
    return table(("Outcome", *head), rows).rstrip()


def _both(shown: Indices, group: Group, outcome: int) -> tuple[str, str]:
    return _span(shown.first_of(group, outcome)), _span(shown.total_of(group, outcome))


def _span(share: Estimate) -> str:
    if np.isnan(share.value):
        return "-"
    return f"{_percent(share.value)} ({_percent(share.low)} to {_percent(share.high)})"


def block(found: Found) -> str:
    """What `docs/ODD.md` tells of it."""
    told = (
        "Per cent of the variance of the worlds' places: what a kind makes alone, and with all its interactions; "
        f"{found.worlds:,} worlds, seeds {found.scenario.seed} and {OTHER_SEED}."
    )
    figure = f"![Shares of spread by kind of number]({FIGURE.name})"
    return "\n\n".join([by_kind(found), prose(told), words.made(), figure]) + "\n"


def write() -> None:
    """Write the page, its figure and the block of the ODD."""
    with progress("Dividing the spread", quiet=False) as tell:
        baseline = load_scenario("baseline")
        found = find(baseline, divisions(baseline), told=tell)
    write_whole(PAGE, page(found))
    save_figure(share_figure(found.places, found.kinds, found.outcomes), FIGURE)
    text = ODD.read_text(encoding="utf-8")
    write_whole(ODD, BLOCK.sub(lambda match: match[1] + block(found) + match[2], text))
