"""Decomposition of the headline: its change split into the terms of its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from model.core.declarations import Array, Role, Rule
from model.theory.theory import theory

ALIGNMENT = "alignment"
SMALLEST = 1e-12
"""Size of the terms below which there is no change to divide."""


@dataclass(frozen=True)
class Definition:
    """The definition of the headline as a function of what it rests on.

    Attributes:
        rules: The rules that derive it from the state, each after what it reads.
        leaves: What it rests on: stocks and auxiliary variables that are no part of the output themselves.
    """

    rules: tuple[Rule, ...]
    leaves: tuple[str, ...]

    def value(self, state: Mapping[str, Array], parameters: Mapping[str, float]) -> Array:
        """The headline for given leaves and parameters, elementwise."""
        known = dict(state)
        for rule in self.rules:
            own = {name: np.asarray(parameters[f"{rule.subject}.{name}"]) for name in rule.parameters}
            known[rule.target] = rule.function(*(known[name] for name in rule.inputs), **own)
        return known[ALIGNMENT]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its parameters."""
        return tuple(dict.fromkeys(f"{rule.subject}.{name}" for rule in self.rules for name in rule.parameters))


@cache
def definition() -> Definition:
    """The definition of the headline in this version of the theory."""
    derived = {rule.target: rule for rule in theory().of(Role.DERIVED)}
    rules: dict[str, Rule] = {}
    leaves: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in derived:
            leaves[name] = None
        elif name not in rules:
            for other in derived[name].inputs:
                visit(other)
            rules[name] = derived[name]

    visit(ALIGNMENT)
    return Definition(tuple(rules.values()), tuple(leaves))


def monthly_terms(state: Mapping[str, Array], parameters: Mapping[str, float]) -> dict[str, Array]:
    """How much of each month's change of the headline comes from each thing that it rests on.

    For leaf i, with x the leaves before the month and y those after it,

        c_i = (f(y) - f(y with x_i) + f(x with y_i) - f(x)) / 2,

    the mean of its effect when it moves last and when it moves first. The terms add up to the change where f is a sum
    of products of at most two leaves. Where a dimension bends they miss it by a little, which is shared out by the size
    of the terms, so that they always add up.

    Args:
        state: Leaf -> values at the start of the first month and at the end of every month.
        parameters: Key -> value of each parameter of the definition.
    """
    headline = definition()
    before = {name: state[name][:-1] for name in headline.leaves}
    after = {name: state[name][1:] for name in headline.leaves}
    low, high = headline.value(before, parameters), headline.value(after, parameters)
    terms = {}
    for name in headline.leaves:
        without = headline.value(after | {name: before[name]}, parameters)
        alone = headline.value(before | {name: after[name]}, parameters)
        terms[name] = 0.5 * (high - without + alone - low)
    missing = high - low - sum(terms.values())
    size = np.maximum(sum(np.abs(term) for term in terms.values()), SMALLEST)
    return {name: term + missing * np.abs(term) / size for name, term in terms.items()}
