"""The network of the five: every ordered pair once, signed and weighted, with a balance between 0 and 1."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import pytest

from model.record import HEADLINE
from model.relations import RELATIONS, balance, network, relation_series
from model.run import run
from model.scenario import load_scenario
from model.vocabulary import AGENTS


@pytest.fixture(scope="module")
def lived():
    return run(load_scenario("baseline", settings=["worlds=7"]), keep=[HEADLINE, *relation_series()])


def test_every_ordered_pair_has_one_relation():
    assert set(RELATIONS) == set(permutations(AGENTS, 2))


@pytest.mark.parametrize("world", [None, 3])
def test_network_is_signed_and_weighted(lived, world):
    graph = network(lived, "2017-07", world)
    assert graph.number_of_edges() == 20
    for _, _, edge in graph.edges(data=True):
        assert -1.0 <= edge["weight"] <= 1.0
        assert edge["sign"] == ("+" if edge["weight"] >= 0.0 else "-")


def test_one_world_of_the_network_is_its_column(lived):
    graph = network(lived, "2017-07", 3)
    month = lived.at("2017-07")
    for pair, series in RELATIONS.items():
        assert graph.edges[pair]["weight"] == lived.series[series][month, 3]


def test_a_month_outside_the_run_is_refused(lived):
    with pytest.raises(ValueError, match="'2031-01' is not in this run"):
        network(lived, "2031-01")


def triangle(*weights):
    graph = nx.DiGraph()
    for (one, other), weight in zip([("a", "b"), ("b", "c"), ("a", "c")], weights, strict=True):
        graph.add_edge(one, other, weight=weight)
        graph.add_edge(other, one, weight=weight)
    return graph


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((0.5, 0.5, 0.5), 1.0), ((0.5, -0.5, -0.5), 1.0), ((0.5, 0.5, -0.5), 0.0), ((-0.5, -0.5, -0.5), 0.0)],
)
def test_balance_by_hand(weights, expected):
    assert balance(triangle(*weights)) == expected


def test_balance_lies_between_zero_and_one(lived):
    assert 0.0 <= balance(network(lived, "2015-03")) <= 1.0
