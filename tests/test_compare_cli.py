"""`tightrope compare`: what it prints, writes and refuses, and that only what differs makes a difference."""

import json
import re
import shutil
from xml.etree import ElementTree as ET

import pytest

import tightrope
from model.scenario.load import load_scenario

SANCTIONS = "s03_eu_sanctions_2017"
PLAIN = ("--worlds", 30, "--set", "sampling=prior")
PRIOR = "extends: {}\nsampling: prior\nworlds: 30\nend: 2020-12\n"
GIVEN = "extends: {}.yaml\ngiven: {{move: belarus.grant_facilities, by: 2018-12}}\n"
NAMES = {"baseline": "plain", SANCTIONS: "sanctions", "s14_no_rescue": "no_rescue"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a few small scenarios, and a saved run of each."""
    folder = tmp_path_factory.mktemp("compare")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, file in NAMES.items():
            (folder / f"{file}.yaml").write_text(PRIOR.format(name), encoding="utf-8")
            assert tightrope.program(["run", f"{file}.yaml", "--out", f"{file}_run", "--quiet"]) == 0
        for file in ("plain", "no_rescue"):
            (folder / f"given_{file}.yaml").write_text(GIVEN.format(file), encoding="utf-8")
            assert tightrope.program(["run", f"given_{file}.yaml", "--out", f"given_{file}_run", "--quiet"]) == 0
        for name, option in (("other", ("--seed", "5")), ("fewer", ("--worlds", "7"))):
            assert tightrope.program(["run", "plain.yaml", *option, "--out", f"{name}_run", "--quiet"]) == 0
        arguments = ["plain.yaml", "sanctions.yaml", "no_rescue.yaml", "--out", "written", "--quiet"]
        assert tightrope.program(["compare", *arguments]) == 0
    return folder


@pytest.fixture
def typed(typed, place, monkeypatch, capsys):
    """Runs the program in that folder."""
    capsys.readouterr()
    monkeypatch.chdir(place)
    return typed


def found(typed, *arguments, known={}):  # noqa: B006 (what is known is to stay)
    """The JSON of a comparison, asked for once."""
    if arguments not in known:
        code, out, err = typed("compare", *arguments, "--json")
        assert (code, err) == (0, "")
        known[arguments] = json.loads(out)
    return known[arguments]


# -- what it says


def test_the_json_has_the_shape_that_other_programs_rely_on(typed):
    data = found(typed, "plain.yaml", "sanctions.yaml")
    assert (data["a"], data["b"]) == ("plain", "sanctions")
    assert {"sentence", "largest", "months", "outcomes", "first_difference"} <= set(data)
    assert {"month", "diff", "share"} <= set(data["largest"])
    assert set(data["largest"]["diff"]) == {"median", "p05", "p95"}
    assert len(data["months"]) == 96
    for month in data["months"]:
        assert {"month", "median", "p05", "p95", "share"} <= set(month)
    for outcome in data["outcomes"]:
        assert {"name", "diff", "probability"} <= set(outcome)
        assert set(outcome["diff"]) == {"mean", "low", "high"}
    largest = max(data["months"], key=lambda month: abs(month["median"]))
    assert largest["month"] == data["largest"]["month"]
    assert data["largest"]["diff"]["median"] == largest["median"] < -0.1


def test_nothing_differs_before_the_first_pressure_that_differs(typed):
    data = found(typed, "plain.yaml", "sanctions.yaml")
    start = load_scenario(SANCTIONS).pressures["eu_2017"].start
    begins = load_scenario(SANCTIONS).date(start)
    assert data["first_difference"] >= begins == "2017-05"
    before = [month for month in data["months"] if month["month"] < begins]
    assert len(before) == 52
    assert {month[key] for month in before for key in ("median", "p05", "p95", "share")} == {0.0}


def test_a_scenario_compared_with_itself_differs_in_nothing(typed):
    data = found(typed, "plain.yaml", "plain.yaml")
    assert data["first_difference"] is None
    assert {month[key] for month in data["months"] for key in ("median", "p05", "p95", "share")} == {0.0}
    assert {outcome["diff"][key] for outcome in data["outcomes"] for key in ("mean", "low", "high")} == {0.0}
    assert {outcome["probability"] for outcome in data["outcomes"]} == {0.0}
    code, out, _ = typed("compare", "plain.yaml", "plain.yaml")
    assert (code, out.splitlines()[0]) == (0, data["sentence"])
    assert data["sentence"].startswith("Nothing differs")
    assert "Nothing that was recorded differs" in out
    assert "Note:" not in out


def test_the_text_begins_with_the_sentence_and_fits_the_screen(typed):
    code, out, err = typed("compare", "plain.yaml", "no_rescue.yaml")
    sentence = found(typed, "plain.yaml", "no_rescue.yaml")["sentence"]
    assert code == 0
    assert " ".join(out.split()).startswith(sentence)
    assert max(map(len, out.splitlines())) <= 88
    heads = [
        "A: plain (",
        "B: no_rescue (",
        "\nOutcome ",
        "\nAlignment, B against A ",
        "\nDiffers by ",
        "\nHow long each",
    ]
    places = [out.index(head) for head in heads]
    assert places == sorted(places)
    assert "The regime falls" in out
    assert "(largest)" in out
    assert "+0.00" not in out
    assert err.splitlines() == ["Running 2 scenarios, 30 worlds each ..."]


def test_quiet_prints_only_the_sentence(typed):
    code, out, err = typed("compare", "plain.yaml", "sanctions.yaml", "--quiet")
    assert (code, err, len(out.splitlines())) == (0, "", 1)
    assert out.strip() == found(typed, "plain.yaml", "sanctions.yaml")["sentence"]


def test_one_name_is_compared_with_what_it_extends_or_with_itself_without_settings(typed):
    assert found(typed, SANCTIONS, *PLAIN)["a"] == "baseline"
    setting = "pressures.eu_2017={kind: sanctions, by: EU, on: Belarus, start: 2017-05, end: 2018-12, level: 0.8}"
    alone = found(typed, "baseline", *PLAIN, "--set", setting)
    assert (alone["a"], alone["b"]) == ("baseline", "baseline")
    assert alone["months"] == found(typed, "baseline", SANCTIONS, *PLAIN)["months"]


def test_several_are_each_compared_with_the_first(typed):
    several = found(typed, "plain.yaml", "sanctions.yaml", "no_rescue.yaml")["comparisons"]
    assert [(one["a"], one["b"]) for one in several] == [("plain", "sanctions"), ("plain", "no_rescue")]
    assert several[0] == found(typed, "plain.yaml", "sanctions.yaml")
    out = typed("compare", "plain.yaml", "sanctions.yaml", "no_rescue.yaml")[1]
    assert re.findall(r"^== .*$", out, re.M) == ["== sanctions against plain", "== no_rescue against plain"]


def test_settings_change_all_but_the_first(typed):
    milder = found(typed, "sanctions.yaml", "sanctions.yaml", "--set", "pressures.eu_2017.level=0.2")
    assert milder["largest"]["diff"]["median"] > 0.02, "weaker sanctions, nearer the West"
    assert [one["name"] for one in milder["pressures"]] == ["eu_2017"]


def test_beliefs_hold_on_both_sides_unless_each_keeps_its_own(typed):
    switched = ("plain.yaml", "plain.yaml", "--set", "switch_off=[M41]")
    together, each = found(typed, *switched), found(typed, *switched, "--beliefs", "each")
    assert together["notes"] == ["mechanism M41 is off on all sides"]
    assert together["first_difference"] is None
    assert each["notes"] == ["mechanism M41 is not off on all sides"]
    assert each["first_difference"] is not None


def test_the_margin_is_what_counts_in_shares(typed):
    usual, wide = (found(typed, "plain.yaml", "sanctions.yaml", *margin) for margin in ((), ("--margin", 0.25)))
    assert (usual["margin"], wide["margin"]) == (0.02, 0.25)
    assert usual["largest"]["share"] > wide["largest"]["share"]


# -- what it writes


@pytest.fixture(scope="module")
def written(place):
    return place / "written"


def test_the_folder_is_whole_and_the_same_each_time(typed, written, place):
    first = {path.name: path.read_bytes() for path in written.iterdir()}
    again = ("compare", "plain.yaml", "sanctions.yaml", "no_rescue.yaml", "--out", "written", "--quiet")
    assert typed(*again)[0] == 0, "a folder of ours is replaced"
    names = sorted(path.name for path in written.iterdir())
    assert names == [
        "columns.json", "comparison-2.svg", "comparison.json", "comparison.svg", "differences.parquet", "log.json",
        "manifest.json", "report.html",
    ]  # fmt: skip
    for name in set(names) - {"log.json"}:
        assert (written / name).read_bytes() == first[name], name
    manifest = json.loads((written / "manifest.json").read_text())
    assert [one["name"] for one in manifest["scenarios"]] == ["plain", "sanctions", "no_rescue"]
    assert (manifest["seed"], manifest["worlds"], set(manifest["sha256"])) == (2013, 30, {"seeds", "code"})
    assert json.loads((written / "comparison.json").read_text())["comparisons"][0]["b"] == "sanctions"


def test_the_table_has_its_columns_explained(written):
    import pandas as pd

    table = pd.read_parquet(written / "differences.parquet")
    columns = json.loads((written / "columns.json").read_text())["differences.parquet"]
    assert [column["name"] for column in columns] == list(table.columns)
    assert table.groupby("b", sort=False).size().to_dict() == {"sanctions": 96, "no_rescue": 96}
    plain = json.loads((written / "comparison.json").read_text())["comparisons"]
    assert table["median"].tolist() == [month["median"] for one in plain for month in one["months"]]


def test_the_report_is_one_well_formed_file_that_asks_nothing_of_the_network(written):
    text = (written / "report.html").read_text(encoding="utf-8")
    page = ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    assert page.attrib["lang"] == "en"
    places = [value for one in page.iter() for key, value in one.attrib.items() if key.endswith(("href", "src"))]
    assert all(place.startswith("#") for place in places)
    assert not re.search(r"url\((?!#)|@import|<script|<link", text)
    assert "prefers-color-scheme: dark" in text
    plain = json.loads((written / "comparison.json").read_text())["comparisons"]
    drawings = [one for one in page.iter() if one.attrib.get("role") == "img"]
    assert [plain[i]["sentence"] in one.attrib["aria-label"] for i, one in enumerate(drawings)] == [True, True]
    words = " ".join("".join(page.itertext()).split())
    for part in (
        *(one["sentence"] for one in plain),
        "tightrope compare plain.yaml sanctions.yaml no_rescue.yaml",
        f"tightrope {tightrope.__version__}",
        "s03_eu_sanctions_2017.yaml:",
    ):
        assert part in words


@pytest.mark.parametrize("inside", ["letter.txt", "manifest.json"])
def test_a_folder_that_holds_something_else_is_refused_before_any_work(typed, tmp_path, inside):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / inside).write_text("{}")
    code, out, err = typed("compare", "plain.yaml", "sanctions.yaml", "--out", tmp_path / "mine")
    assert (code, out) == (2, "")
    assert f"mine holds something other than a comparison ({inside}); choose another folder with --out" in err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [inside]


# -- saved runs


def made_with_other_code(folder):
    """A copy of a saved run, as if code had changed since."""
    copy = shutil.copytree(folder, folder.with_name(f"old_{folder.name}"), dirs_exist_ok=True)
    data = json.loads((copy / "manifest.json").read_text())
    data["sha256"]["code"] = "0" * 64
    (copy / "manifest.json").write_text(json.dumps(data))
    return copy


def test_saved_runs_are_compared_as_their_scenarios(typed):
    assert found(typed, "plain_run", "sanctions_run") == found(typed, "plain.yaml", "sanctions.yaml")


def test_saved_runs_of_other_code_are_compared_by_their_alignments(typed, place):
    fresh = found(typed, "plain.yaml", "no_rescue.yaml")
    one, other = (made_with_other_code(place / name) for name in ("plain_run", "no_rescue_run"))
    saved = found(typed, one, other / "manifest.json")
    assert "saved" in saved["notes"][0]
    assert [month["median"] for month in saved["months"]] == pytest.approx(
        [month["median"] for month in fresh["months"]], abs=1e-6
    )
    both = {one["name"]: one["diff"]["mean"] for one in fresh["outcomes"]}
    known = {one["name"]: one["diff"]["mean"] for one in saved["outcomes"]}
    assert {"client", "hedging", "leaning_west", "fall"} <= set(known)
    assert known == pytest.approx({name: both[name] for name in known}, abs=1e-6)


def test_a_saved_run_says_which_of_its_worlds_count(typed, place):
    some, all_ = (made_with_other_code(place / name) for name in ("given_plain_run", "given_no_rescue_run"))
    saved = found(typed, some, all_)
    fresh = found(typed, "given_plain.yaml", "given_no_rescue.yaml")
    assert [month["median"] for month in saved["months"]] == pytest.approx(
        [month["median"] for month in fresh["months"]], abs=1e-6
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("old_plain_run", "baseline"), "old_plain_run was made with other code or seeds and cannot be run again"),
        (("old_plain_run", "sanctions_run", "--worlds", 5), "leave out --worlds, --seed and --set"),
        (
            ("old_plain_run", "other_run"),
            "other_run and old_plain_run cannot be compared world by world: their seed is 5",
        ),
        (("old_plain_run", "fewer_run"), "their number of worlds is 7 and 30"),
    ],
)
def test_saved_runs_that_cannot_be_compared_are_named(typed, place, arguments, problem):
    made_with_other_code(place / "plain_run")
    code, out, err = typed("compare", *arguments)
    assert (code, out) == (2, "")
    assert problem in err


# -- what it refuses


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "Missing argument 'SCENARIO'"),
        (("baseline",), "baseline alone cannot be compared"),
        (("plain.yaml", "nothing"), "unknown scenario 'nothing'"),
        (("plain.yaml", "sanctions.yaml", "sanctions.yaml"), "sanctions is given twice; compare plain with each"),
        (("plain.yaml", "sanctions.yaml", "--beliefs", "mine"), "'mine' is not one of 'together', 'each'"),
        (("plain.yaml", "sanctions.yaml", "--margin", 3), "--margin"),
        (("plain.yaml", "late.yaml"), "they start: plain in 2013-01, late in 2014-01"),
        (
            ("plain.yaml", "sanctions.yaml", "--set", "worlds=7"),
            "is 30 in plain, 7 in sanctions; choose one with --worlds",
        ),
        (("plain.yaml", "sanctions.yaml", "--set", "pressures.eu_2017.levle=1"), "levle"),
    ],
)
def test_wrong_use_ends_with_one_sentence(typed, place, arguments, problem):
    late = f"{PRIOR.format('baseline')}start: 2014-01\ninitial: {{belarus.unrest: 0.1}}\n"
    (place / "late.yaml").write_text(late, encoding="utf-8")
    code, out, err = typed("compare", *arguments)
    assert (code, out) == (2, "")
    assert problem in err
    assert len(err.splitlines()) == 1


def test_the_command_in_the_report_makes_the_same_comparison(typed, tmp_path):
    arguments = ("plain.yaml", "sanctions.yaml", "--set", "pressures.eu_2017.level=0.3", "--margin", 0.05, "--seed", 4)
    assert typed("compare", *arguments, "--beliefs", "each", "--out", tmp_path / "a", "--quiet")[0] == 0
    command = json.loads((tmp_path / "a" / "manifest.json").read_text())["command"]
    assert typed(*command.split()[1:], "--out", tmp_path / "b", "--quiet")[0] == 0
    assert (tmp_path / "a" / "report.html").read_bytes() == (tmp_path / "b" / "report.html").read_bytes()
