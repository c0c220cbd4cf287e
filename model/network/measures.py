"""Measures of signed, weighted networks, for every month and world at once.

Each function takes ties W[i, j, ...], how i stands to j, in [-1, 1] and 0 on the diagonal, with any number of axes
behind the first two, as `model.network.ties.ties_of` gives them. It works on each network by itself: the result for
one world does not depend on the others. Between two actors, w[i, j] = (W[i, j] + W[j, i]) / 2.

References: Cartwright, Harary (1956), Psychological Review 63: structural balance. Harary (1959), Behavioral Science 4:
the line index of balance, today the frustration index. Everett, Borgatti (2014), Social Networks 38: PN centrality.
Freeman (1977), Sociometry 40: betweenness. Gould, Fernandez (1989), Sociological Methodology 19: brokerage.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, permutations, product

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array


def mutual(ties: Array) -> Array:
    """Mutual ties, the mean of both directions: w = (W + W') / 2."""
    return 0.5 * (ties + np.swapaxes(ties, 0, 1))


def out_strength(ties: Array, sign: int) -> Array:
    """How much goodwill (sign 1) or hostility (sign -1) each actor shows to all others: sum over j of max(0, ±W[i, j]).

    The result has one actor axis.
    """
    return _total(np.maximum(sign * np.swapaxes(ties, 0, 1), 0.0))


def in_strength(ties: Array, sign: int) -> Array:
    """How much goodwill (sign 1) or hostility (sign -1) each actor receives: sum over i of max(0, ±W[i, j])."""
    return _total(np.maximum(sign * ties, 0.0))


def balance(ties: Array) -> Array:
    """Weighted structural balance: the share of balanced triads, each counted by the product of its strengths.

    B = sum of |p| over triads with p > 0, divided by the sum of |p| over all triads, where p = w_ij w_jk w_ik. 1 where
    friends of friends are friends and enemies of enemies too, 0 where every triad is at odds with itself; NaN where no
    triad has three ties (Cartwright, Harary 1956).
    """
    triads = _triads(ties)
    return _quotient(_total(np.maximum(triads, 0.0)), _total(np.abs(triads)))


def balanced_share(ties: Array) -> Array:
    """Degree of balance: the plain share of triads whose product of signs is positive (Cartwright, Harary 1956)."""
    triads = _triads(ties)
    return _quotient(_total((triads > 0.0).astype(np.float64)), _total((triads != 0.0).astype(np.float64)))


def frustration(ties: Array) -> Array:
    """Frustration index: the least strength of ties that would have to go, or to turn, for the network to be balanced.

    F = min over all splits s in {-1, 1}^n of the sum over i < j of |w_ij| where s_i s_j w_ij < 0: friendships across
    the camps and enmities within them. Exact: all 2^(n-1) splits are tried (Harary 1959).
    """
    strained = [_strain(mutual(ties), split) for split in splits(len(ties))]
    return np.asarray(np.min(np.stack(strained), axis=0))


def camps(ties: Array) -> NDArray[np.int8]:
    """The split behind the frustration index: 1 for all in the camp of the first actor, -1 for the other camp.

    Where several splits strain the network equally, the first one in the order of `splits`.
    """
    table = splits(len(ties))
    best = np.argmin(np.stack([_strain(mutual(ties), split) for split in table]), axis=0)
    return np.asarray(np.moveaxis(table[best], -1, 0))


def polarization(ties: Array) -> Array:
    """How far the network has split into two hostile camps: 1 if all ties are full, within as friends, across as foes.

    P = max over splits s into two camps, neither empty, of the mean over i < j of s_i s_j w_ij. Unlike balance it
    counts the strength of ties: a network of weak ties is not polarized, whatever their signs.
    """
    w, n = mutual(ties), len(ties)
    pairs = list(combinations(range(n), 2))
    means = [_total(np.stack([s[i] * s[j] * w[i, j] for i, j in pairs])) / len(pairs) for s in splits(n)[1:]]
    return np.asarray(np.max(np.stack(means), axis=0))


def pn_centrality(ties: Array) -> Array:
    """PN centrality: standing that comes from friends of standing, and is lost to enemies of standing.

    PN = (I - A / (2(n-1)))^-1 1 with A = P - 2N, P and N the positive and negative parts of w: an enmity takes away
    twice what a friendship gives, and one's enemy's enemies give some back. 1 for who has no ties, more for who is
    liked (Everett, Borgatti 2014, undirected form; their P and N are 0 or 1, here they have strengths).
    """
    n = len(ties)
    step = _weighed(mutual(ties)) / (2 * (n - 1))
    return _solved(step, np.ones(step.shape[1:]))


def pn_in(ties: Array) -> Array:
    """PN centrality by what an actor receives.

    PN_in = (I - A'A / (4(n-1)^2))^-1 (I + A' / (2(n-1))) 1, with A = P - 2N of W; A' is its transpose (Everett,
    Borgatti 2014, directed form). Not defined where every tie is full hostility.
    """
    return _pn_directed(np.swapaxes(ties, 0, 1))


def pn_out(ties: Array) -> Array:
    """PN centrality by what an actor gives: PN_out = (I - AA' / (4(n-1)^2))^-1 (I + A / (2(n-1))) 1; see `pn_in`."""
    return _pn_directed(ties)


def brokerage(ties: Array) -> Array:
    """How far each actor is the bridge between others at odds: share of their hostility that it stands between.

    b_i = sum over pairs j < k at odds of |w_jk| min(w_ij, w_ik), over the sum of |w_jk|, counting only pairs that are
    both on good terms with i (w_ij > 0 and w_ik > 0). 1 if i is a full friend of all who are at odds with each other; 0
    if it is of no such pair, or if nobody else is at odds. The idea is Gould and Fernandez' (1989) broker between
    groups, carried over to signed ties.
    """
    w = mutual(ties)
    return np.stack([_quotient(*_between(w, i), otherwise=0.0) for i in range(len(w))])


def betweenness(ties: Array) -> Array:
    """How often each actor lies on the shortest friendly path from one other to another.

    g_i = sum over s, t other than i of (shortest paths from s to t through i / shortest paths from s to t), over
    (n-1)(n-2). A path may use positive ties W[i, j] only, each as long as 1 / W[i, j] (Freeman 1977, directed).
    """
    n = len(ties)
    length = np.where(ties > 0.0, 1.0 / np.where(ties > 0.0, ties, 1.0), np.inf)
    totals = np.zeros(ties.shape[1:])
    for start, end in permutations(range(n), 2):
        paths = list(_paths(n, start, end))
        lengths = np.stack([_length(length, path) for path in paths])
        shortest = (lengths == np.min(lengths, axis=0)) & np.isfinite(lengths)
        share = _quotient(shortest.astype(np.float64), _total(shortest.astype(np.float64)), otherwise=0.0)
        for path, part in zip(paths, share, strict=True):
            for node in path[1:-1]:
                totals[node] += part
    return totals / ((n - 1) * (n - 2))


def splits(actors: int) -> NDArray[np.int8]:
    """Every split into at most two camps, the first actor always in camp 1: 2^(n-1) rows of 1 and -1."""
    return np.array([(1, *rest) for rest in product((1, -1), repeat=actors - 1)], dtype=np.int8)


def _triads(ties: Array) -> Array:
    """The product of the three ties of every triad."""
    w = mutual(ties)
    return np.stack([w[i, j] * w[j, k] * w[i, k] for i, j, k in combinations(range(len(w)), 3)])


def _strain(w: Array, split: NDArray[np.int8]) -> Array:
    pairs = combinations(range(len(w)), 2)
    return _total(np.stack([np.maximum(-float(split[i] * split[j]) * w[i, j], 0.0) for i, j in pairs]))


def _between(w: Array, broker: int) -> tuple[Array, Array]:
    """The hostility among others that a broker stands between, and all of it."""
    bridged, hostile = np.zeros(w.shape[2:]), np.zeros(w.shape[2:])
    for j, k in combinations([i for i in range(len(w)) if i != broker], 2):
        enmity = np.maximum(-w[j, k], 0.0)
        hostile = hostile + enmity
        bridged = bridged + enmity * np.maximum(np.minimum(w[broker, j], w[broker, k]), 0.0)
    return bridged, hostile


def _paths(actors: int, start: int, end: int) -> Iterator[tuple[int, ...]]:
    others = [i for i in range(actors) if i not in (start, end)]
    for steps in range(len(others) + 1):
        yield from ((start, *middle, end) for middle in permutations(others, steps))


def _length(length: Array, path: tuple[int, ...]) -> Array:
    whole = np.zeros(length.shape[2:])
    for one, other in pairwise(path):
        whole = whole + length[one, other]
    return whole


def _weighed(ties: Array) -> Array:
    """A = P - 2N: hostility counts twice."""
    return np.asarray(np.maximum(ties, 0.0) - 2.0 * np.maximum(-ties, 0.0))


def _pn_directed(ties: Array) -> Array:
    n = len(ties)
    step = _weighed(ties) / (2 * (n - 1))
    across = np.stack([np.stack([_total(step[i] * step[j]) for j in range(n)]) for i in range(n)])
    return _solved(across, 1.0 + _total(np.swapaxes(step, 0, 1)))


def _solved(step: Array, start: Array) -> Array:
    """X = start + step x, for the matrix of each world by itself."""
    left = np.moveaxis(step, (0, 1), (-2, -1))
    right = np.moveaxis(start, 0, -1)[..., None]
    return np.asarray(np.moveaxis(np.linalg.solve(np.eye(len(step)) - left, right)[..., 0], -1, 0))


def _total(values: Array) -> Array:
    """The sum over the first axis in a fixed order, whatever the number of worlds."""
    total: Array = values[0]
    for row in values[1:]:
        total = total + row
    return total


def _quotient(part: Array, whole: Array, otherwise: float = np.nan) -> Array:
    there = np.broadcast_to(whole > 0.0, part.shape)
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, otherwise), where=there))
