"""A visitor's state: as settings, as a link, as a file; what comes from outside is checked value by value."""

import base64
import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.scenario.load import load_scenario
from model.yaml_files.fields import InputError
from viz.dashboard.address import LONGEST, arrival, fits_link, query_of
from viz.dashboard.sliders import (
    knobs_of,
    on_paths,
    parameter_ranges,
    shown_series,
    spelled,
    strengths,
    strongest_numbers,
)
from viz.dashboard.state import (
    MOST_WORLDS,
    NOTHING,
    UNCHANGED,
    State,
    as_yaml,
    brought,
    choosable,
    comparison_of,
    presets,
    refusal_of,
    scenario_of,
    variants,
)

NAME = "s03_eu_sanctions_2017"
LASTING, BRIEF = "s12_harsh_repression_2017", "terror"
OWN = "title: Mine\nextends: baseline\npressures:\n  cut: {kind: energy_cut, level: 0.4, start: 2016-01}\n"
FIELDS = (
    "scenario", "compare", "sampling", "show", "world", "month", "own", "level.eu_2017", "start.eu_2017",
    "variant.room_for_manoeuvre", "number.alliance.fear_by_opening", "level.history.crimea",
    "months.eu_2017", "months.terror",
)  # fmt: skip
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def states(draw):
    own = draw(st.booleans())
    state = State(own=OWN) if own else State(scenario=draw(st.sampled_from(choosable())))
    knobs = knobs_of(scenario_of(state))
    for knob in draw(st.lists(st.sampled_from(knobs), max_size=3, unique_by=lambda one: one.name)):
        if knob.ends is not None and draw(st.booleans()):
            level = draw(st.sampled_from(knob.ends) if knob.whole else st.floats(*knob.ends))
            state = state.with_level(knob.name, level)
        if knob.dates and draw(st.booleans()):
            state = state.with_start(knob.name, draw(st.sampled_from(knob.dates)))
        if knob.longest and draw(st.booleans()):
            state = state.with_length(knob.name, draw(st.integers(1, knob.longest)))
    for name in draw(st.lists(st.sampled_from(sorted(variants())), max_size=1)):
        state = state.with_hypothesis(name, draw(st.sampled_from(variants()[name])))
    for key in draw(st.lists(st.sampled_from(sorted(parameter_ranges())), max_size=2, unique=True)):
        state = state.with_parameter(key, draw(st.floats(*parameter_ranges()[key])))
    return replace(
        state,
        comparison=draw(st.sampled_from([UNCHANGED, NOTHING, *choosable()])),
        sampling=draw(st.sampled_from(["", "best", "parameters", "wide"])),
        shown=draw(st.sampled_from(sorted(shown_series()))),
        world=draw(st.none() | st.integers(0, MOST_WORLDS - 1)),
        month=draw(st.sampled_from(["", "2014-03", "2021-12"])),
    )


def content(scenario):
    plain = scenario.resolved()
    for key in ("origins", "chain", "name"):
        del plain[key]
    return plain


@quick
@given(states())
def test_a_link_leads_back_to_the_state(state):
    if refusal_of(state):
        return
    found = arrival(query_of(state))
    assert found.remarks == ()
    assert found.state == state


@quick
@given(states())
def test_a_file_asks_for_what_the_state_asks_for(state):
    if refusal_of(state):
        return
    again = State(own=as_yaml(state))
    assert refusal_of(again) == ()
    assert content(scenario_of(again)) == content(scenario_of(state))


@quick
@given(st.text(max_size=300))
def test_no_link_fails(text):
    found = arrival(text)
    assert refusal_of(found.state) == ()


@quick
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20)))
def test_no_value_in_a_link_fails(fields):
    from urllib.parse import urlencode

    found = arrival(urlencode({"scenario": NAME} | fields))
    assert refusal_of(found.state) == ()


def test_the_settings_are_those_of_the_command_line():
    state = State(scenario=NAME).with_level("eu_2017", 0.5).with_start("eu_2017", "2017-07")
    state = state.with_hypothesis("room_for_manoeuvre", "grew").with_parameter("alliance.fear_by_opening", 0.3)
    assert scenario_of(state).resolved() == load_scenario(NAME, settings=state.settings).resolved()
    assert "pressures.eu_2017.level=0.5" in state.settings


