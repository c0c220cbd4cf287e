"""Measures of signed networks: by hand, against networkx and brute force, and each world by itself."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from model.network import measures

MEASURES = (
    measures.balance, measures.balanced_share, measures.frustration, measures.camps, measures.polarization,
    measures.pn_centrality, measures.pn_in, measures.pn_out, measures.brokerage, measures.betweenness,
)  # fmt: skip
PAIRS = list(combinations(range(5), 2))


def random_ties(worlds=40, seed=5):
    ties = np.random.default_rng(seed).uniform(-1.0, 1.0, (5, 5, worlds))
    ties[range(5), range(5)] = 0.0
    return ties


def mutual_ties(weights, actors):
    """Ties equal both ways, from {(i, j): weight}."""
    ties = np.zeros((actors, actors))
    for (i, j), weight in weights.items():
        ties[i, j] = ties[j, i] = weight
    return ties


def triangle(*weights):
    return mutual_ties(dict(zip([(0, 1), (1, 2), (0, 2)], weights, strict=True)), 3)


TIES = random_ties()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_world_alone_is_what_it_is_among_others(measure):
    every = measure(TIES)
    for world in (0, 7, 39):
        np.testing.assert_array_equal(measure(TIES[:, :, world]), every[..., world])
        np.testing.assert_array_equal(measure(TIES[:, :, world : world + 1])[..., 0], every[..., world])


@pytest.mark.parametrize("measure", MEASURES)
def test_months_and_worlds_keep_their_axes(measure):
    cube = TIES.reshape(5, 5, 4, 10)
    np.testing.assert_array_equal(measure(cube), measure(TIES).reshape(*measure(TIES).shape[:-1], 4, 10))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((0.5, 0.5, 0.5), 1.0), ((0.5, -0.5, -0.5), 1.0), ((0.5, 0.5, -0.5), 0.0), ((-0.5, -0.5, -0.5), 0.0)],
)
def test_balance_of_a_triangle(weights, expected):
    assert measures.balance(triangle(*weights)) == expected
    assert measures.balanced_share(triangle(*weights)) == expected


def test_strong_triads_count_for_more_in_the_weighted_balance():
    # triads of four: (0 1 2) balanced, 1 * 1 * 1 = 1; (0 1 3) at odds, 1 * .5 * -.4 = -.2; the others lack the tie 2-3
    ties = mutual_ties({(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1.0, (0, 3): 0.5, (1, 3): -0.4}, 4)
    assert measures.balance(ties) == pytest.approx(1.0 / 1.2)
    assert measures.balanced_share(ties) == 0.5


def test_balance_without_triads_is_not_defined():
    assert np.isnan(measures.balance(mutual_ties({(0, 1): 1.0}, 3)))
    assert np.isnan(measures.balanced_share(np.zeros((5, 5))))


def test_balance_against_networkx():
    for world in range(TIES.shape[2]):
        w = measures.mutual(TIES)[:, :, world]
        graph = nx.from_numpy_array(w)
        triads = [c for c in nx.enumerate_all_cliques(graph) if len(c) == 3]
        products = [np.prod([graph.edges[p]["weight"] for p in combinations(t, 2)]) for t in triads]
        good = sum(p for p in products if p > 0)
        assert measures.balance(TIES)[world] == pytest.approx(good / sum(map(abs, products)))
        assert measures.balanced_share(TIES)[world] == pytest.approx(np.mean([p > 0 for p in products]))


def is_balanced(w, kept):
    """Whether the kept ties can be split into two camps: no cycle with an odd number of hostile ties."""
    graph = nx.Graph()
    graph.add_nodes_from((i, side) for i in range(5) for side in (1, -1))
    for i, j in kept:
        for side in (1, -1):
            graph.add_edge((i, side), (j, side if w[i, j] > 0 else -side))
    return not any(nx.has_path(graph, (i, 1), (i, -1)) for i in range(5))


def test_frustration_against_all_sets_of_ties_that_could_go():
    """1,024 sets of ties to cut, the lightest that leaves a balanced network, found without any split."""
    for world in range(3):
        w = measures.mutual(TIES)[:, :, world]
        sets = [[p for place, p in enumerate(PAIRS) if code >> place & 1] for code in range(2 ** len(PAIRS))]
        lightest = min(
            sum(abs(w[p]) for p in cut) for cut in sets if is_balanced(w, [p for p in PAIRS if p not in cut])
        )
        assert measures.frustration(TIES)[world] == pytest.approx(lightest)


def test_frustration_and_camps_by_hand():
    assert measures.frustration(triangle(0.5, 0.4, -0.3)) == pytest.approx(0.3)
    assert measures.frustration(triangle(0.5, -0.4, -0.3)) == 0.0
    assert measures.camps(triangle(0.5, -0.4, -0.3)).tolist() == [1, 1, -1]


def test_camps_strain_the_network_by_the_frustration_index():
    w, sides = measures.mutual(TIES), measures.camps(TIES)
    strain = sum(np.maximum(-(sides[i] * sides[j]) * w[i, j], 0.0) for i, j in PAIRS)
    np.testing.assert_allclose(strain, measures.frustration(TIES))
    assert (sides[0] == 1).all()


def test_there_are_sixteen_splits_of_five():
    table = measures.splits(5)
    assert table.shape == (16, 5)
    assert len({tuple(row) for row in table}) == 16
    assert table[0].tolist() == [1] * 5


def test_polarization_by_hand():
    camps = np.array([1, 1, -1, -1, -1])
    full = np.outer(camps, camps) * (1.0 - np.eye(5))
    assert measures.polarization(full) == 1.0
    assert measures.polarization(0.3 * full) == pytest.approx(0.3)
    # five friends, one pushed out at least: six ties within, four across, (6 - 4) / 10
    assert measures.polarization(1.0 - np.eye(5)) == pytest.approx(0.2)


def test_strengths_by_hand():
    ties = np.array([[0.0, 0.5, -0.2], [0.1, 0.0, 0.3], [-0.4, -0.6, 0.0]])
    np.testing.assert_allclose(measures.out_strength(ties, 1), [0.5, 0.4, 0.0])
    np.testing.assert_allclose(measures.out_strength(ties, -1), [0.2, 0.0, 1.0])
    np.testing.assert_allclose(measures.in_strength(ties, 1), [0.1, 0.5, 0.3])
    np.testing.assert_allclose(measures.in_strength(ties, -1), [0.4, 0.6, 0.2])


def test_strengths_against_networkx():
    for sign in (1, -1):
        part = np.maximum(sign * TIES[:, :, 0], 0.0)
        graph = nx.from_numpy_array(part, create_using=nx.DiGraph)
        given = [d for _, d in graph.out_degree(weight="weight")]
        met = [d for _, d in graph.in_degree(weight="weight")]
        np.testing.assert_allclose(measures.out_strength(TIES, sign)[:, 0], given)
        np.testing.assert_allclose(measures.in_strength(TIES, sign)[:, 0], met)


def test_pn_centrality_of_two_by_hand():
    # n = 2, A = a (0 1; 1 0), so PN = 1 / (1 - a / 2) for both: friends a = 1, foes by half a = -1
    np.testing.assert_allclose(measures.pn_centrality(mutual_ties({(0, 1): 1.0}, 2)), [2.0, 2.0])
    np.testing.assert_allclose(measures.pn_centrality(mutual_ties({(0, 1): -0.5}, 2)), [2 / 3, 2 / 3])
    assert (measures.pn_centrality(np.zeros((5, 5))) == 1.0).all()


def test_pn_centrality_is_its_series():
    """(I - cA)^-1 1 = 1 + cA1 + c²A²1 + ..., summed without the solver."""
    w = measures.mutual(TIES)[:, :, 3]
    step = (np.maximum(w, 0) - 2 * np.maximum(-w, 0)) / 8
    total = term = np.ones(5)
    for _ in range(400):
        term = step @ term
        total = total + term
    np.testing.assert_allclose(measures.pn_centrality(TIES)[:, 3], total)


def test_pn_in_and_out_are_their_series():
    ties = TIES[:, :, 4]
    step = (np.maximum(ties, 0) - 2 * np.maximum(-ties, 0)) / 8
    for measure, once in ((measures.pn_out, step), (measures.pn_in, step.T)):
        term = np.ones(5) + once @ np.ones(5)
        total = term
        for _ in range(2000):
            term = once @ once.T @ term
            total = total + term
        np.testing.assert_allclose(measure(TIES)[:, 4], total)


def test_equal_both_ways_in_and_out_are_the_same():
    ties = measures.mutual(TIES)
    np.testing.assert_allclose(measures.pn_in(ties), measures.pn_out(ties))
    np.testing.assert_allclose(measures.pn_in(ties), measures.pn_centrality(ties))


def test_brokerage_by_hand():
    # 0 is on good terms with 1 (.8) and 2 (.4), at odds by .5; with 3, who is at odds with 1 by .5, it has no tie
    ties = mutual_ties({(0, 1): 0.8, (0, 2): 0.4, (1, 2): -0.5, (1, 3): -0.5}, 4)
    np.testing.assert_allclose(measures.brokerage(ties), [0.5 * 0.4 / 1.0, 0.0, 0.0, 0.0])
    assert not measures.brokerage(np.abs(ties)).any()


def test_betweenness_by_hand():
    # 1 -> 2 leads through 0 only; all other pairs have no friendly path: 1 of (3 - 1)(3 - 2) ordered pairs
    ties = np.zeros((3, 3))
    ties[1, 0] = ties[0, 2] = 0.5
    np.testing.assert_allclose(measures.betweenness(ties), [0.5, 0.0, 0.0])


def test_betweenness_against_networkx():
    for world in range(TIES.shape[2]):
        graph = nx.DiGraph()
        graph.add_nodes_from(range(5))
        for i in range(5):
            for j in range(5):
                if TIES[i, j, world] > 0:
                    graph.add_edge(i, j, length=1.0 / TIES[i, j, world])
        expected = nx.betweenness_centrality(graph, weight="length")
        np.testing.assert_allclose(measures.betweenness(TIES)[:, world], [expected[i] for i in range(5)])
