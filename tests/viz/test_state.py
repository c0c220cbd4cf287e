"""A visitor's state: as settings, as a link, as a file; what comes from outside is checked value by value."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.comparison.footing import Beliefs
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from model.yaml_files.nodes import InputError
from viz.dashboard.address import LONGEST, Arrival, arrival, query_of
from viz.dashboard.front.file_input import MOST_BYTES
from viz.dashboard.panel.rows import rows_of
from viz.dashboard.series import shown_series
from viz.dashboard.state import (
    LAST_WORLD,
    MOST_WORLDS,
    NOTHING,
    UNCHANGED,
    Chosen,
    State,
    View,
    check_own,
    choosable,
    comparison_of,
    months_of,
    refusal_of,
    scenario_of,
)
from viz.dashboard.values import NOTHING_CHANGED, text_of
from viz.dashboard.yaml_file import as_yaml

NAME = "s03_eu_sanctions_2017"
LASTING, BRIEF = "s12_harsh_repression_2017", "terror"
OWN = "title: Mine\nextends: baseline\npressures:\n  cut: {kind: energy_cut, level: 0.4, start: 2016-01}\n"
FIELDS = ("scenario", "compare", "show", "world", "month", "own", "set", "colour")
KEYS = (
    "sampling", "pressures.eu_2017.level", "pressures.eu_2017.start", "pressures.eu_2017.duration",
    "hypotheses.room_for_manoeuvre", "parameters.alliance.fear_by_opening", "pressures.history.crimea.level", "worlds",
)  # fmt: skip
LEVEL = "pressures.eu_2017.level"
ADDED = {"kind": "sanctions", "by": "US", "level": 0.4, "start": "2017-05", "because": 'null: "why" {not}, 3'}
PRESSED = (
    ("pressures.us_2017", ADDED),
    ("pressures.backed", {"kind": "aid", "by": "West", "level": 0.1, "start": "2017-05", "backing": {"EU": 0.2}}),
    ("pressures.history.crimea", None),
    ("pressures.us_2017.level", 0.25),
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def settings_of(state):
    """The changes of a state, as --set takes them."""
    return [f"{key}={text_of(value)}" for key, value in state.chosen.changes]


@st.composite
def states(draw):
    own = draw(st.booleans())
    state = State(Chosen("mine", OWN)) if own else State(Chosen(draw(st.sampled_from(choosable()))))
    scenario = scenario_of(state)
    rows = [row for row in rows_of(scenario, scenario, scenario) if row.value is not None]
    for row in draw(st.lists(st.sampled_from(rows), max_size=4, unique_by=lambda one: one.key)):
        state = state.with_changes({f"{row.key}.level": row.strength(draw(st.floats(row.low, row.high)))})
    for one in draw(st.lists(st.sampled_from(list(load_seeds().hypotheses.values())), max_size=1)):
        state = state.with_changes({f"hypotheses.{one.name}": draw(st.sampled_from(sorted(one.variants)))})
    for one in draw(st.lists(st.sampled_from(list(load_seeds().parameters.values())), max_size=2, unique_by=str)):
        state = state.with_changes({f"parameters.{one.key}": draw(st.floats(one.low, one.high))})
    for key, value in draw(st.lists(st.sampled_from(PRESSED), max_size=2, unique_by=str)):
        state = state.with_changes({key: value})
    state = state.with_changes({"sampling": draw(st.sampled_from([NOTHING_CHANGED, "best", "prior"]))})
    comparison = draw(st.sampled_from(["", UNCHANGED, NOTHING, *choosable()]))
    state = state.choosing(comparison=comparison, beliefs=draw(st.sampled_from(Beliefs)))
    months = set() if refusal_of(state) else {"2014-03", "2021-12"}.intersection(months_of(state.chosen))
    view = View(
        month=draw(st.sampled_from(["", *sorted(months)])),
        world=draw(st.none() | st.integers(0, LAST_WORLD)),
        shown=draw(st.sampled_from(sorted(shown_series()))),
    )
    return replace(state, view=view)


def content(scenario):
    plain = scenario.resolved()
    for key in ("origins", "chain", "name", "title", "because"):
        del plain[key]
    return plain


@quick
@given(states())
def test_a_link_leads_back_to_the_state(state):
    if refusal_of(state):
        return
    found = arrival(query_of(state), state.chosen.own)
    assert found.remarks == ()
    assert found.state == state


@quick
@given(states())
def test_a_file_asks_for_what_the_state_asks_for(state):
    if refusal_of(state):
        return
    again = State(Chosen("mine", as_yaml(state)))
    assert refusal_of(again) == ()
    assert content(scenario_of(again)) == content(scenario_of(state))


@quick
@given(st.text(max_size=300), st.none() | st.text(max_size=300))
def test_no_link_fails(text, own):
    found = arrival(text, own)
    assert refusal_of(found.state) == ()


@quick
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20)), st.none() | st.text(max_size=20))
def test_no_value_in_a_link_fails(fields, own):
    found = arrival(urlencode({"scenario": NAME} | fields), own)
    assert refusal_of(found.state) == ()


VALUES = st.text(max_size=20) | st.sampled_from(["null", "0.5", "1e400", "nan", "[", "grew", "2017-06", "true", "~"])


@quick
@given(st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=3))
def test_no_setting_in_a_link_fails(settings):
    found = arrival(urlencode([("scenario", NAME), *(("set", f"{key}={value}") for key, value in settings)]))
    assert refusal_of(found.state) == ()
    assert arrival(query_of(found.state)).state == found.state
    assert content(scenario_of(State(Chosen("mine", as_yaml(found.state))))) == content(scenario_of(found.state))


def test_the_settings_are_those_of_the_command_line():
    state = State(Chosen(NAME)).with_changes({LEVEL: 0.5}).with_changes({"pressures.eu_2017.start": "2017-07"})
    state = state.with_changes({"hypotheses.room_for_manoeuvre": "grew"})
    state = state.with_changes({"parameters.alliance.fear_by_opening": 0.3})
    assert scenario_of(state).resolved() == load_scenario(NAME, settings=settings_of(state)).resolved()
    assert "pressures.eu_2017.level=0.5" in settings_of(state)


def test_what_is_taken_back_is_as_it_was():
    state = State(Chosen(NAME)).with_changes({LEVEL: 0.5})
    assert state.changes
    assert state.with_changes({LEVEL: NOTHING_CHANGED}) == state.as_it_was() == State(Chosen(NAME))


def test_the_same_choices_are_the_same_state_in_any_order():
    zapad = {"pressures.history.zapad_2017.level": 0.1}
    one = State(Chosen(NAME)).with_changes({LEVEL: 0.5}).with_changes(zapad)
    assert one == State(Chosen(NAME)).with_changes(zapad).with_changes({LEVEL: 0.5})
    assert hash(one) == hash(replace(one))


def test_a_link_is_short_and_can_be_read():
    state = State(Chosen(NAME)).with_changes({LEVEL: 0.5}).with_changes({"hypotheses.room_for_manoeuvre": "grew"})
    assert query_of(replace(state, view=View(world=41))) == (
        f"scenario={NAME}&set=hypotheses.room_for_manoeuvre=grew&set=pressures.eu_2017.level=0.5&world=41"
    )


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("scenario=../../secret", "'scenario' cannot be '../../secret'"),
        ("compare=nobody", "'compare' cannot be 'nobody'"),
        ("set=sampling=all", "Not possible: unknown sampling 'all'"),
        ("show=%3Cscript%3E", "'show' cannot be '<script>'"),
        ("world=-1", "'world' cannot be '-1': it must be a whole number from 0 to 9,999,999"),
        ("world=10000000", "'world' cannot be '10000000': it must be a whole number from 0 to 9,999,999"),
        ("month=2031-01", "'month' cannot be '2031-01': it must be a month from 2013-01 to 2021-12"),
        (
            "set=pressures.nobody.level=1",
            "Not possible: 'nobody' needs a 'kind', because no file below has such a pressure",
        ),
        (f"scenario={NAME}&set={LEVEL}=nan", "'level' must be a number between 0 and 1, got 'nan'"),
        (f"scenario={NAME}&set={LEVEL}=high", "'level' must be a number between 0 and 1, got 'high'"),
        (f"scenario={NAME}&set={LEVEL}=7", "'level' must be a number between 0 and 1, got 7"),
        (f"scenario={NAME}&set={LEVEL}", "'level' must be a number between 0 and 1, got ''"),
        (f"scenario={NAME}&set=pressures.eu_2017.start=2031-01", "'end' 2018-12 is before 'start' 2031-01"),
        (f"scenario={NAME}&set=pressures.eu_2017.duration=3", "'end' and 'duration' cannot both be given"),
        (f"scenario={LASTING}&set=pressures.{BRIEF}.duration=0", "'duration' must be"),
        ("set=hypotheses.room_for_manoeuvre=both", "unknown variant of 'room_for_manoeuvre' 'both'"),
        ("set=hypotheses.room_for_manoeuvre=null", "unknown variant of 'room_for_manoeuvre' 'null'"),
        ("set=parameters.nobody.nothing=1", "unknown parameter 'nobody.nothing'"),
        ("set=parameters.alliance.fear_by_opening=9", "'alliance.fear_by_opening' = 9 leaves its domain"),
        ("set=pressures.history.crimea.level=0.3", "'level' must be a whole number between 0 and 1, got 0.3"),
        ("set=seed=9", "Not possible: no worlds of seed 9 have been conditioned on the record yet"),
        ("set=title=Mine", "'title' cannot be set by a link"),
        ("set=pressures.bid.kind=mediation_bid", "mediation_bid has no 'by'; say who bids"),
        ("set=pressures.nobody=null", "unknown pressure to delete 'nobody'"),
        ("set=pressures.cut={kind: [", "'cut'"),
        ("set=extends=s03_eu_sanctions_2017", "'extends' cannot be set by a link"),
        ("beliefs=both", "'beliefs' cannot be 'both'"),
        ("level.eu_2017=0.5", "'level.eu_2017' cannot be set by a link"),
        ("colour=red", "'colour' cannot be set by a link"),
        ("own=!!!", "This browser has stored no scenario of your own called '!!!'"),
        ("a=1&" * 300, "more than 200 parts"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_what_a_link_cannot_have_is_left_out_with_a_sentence(query, remark):
    found = arrival(query)
    assert any(remark in each for each in found.remarks), found.remarks
    assert found.state.chosen.changes == ()
    assert refusal_of(found.state) == ()


def test_one_bad_setting_leaves_the_others():
    found = arrival(f"scenario={NAME}&set={LEVEL}=7&set=sampling=best")
    assert found.state == State(Chosen(NAME)).with_changes({"sampling": "best"})
    assert len(found.remarks) == 1


# -- scenarios of the visitor's own


def test_a_link_carries_the_name_of_an_own_scenario_and_the_browser_its_text():
    state = State(Chosen("mine", OWN)).with_changes({"pressures.cut.level": 0.5})
    query = query_of(state)
    assert query == "own=mine&set=pressures.cut.level=0.5"
    assert arrival(query) == Arrival(State(), awaited="mine")
    assert arrival(query, OWN) == Arrival(state)


def test_a_browser_without_the_scenario_is_told_of_in_a_sentence():
    found = arrival("own=mine&set=pressures.cut.level=0.5&show=russia.coercion", "")
    assert found.remarks == (
        "This browser has stored no scenario of your own called 'mine'; load its file again to see it.",
    )
    assert found.state == State(view=View(shown="russia.coercion"))


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("x" * (MOST_BYTES + 1), "'mine' has more than 65,536 bytes"),
        ("title: &a x\n", "anchors"),
        ("title: !!python/object:os.system x\n", "tags"),
        ("extends: ../seeds/history\n", "unknown scenario to extend"),
        ("wurlds: 3\n", "unknown key 'wurlds'"),
        ("\ud800", "your file:1:1"),
    ],
)
def test_what_a_browser_keeps_is_read_as_strictly_as_a_file(text, remark):
    found = arrival("own=mine", text)
    assert found.state == State()
    assert any(remark in each for each in found.remarks), found.remarks


def test_what_a_visitor_brings_is_refused_at_its_place():
    with pytest.raises(InputError, match="your file:2:1: unknown key 'wurlds'"):
        check_own("extends: baseline\nwurlds: 3\n")
    check_own(OWN)


def test_no_more_worlds_than_a_page_shows():
    assert scenario_of(State(Chosen("mine", "extends: baseline\nworlds: 1000000\n"))).worlds == MOST_WORLDS
    assert scenario_of(State(Chosen("mine", "extends: baseline\nworlds: 40\n"))).worlds == 40


def test_what_is_compared_with():
    state = State(Chosen(NAME)).with_changes({LEVEL: 0.1})
    assert comparison_of(state.choosing(comparison=NOTHING)) is None
    assert comparison_of(state.choosing(comparison=UNCHANGED)).pressures["eu_2017"].level == 0.8
    assert (
        comparison_of(state.choosing(comparison="s13_moscow_exploits_unrest_2017")).name
        == "s13_moscow_exploits_unrest_2017"
    )


@pytest.mark.parametrize("name", choosable())
def test_every_scenario_can_be_moved_from_end_to_end(name):
    scenario = scenario_of(State(Chosen(name)))
    for row in (row for row in rows_of(scenario, scenario, scenario) if row.value is not None):
        for value in (row.low, row.high):
            assert refusal_of(State(Chosen(name)).with_changes({f"{row.key}.level": value})) == (), row


def test_everything_shown_has_a_label():
    assert all(label and label != name for name, label in shown_series().items())
