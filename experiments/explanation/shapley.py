"""Exact Shapley values and interactions from the values of all coalitions, in many worlds at once.

    values = np.array([[0.0], [1.0], [3.0], [6.0]])     # coalitions {}, {0}, {1}, {0, 1}; one world
    shapley_values(values)                              # [[2.], [4.]], which sum to 6
    interactions(values)[0, 1]                          # [2.]: together they do 2 more than one by one

A coalition is a number whose bit i says whether player i is in it. No package is used: SALib and scipy have no Shapley
values of a game, and with all coalitions at hand they are one product of two small matrices.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from model.core.declarations import Array


def shapley_values(values: Array) -> Array:
    """The part of each player in every world; the parts sum to what all players do together.

    Player i gets the mean of what it adds to the coalition before it, over all orders in which the players may come:
    sum over coalitions S without i of |S|! (k - |S| - 1)! / k! (v(S + i) - v(S)), with k players. A player that never
    adds anything gets zero, and two that add the same to every coalition get the same (Shapley 1953).

    Args:
        values: What each coalition achieves in each world, shape (2^k, worlds), k at least 1.

    Returns:
        Array of shape (k, worlds), in the unit of the values.

    Raises:
        ValueError: The number of coalitions is no power of two.
    """
    players = _players(values)
    coalitions = np.arange(len(values))
    sizes = np.bitwise_count(coalitions).astype(int)
    shares = np.array([factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)])
    weights = np.empty((players, len(values)))
    for player in range(players):
        inside = (coalitions >> player) & 1
        weights[player] = np.where(inside, 1.0, -1.0) * shares[sizes - inside]
    return np.asarray(weights @ values)


def interactions(values: Array) -> dict[tuple[int, int], Array]:
    """How far two players do together more, or less, than one by one: the Shapley interaction index, in every world.

    For players i and j it is the sum over coalitions S without both of |S|! (k - |S| - 2)! / (k - 1)! times
    v(S + i + j) - v(S + i) - v(S + j) + v(S) (Grabisch and Roubens 1999). It is zero where their effects add up.

    Args:
        values: What each coalition achieves in each world, shape (2^k, worlds).

    Returns:
        Two players, the lower number first -> array of shape (worlds,).

    Raises:
        ValueError: The number of coalitions is no power of two.
    """
    players = _players(values)
    coalitions = np.arange(len(values))
    sizes = np.bitwise_count(coalitions).astype(int)
    shares = [factorial(s) * factorial(players - s - 2) / factorial(players - 1) for s in range(players - 1)]
    found = {}
    for one, other in combinations(range(players), 2):
        inside = ((coalitions >> one) & 1) + ((coalitions >> other) & 1)
        weights = np.where(inside == 1, -1.0, 1.0) * np.array(shares)[sizes - inside]
        found[one, other] = np.asarray(weights @ values)
    return found


def _players(values: Array) -> int:
    players = len(values).bit_length() - 1
    if players < 1 or len(values) != 2**players:
        message = f"{len(values)} coalitions are not those of any number of players: 2, 4, 8, ..."
        raise ValueError(message)
    return players
