"""`tightrope explain` as it is typed."""

from __future__ import annotations

import json

import pytest

US = "pressures.us_2017={kind: sanctions, by: US, start: 2017-05, end: 2018-12}"
FEW = ("--worlds", "11", "--quiet")


def test_json_has_the_promised_shape(typed):
    code, out, err = typed("explain", "s03_eu_sanctions_2017", "--set", US, "--worlds", "11", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert {"a", "b", "outcome", "month", "change", "parts", "interactions", "worlds", "left_out"} <= set(found)
    assert sum(part["value"] for part in found["parts"]) == pytest.approx(found["change"], abs=1e-9)
    assert {"name", "value", "interval"} <= set(found["parts"][0])


def test_a_sentence_comes_first_and_the_figure_is_written(typed, tmp_path):
    code, out, err = typed("explain", "baseline", "s03_eu_sanctions_2017", *FEW, "--out", "why.svg")
    assert (code, err) == (0, "")
    assert out.startswith("The whole 0.")
    assert (tmp_path / "why.svg").read_text().startswith("<?xml")


def test_groups_outcome_and_month_can_be_chosen(typed):
    options = ("--group", "sanctions=pressures.eu_2017,pressures.us_2017", "--outcome", "fall", "--month", "2018-06")
    code, out, _ = typed("explain", "s03_eu_sanctions_2017", "--set", US, *options, *FEW, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["outcome"], found["month"]) == ("fall", "2018-06")
    assert [(part["name"], len(part["members"])) for part in found["parts"]] == [("sanctions", 2)]


def test_a_change_is_split_over_mechanisms(typed):
    code, out, err = typed("explain", "s03_eu_sanctions_2017", "--mechanisms", *FEW, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["parts"][-1]["name"] == "with none of these"
    assert sum(part["value"] for part in found["parts"]) == pytest.approx(found["change"], abs=1e-9)
    code, out, err = typed("explain", "s03_eu_sanctions_2017", "--mechanisms", "--group", "x=pressures.eu_2017", *FEW)
    assert (code, out) == (2, "")
    assert "--group joins what differs; leave it out with --mechanisms" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("baseline",), "tightrope: baseline extends nothing that it could be held against; name two scenarios"),
        (("baseline", "baseline"), "do not differ in anything that acts"),
        (
            ("s03_eu_sanctions_2017", "--month", "1999-01"),
            "month '1999-01' is not in these scenarios; allowed: 2013-01",
        ),
        (("s03_eu_sanctions_2017", "--outcome", "x"), "unknown outcome 'x'; allowed are turning points hosting"),
        (("s03_eu_sanctions_2017", "--group", "x"), "--group must be NAME=MEMBER,MEMBER"),
        (
            ("s03_eu_sanctions_2017", "--group", "x=y.z"),
            "unknown member of group 'x': 'y.z'; allowed: pressures.eu_2017",
        ),
        (("s03_eu_sanctions_2017", "--out", "why.gif"), "--out: why.gif must end in .svg, .pdf or .png"),
    ],
)
def test_wrong_input_is_one_sentence(typed, arguments, message):
    code, out, err = typed("explain", *arguments, *FEW)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
