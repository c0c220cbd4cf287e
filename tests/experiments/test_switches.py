"""Every implemented mechanism has a switch that moves the series it names in advance."""

from __future__ import annotations

from functools import cache

import pytest

from experiments.comparison.knockout import diagnostic_tally
from model.ensemble.record import Run
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory.theory import theory

WORLDS = 197
"""Enough for one world in a hundred, and no number of actors."""

SEEDS = load_seeds()
MECHANISMS = SEEDS.mechanisms
SWITCHED = [name for name, mechanism in MECHANISMS.items() if mechanism.switch is not None]


@cache
def lived(scenario: str, off: str = "") -> Run:
    settings = [f"worlds={WORLDS}", "sampling=conditioned"] + ([f"switch_off=[{off}]"] if off else [])
    return run(load_scenario(scenario, settings=settings))


def test_every_mechanism_is_carried_planned_or_a_label() -> None:
    carried = {m for rule in theory().rules for m in rule.mechanisms}
    carried |= {m for move in theory().moves.values() for m in move.mechanisms}
    for name, mechanism in MECHANISMS.items():
        if mechanism.status == "planned":
            assert name not in carried, f"{name} is planned, but something claims to carry it"
            assert mechanism.switch is None, f"{name} is planned, but has a switch"
        else:
            assert mechanism.switch is not None or mechanism.label_of, f"{name} has neither a switch nor a reason"


def test_who_carries_a_mechanism_exists_and_says_so() -> None:
    rules = {rule.name: rule.mechanisms for rule in theory().rules}
    moves = {move.series: move.mechanisms for move in theory().moves.values()}
    for name, mechanism in MECHANISMS.items():
        for carrier in mechanism.carried_by:
            assert carrier in rules or carrier in moves, f"{name} is said to be carried by '{carrier}'"
    for carrier, claimed in (rules | moves).items():
        for name in claimed:
            if name in MECHANISMS:
                assert carrier in MECHANISMS[name].carried_by, f"{carrier} claims {name}, which does not know of it"


@pytest.mark.parametrize("name", SWITCHED)
def test_switch_moves_the_series_it_names(name: str) -> None:
    diagnostic, tally = MECHANISMS[name].diagnostic, diagnostic_tally(MECHANISMS[name])
    assert diagnostic is not None
    assert tally is not None
    tally.add(lived(diagnostic.scenario), lived(diagnostic.scenario, name))
    (effect,) = tally.effects()
    assert tally.worlds == WORLDS
    assert effect.shows, (
        f"{name} off moves {diagnostic} by {effect.size:.4f} on average, in {effect.touched:.3f} of the worlds"
    )
