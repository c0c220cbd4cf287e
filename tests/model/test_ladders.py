"""Ladders that move both ways, isolation that captures and reform that opens the gate, in small ensembles."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from model.core.declarations import Array
from model.runs.run import run
from model.scenario.load import load_scenario

WORLDS, SEED = 120, 7
SHOWN = (
    "belarus.alignment", "belarus.contacts", "belarus.diversification", "belarus.survival_dependence",
    "belarus.integration", "russia.rival_clients", "eu.relief_standing", "eu.sanctions", "us.sanctions",
)  # fmt: skip
DOSES = (0.2, 0.45, 0.6, 0.8, 1.0)
NO_PACKAGES = tuple(
    f"none_by_{actor.lower()}={{kind: forbid, by: {actor}, move: {actor.lower()}_imposes_sanctions, start: 2020-08}}"
    for actor in ("EU", "US")
)
REFORM = "reform={kind: reform, by: Belarus, level: 0.7, start: 2016-06, ramp: 12}"


@cache
def lived(*pressures: str, name: str = "baseline", end: str = "2021-12", sampling: str = "prior") -> dict[str, Array]:
    """Series of a run, one entry per world, under `series month`."""
    settings = [f"worlds={WORLDS}", f"seed={SEED}", f"sampling={sampling}", f"end={end}"]
    made = run(load_scenario(name, settings=[*settings, *(f"pressures.{one}" for one in pressures)]), keep=SHOWN)
    months = made.months
    return {f"{key} {month}": values[made.at(month)] for key, values in made.series.items() for month in months}


def sanctions(actor: str, level: float, start: str = "2017-05") -> str:
    return f"dose={{kind: sanctions, by: {actor}, level: {level}, start: {start}, end: 2018-12}}"


@pytest.mark.parametrize(("actor", "start"), [("EU", "2015-01"), ("EU", "2017-05"), ("US", "2017-05")])
def test_a_level_of_sanctions_acts_as_that_level(actor: str, start: str) -> None:
    """No month undoes it, in any world; at the best values it acts as that level or as what is in force anyway.

    But for one world in twenty at most, in which Minsk then frees its prisoners later, or represses and is answered.
    """
    name = f"{actor.lower()}.sanctions 2018-06"
    usual = lived(end="2018-12", sampling="best")[name]
    for dose in DOSES:
        pressed = sanctions(actor, dose, start)
        assert np.all(lived(pressed, end="2018-12")[name] >= dose - 1e-6)
        level = lived(pressed, end="2018-12", sampling="best")[name]
        expected = np.maximum(usual, dose)
        assert np.isclose(level, expected, rtol=0.0, atol=0.02).mean() >= 0.95, dose
        assert level.mean() == pytest.approx(expected.mean(), abs=0.02), dose


@pytest.mark.parametrize(
    ("kind", "series"), [("integration", "belarus.integration"), ("rival_clients", "russia.rival_clients")]
)
def test_what_a_scenario_carries_out_does_not_fade_below_its_level(kind: str, series: str) -> None:
    """In every world whose regime stands: where it has fallen, everything stays as it was."""
    for dose in DOSES:
        made = lived(f"dose={{kind: {kind}, by: Russia, level: {dose}, start: 2017-05}}", end="2018-12")
        stands = ~np.isnan(made["belarus.alignment 2018-06"])
        assert stands.mean() > 0.9
        assert np.all(made[f"{series} 2018-06"][stands] >= dose - 1e-6), dose


@pytest.mark.parametrize("actor", ["EU", "US"])
def test_more_sanctions_push_further_east(actor: str) -> None:
    """M26: no step back with the dose, in the mean of the worlds that stand in all."""
    ends = [lived(sanctions(actor, dose), end="2018-12")["belarus.alignment 2018-12"] for dose in DOSES]
    stand = ~np.isnan(np.array(ends)).any(axis=0)
    means = [float(end[stand].mean()) for end in ends]
    assert means == sorted(means, reverse=True)
    assert means[0] - means[-1] >= 0.03


def test_a_scenarios_measures_stay_on_the_books_until_brussels_walks_its_ladder() -> None:
    after = [lived(sanctions("EU", 0.8), end="2020-06")[f"eu.sanctions {month}"] for month in ("2019-01", "2020-06")]
    assert after[0].mean() >= 0.7
    assert after[1].mean() <= after[0].mean() - 0.1


def test_packages_put_the_ladder_back_and_what_was_lifted_stays_lifted() -> None:
    """M23, M32: relief stands no longer after the packages of 2020, but the measures of before 2016 do not return."""
    made = lived(sampling="best")
    assert made["eu.relief_standing 2020-07"].mean() >= 0.95
    assert made["eu.relief_standing 2021-12"].mean() <= 0.05
    assert made["eu.sanctions 2021-12"].mean() <= 0.88
    assert made["eu.sanctions 2020-10"].mean() <= 0.7


def test_without_western_sanctions_the_regime_depends_less_on_moscow() -> None:
    """M83, M26."""
    name = "belarus.survival_dependence 2021-12"
    apart = lived(*NO_PACKAGES, sampling="best")[name] - lived(sampling="best")[name]
    assert apart.mean() <= -0.1


def test_reform_opens_the_gate() -> None:
    """M36: contacts, relief and outlets move with reform, and so does the headline."""
    usual, reformed = lived(end="2018-12"), lived(REFORM, end="2018-12")
    for name, sign in (("belarus.contacts", 1), ("belarus.diversification", 1), ("eu.sanctions", -1),
                       ("us.sanctions", -1)):  # fmt: skip
        assert sign * np.nanmean(reformed[f"{name} 2018-12"] - usual[f"{name} 2018-12"]) >= 0.05, name
    assert np.nanmean(reformed["belarus.alignment 2018-12"] - usual["belarus.alignment 2018-12"]) >= 0.04
