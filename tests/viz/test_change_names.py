"""What a scenario changes beside another, as the subject of a sentence: true to it, short, in words of readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.comparison.questions import questions
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario
from model.scenario.pressure import AGENTS, Combine, Pressure
from model.theory.theory import theory
from viz.sentences.change_names import Subject, differences, named
from viz.sentences.change_phrases import MOVES, SEVERAL
from viz.sentences.pressure_names import added_name, changed_name, removed_name

BASELINE = load_scenario("baseline")
SANCTIONS = "pressures.eu={kind: sanctions, by: EU, level: 0.5, start: 2017-01, end: 2017-12}"
OIL = "pressures.oil={kind: energy_cut, start: 2017-01}"
TERROR = "pressures.terror={kind: force, by: Belarus, move: repress_harshly, start: 2017-03, duration: 1}"
NO_RESCUE = "pressures.stop={kind: forbid, by: Russia, move: rescue}"


def changed(*settings, name="baseline"):
    return load_scenario(name, settings=settings)


def words(*settings, base=BASELINE):
    return named(base, changed(*settings)).text


# -- scenarios of the project


@pytest.mark.parametrize("name", questions())
def test_a_scenario_beside_what_it_extends_is_named_in_its_own_words(name):
    scenario, asked = load_scenario(name), questions()[name]
    found = named(BASELINE, scenario)
    assert (found.text, found.several) == (asked.change, asked.several)
    assert found.count == len(differences(BASELINE, scenario)) > 0
    assert asked.change[0].isupper()
    assert len(asked.change) < 50
    assert not asked.change.startswith("No "), "'No rescue moves Minsk' would say the opposite"
    assert asked.change[-1].isalnum()
    assert named(scenario, scenario) == Subject("", several=False, count=0)


def test_dates_of_the_run_and_the_number_of_worlds_are_no_changes():
    base = changed("end=2019-12", "worlds=7", "sampling=prior")
    assert named(BASELINE, base).count == 0
    assert named(base, load_scenario("s03_eu_sanctions_2017")).text == "EU sanctions in 2017 and 2018"


def test_a_scenario_that_is_changed_or_held_against_another_is_named_by_what_differs():
    harder = load_scenario("s03_eu_sanctions_2017", settings=["pressures.eu_2017.level=1"])
    assert named(BASELINE, harder) == Subject("EU sanctions", several=True, count=1)
    assert named(load_scenario("s03_eu_sanctions_2017"), harder).text == "Stronger EU sanctions"
    assert named(harder, BASELINE) == Subject("The absence of EU sanctions in 2017", several=False, count=1)
    assert named(load_scenario("s16_restraint_2020"), BASELINE).text == "Possible mass repression"


def test_up_to_two_changes_are_named_and_more_are_counted():
    assert named(BASELINE, changed(SANCTIONS, OIL)) == Subject("EU sanctions and an oil cut", several=True, count=2)
    four = changed(SANCTIONS, OIL, TERROR, NO_RESCUE)
    assert named(BASELINE, four) == Subject("Your four changes", several=True, count=4)
    twice = changed(SANCTIONS, SANCTIONS.replace("eu=", "eu_later=").replace("2017", "2019"))
    assert named(BASELINE, twice) == Subject("EU sanctions", several=True, count=2)


def test_what_is_only_said_about_a_pressure_is_no_change():
    crimea = replace(BASELINE.pressures["history.crimea"], because="Said otherwise.", events=())
    assert not differences(BASELINE, replace(BASELINE, pressures={**BASELINE.pressures, "history.crimea": crimea}))


def test_a_file_of_ones_own_without_words_or_with_broken_ones_is_named_by_what_differs(tmp_path):
    own = tmp_path / "own.yaml"
    text = "extends: baseline\npressures:\n  oil: {kind: energy_cut, start: 2017-01}\n"
    for read in ("", "read: {origin: nowhere}\n"):
        own.write_text(text + read, encoding="utf-8")
        assert named(BASELINE, load_scenario(own)) == Subject("An oil cut", several=False, count=1)


# -- changes of every kind


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([TERROR], "Mass repression"),
        ([NO_RESCUE], "The absence of a Russian rescue"),
        (["pressures.t={kind: tension, level: -0.3}"], "Less tension between Russia and the West"),
        (["pressures.w={kind: war, path: {2014-01: -0.1, 2015-01: 0.1}}"], "Different fighting in Donbas"),
        (["pressures.s={kind: sanctions, by: EU, on: Russia, level: 1}"], "EU sanctions on Russia"),
        (["pressures.b={kind: border_closure, by: West}"], "A closed border with the West"),
        (["pressures.b={kind: border_closure, by: Poland}"], "A closed border with Poland"),
        (["pressures.a={kind: mediation_bid, by: Kazakhstan, venue: Astana}"], "A rival venue in Astana"),
        (["pressures.a={kind: mediation_bid, by: Belarus, conflict: syria}"], "A Minsk process on Syria"),
        (["pressures.r={kind: relief, by: US}"], "Relief from US sanctions"),
        (["pressures.r={kind: relief, by: Russia}"], "Relief from Russian pressure"),
        (["pressures.d={kind: deployment, by: Russia, level: 1}"], "Russian forces in Belarus"),
        (["pressures.d={kind: deployment, by: NATO, level: 1}"], "NATO forces near Belarus"),
        (["pressures.o={kind: occasion, of: forum}"], "A diplomatic forum"),
        (["pressures.m={kind: enlarged_meeting, by: UN}"], "A meeting of the UN in Minsk"),
        (["pressures.history.election_2020=null"], "The absence of a stolen election in 2020"),
        (["pressures.history.tension=null"], "Less tension between Russia and the West"),
        (["pressures.history.forum_winter=null"], "The absence of a diplomatic forum"),
        (["pressures.history.election_2020.delay=3"], "A later stolen election of 2020"),
        (["pressures.history.election_2020.level=0.3"], "A weaker stolen election of 2020"),
        (["pressures.history.election_2020.probability=0.3"], "A less likely stolen election of 2020"),
        (["pressures.history.election_2020.start={between: [2020-09, 2021-02]}"], "A later stolen election of 2020"),
        (["pressures.history.donbas.delay=-6"], "Earlier fighting in Donbas"),
        (["pressures.history.turnover.path={2016-12: 0, 2017-01: 0.2, 2018-12: 0}"], "Weaker new leaders in the West"),
        (["hypotheses.effect_of_sanctions=backfire"], "The hypothesis 'Effect of sanctions: They backfire'"),
        (["switch_off=[M23]"], "The absence of M23 (Conditionality ladder: prisoner release, suspension, lifting)"),
        (["initial.belarus.contacts=0.9"], "A higher value of 'stock of contacts with the West' at the start"),
        (["initial.belarus.contacts=0"], "A lower value of 'stock of contacts with the West' at the start"),
    ],
)
def test_changes_are_named_in_words_that_readers_use(settings, expected):
    assert words(*settings) == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("0.35", "A lower value"),
        ("{scale: 1.1, because: A test.}", "A higher value"),
        ("{low: 0.8, high: 1}", "A higher value"),
        ("0.7", "A fixed value"),
        ("{low: 0.6, high: 0.8}", "Another range"),
    ],
)
def test_numbers_are_named_by_their_label_and_by_which_way_they_go(setting, expected):
    key = "parameters.sanctions.initial_threat_credibility"
    assert words(f"{key}={setting}") == f"{expected} for 'Credibility of European threats in 2013'"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("level=0.6", "Stronger EU sanctions"),
        ("level=0.4", "Weaker EU sanctions"),
        ("end=2018-12", "Longer EU sanctions"),
        ("end=2017-06", "Shorter EU sanctions"),
        ("delay=2", "Later EU sanctions"),
        ("delay=-2", "Earlier EU sanctions"),
        ("start=2017-03", "Later and shorter EU sanctions"),
        ("ramp=3", "Different EU sanctions"),
        ("by=US", "US sanctions and the absence of EU sanctions in 2017"),
        ("because=none", ""),
    ],
)
def test_a_changed_pressure_says_how_it_is_changed(now, expected):
    assert words(SANCTIONS, f"pressures.eu.{now}", base=changed(SANCTIONS)) == expected


def test_articles_fit_what_follows():
    base = changed(TERROR, OIL, "pressures.p={kind: rescue, start: 2020-01, end: 2020-06}")
    earlier = changed(TERROR, OIL, "pressures.p={kind: rescue, start: 2019-01, end: 2019-06}")
    assert named(base, earlier).text == "An earlier Russian rescue"
    assert named(base, changed(TERROR, OIL)).text == "The absence of a Russian rescue in 2020"


def test_what_is_undone_is_named_too():
    base = changed("switch_off=[M41]", "hypotheses.effect_of_sanctions=backfire")
    texts = [one.text for one in differences(base, BASELINE)]
    assert texts[0] == "the hypothesis 'Effect of sanctions' left open"
    assert texts[1].startswith("M41 (")


# -- nothing is left without a name


def test_every_move_has_a_phrase_and_no_phrase_lacks_its_move():
    assert set(MOVES) == set(theory().moves)
    assert set(MOVES) >= SEVERAL
    assert all(not text.endswith(".") and text[-1].isalpha() for text in MOVES.values())


def every_pressure():
    for kind in KINDS.values():
        for by in kind.by or ("",):
            for on in kind.on or ("",):
                for choice in kind.choices or ("",):
                    effect = kind.effect(by, on, choice)
                    if effect is not None:
                        by_order = kind.name in ("force", "forbid")
                        moves = MOVES if by_order else (effect.moves,)
                        for move in moves:
                            yield Pressure(
                                "x", kind.name, by, on, move, effect.combine, 0.5, 5, 9, choice=choice, venue="Astana"
                            )


@pytest.mark.parametrize("kind", KINDS)
def test_every_pressure_has_a_name_added_removed_and_changed(kind):
    for pressure in (one for one in every_pressure() if one.kind == kind):
        later = replace(pressure, start=6)
        for text, several in (
            added_name(BASELINE, pressure),
            removed_name(BASELINE, pressure),
            changed_name(BASELINE, pressure, later),
        ):
            assert text == " ".join(text.split())
            assert not set(text) & set("{}_"), text
            assert not (several and text.startswith(("a ", "an "))), text
            assert not any(f" {agent} sanctions" in f" {text}" for agent in AGENTS if agent not in ("EU", "US")), text
        assert "ater" in changed_name(BASELINE, pressure, later)[0] or pressure.combine is Combine.FORBID
