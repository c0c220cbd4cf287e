"""The network of the five: a signed, weighted, directed graph of how each stands to each, month by month.

finished = run(scenario, keep=relation_series())
january = network(finished, "2015-01", world=41)    # a networkx DiGraph
ties = ties_of(finished)                            # (from, to, month, world), for `model.network.measures`
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import networkx as nx
import numpy as np

from model.core.arrays import order_statistic
from model.core.declarations import AGENTS, Array, Owner
from model.ensemble.record import Run

_B, _R, _E, _A, _U = Owner.BELARUS, Owner.RUSSIA, Owner.EU, Owner.US, Owner.UKRAINE

RELATIONS: Mapping[tuple[Owner, Owner], str] = MappingProxyType(
    {
        (_B, _R): "belarus.to_russia",
        (_B, _E): "belarus.to_eu",
        (_B, _A): "belarus.to_us",
        (_B, _U): "belarus.to_ukraine",
        (_R, _B): "russia.to_belarus",
        (_E, _B): "eu.to_belarus",
        (_A, _B): "us.to_belarus",
        (_U, _B): "ukraine.to_belarus",
        (_R, _E): "russia.to_west",
        (_R, _A): "russia.to_west",
        (_E, _R): "eu.west_to_russia",
        (_A, _R): "eu.west_to_russia",
        (_R, _U): "russia.to_ukraine",
        (_U, _R): "ukraine.to_russia",
        (_E, _U): "eu.west_to_ukraine",
        (_A, _U): "eu.west_to_ukraine",
        (_U, _E): "ukraine.to_west",
        (_U, _A): "ukraine.to_west",
        (_E, _A): "eu.to_us",
        (_A, _E): "us.to_eu",
    }
)
"""From whom, to whom -> the series of that relation, in [-1, 1]."""


def relation_series() -> tuple[str, ...]:
    """The series that a run must record for its network to be drawn."""
    return tuple(dict.fromkeys(RELATIONS.values()))


def ties_of(run: Run) -> Array:
    """How each of the five stands to each, in every month and world.

    Args:
        run: A run that recorded `relation_series()`.

    Returns:
        Ties in [-1, 1], shape (5 from, 5 to, months, worlds), in the order of `AGENTS`; 0 from each to itself.

    Raises:
        KeyError: The run did not record the relations.
    """
    ties = np.zeros((len(AGENTS), len(AGENTS), len(run.months), run.worlds))
    for (one, other), series in RELATIONS.items():
        ties[AGENTS.index(one), AGENTS.index(other)] = run.series[series]
    return ties


def network(run: Run, date: str, world: int | None = None) -> nx.DiGraph[Owner]:
    """How the five stand to one another in one month.

    Args:
        run: A run that recorded `relation_series()`.
        date: The month, ``YYYY-MM``.
        world: Column of the world; the median over worlds, tie by tie, if None.

    Returns:
        A directed graph; each edge has `weight` in [-1, 1] and `sign`, "+" or "-".

    Raises:
        KeyError: The run did not record the relations.
        ValueError: The run does not contain that month, or not that world.
    """
    month = run.at(date)
    if world is not None and not 0 <= world < run.worlds:
        message = f"column {world} is not in this run, which has {run.worlds:,} worlds, 0 to {run.worlds - 1:,}"
        raise ValueError(message)
    graph: nx.DiGraph[Owner] = nx.DiGraph(date=date)
    graph.add_nodes_from(AGENTS)
    for (one, other), series in RELATIONS.items():
        row = run.series[series][month]
        weight = order_statistic(row, 0.5) if world is None else float(row[world])
        graph.add_edge(one, other, weight=weight, sign="+" if weight >= 0.0 else "-")
    return graph
