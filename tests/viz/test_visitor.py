"""A visitor: what they choose, change and undo; what is compared; what is refused, and where it is told."""

from itertools import count

import pytest

from experiments.comparison.footing import Beliefs
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario
from viz.dashboard import runs
from viz.dashboard import session as steps
from viz.dashboard.address import MOST_REMARKS, arrival, query_of
from viz.dashboard.bar_changes import bar_changes, is_movable
from viz.dashboard.front.file_input import MOST_BYTES
from viz.dashboard.runs import usual_series
from viz.dashboard.state import NOTHING, UNCHANGED, Chosen, State, scenario_of
from viz.dashboard.values import NOTHING_CHANGED, Block, text_of, value_of
from viz.dashboard.visitor import ADD, FILE, Visitor
from viz.dashboard.yaml_file import as_yaml

NAME = "s03_eu_sanctions_2017"
LEVEL, START, END = (f"pressures.eu_2017.{key}" for key in ("level", "start", "end"))
BELIEF, NUMBER = "hypotheses.room_for_manoeuvre", "parameters.alliance.fear_by_opening"
OWN = "title: Mine\nextends: baseline\npressures:\n  cut: {kind: energy_cut, level: 0.4, start: 2016-01}\n"
ADDED = {"kind": "sanctions", "by": "US", "level": 0.4, "start": "2017-05", "end": "2018-12"}


