"""`tightrope trace` as it is typed: one screen, refusals in a sentence, and JSON."""

from __future__ import annotations

import json

import pytest

SHORT = ("--set", "sampling=prior", "--set", "end=2016-12", "--quiet")
CONTACTS = ("trace", "belarus.contacts", "--month", "2016-05", "--world", "41", *SHORT)


def test_a_trace_fits_on_a_screen_and_says_where_its_numbers_come_from(typed):
    code, out, err = typed(*CONTACTS)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert len(lines) < 40
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("belarus.contacts in May 2016: 0.")
    text = " ".join(out.split())
    assert "its value last month" in text
    assert "visits: one visit prepares the next (M34)" in text
    assert "contacts_expected × contacts_pace" in text
    assert "of 0.0325 to 0.13; 001 P10, 001 fn2, 004 P3" in text
    assert "World 41 of baseline." in text


def test_terms_are_printed_by_size_and_add_up(typed):
    _, out, _ = typed("trace", "belarus.alignment", "--month", "2016-05", "--world", "41", *SHORT)
    rows = [line.split() for line in out.splitlines() if line.startswith("  ") and "alignment_" in line]
    values = [float(row[0].replace("−", "-")) for row in rows]
    assert len(values) == 4
    assert [abs(value) for value in values] == sorted(map(abs, values), reverse=True)
    head = out.splitlines()[0].split(": ")[1].split(",")[0]
    assert sum(values) == pytest.approx(float(head.replace("−", "-")), abs=0.002)
    assert "By definition: alignment.weight_security" in out


def test_deeper_steps_are_indented(typed):
    code, out, _ = typed(*CONTACTS, "--depth", "2")
    assert code == 0
    assert "\n  belarus.contacts_expected in May 2016, when the five choose: " in out
    assert "\n  engagement." in out


def test_plain_data_is_nested_as_deep_as_asked(typed):
    _, out, _ = typed(*CONTACTS, "--depth", "2", "--json")
    found = json.loads(out)
    assert {"series", "month", "world", "value", "rule", "mechanisms", "terms", "parameters", "inputs"} <= found.keys()
    visits = next(one for one in found["inputs"] if one["series"] == "engagement.contacts_follow_visits")
    expected = next(one for one in visits["inputs"] if one["series"] == "belarus.contacts_expected")
    assert expected["terms"]
    assert all(set(one) == {"series", "month", "moment", "value"} for one in expected["inputs"] if "world" not in one)


def test_a_driver_names_its_pressures_and_their_paragraphs(typed):
    _, out, _ = typed("trace", "system.war", "--month", "2014-07", "--world", "41", *SHORT)
    text = " ".join(out.split())
    assert "+0.900 war: history.donbas" in text
    assert "history.donbas: stands for E25, E87; 002 P7" in text
    assert "The course of the war is declared exogenous." in text


def test_without_a_world_it_is_the_first_of_the_run_in_its_last_month(typed):
    _, out, _ = typed("trace", "belarus.contacts", *SHORT)
    assert out.startswith("belarus.contacts in December 2016: ")
    assert "World 0 of baseline." in out


def test_a_move_has_its_reasons_over_many_worlds(typed):
    code, out, err = typed("trace", "belarus.release_prisoners", "--worlds", "40", *SHORT)
    assert (code, err) == (0, "")
    text = " ".join(out.split())
    assert text.startswith("Minsk frees political prisoners: ")
    assert "of 40 worlds of baseline, first in " in text
    assert "a release promises more relief (M23; 001 P8, 002 fn11)" in text
    assert "of them; nine in ten worlds" in text
    values = [line.split()[0] for line in out.splitlines() if "│" in line]
    *rows, total = (float(value.replace("−", "-")) for value in values)
    assert sum(rows) == pytest.approx(total, abs=0.0005 * (len(rows) + 1))
    plain = json.loads(typed("trace", "belarus.release_prisoners", "--worlds", "40", *SHORT, "--json")[1])
    assert sum(row["change"] for row in plain["rows"]) == pytest.approx(plain["change"], abs=1e-9)


def test_a_move_in_one_world_has_its_reasons_and_its_choice(typed):
    _, out, _ = typed("trace", "belarus.release_prisoners", "--world", "41", *SHORT)
    text = " ".join(out.split())
    assert text.startswith("Minsk frees political prisoners: world 41 of baseline, ")
    assert "chance: noise_belarus × belarus/prisoners" in text
    assert "is the sum: above 0, so it is made" in text
    assert "random draw belarus/prisoners (logistic):" in text
    _, out, _ = typed("trace", "belarus.release_prisoners", "--world", "41", "--month", "2013-02", *SHORT)
    assert out.startswith("belarus.release_prisoners in February 2013: 0.000")
    assert "so it is not made" in " ".join(out.split()) or "but not open this month" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("belarus.contact",), "unknown series or move 'belarus.contact'; did you mean 'belarus.contacts'"),
        (
            ("belarus.contacts", "--month", "2030-01"),
            "'2030-01' is not in the run of baseline, which goes from",
        ),
        (
            ("belarus.contacts", "--month", "May"),
            "'May' is not in the run of baseline, which goes from 2013-01 to 2016-12",
        ),
        (("belarus.contacts", "--world", "one"), "Invalid value for '--world'"),
        (("belarus.contacts", "--world", "-1"), "Invalid value for '--world'"),
        (("belarus.contacts", "--depth", "0"), "Invalid value for '--depth'"),
        (("belarus.contacts", "--worlds", "9"), "--worlds is for the reasons of a move over many worlds; a series is"),
        (("russia.cut_oil", "--depth", "2"), "--depth is for the trace of one world; give --world too"),
        (("russia.cut_oil", "--world", "9", "--worlds", "9"), "--world and --worlds cannot be combined"),
        (("belarus.grant_base", "--world", "41"), "world 41 never makes 'belarus.grant_base'; give --month to see"),
        (("belarus.grant_base", "--worlds", "3", "--month", "2013-02"), "'belarus.grant_base' is not made in 2013-02"),
    ],
)
def test_refusals_in_one_sentence(typed, arguments, message):
    code, out, err = typed("trace", *arguments, *SHORT)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.strip().splitlines()) == 1


def test_a_regime_that_has_fallen_has_no_alignment(typed):
    arguments = ("--world", "7", "--set", "sampling=prior", "--quiet")
    code, _, err = typed("trace", "belarus.alignment", "--month", "2021-01", *arguments)
    assert code == 2
    assert "the regime of world 7 falls in 2020-09; there is no 'belarus.alignment' in 2021-01 to trace" in err
