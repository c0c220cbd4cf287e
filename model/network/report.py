"""The network of the five in one month of a run: ties, balance, camps, centralities, who presses whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from model.core.arrays import order_statistic
from model.core.declarations import AGENTS, Array, Owner
from model.core.errors import TightropeError
from model.ensemble.record import Run
from model.network import measures
from model.network.pressing import PressingTable
from model.network.ties import ties_of
from model.runs.outcomes import conditioned

Measure = Callable[[Array], Array]

WHOLE: Mapping[str, tuple[Measure, str]] = MappingProxyType(
    {
        "balance": (measures.balance, "balance: triads in balance, by strength"),
        "balanced_share": (measures.balanced_share, "balance: triads in balance, counted"),
        "frustration": (measures.frustration, "frustration: strength of ties out of line"),
        "polarization": (measures.polarization, "polarization: two hostile camps"),
    }
)
"""Measures of the whole network: name, function, label."""

BY_ACTOR: Mapping[str, tuple[Measure, str]] = MappingProxyType(
    {
        "pn": (measures.pn_centrality, "PN"),
        "pn_in": (measures.pn_in, "PN in"),
        "pn_out": (measures.pn_out, "PN out"),
        "in_positive": (lambda ties: measures.in_strength(ties, 1), "in +"),
        "in_negative": (lambda ties: measures.in_strength(ties, -1), "in -"),
        "out_positive": (lambda ties: measures.out_strength(ties, 1), "out +"),
        "out_negative": (lambda ties: measures.out_strength(ties, -1), "out -"),
        "brokerage": (measures.brokerage, "bridge"),
        "betweenness": (measures.betweenness, "between"),
    }
)
"""Measures of each actor: name, function, head of the column."""

RARE = 0.005
"""Share of worlds below which pressing is left out."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over worlds: its median, and the nine worlds in ten around it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class NetworkReport:
    """The network of one month.

    Attributes:
        world: Number of the world; None for the median over all.
        ties: From whom, to whom -> how one stands to the other.
        whole: Measures of the whole network, by name.
        actors: Measures of each actor, by name.
        camps: The split that strains the network least, and the share of worlds that split so; commonest first.
        pressing: Who presses whom, with the share of worlds; in one world, what is above a half.
    """

    scenario: str
    title: str
    month: str
    world: int | None
    worlds: int
    ties: Mapping[tuple[Owner, Owner], Spread]
    whole: Mapping[str, Spread]
    actors: Mapping[str, Mapping[Owner, Spread]]
    camps: tuple[tuple[tuple[Owner, ...], tuple[Owner, ...], float], ...]
    pressing: tuple[tuple[str, str, float], ...]


def network_report(run: Run, table: PressingTable, date: str, world: int | None) -> NetworkReport:
    """The network of one month of a run, over the worlds that meet the scenario's condition, if it has one.

    Args:
        run: A run that recorded the relations; of the one world if `world` is given.
        table: Who presses whom in the same worlds.
        date: The month.
        world: Number of the only world of the run, or None.

    Raises:
        TightropeError: No world meets the condition.
        ValueError: The run does not contain that month.
    """
    run = conditioned(run)
    if not run.worlds:
        message = "no world meets the scenario's condition 'given'"
        raise TightropeError(message)
    month = run.at(date)
    ties = ties_of(run)[:, :, month]
    pressing = sorted((-table.share(date, a, b), a, b) for a in table.pressers for b in table.pressed)
    least = RARE if world is None else 0.5
    return NetworkReport(
        scenario=run.scenario.name,
        title=run.scenario.title,
        month=date,
        world=world,
        worlds=run.worlds,
        ties={(a, b): _spread(ties[i, j]) for i, a in enumerate(AGENTS) for j, b in enumerate(AGENTS) if a != b},
        whole={name: _spread(measure(ties)) for name, (measure, _) in WHOLE.items()},
        actors={name: _by_actor(measure(ties)) for name, (measure, _) in BY_ACTOR.items()},
        camps=tuple(_camps(ties)),
        pressing=tuple((a, b, -share) for share, a, b in pressing if -share >= least),
    )


def _by_actor(values: Array) -> dict[Owner, Spread]:
    return {actor: _spread(row) for actor, row in zip(AGENTS, values, strict=True)}


def _spread(values: Array) -> Spread:
    return Spread(*(order_statistic(values, share, skip_missing=True) for share in (0.5, 0.05, 0.95)))


def _camps(ties: Array) -> Iterator[tuple[tuple[Owner, ...], tuple[Owner, ...], float]]:
    splits, counts = np.unique(measures.camps(ties).T, axis=0, return_counts=True)
    for index in sorted(range(len(splits)), key=lambda i: (-counts[i], i)):
        one, other = (tuple(a for a, s in zip(AGENTS, splits[index], strict=True) if s == side) for side in (1, -1))
        yield one, other, float(counts[index] / ties.shape[-1])