def test_what_is_taken_back_is_as_it_was():
    state = State(scenario=NAME).with_level("eu_2017", 0.5)
    assert state.changed
    assert state.with_level("eu_2017", None) == state.as_it_was() == State(scenario=NAME)


def test_the_same_choices_are_the_same_state_in_any_order():
    one = State(scenario=NAME).with_level("eu_2017", 0.5).with_level("history.zapad_2017", 0.1)
    assert one == State(scenario=NAME).with_level("history.zapad_2017", 0.1).with_level("eu_2017", 0.5)
    assert hash(one) == hash(replace(one))


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("scenario=../../secret", "'scenario' cannot be '../../secret'"),
        ("compare=nobody", "'compare' cannot be 'nobody'"),
        ("sampling=all", "'sampling' cannot be 'all'"),
        ("show=%3Cscript%3E", "'show' cannot be '<script>'"),
        ("world=-1", "'world' must be a whole number from 0 to 999"),
        ("world=1000", "'world' must be a whole number from 0 to 999"),
        ("month=2031-01", "'month' must be a month from 2013-01 to 2021-12"),
        ("level.nobody=1", "'level.nobody' has no place in this scenario, or a value it cannot have"),
        (f"scenario={NAME}&level.eu_2017=nan", "'level.eu_2017' has no place"),
        (f"scenario={NAME}&level.eu_2017=high", "'level.eu_2017' has no place"),
        (f"scenario={NAME}&level.eu_2017=7", "'level.eu_2017' was brought back into its range, 0 to 1"),
        (f"scenario={NAME}&start.eu_2017=2031-01", "'start.eu_2017' has no place"),
        (f"scenario={NAME}&months.eu_2017=3", "'months.eu_2017' has no place"),
        (f"scenario={LASTING}&months.{BRIEF}=0", "was brought back into its range, 1 to 108"),
        ("variant.room_for_manoeuvre=both", "'variant.room_for_manoeuvre' has no place"),
        ("number.nobody.nothing=1", "'number.nobody.nothing' has no place"),
        ("colour=red", "'colour' is nothing that a link can set"),
        ("own=!!!", "the scenario cannot be unpacked"),
        ("a=1&" * 300, "more than 200 parts"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_what_a_link_cannot_have_is_left_out_with_a_sentence(query, remark):
    found = arrival(query)
    assert any(remark in each for each in found.remarks), found.remarks
    assert refusal_of(found.state) == ()


def test_a_number_beyond_its_range_is_brought_back():
    assert arrival(f"scenario={NAME}&level.eu_2017=7").state.levels == (("eu_2017", 1.0),)


def test_what_is_on_or_off_is_one_or_the_other():
    assert arrival("level.history.crimea=0.3").state.levels == (("history.crimea", 0.0),)


def packed(text):
    return base64.urlsafe_b64encode(zlib.compress(text)).decode()


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (b"x" * 1_000_000, "more than 65,536 bytes"),
        (b"title: &a x\n", "anchors"),
        (b"title: !!python/object:os.system x\n", "tags"),
        (b"extends: ../seeds/history\n", "unknown scenario to extend"),
        (b"wurlds: 3\n", "unknown key 'wurlds'"),
        (b"\xff\xfe", "cannot be unpacked"),
    ],
)
def test_a_scenario_in_a_link_is_read_as_strictly_as_a_file(text, remark):
    found = arrival(f"own={packed(text)}")
    assert found.state == State()
    assert any(remark in each for each in found.remarks), found.remarks


def test_a_scenario_too_long_for_a_link_is_not_put_in_one():
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=40_000))
    assert not fits_link(State(own=f"because: {noise}\n"))
    assert fits_link(State(own=OWN))


def test_what_a_visitor_brings_is_refused_at_its_place():
    with pytest.raises(InputError, match="your file:2:1: unknown key 'wurlds'"):
        brought("extends: baseline\nwurlds: 3\n")
    assert brought(OWN) == OWN


