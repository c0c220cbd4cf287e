"""The rows of the panel: one a pressure, what they are called, and when they act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.core.declarations import Owner
from model.scenario.pressure import name_words
from viz.dashboard.panel.rows import Row, groups_of, nearest_step, rows_of
from viz.dashboard.state import Chosen, State, choosable, scenario_of

BASELINE = scenario_of(State())
NAME = "s03_eu_sanctions_2017"


def rows(chosen, changes=None):
    state = State(Chosen(*chosen)).with_changes(changes or {})
    found = rows_of(scenario_of(state), scenario_of(state.as_it_was()), BASELINE, state.changes)
    return {row.name: row for row in found}


def mine(text):
    return rows(("mine", f"extends: baseline\n{text}"))


def test_a_row_says_who_presses_how_hard_and_when():
    row = rows((NAME,))["eu_2017"]
    assert (row.label, row.owner, row.value, row.low, row.high) == ("EU sanctions", Owner.EU, 0.8, 0.0, 1.0)
    assert (row.first, row.last, row.spans, row.ramp, row.probability) == (52, 71, ((52, 71),), 0, None)
    assert row.note.startswith("The threat of April 2017")
    assert not row.changed


def test_pressures_of_history_stand_under_whoever_presses():
    groups = groups_of(rows(("baseline",)).values())
    assert [group.title for group in groups] == ["Moscow", "NATO", "Shocks and war", "Occasions and others"]
    assert groups[0].count == "3, as in the baseline"
    assert [row.label for row in groups[0].rows] == ["Zapad 2013", "Zapad 2017", "Zapad 2021"]
    assert sum(len(group.rows) for group in groups) == len(BASELINE.pressures)


def test_a_group_counts_what_is_not_as_in_the_baseline():
    (shocks,) = [group for group in groups_of(rows(("s02_tension_escalates",)).values()) if "war" in group.title]
    assert shocks.count.endswith("1 changed")
    assert not any(row.changed for row in shocks.rows), "the file changed it, not the visitor"


def test_what_is_taken_out_stays_in_the_list():
    gone = rows((NAME,), {"pressures.history.crimea": None})
    assert (gone["history.crimea"].removed, gone["history.crimea"].changed) == (True, True)
    by_file = rows(("s22_no_ukraine_war",))["history.crimea"]
    assert (by_file.removed, by_file.changed) == (True, False)


@pytest.mark.parametrize("name", choosable())
def test_a16_a_label_says_one_thing_once_and_no_two_are_alike(name):
    found = [row.label for row in rows((name,)).values()]
    assert len(set(found)) == len(found)
    for label in found:
        words = label.lower().split()
        assert ":" not in label
        assert "_" not in label
        assert len({*words} - {"of", "the"}) == len([word for word in words if word not in ("of", "the")]), label


def test_two_that_would_be_called_alike_take_their_year():
    cut = "{kind: energy_cut, start: START-01, end: START-06}"
    found = mine(f"pressures:\n  a: {cut.replace('START', '2015')}\n  b: {cut.replace('START', '2017')}\n")
    assert [found[name].label for name in "ab"] == ["Oil cut 2015", "Oil cut 2017"]


@pytest.mark.parametrize(
    ("keys", "remark"),
    [
        ("kind: tension, path: {2015-01: 0, 2016-01: 0.2}", "month by month"),
        ("kind: aid, level: 0.1, start: 2014-01, duration: 1, every: 12", "every 12 months"),
        (
            "kind: energy_cut, start: {between: [2015-01, 2016-12]}, duration: 12",
            "Each world draws the month in which it begins, from January 2015 to December 2016.",
        ),
        ("kind: energy_cut, when: {variable: belarus.alignment, above: 0.2}", "on a condition"),
        ("kind: energy_cut, start: 2030-01", "outside the months of the run"),
        ("kind: rescue, level: 0", "Switched off"),
    ],
)
def test_what_cannot_be_moved_says_why(keys, remark):
    row = mine(f"pressures:\n  one: {{{keys}}}\n")["one"]
    assert remark in row.remark
    assert row.first is None or "rescue" in keys


def test_what_is_only_on_or_off_has_no_strength():
    assert rows(("baseline",))["history.crimea"].value is None
    assert rows(("s12_harsh_repression_2017",))["terror"].value is None


def test_a_name_of_a_file_is_spelled_as_one_writes_it():
    words = {
        "eu_2017": "EU 2017",
        "us_licence": "US licence",
        "osce_meeting": "OSCE meeting",
        "history.winter": "winter",
    }
    assert {name: name_words(name) for name in words} == words


@given(st.floats(allow_nan=False), st.sampled_from([(0.0, 1.0), (-1.0, 1.0)]))
def test_a_strength_is_a_step_within_the_range_whatever_a_browser_sends(moved, ends):
    low, high = ends
    row = Row("x", "x", Owner.EU, "", (), 0.0, low, high, (high - low) / 20)
    value = row.strength(moved)
    assert low <= value <= high
    assert value == nearest_step(value, low, high, row.step)


def test_what_is_no_number_is_no_strength():
    for sent in ("<script>", None, "nan"):
        with pytest.raises(ValueError, match=r"could not convert|NaN"):
            nearest_step(sent, 0, 1, 0.05)
