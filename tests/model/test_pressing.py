"""Who presses whom: every move has its place, and what a scenario adds by others than the five is seen and felt."""

import numpy as np
import pytest

from experiments.measures.forms import level
from model.core.declarations import AGENTS, Owner
from model.core.errors import TightropeError
from model.network.pressing import KINDS_THAT_PRESS, PRESSES, who_presses
from model.network.report import network_report
from model.network.ties import relation_series
from model.runs.outcomes import counted
from model.runs.run import run
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario
from model.scenario.pressure import ACTORS
from model.theory.theory import theory

WORLDS = 31

PRESSES_NOBODY = {
    "repress_restrained", "repress_harshly", "release_prisoners", "offer_venue", "bid_peacekeepers", "bid_karabakh",
    "bid_syria", "bid_helsinki", "bid_bridge", "accommodate", "keep_distance", "grant_base", "grant_facilities",
    "sign_integration", "open_visas", "take_up_reform", "restore_oil", "restore_trade", "reassure_neighbours",
    "support_identity", "mobilise", "assure", "ask_rescue", "rescue", "suspend_sanctions", "lift_sanctions",
    "eu_eases_sanctions", "eu_visits", "issue_licence", "renew_licence", "us_trades_relief", "us_visits",
    "accept_venue",
}  # fmt: skip
"""Moves at home, offers, favours and concessions."""


@pytest.fixture(scope="module")
def table():
    return who_presses(load_scenario("baseline"), worlds=WORLDS)


def test_every_move_presses_somebody_or_nobody():
    moves = set(theory().moves)
    assert moves - set(PRESSES) - PRESSES_NOBODY == set(), (
        "say in model/network/pressing.py or here whom these moves press"
    )
    assert (set(PRESSES) | PRESSES_NOBODY) - moves == set(), (
        "model/network/pressing.py names moves that nobody can make"
    )
    assert set(PRESSES) & PRESSES_NOBODY == set()


def test_nobody_presses_itself():
    for move, whom in PRESSES.items():
        assert theory().moves[move].owner.label not in whom
        assert set(whom) <= {agent.label for agent in AGENTS}
    assert PRESSES["cut_oil"] == ("Belarus",)
    assert "rescue" in PRESSES_NOBODY


def test_kinds_that_press_are_kinds():
    assert set(KINDS_THAT_PRESS) <= set(KINDS)
    for by in KINDS_THAT_PRESS.values():
        assert set(by) <= {*ACTORS, ""}


def by_russia(lived):
    """How far Russia presses Belarus: the strongest of its acts, which are 0 or 1, and its graded moves."""
    russian = [theory().moves[m].series for m in PRESSES if theory().moves[m].owner == "russia"]
    return np.maximum.reduce([level(lived, name) for name in russian])


def test_shares_are_those_of_the_moves(table):
    lived = run(load_scenario("baseline"), worlds=WORLDS)
    pressed = by_russia(lived).mean(axis=1)
    for month in ("2013-06", "2016-10", "2020-08", "2021-11"):
        assert table.share(month, "Russia", "Belarus") == pytest.approx(pressed[lived.at(month)])


def test_the_five_come_first(table):
    assert table.pressers[:2] == ("Belarus", "Russia")
    assert table.shares.shape == (108, len(table.pressers), len(table.pressed))
    assert 0 < table.shares.max() <= 1
    assert len(AGENTS) == 5


def test_who_never_presses_has_a_share_of_nought(table):
    assert table.share("2016-10", "Poland", "Belarus") == 0.0
    assert table.share("2016-10", "Russia", "Poland") == 0.0


def test_a_month_outside_the_table_is_refused(table):
    with pytest.raises(ValueError, match="'2031-01' is not in this table, which goes from 2013-01 to 2021-12"):
        table.share("2031-01", "Russia", "Belarus")


def test_one_world_is_nought_or_one_but_for_graded_moves():
    """Washington presses by packages only, Brussels by criticism too: a share of the month."""
    one = who_presses(load_scenario("baseline"), worlds=[4])
    assert set(np.unique(one.shares[:, one.pressers.index("US")])) <= {0.0, 1.0}
    assert 0.0 < one.share("2013-06", "EU", "Belarus") < 1.0