def test_no_more_worlds_than_a_page_shows():
    assert scenario_of(State(own="extends: baseline\nworlds: 1000000\n")).worlds == MOST_WORLDS
    assert scenario_of(State(own="extends: baseline\nworlds: 40\n")).worlds == 40


def test_what_is_compared_with():
    state = State(scenario=NAME).with_level("eu_2017", 0.1)
    assert comparison_of(replace(state, comparison=NOTHING)) is None
    assert comparison_of(state).pressures["eu_2017"].level == 0.8
    assert comparison_of(replace(state, comparison="baseline")).name == "baseline"


def test_presets_set_the_scenarios_own_pressures():
    state = State(scenario=NAME)
    ready = {one.label: one.state for one in presets(state, strengths(scenario_of(state)))}
    assert ready["Own pressures off"].levels == (("eu_2017", 0.0),)
    assert ready["Half as strong as can be"].levels == (("eu_2017", 0.5),)
    assert ready["At full strength"].levels == (("eu_2017", 1.0),)
    assert ready["Every number at its best value"].sampling == "best"
    assert all(refusal_of(one) == () for one in ready.values())
    assert not any("strength" in one.label for one in presets(State(), ()))


@pytest.mark.parametrize("name", choosable())
def test_every_scenario_can_be_moved_from_end_to_end(name):
    for knob in knobs_of(scenario_of(State(scenario=name))):
        for level in knob.ends or ():
            assert refusal_of(State(scenario=name).with_level(knob.name, level)) == (), knob
        for date in (knob.dates[0], knob.dates[-1]) if knob.dates else ():
            problems = refusal_of(State(scenario=name).with_start(knob.name, date))
            assert all("forbids" in one or "forces" in one for one in problems), (knob, problems)


def test_everything_shown_has_a_label_and_every_strong_number_a_source():
    assert all(label and label != name for name, label in shown_series().items())
    assert len(strongest_numbers()) >= 5
    assert all(str(number.best) and number.text for number in strongest_numbers())


def test_a_name_of_a_file_is_spelled_as_one_writes_it():
    words = {"eu_2017": "EU 2017", "us_licence": "US licence", "osce_meeting": "OSCE meeting", "winter": "Winter"}
    assert {name: spelled(name) for name in words} == words


def test_what_follows_a_path_is_named_and_not_moved():
    scenario = scenario_of(State())
    named = on_paths(scenario, own=False)
    assert any("tension" in name.lower() for name in named)
    paths = {name for name, pressure in scenario.pressures.items() if pressure.path}
    assert len(named) == len(paths)
    assert not paths & {knob.name for knob in knobs_of(scenario) if knob.ends}
    assert on_paths(scenario, own=True) == ()


def test_a_pressure_that_a_file_gives_a_length_can_last_longer():
    state = State(scenario=LASTING)
    (knob,) = [knob for knob in knobs_of(scenario_of(state)) if knob.name == BRIEF]
    assert (knob.length, knob.longest) == (3, 108)
    longer = state.with_length(BRIEF, 6)
    assert longer.settings == (f"pressures.{BRIEF}.duration=6",)
    assert scenario_of(longer).pressures[BRIEF].duration == 6
    assert content(scenario_of(State(own=as_yaml(longer)))) == content(scenario_of(longer))
    assert arrival(query_of(longer)).state == longer
    assert longer.with_length(BRIEF, None) == longer.as_it_was() == state
    assert [knob.longest for knob in knobs_of(scenario_of(State(scenario=NAME))) if knob.own] == [0]


@pytest.mark.parametrize("name", choosable())
def test_every_length_can_be_moved_from_end_to_end(name):
    for knob in knobs_of(scenario_of(State(scenario=name))):
        for months in (1, knob.longest) if knob.longest else ():
            assert refusal_of(State(scenario=name).with_length(knob.name, months)) == (), knob


def test_what_comes_again_lasts_no_longer_than_until_then():
    visits = "{kind: aid, by: West, level: 0.1, start: 2017-03, duration: 1, every: 12}"
    text = f"extends: baseline\npressures:\n  visits: {visits}\n"
    (knob,) = [knob for knob in knobs_of(scenario_of(State(own=text))) if knob.own]
    assert (knob.length, knob.longest) == (1, 12)
