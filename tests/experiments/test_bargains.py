"""Quarrels with Moscow end in bargains and come back, dispositions last, riches spare a ruler: over prior worlds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.run import run
from model.scenario.load import load_scenario

WORLDS = 600
COERCION, SETTLEMENT, ALIVE = "russia.coercion", "russia.settlement", "belarus.regime_alive"
ECONOMIC = ("cut_oil", "ban_trade", "close_borders")
POLITICAL = ("campaign_against", "demand_integration", "press_for_base")
DISPOSITIONS = (
    *("russia.disposition", "belarus.disposition", "belarus.nerves", "belarus.street_mood"),
    *("eu.disposition", "us.disposition", "ukraine.disposition"),
)
KEPT = (HEADLINE, COERCION, SETTLEMENT, ALIVE, "belarus.hosting", *DISPOSITIONS)


@cache
def lived(*settings: str, scenario: str = "baseline", forbidden: tuple[str, ...] = ()) -> Run:
    ruled_out = (f"pressures.no_{move}={{kind: forbid, move: {move}, start: 2013-01}}" for move in forbidden)
    asked = ["sampling=prior", "end=2020-07", *settings, *ruled_out]
    return run(load_scenario(scenario, settings=asked), keep=KEPT, moves=False, worlds=WORLDS)


def halved(coercion: Array) -> Array:
    """Whether half-yearly coercion falls to a half within 18 months of its highest in 2014-18; nan without a peak."""
    smooth = np.stack([coercion[month : month + 6].mean(axis=0) for month in range(len(coercion) - 5)])
    first, last = 12, 71
    top = smooth[first : last + 1].max(axis=0)
    peak = first + smooth[first : last + 1].argmax(axis=0)
    least = np.array([smooth[at : at + 19, world].min() for world, at in enumerate(peak)])
    return np.where(top > 0.15, least <= top / 2, np.nan)


def change(name: str, month: str, other: Run) -> Array:
    """By how much a series differs from the baseline's, in the worlds that stand in both."""
    base = lived()
    at = base.at(month)
    standing = (base.series[ALIVE][at] > 0.5) & (other.series[ALIVE][at] > 0.5)
    difference: Array = (other.series[name][at] - base.series[name][at])[standing]
    return difference


def error(values: Array) -> float:
    return float(values.std() / np.sqrt(values.size))


def test_coercion_halves_within_18_months_of_its_peak_in_most_worlds() -> None:
    assert np.nanmean(halved(lived().series[COERCION])) > 0.5


def test_without_settlements_it_halves_less_often() -> None:
    without = lived("parameters.coercion.settlement_kept={fix: 0, because: a test}")
    assert np.nanmean(halved(without.series[COERCION])) < np.nanmean(halved(lived().series[COERCION])) - 0.1


def test_quarrels_come_back_after_a_settlement() -> None:
    held, coerced = lived().series[SETTLEMENT], lived().series[COERCION]
    settled = np.maximum.accumulate(held > 0.9, axis=0)
    assert (settled & (held < 0.5) & (coerced > 0.2)).any(axis=0).mean() > 0.2


def test_economic_and_political_pressure_pull_apart() -> None:
    economic, political = (change(HEADLINE, "2018-12", lived(forbidden=moves)) for moves in (ECONOMIC, POLITICAL))
    assert economic.mean() > 2 * error(economic)
    assert political.mean() < -2 * error(political)


@pytest.mark.parametrize("name", DISPOSITIONS)
def test_dispositions_have_the_same_spread_at_all_times_and_last(name: str) -> None:
    path = lived().series[name][:, (lived().posture != Posture.FALLEN).all(axis=0)]
    for month in (0, 24, 84):
        assert path[month].std() == pytest.approx(1, abs=0.12), month
        assert abs(path[month].mean()) < 0.15, month
    half_year = np.corrcoef(path[36], path[42])[0, 1]
    assert (0.1 < half_year < 0.5) if name == "belarus.street_mood" else (0.7 < half_year < 0.95)


def test_riches_spare_a_ruler_the_need_to_host_and_the_sanctions() -> None:
    rich = lived(scenario="s21_oil_and_gas_of_its_own")
    assert (rich.series["belarus.hosting"].max(axis=0) > 0.5).mean() < 0.5
    moved = change(HEADLINE, "2018-12", rich)
    assert moved.mean() > 2 * error(moved)