OTHERS = [
    ("Kazakhstan", "{kind: rival_venue, by: Kazakhstan, venue: Astana, level: 1, start: 2016-01}",
     "Belarus", "system.rival_venue"),
    ("Kazakhstan", "{kind: mediation_bid, by: Kazakhstan, venue: Astana, level: 1, start: 2016-01}",
     "Belarus", "system.rival_venue"),
    ("NATO", "{kind: deployment, by: NATO, level: 0.9, start: 2016-01}", "Russia", "system.deployments"),
    ("Poland", "{kind: us_base_in_poland, by: Poland, start: 2016-01}", "Russia", "system.us_base_in_poland"),
    ("Poland", "{kind: border_closure, by: Poland, level: 0.9, start: 2016-01}", "Belarus",
     "system.western_border_pressure"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "pressure", "whom", "driver"), OTHERS)
def test_others_than_the_five_press_and_it_shows(who, pressure, whom, driver):
    """A rival host, NATO and Poland: each driver moves, is seen as their pressure, and changes what the five do."""
    base = load_scenario("baseline")
    with_it = load_scenario("baseline", settings=[f"pressures.other={pressure}"])
    lived = [run(asked, keep=["belarus.alignment", driver], worlds=WORLDS) for asked in (base, with_it)]
    month = lived[1].at("2017-01")
    assert (lived[1].series[driver][month] > lived[0].series[driver][month]).all()
    assert not np.array_equal(lived[0].series["belarus.alignment"], lived[1].series["belarus.alignment"])
    assert who_presses(with_it, worlds=3).share("2017-01", who, whom) == 1.0


def test_a_condition_leaves_worlds_out():
    asked = load_scenario("baseline", settings=["given.posture=client@2015-01"])
    finished = run(asked, worlds=WORLDS)
    counts = counted(finished)
    assert 0 < counts.sum() < WORLDS
    pressed = by_russia(finished)[:, counts].mean(axis=1)
    table = who_presses(asked, worlds=WORLDS)
    assert table.worlds == counts.sum()
    assert table.share("2016-10", "Russia", "Belarus") == pytest.approx(pressed[finished.at("2016-10")])


def test_a_network_is_of_the_worlds_that_meet_the_condition():
    asked = load_scenario("baseline", settings=["given.posture=client@2015-01", "end=2015-06"])
    finished = run(asked, keep=relation_series(), worlds=WORLDS)
    report = network_report(finished, who_presses(asked, worlds=WORLDS), "2015-01", None)
    assert report.worlds == counted(finished).sum()
    ties = np.sort(finished.series["belarus.to_russia"][finished.at("2015-01"), counted(finished)])
    assert report.ties[Owner.BELARUS, Owner.RUSSIA].median == ties[round(0.5 * (len(ties) - 1))]


def test_a_network_of_no_world_is_refused():
    asked = load_scenario("baseline", settings=["given.posture=leaning_west@2013-01", "end=2013-03"])
    finished = run(asked, keep=relation_series(), worlds=3)
    with pytest.raises(TightropeError, match="no world meets the scenario's condition 'given'"):
        network_report(finished, who_presses(asked, worlds=3), "2013-03", None)


def test_the_acceptance_of_the_great_powers_moves():
    setting = "pressures.other={kind: great_power_acceptance, level: 0.9, start: 2016-01}"
    lived = run(load_scenario("baseline", settings=[setting]), keep=["system.great_powers_accept"], worlds=3)
    assert (lived.series["system.great_powers_accept"][lived.at("2017-01")] >= np.float32(0.9)).all()


def test_a_pressure_by_chance_counts_where_it_comes():
    setting = "pressures.luck={kind: deployment, by: US, level: 0.5, start: 2015-03, end: 2015-06, probability: 0.5}"
    found = who_presses(load_scenario("baseline", settings=[setting]), worlds=64)
    assert 0.2 < found.share("2015-04", "US", "Russia") < 0.8
    assert found.share("2015-07", "US", "Russia") == 0.0


def test_a_pressure_that_waits_counts_from_when_it_begins():
    setting = ("pressures.late={kind: energy_cut, level: 0.5, "
               "when: {variable: belarus.hosting, above: 0.5}}")  # fmt: skip
    asked = load_scenario("baseline", settings=[setting, "switch_off=[M14]", "sampling=best"])
    found, lived = who_presses(asked, worlds=9), run(asked, keep=["belarus.hosting"], worlds=9)
    hosting = lived.series["belarus.hosting"].max(axis=0) > 0.5
    pressed = hosting & lived.standing[-1]
    assert pressed.any()
    assert found.share("2021-12", "Russia", "Belarus") >= pressed.mean()