@pytest.fixture
def visitor():
    return Visitor(f"scenario={NAME}")


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved on."""
    now = [0.0]
    monkeypatch.setattr(steps.time, "monotonic", lambda: now[0])
    return now


# -- steps


def test_a16_every_rest_of_a_second_is_a_step_to_undo(visitor, clock):
    for value, wait in ((0.75, 0.2), (0.7, 0.9), (0.65, 1.0), (0.6, 0.1)):
        clock[0] += wait
        visitor.set(LEVEL, value)
    visitor.undo()
    assert visitor.state.changes == {LEVEL: 0.7}
    visitor.undo()
    assert visitor.state.changes == {}
    assert not visitor.can_undo


def test_a16_a_drag_is_one_step_however_long_it_takes(visitor, clock):
    for value in (0.7, 0.6, 0.5):
        clock[0] += 5.0
        visitor.set(LEVEL, value, moved="level#1")
    visitor.set(LEVEL, 0.4, moved="level#2")
    visitor.undo()
    assert visitor.state.changes == {LEVEL: 0.5}
    visitor.undo()
    assert visitor.state.changes == {}


def test_a16_what_is_undone_can_be_done_again_until_something_else_is_done(visitor):
    visitor.set(LEVEL, 0.5)
    visitor.set(BELIEF, "grew")
    visitor.undo()
    visitor.undo()
    assert (visitor.can_undo, visitor.can_redo) == (False, True)
    visitor.redo()
    assert visitor.state.changes == {LEVEL: 0.5}
    visitor.redo()
    assert visitor.state.changes == {LEVEL: 0.5, BELIEF: "grew"}
    visitor.redo()
    visitor.undo()
    visitor.set("sampling", "best")
    assert not visitor.can_redo


def test_what_is_looked_at_is_no_step_and_stays_when_a_step_is_undone(visitor):
    visitor.set(LEVEL, 0.5)
    visitor.look(month="2018-12", world=41, shown="russia.coercion")
    visitor.undo()
    view = visitor.state.view
    assert (view.month, view.world, view.shown) == ("2018-12", 41, "russia.coercion")
    visitor.look(month="2031-01", world=10**9, shown="<script>")
    assert visitor.state.view == type(view)("2018-12", 9_999_999, "russia.coercion")
    visitor.look(month="", world=None)
    assert visitor.state.view.month == ""
    assert visitor.state.view.world is None


def test_several_settings_are_one_step_and_all_changes_go_in_one(visitor):
    assert visitor.put({START: "2018-05", END: "2019-12"})
    visitor.set(BELIEF, "grew")
    visitor.reset()
    assert visitor.state.changes == {}
    visitor.undo()
    visitor.undo()
    assert visitor.state.changes == {START: "2018-05", END: "2019-12"}
    visitor.take_back("pressures.eu_2017")
    assert visitor.state.changes == {}


# -- pressures


def test_a_pressure_is_added_changed_and_taken_out(visitor):
    assert visitor.add_pressure("us_2017", ADDED) == "us_2017"
    assert visitor.add_pressure("us_2017", ADDED) == "us_2017_2"
    visitor.remove_pressure("us_2017_2")
    visitor.set("pressures.us_2017.level", 0.25)
    assert visitor.state.changes == {"pressures.us_2017": Block(ADDED | {"level": 0.25})}
    assert visitor.scenario.pressures["us_2017"].level == 0.25
    assert query_of(visitor.state).endswith(
        "set=pressures.us_2017={kind:+sanctions,+by:+US,+level:+0.25,+start:+2017-05,+end:+2018-12}"
    )
    assert arrival(query_of(visitor.state)).state == visitor.state
    visitor.take_back("pressures.us_2017.end")
    assert visitor.scenario.pressures["us_2017"].end is None
    visitor.remove_pressure("us_2017")
    assert visitor.state.changes == {}


def test_what_the_file_or_history_has_is_taken_out_and_comes_back(visitor):
    visitor.set(LEVEL, 0.5)
    for name in ("eu_2017", "history.crimea"):
        visitor.remove_pressure(name)
        assert name not in visitor.scenario.pressures
    assert visitor.state.changes == {"pressures.eu_2017": None, "pressures.history.crimea": None}
    assert arrival(query_of(visitor.state)).state == visitor.state
    visitor.take_back("pressures.eu_2017")
    assert visitor.scenario.pressures["eu_2017"].level == 0.8


def test_the_settings_are_those_of_the_command_line(visitor):
    visitor.add_pressure("us_2017", ADDED)
    visitor.remove_pressure("history.crimea")
    visitor.set(LEVEL, 0.5)
    settings = [f"{key}={text_of(value)}" for key, value in visitor.state.chosen.changes]
    assert visitor.scenario.resolved() == load_scenario(NAME, settings=settings).resolved()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (1.0, "1"),
        (None, "null"),
        (True, "true"),
        ("grew", "grew"),
        (ADDED, "{kind: sanctions, by: US, level: 0.4, start: 2017-05, end: 2018-12}"),
        ({"a": "null", "b": "1", "c": ""}, '{a: "null", b: "1", c: ""}'),
        ({"path": {"2017-01": 0.5}, "events": ["e1", "e2"]}, "{path: {2017-01: 0.5}, events: [e1, e2]}"),
    ],
)
def test_a_value_is_written_as_settings_are(value, text):
    state = State().with_changes({"x": value})
    assert text_of(state.changes["x"]) == text
    assert value_of(text) == state.changes["x"]
    assert hash(state) == hash(State().with_changes({"x": value}))


@pytest.mark.parametrize("text", ["{", "{a: &b 1}", "{kind: [", "[", "{: :}"])
def test_what_is_no_mapping_stays_a_text(text):
    assert value_of(text) == text


def test_a_bar_moves_as_its_file_writes_it():
    scenario = load_scenario(NAME)
    bar = scenario.pressures["eu_2017"]
    assert bar_changes(bar, scenario, bar.start, bar.end) == {}
    assert bar_changes(bar, scenario, 64, 83) == {START: "2018-05", END: "2019-12"}
    assert bar_changes(bar, scenario, bar.start, 83) == {END: "2019-12"}
    assert bar_changes(bar, scenario, 90, 10**9) == {START: "2020-07", END: "2021-12"}
    assert bar_changes(bar, scenario, 60, 50) == {START: "2018-01", END: "2018-01"}


def test_a_bar_with_a_length_keeps_it_and_one_without_an_end_gets_none():
    brief = load_scenario("s12_harsh_repression_2017")
    key = "pressures.terror"
    assert bar_changes(brief.pressures["terror"], brief, 60, 62) == {f"{key}.start": "2018-01"}
    assert bar_changes(brief.pressures["terror"], brief, 50, 54) == {f"{key}.duration": 5}
    assert bar_changes(brief.pressures["terror"], brief, 106, 107) == {f"{key}.start": "2021-11"}
    relief = load_scenario("s26_relief_for_prisoners")
    trade, last = relief.pressures["trade"], relief.months - 1
    assert bar_changes(trade, relief, 120, last) == {"pressures.trade.start": "2023-01"}
    assert bar_changes(trade, relief, trade.start, last - 12) == {"pressures.trade.end": "2025-12"}


def test_a_bar_whose_file_moves_its_dates_gets_the_months_it_is_dragged_to():
    scenario = load_scenario(NAME, settings=["pressures.eu_2017.delay=12"])
    bar = scenario.pressures["eu_2017"]
    found = bar_changes(bar, scenario, 60, 70)
    settings = [f"{key}={value}" for key, value in found.items()]
    assert found["pressures.eu_2017.delay"] == 0
    moved = load_scenario(NAME, settings=settings)
    assert (moved.pressures["eu_2017"].start, moved.pressures["eu_2017"].end) == (60, 70)


def test_a_bar_that_repeats_waits_or_follows_a_path_is_not_dragged():
    path = "pressures.eu_2017={path: {2017-01: 0.1}, start: null, end: null, level: null}"
    when = "pressures.eu_2017.when={variable: belarus.alignment, above: 0}"
    drawn = "pressures.eu_2017.start={between: [2017-05, 2018-05]}"
    for setting in ("pressures.eu_2017.every=24", path, when, drawn):
        scenario = load_scenario(NAME, settings=[setting])
        assert not is_movable(scenario.pressures["eu_2017"], scenario)
        assert bar_changes(scenario.pressures["eu_2017"], scenario, 60, 70) is None


# -- what is compared


def test_a02_both_runs_have_the_same_end():
    pair = Visitor("scenario=s26_relief_for_prisoners").pair
    assert (pair.base.name, pair.base.end, pair.scenario.end) == ("baseline", "2026-12", "2026-12")
    assert pair.base.months == pair.scenario.months
    shorter = Visitor("scenario=baseline&compare=s26_relief_for_prisoners").pair
    assert shorter.scenario.end == shorter.base.end == "2026-12"


@pytest.mark.parametrize("change", [("sampling", "best"), (BELIEF, "grew"), (NUMBER, 0.3)])
def test_a06_what_the_world_is_like_holds_on_both_sides(visitor, change):
    visitor.set(*change)
    pair = visitor.pair
    for key in ("sampling", "hypotheses", "parameters"):
        assert getattr(pair.base, key) == getattr(pair.scenario, key)
    assert (change[0] != "sampling") or str(pair.base.sampling) == "best"
    assert pair.base.pressures != pair.scenario.pressures


def test_a06_what_the_world_is_like_can_be_changed_on_one_side_alone(visitor):
    visitor.set(BELIEF, "grew")
    visitor.compare_with("", Beliefs.EACH)
    assert visitor.pair.base.hypotheses != visitor.pair.scenario.hypotheses
    assert "beliefs=each" in visitor.query
    assert arrival(visitor.query).state == visitor.state


def test_a06_what_the_world_is_like_stays_with_another_scenario(visitor):
    beliefs = {"sampling": "best", BELIEF: "grew", NUMBER: 0.3}
    visitor.put(beliefs | {LEVEL: 0.5})
    visitor.choose("s13_moscow_exploits_unrest_2017")
    assert visitor.state.changes == beliefs
    visitor.undo()
    assert visitor.state.changes == beliefs | {LEVEL: 0.5}


def test_a06_a_number_takes_the_place_of_a_range_in_another_file(visitor):
    visitor.put({BELIEF: "grew", NUMBER: 0.3})
    visitor.load("mine.yaml", OWN + "parameters: {alliance.fear_by_opening: {low: 0.2, high: 0.3}}\n")
    assert visitor.scenario.title == "Mine"
    assert visitor.state.changes == {BELIEF: "grew", NUMBER: 0.3}
    assert visitor.scenario.parameters["alliance.fear_by_opening"].fix == 0.3
    assert visitor.pair.base.parameters == visitor.pair.scenario.parameters


def test_a06_both_sides_are_run_in_the_same_worlds(visitor):
    visitor.set(BELIEF, "grew")
    visitor.compare_with("", Beliefs.EACH)
    pair = visitor.pair
    assert pair.worlds.tolist() == worlds_of(pair.base).tolist()


def test_worlds_that_nobody_searched_for_are_refused(visitor):
    assert not visitor.set("seed", 9)
    assert "no worlds of seed 9 have been conditioned on the record yet" in visitor.refusal_of("seed")[0]
    assert visitor.put({"seed": 9, "sampling": "prior"})
    assert [chip.key for chip in visitor.chips] == ["sampling", "seed"]


def test_a07_a_scenario_is_compared_with_the_baseline_unless_asked_otherwise():
    visitor = Visitor(None)
    assert (visitor.pair.base, visitor.pair.notes) == (None, ())
    visitor.choose(NAME)
    assert visitor.pair.base.name == "baseline"
    assert visitor.query == f"scenario={NAME}"
    visitor.compare_with(NOTHING)
    assert visitor.pair.base is None
    visitor.compare_with("nobody")
    assert visitor.state.chosen.comparison == NOTHING
    visitor.compare_with("baseline")
    assert visitor.query == f"scenario={NAME}"


def test_a_month_that_what_is_compared_with_has_not_is_no_longer_looked_at():
    visitor = Visitor("month=2021-12")
    visitor.compare_with("s02_tension_escalates")
    assert visitor.state.view.month == ""
    assert arrival(visitor.query).remarks == ()
    visitor.look(month="2020-07")
    visitor.undo()
    assert visitor.state.view.month == "2020-07"


def test_a07_the_changed_baseline_is_compared_with_the_baseline_as_it_was():
    visitor = Visitor(None)
    visitor.remove_pressure("history.crimea")
    pair = visitor.pair
    assert "history.crimea" in pair.base.pressures
    assert "history.crimea" not in pair.scenario.pressures


def test_a_scenario_beside_itself_as_it_was(visitor):
    visitor.compare_with(UNCHANGED)
    assert visitor.pair.base is None
    visitor.set(LEVEL, 0.3)
    assert visitor.pair.base.pressures["eu_2017"].level == 0.8


def test_what_cannot_be_compared_says_why(visitor):
    visitor.load("late.yaml", "extends: baseline\nstart: 2014-01\ninitial: {belarus.alignment: -0.5}\n")
    assert visitor.pair.base is None
    assert visitor.pair.unpaired == (
        "It cannot be compared: worlds can only be compared from the same first month on; they start: baseline in "
        "2013-01, late in 2014-01.",
    )


# -- chips


def test_a05_every_change_has_a_chip_with_its_numbers(visitor):
    visitor.put({LEVEL: 0.65, BELIEF: "grew", NUMBER: 0.3, "sampling": "best"})
    assert {chip.key for chip in visitor.chips} == {"pressures.eu_2017", BELIEF, NUMBER, "sampling"}
    (level,) = [chip.text for chip in visitor.chips if chip.key == "pressures.eu_2017"]
    assert level == "Weaker EU sanctions: 0.80 \N{RIGHTWARDS ARROW} 0.65"
    for number, chip in zip(count(3, -1), visitor.chips, strict=False):
        visitor.take_back(chip.key)
        assert len(visitor.chips) == number
    assert visitor.state.changes == {}


def test_another_number_of_worlds_is_one_chip(visitor):
    visitor.put({"worlds": 300})
    assert [chip.key for chip in visitor.chips] == ["worlds"]


def test_another_last_month_is_one_chip_and_stays_in_the_link(visitor):
    visitor.set("end", "2019-06")
    assert [(chip.key, chip.text) for chip in visitor.chips] == [
        ("end", "Last month December 2021 \N{RIGHTWARDS ARROW} June 2019")
    ]
    again = arrival(query_of(visitor.state)).state
    assert again == visitor.state
    assert (visitor.pair.scenario.end, visitor.pair.base.end) == ("2019-06", "2019-06")


def test_a05_a_moved_pressure_and_a_new_one_say_when(visitor):
    visitor.put({START: "2018-05", END: "2019-12"})
    visitor.add_pressure("cut", {"kind": "energy_cut", "level": 0.4, "start": "2016-01"})
    texts = [chip.text for chip in visitor.chips]
    assert any("May 2017 to December 2018 \N{RIGHTWARDS ARROW} May 2018 to December 2019" in text for text in texts)
    assert any(text.endswith(": 0.40, January 2016 to December 2021") for text in texts)
    visitor.add_pressure("cut", {"kind": "energy_cut", "level": 0.4, "start": {"between": ["2016-01", "2016-12"]}})
    drawn = ": 0.40, begins in a month drawn from January 2016 to December 2016"
    assert any(chip.text.endswith(drawn) for chip in visitor.chips)


def test_a05_the_file_says_what_was_changed(visitor):
    assert "changed" not in as_yaml(visitor.state)
    visitor.set(LEVEL, 0.65)
    again = scenario_of(State(Chosen("again", as_yaml(visitor.state))))
    assert again.title == "EU sanctions after the crackdown of March 2017, changed"
    assert again.because.endswith("Changed in the dashboard: Weaker EU sanctions: 0.80 \N{RIGHTWARDS ARROW} 0.65.")
    twice = State(Chosen("again", as_yaml(visitor.state))).with_changes({LEVEL: 0.3})
    assert as_yaml(twice).count("changed") == 1
    assert " ".join(as_yaml(twice).split()).count("Changed in the dashboard") == 1


def test_a_change_to_what_the_file_says_is_no_difference(visitor):
    visitor.set(LEVEL, 0.8)
    assert visitor.chips == ()
    visitor.set(LEVEL, NOTHING_CHANGED)
    assert visitor.state.changes == {}


# -- refusals


def test_a04_what_is_refused_is_told_under_its_control(visitor):
    assert not visitor.set(START, "2020-01")
    assert visitor.state.changes == {}
    (said,) = visitor.refusal_of(START)
    assert "'end' 2018-12 is before 'start' 2020-01" in said
    assert visitor.refusal_of("pressures.eu_2017") == (said,) == visitor.session.value.message
    assert visitor.refusal_of("pressures.eu_201") == visitor.refusal_of(LEVEL) == ()
    visitor.say()
    assert visitor.refusal_of(START) == visitor.session.value.message == ()
    visitor.set(START, "2020-01")
    visitor.set(LEVEL, 0.5)
    assert visitor.refusal_of(START) == ()


def test_a04_a_file_that_cannot_be_read_is_told_under_the_file_field(visitor):
    visitor.load("syntax.yaml", "a: [")
    assert visitor.refusal_of(FILE)[0].startswith("syntax.yaml:1:")
    visitor.load("mine.yaml", OWN)
    assert visitor.refusal_of(FILE) == ()


def test_a_pressure_that_cannot_be_added_is_told_under_its_form(visitor):
    assert visitor.add_pressure("bid", {"kind": "mediation_bid"}) == ""
    assert "mediation_bid has no 'by'; say who bids" in visitor.refusal_of(ADD)[0]


# -- links and own scenarios


def test_a16_many_unknown_parts_of_a_link_are_one_sentence():
    found = arrival("&".join(f"a{number}=1" for number in range(190)))
    assert found.remarks == ("In the link, 'a0', 'a1', 'a10' and 187 more cannot be set by a link.",)
    settings = "&".join(f"set=pressures.nobody{number}.level=1" for number in range(50))
    assert len(arrival(settings).remarks) == MOST_REMARKS
    assert arrival(settings).remarks[-1] == "47 more parts of the link were left out."


def test_a11_a_long_own_scenario_is_kept_and_never_lost_in_silence():
    text = OWN + "".join(f"# {'x' * 70}\n" for _ in range(420))
    assert 30_000 < len(text) < MOST_BYTES
    visitor = Visitor(None)
    visitor.load("mid.yaml", text)
    assert visitor.query == "own=mid"
    assert "stored in this browser alone" in visitor.link_note
    again = Visitor(visitor.query)
    assert again.session.value.awaited == "mid"
    again.receive(text)
    assert again.state == visitor.state


def test_a11_own_scenarios_stay_in_the_list():
    visitor = Visitor(None)
    visitor.stored(["older", "oldest", "../bad", 7, "baseline"])
    visitor.load("mine.yaml", OWN)
    visitor.load("two.yaml", OWN.replace("Mine", "Two"))
    visitor.choose(NAME)
    assert list(visitor.own_scenarios) == ["older", "oldest", "mine", "two"]
    visitor.choose("mine")
    assert visitor.scenario.title == "Mine"
    visitor.choose("older")
    assert (visitor.session.value.fetched, visitor.scenario.title) == ("older", "Mine")
    visitor.receive(OWN.replace("Mine", "Older"))
    assert (visitor.session.value.fetched, visitor.scenario.title) == ("", "Older")
    visitor.choose("oldest")
    visitor.receive("")
    assert visitor.scenario.title == "Older"
    assert visitor.refusal_of(FILE)
    for number in range(30):
        visitor.load(f"n{number}.yaml", OWN)
    assert len(visitor.own_scenarios) == 20


def test_an_own_scenario_called_like_one_of_the_program_gets_another_name():
    visitor = Visitor(None)
    visitor.load(f"{NAME}.yaml", OWN)
    assert visitor.query == f"own={NAME}_own"


# -- a change and its run


def test_a_change_is_drawn_together_with_its_run_where_that_is_soon_there(visitor, monkeypatch):
    visitor.recorded = usual_series()
    drawn = []
    visitor.session.subscribe(
        lambda session: drawn.append(runs.cached_run(visitor.pair.scenario, usual_series(), visitor.pair.worlds))
    )
    monkeypatch.setattr(steps, "AHEAD", 60.0)
    visitor.set("worlds", 12)
    visitor.set(LEVEL, 0.35)
    assert [run is not None for run in drawn] == [True, False], "while one moves, nothing waits"


def test_a_run_ahead_that_fails_is_logged_and_keeps_nobody(visitor, monkeypatch, caplog):
    asked = []

    def stages(scenario, keep, wanted, *, numbers):
        asked.append(wanted())
        yield 1 / 0

    monkeypatch.setattr(runs, "stages", stages)
    monkeypatch.setattr(steps, "AHEAD", 60.0)
    visitor.recorded = usual_series()
    assert visitor.set(LEVEL, 0.35)
    assert (asked, runs._ahead) == ([True], set())
    assert "a run failed" in caplog.text
