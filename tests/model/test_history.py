"""The history of the baseline holds what came from outside, and nothing that one of the five must do by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from model.ensemble.drivers import Pressures
from model.rules.system import DRIVERS
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from model.theory.names import Vocabulary

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def read(name: str) -> dict[str, dict[str, dict[str, object]]]:
    data: dict[str, dict[str, dict[str, object]]] = YAML(typ="safe", pure=True).load(
        (SEEDS / name).read_text(encoding="utf-8")
    )
    return data


EVENTS = read("events.yaml")["events"]
HISTORY = read("history.yaml")


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    nothing = Vocabulary(moves={}, movers={}, variables=(), parameters={}, mechanisms=())
    return load_scenario("baseline", vocabulary=nothing)


def listed(scenario: Scenario) -> set[str]:
    return {event for pressure in scenario.pressures.values() for event in pressure.events}


def years(event: dict[str, object]) -> tuple[int, int]:
    first, _, last = str(event["date"]).partition("..")
    return int(first[:4]), int((last or first)[:4])


def test_history_is_all_there_is_in_the_baseline(baseline: Scenario) -> None:
    assert set(baseline.pressures) == set(HISTORY["pressures"])
    assert all(name.startswith("history.") for name in baseline.pressures)


def test_history_lists_exogenous_events_and_occasions_only(baseline: Scenario) -> None:
    codings = {event: EVENTS[event]["coding"] for event in listed(baseline)}
    assert {event: coding for event, coding in codings.items() if coding not in ("exogenous", "occasion")} == {}


def test_every_event_from_outside_is_listed_or_left_out_for_a_reason(baseline: Scenario) -> None:
    from_outside = {
        name
        for name, event in EVENTS.items()
        if event["coding"] in ("exogenous", "occasion") and years(event)[1] >= 2013 and years(event)[0] <= 2021
    }
    left_out = HISTORY["left_out"]
    assert from_outside - listed(baseline) == set(left_out)
    assert all(isinstance(reason, str) and len(reason) > 30 for reason in left_out.values())


def test_every_pressure_of_history_says_why_and_what_it_encodes(baseline: Scenario) -> None:
    for name, pressure in baseline.pressures.items():
        assert pressure.because, name
        assert "events" in HISTORY["pressures"][name], name
        if not pressure.events and name != "history.zapad_2021":
            assert "No event of the record" in pressure.because or "E57" in pressure.because, name


def test_the_tax_on_the_jobless_is_exogenous_though_its_event_is_a_decision(baseline: Scenario) -> None:
    grievance = baseline.pressures["history.grievance_2017"]
    assert EVENTS["E57"]["coding"] == "decision"
    assert grievance.events == ()
    assert "E57" in grievance.because


def test_no_pressure_of_history_acts_for_one_of_the_five(baseline: Scenario) -> None:
    theirs = {"sanctions", "relief", "energy_cut", "trade_ban", "border_closure", "subsidy", "subsidy_cut", "rescue",
              "base_demand", "integration_demand", "soft_power", "repression", "reform", "unrest", "exploitation",
              "force", "forbid", "mediation_bid", "bid_success", "aid"}  # fmt: skip
    assert {p.kind for p in baseline.pressures.values()} & theirs == set()


# The drivers of theory.md 1.2, at months where they can be read off without interpolating
DATED = {
    "2013-01": {"outside_tension": 0.30, "war": 0.0, "outside_deployments": 0.10, "exercise": 0.0, "forum": 0.0},
    "2013-02": {"forum": 1.0},
    "2013-05": {"exercise": 0.5, "forum": 1.0},
    "2013-08": {"sanctions_occasion": 1.0, "forum": 0.0, "exercise": 0.5},
    "2013-09": {"exercise": 0.5, "forum": 1.0},
    "2013-10": {"exercise": 0.0},
    "2014-02": {"outside_tension": 0.30, "war": 0.0, "precedent": 0.0},
    "2014-03": {"outside_tension": 0.55, "war": 0.20, "precedent": 1.0, "un_vote": 1.0, "outside_deployments": 0.10},
    "2014-04": {"war": 0.45, "precedent": 0.0, "un_vote": 0.0, "outside_deployments": 0.25},
    "2014-07": {"war": 0.90},
    "2014-08": {"outside_tension": 0.70, "sanctions_occasion": 1.0},
    "2015-02": {"war": 0.90},
    "2015-03": {"war": 0.65},
    "2015-10": {"legitimacy_shock": 0.03},
    "2016-07": {"outside_deployments": 0.45},
    "2016-12": {"leadership_turnover": 0.0, "grievance": 0.0},
    "2017-01": {"leadership_turnover": 1.0, "grievance": 0.0},
    "2017-02": {"grievance": 0.12},
    "2017-03": {"grievance": 0.30},
    "2017-04": {"grievance": 0.05, "exercise": 0.0},
    "2017-05": {"grievance": 0.0, "exercise": 1.0},
    "2017-07": {"assembly_vote": 1.0},
    "2017-12": {"outside_tension": 0.76, "forum": 1.0},
    "2018-01": {"war": 0.55, "leadership_turnover": 0.4, "rival_venue": 0.5, "forum": 0.0},
    "2018-06": {"outside_tension": 0.82, "rival_venue": 0.5, "outside_deployments": 0.65},
    "2018-07": {"rival_venue": 0.0},
    "2018-12": {"leadership_turnover": 0.0},
    "2020-02": {"pandemic": 0.0},
    "2020-03": {"pandemic": 1.0},
    "2020-06": {"outside_tension": 0.78},
    "2020-07": {"war": 0.40, "legitimacy_shock": 0.0},
    "2020-08": {"legitimacy_shock": 0.85},
    "2020-09": {"legitimacy_shock": 0.0},
    "2021-02": {"war": 0.40},
    "2021-03": {"war": 0.55},
    "2021-04": {"outside_tension": 0.88, "exercise": 0.0},
    "2021-06": {"pandemic": 1.0, "exercise": 1.0},
    "2021-07": {"pandemic": 0.0},
    "2021-12": {"outside_tension": 0.88, "war": 0.55, "outside_deployments": 0.65, "us_base_in_poland": 0.0},
}


def test_the_drivers_are_those_of_the_theory(baseline: Scenario) -> None:
    class NoLuck:
        def uniform(self, name: str, month: int = 0) -> None:
            raise AssertionError(name)

    pressures = Pressures(baseline, DRIVERS, NoLuck(), 7)  # type: ignore[arg-type]
    for month in range(baseline.months):
        values = pressures.at(month, lambda name: None)  # type: ignore[arg-type, return-value]
        for driver, expected in DATED.get(baseline.date(month), {}).items():
            assert values[driver].tolist() == pytest.approx([expected] * 7), (baseline.date(month), driver)
