"""The network of the five: every ordered pair once, signed and weighted, in every month and world."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from model.core.declarations import AGENTS, Owner
from model.ensemble.record import HEADLINE
from model.network.ties import RELATIONS, network, relation_series, ties_of
from model.runs.run import run
from model.scenario.load import load_scenario


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


def test_a_world_outside_the_run_is_refused(lived):
    with pytest.raises(ValueError, match="column 7 is not in this run, which has 7 worlds, 0 to 6"):
        network(lived, "2017-07", 7)


def test_networks_are_those_of_every_month(lived):
    graphs = {date: network(lived, date, 3) for date in lived.months}
    assert list(graphs) == list(lived.months)
    assert dict(graphs["2017-07"].adjacency()) == dict(network(lived, "2017-07", 3).adjacency())


def test_ties_are_the_relations_month_by_month_and_world_by_world(lived):
    ties = ties_of(lived)
    assert ties.shape == (5, 5, len(lived.months), 7)
    for (one, other), series in RELATIONS.items():
        np.testing.assert_array_equal(ties[AGENTS.index(one), AGENTS.index(other)], lived.series[series])
    assert not ties[range(5), range(5)].any()


def test_the_median_network_is_the_median_of_each_tie(lived):
    row = np.sort(lived.series["russia.to_belarus"][lived.at("2017-07")])
    assert network(lived, "2017-07").edges[Owner.RUSSIA, Owner.BELARUS]["weight"] == row[3]


def test_a_run_without_relations_is_refused():
    bare = run(load_scenario("baseline", settings=["worlds=2", "end=2013-02"]), keep=[HEADLINE], moves=False)
    with pytest.raises(KeyError, match=r"belarus\.to_russia"):
        ties_of(bare)


@pytest.mark.parametrize(
    ("series", "date", "low", "high"),
    [
        ("belarus.to_russia", "2013-12", 0.5, 1.0),
        ("belarus.to_russia", "2018-12", -0.2, 0.4),
        ("russia.to_belarus", "2018-12", -0.5, 0.2),
        ("russia.to_belarus", "2021-12", 0.5, 1.0),
        ("eu.to_belarus", "2013-12", -1.0, -0.5),
        ("eu.to_belarus", "2017-12", 0.2, 0.9),
        ("us.to_belarus", "2017-12", 0.0, 0.8),
        ("eu.to_belarus", "2021-12", -1.0, -0.5),
        ("ukraine.to_belarus", "2017-12", 0.2, 0.9),
        ("ukraine.to_belarus", "2021-12", -1.0, -0.4),
    ],
)
def test_relations_read_as_in_the_record(lived, series, date, low, high):
    """An ally in 2013, lukewarm while it hedges, cut off from the West and close to Moscow in 2021."""
    assert low <= np.median(lived.series[series][lived.at(date)]) <= high
