"""The network of the five: a signed, weighted, directed graph of how each stands to each, for one month."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import networkx as nx
import numpy as np

from model.record import Run
from model.vocabulary import AGENTS, Owner

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
    """The series that a run must keep for its network to be drawn."""
    return tuple(dict.fromkeys(RELATIONS.values()))


def network(run: Run, date: str, world: int | None = None) -> nx.DiGraph[Owner]:
    """How the five stand to one another in one month.

    Args:
        run: A run that kept `relation_series()`.
        date: The month, ``YYYY-MM``.
        world: Column of the world; the median over worlds if None.

    Returns:
        A directed graph; each edge has `weight` in [-1, 1] and `sign`, "+" or "-".

    Raises:
        KeyError: The run did not keep the relations.
        ValueError: The run does not contain that month.
    """
    month = run.at(date)
    graph: nx.DiGraph[Owner] = nx.DiGraph(date=date)
    graph.add_nodes_from(AGENTS)
    for (one, other), series in RELATIONS.items():
        row = run.series[series][month]
        weight = float(np.median(row) if world is None else row[world])
        graph.add_edge(one, other, weight=weight, sign="+" if weight >= 0.0 else "-")
    return graph


def balance(graph: nx.DiGraph[Owner]) -> float:
    """Share of triads whose product of signs is positive, in the mutual graph (structural balance, 0 to 1)."""
    mutual = {
        frozenset((one, other)): 0.5 * (graph.edges[one, other]["weight"] + graph.edges[other, one]["weight"])
        for one, other in graph.edges
        if graph.has_edge(other, one)
    }
    products = []
    for triad in nx.enumerate_all_cliques(graph.to_undirected()):
        if len(triad) == 3:
            pairs = [frozenset(pair) for pair in ((triad[0], triad[1]), (triad[1], triad[2]), (triad[0], triad[2]))]
            products.append(np.prod([mutual[pair] for pair in pairs]))
    return float(np.mean([product > 0.0 for product in products]))
