"""The command line: exit codes, streams, shapes of JSON, and no traceback whatever is typed."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model.evidence.load import load_seeds
from model.runs import save as saving

ROOT = Path(__file__).resolve().parent.parent
VERBS = (
    "run", "compare", "check", "list", "show", "schema", "explain", "story", "trace", "network", "patterns", "knockout",
    "variance", "score", "sweep", "analyse",
)  # fmt: skip
LISTS = ("scenarios", "pressures", "moves", "parameters", "mechanisms", "hypotheses", "patterns", "record")


def hear_interrupts():
    """A shell in the background makes its children deaf to Ctrl-C; a user's program is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(*arguments, cwd, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "tightrope", *arguments], cwd=cwd, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})},
        preexec_fn=hear_interrupts, **options,
    )  # fmt: skip


def done(*arguments, cwd, **options):
    process = started(*arguments, cwd=cwd, **options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_run_prints_a_summary_and_writes_a_folder(typed, tmp_path):
    code, out, err = typed("run", "baseline", "--worlds", "97")
    assert code == 0
    assert out.splitlines()[0] == "Baseline, 2013 to 2021"
    for part in ("Alignment from Moscow", "2013", "Posture in December 2021", "Turning points", "Written to runs/"):
        assert part in out
    assert "97 worlds are too few for the last digit printed" in out
    assert err.splitlines() == ["Running baseline, 97 worlds ..."]
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name.startswith("baseline-")
    assert {path.name for path in folder.iterdir()} == saving.OURS


def test_the_same_command_gives_the_same_bytes(typed, tmp_path):
    for name in ("a", "b"):
        assert typed("run", "baseline", "--worlds", "97", "--out", name, "--quiet")[0] == 0
    for name in sorted(saving.OURS - {"log.json"}):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_run_as_json(typed):
    code, out, err = typed(
        "run", "baseline", "--worlds", "97", "--seed", "5", "--set", "sampling=prior", "--out", "here", "--json"
    )
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert (data["scenario"], data["folder"], data["worlds"], data["months"]) == ("baseline", "here", 97, 108)
    assert set(data["alignment"]["final"]) == {"median", "p05", "p95", "standing", "fallen"}
    assert "against" not in data
    assert set(data["postures"]) == {"client", "hedging", "leaning_west", "fallen"}
    assert {"name", "label", "share", "in_words", "p10", "p50", "p90"} == set(data["turning_points"][0])


def test_run_prints_what_the_scenario_changes_and_when(typed):
    """Sanctions of 2017 end in 2018 and are eased after, so that the last month alone would hide most of it."""
    command = ("run", "s03_eu_sanctions_2017", "--worlds", "41", "--set", "end=2019-12", "--out", "here")
    command += ("--set", "sampling=best")
    code, out, err = typed(*command)
    text = " ".join(out.split())
    assert code == 0
    effect = text.rpartition("not of real events. ")[2]
    found = re.match(
        r"EU sanctions in 2017 and 2018 push Minsk (0\.\d\d) towards Moscow by \w+ 201[89], in every world\. ", effect
    )
    assert float(found[1]) >= 0.2
    assert "Compared with baseline, world by world" in effect, "it ends with what the scenario changes"
    assert "eu_2017 (sanctions by EU) acts in 20 months; in " in text
    assert err.splitlines() == ["Running s03_eu_sanctions_2017, 41 worlds ...", "Running baseline to compare ..."]
    data = json.loads(typed(*command, "--json")[1])["against"]
    assert data["scenario"] == "baseline"
    assert data["sentence"] in text
    assert "2018-01" <= data["month"] <= "2019-06"
    assert set(data["diff"]) == {"median", "p05", "p95"}
    assert data["share"] == 1.0
    assert 0 < data["final"]["worlds"] <= 41
    assert [one["name"] for one in data["pressures"]] == ["eu_2017"]


def test_numbers_of_alignment_are_of_the_worlds_that_stand(typed):
    code, out, _ = typed("run", "s14_no_rescue", "--worlds", "41", "--out", "here")
    text = " ".join(out.split())
    assert code == 0
    data = json.loads(typed("run", "s14_no_rescue", "--worlds", "41", "--out", "here", "--json")[1])
    final = data["alignment"]["final"]
    assert 0 < final["standing"] < 41
    assert final["fallen"] == pytest.approx(1 - final["standing"] / 41) == data["postures"]["fallen"]["share"]
    assert f", among the {final['standing']} worlds whose regime stands; it has fallen in " in text
    assert re.search(r"The chart shows worlds whose regime stands. Fallen by the end of: (\d{4} \d+ %(, )?)+\.", text)


def test_rows_of_nothing_keep_their_place(typed):
    """Two prints line up, whatever happens in them."""
    rows = []
    for scenario in ("baseline", "s14_no_rescue"):
        lines = typed("run", scenario, "--worlds", "7", "--out", "here")[1].splitlines()
        begin = next(place for place, line in enumerate(lines) if line.startswith("Posture in"))
        rows.append([re.split(r"  +", line.strip())[0] for line in lines[begin:-4] if line.startswith("  ")])
    assert rows[0] == rows[1]
    assert len(rows[0]) == 4 + 11


def test_quiet_prints_the_folder_alone(typed):
    assert typed("run", "baseline", "--worlds", "7", "--out", "here", "--quiet") == (0, "here\n", "")


def test_settings_change_the_run_and_its_folder(typed, tmp_path):
    for level in ("0.2", "0.9"):
        setting = f"pressures.eu_2017.level={level}"
        assert typed("run", "s03_eu_sanctions_2017", "--worlds", "7", "--set", setting, "--quiet")[0] == 0
    assert len(list((tmp_path / "runs").iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("run", "nothing"), "unknown scenario 'nothing'"),
        (("run", "nowhere.yaml"), "there is no such file"),
        (("run", "baseline", "--worlds", "0"), "--worlds"),
        (("run", "baseline", "--worlds", "many"), "--worlds"),
        (("run", "baseline", "--seed", "-1"), "--seed"),
        (("run", "baseline", "--set", "end"), "must be KEY=VALUE"),
        (("run", "baseline", "--set", "worlds=x"), "'worlds' must be a whole number"),
        (("run", "baseline", "--frob"), "No such option"),
        (("run",), "Missing argument 'SCENARIO'"),
        (("run", "baseline", "--out", "/dev/null/here"), "is not a folder"),
        (("run", "baseline", "--worlds", "7", "--set", "given.posture=leaning_west@2013-01"), "none of the 7 worlds"),
        (("frob",), "unknown verb 'frob'"),
        (("list", "nothing"), "'nothing' is not one of"),
        (("show", "M411"), "nothing is called 'M411'; nearest: M41 ("),
        (("story", "baseline", "--world", "-1"), "--world"),
        (("story", "baseline", "--world", "1", "--path", "1"), "--world and --path cannot be combined"),
        (("story", "baseline", "--path", "1", "--paths"), "--path and --paths cannot be combined"),
        (("story", "baseline", "--worlds", "7", "--path", "99"), "there is no path 99; "),
        (("story", "baseline", "--worlds", "7", "--path", "0"), "there is no path 0; "),
        (("story", "baseline", "--worlds", "7", "--set", "given.posture=leaning_west@2013-01"), "none of the 7 worlds"),
        (
            ("network", "baseline", "--month", "2031-01"),
            "'2031-01' is not in this scenario; allowed: 2013-01 to 2021-12",
        ),
        (("network", "baseline", "--month", "June"), "'June' is not in this scenario"),
        (("network", "baseline", "--world", "-1"), "--world"),
        (("network", "baseline", "--world", "first"), "--world"),
        (("network", "baseline", "--out", "network.doc"), "network.doc must end in .svg, .pdf or .png"),
        (("network", "baseline", "--out", "nowhere/network.svg"), "nowhere is not a folder"),
        (("patterns", "baseline", "--sampling", "worst"), "--sampling:1:1: unknown sampling 'worst'; allowed: "),
        (("patterns", "baseline", "--sampling", "parameters"), "--sampling:1:1: 'parameters' is called 'prior' now"),
        (("patterns", "baseline", "--sampling", "wide"), "--sampling:1:1: 'wide' is called 'prior' now"),
        (("check", "nowhere.yaml"), "there is no such file"),
        (("knockout", "nothing"), "unknown scenario 'nothing'"),
        (("knockout", "baseline", "--mechanisms", "M1"), "unknown mechanism 'M1'; did you mean 'M91'?"),
        (("knockout", "baseline", "--mechanisms", ""), "unknown mechanism ''"),
        (("knockout", "baseline", "--mechanisms", "M33"), "mechanism 'M33' has no switch: Emerges from M23, M32"),
        (("knockout", "baseline", "--worlds", "0"), "--worlds"),
    ],
)
def test_wrong_input_is_one_line_and_code_2(typed, arguments, problem):
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert problem in err.splitlines()[-1]
    assert "Traceback" not in err
    assert len([line for line in err.splitlines() if not line.startswith("Running")]) == 1


def test_all_problems_of_a_file_are_told_at_once(typed, tmp_path):
    (tmp_path / "bad.yaml").write_text("titel: x\nextends: baseline\nworlds: none\npressures: {x: {kind: frob}}\n")
    code, out, err = typed("run", "bad.yaml")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3
    assert all(line.startswith(f"{tmp_path}/bad.yaml:") or line.startswith("bad.yaml:") for line in err.splitlines())


def test_a_folder_that_is_no_run_is_left_alone(typed, tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "thesis.txt").write_text("mine")
    code, _, err = typed("run", "baseline", "--out", "here")
    assert code == 2
    assert "here holds something other than a run (thesis.txt)" in err
    assert (tmp_path / "here" / "thesis.txt").read_text() == "mine"


def test_a_full_disk_is_one_sentence(typed, tmp_path, monkeypatch):
    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(saving, "write_table", no_space)
    code, out, err = typed("run", "baseline", "--worlds", "7", "--out", "here")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "tightrope: here cannot be written: the disk is full; nothing of it was saved"
    assert list(tmp_path.iterdir()) == []


def test_an_internal_fault_names_its_log(typed, monkeypatch):
    def broken(*_args, **_options):
        message = "a screw is loose"
        raise RuntimeError(message)

    monkeypatch.setattr("model.runs.run.run", broken)
    code, out, err = typed("run", "baseline")
    assert (code, out) == (1, "")
    sentence = err.splitlines()[-1]
    assert sentence.startswith("tightrope: internal error (RuntimeError); its details are in ")
    log = Path(sentence.rpartition(" ")[2])
    assert "a screw is loose" in log.read_text()
    assert "Traceback" not in err
    log.unlink()


def test_too_little_memory_is_wrong_input(typed, monkeypatch):
    def full(*_args, **_options):
        raise MemoryError

    monkeypatch.setattr("model.runs.run.run", full)
    code, _, err = typed("run", "baseline")
    assert code == 2
    assert "not enough memory" in err


def test_more_worlds_than_memory_holds_are_refused_before_the_work(typed, tmp_path, monkeypatch):
    monkeypatch.setattr("viz.common.exits._free_memory", lambda: 2_000_000_000)
    code, out, err = typed("run", "baseline", "--worlds", "1000000", "--out", "here")
    assert (code, out) == (2, "")
    assert err.startswith("tightrope: 1,000,000 worlds need about ")
    assert "2.0 GB are free; simulate fewer worlds" in err
    assert list(tmp_path.iterdir()) == []


def test_output_that_cannot_be_written_is_one_sentence(tmp_path):
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "tightrope", "list", "moves"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert process.returncode == 2
    assert process.stderr.splitlines()[0] == "tightrope: the output cannot be written: no space is left"
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("what", LISTS)
def test_lists(typed, what):
    code, out, err = typed("list", what, "--json")
    assert (code, err) == (0, "")
    (rows,) = json.loads(out).values()
    key = "key" if what == "parameters" else "id"
    assert rows
    assert all(row[key] for row in rows)
    assert len({row[key] for row in rows}) == len(rows)
    if what == "mechanisms":
        assert len(rows) == 91
        assert {"carried_by", "switch"} <= set(rows[0])
    code, out, _ = typed("list", what)
    assert code == 0
    noted = out.splitlines()[-2:] if what in ("parameters", "record") else []
    assert len(out.splitlines()) == len(rows) + 1 + len(noted)
    for counts in noted[1].split(";") if what == "parameters" else ():
        told = counts.partition(": ")[2]
        assert sum(map(int, re.findall(r"(\d+) [a-z]", told))) == len(rows), counts
    code, out, _ = typed("list", what, "--quiet")
    assert len(out.splitlines()) == len(rows)


def test_show_month(typed):
    code, out, err = typed("show", "month", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert (data["kind"], data["key"]) == ("month", "month")
    fear = next(step for step in data["steps"] if step["name"] == "alliance.fear_of_entrapment")
    assert (fear["kind"], fear["writes"]) == ("rule", "belarus.fear_of_entrapment")
    assert "M02" in fear["mechanisms"]
    names = [step["name"] for step in data["steps"]]
    assert typed("show", "month", "--quiet")[1].splitlines() == names
    code, out, _ = typed("show", "month")
    assert code == 0
    assert all(phase in out for phase in ("Belarus perceives", "The street moves", "M02"))


def test_the_bands_of_a_run_are_a_csv_with_a_separator_to_choose(typed, tmp_path):
    asked = ("run", "baseline", "--worlds", 3, "--set", "end=2013-03", "--quiet", "--out")
    assert typed(*asked, "one", "--csv", "plain.csv")[0] == 0
    assert typed(*asked, "two", "--csv", "comma.csv", "--separator", ";")[0] == 0
    code, _, err = typed(*asked, "three", "--csv", "one/bands.csv")
    assert code == 2
    assert "one/bands.csv lies in the folder of a run, which would then hold something else; choose another" in err
    whole = pd.read_parquet(tmp_path / "one" / "series.parquet")
    for file, reading in (("plain.csv", {}), ("comma.csv", {"sep": ";", "decimal": ","})):
        table = pd.read_csv(tmp_path / file, **reading)
        assert list(table) == list(whole)
        assert np.allclose(table["median"], whole["median"], equal_nan=True)
    later = whole[whole["month"] > "2013-01"]
    assert set(later["month"].astype(str)) == {"2013-02", "2013-03"}, "months are in the order of time"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--csv", "a.csv", "--separator", "ab"), "--separator must be one sign"),
        (("--csv", "a.csv", "--separator", "."), "--separator must be one sign"),
        (("--separator", ";"), "--separator has no effect without --csv"),
        (("--csv", "nowhere/a.csv"), "cannot be written: it is a folder, or its folder is not there"),
    ],
)
def test_a_csv_that_cannot_be_written_is_refused_before_anything_is_run(typed, asked, said, tmp_path):
    code, out, err = typed("run", "baseline", "--worlds", 3, *asked)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_shell_completes_verbs(typed, monkeypatch):
    for key, value in (("_TIGHTROPE_COMPLETE", "complete_bash"), ("COMP_WORDS", "tightrope s"), ("COMP_CWORD", "1")):
        monkeypatch.setenv(key, value)
    code, out, err = typed()
    assert (code, err) == (0, "")
    assert out.split() == [verb for verb in VERBS if verb.startswith("s")]


def test_show_prints_a_thing_its_json_and_its_keys(typed):
    code, out, err = typed("show", "M41")
    assert (code, err) == (0, "")
    assert out.startswith("Image as human-rights shield (mechanism M41, asserted)\n")
    assert "Against it speaks:\n“voiced concern and condemned”" in out
    plain = json.loads(typed("show", "001", "P16", "--json")[1])
    assert (plain["kind"], plain["key"]) == ("paragraph", "001P16")
    assert typed("show", "001", "P16", "--quiet")[1].splitlines() == [one["key"] for one in plain["hangs_on_it"]]


def test_a_list_is_narrowed_by_subject_mechanism_and_words(typed):
    whole = set(typed("list", "parameters", "--quiet")[1].splitlines())
    some = typed("list", "parameters", "--of", "coercion", "--quiet")[1].splitlines()
    assert some == [key for key in load_seeds().parameters if key in whole and key.startswith("coercion.")]
    of_one = typed("list", "parameters", "--mechanism", "m41", "--quiet")[1].splitlines()
    assert of_one == [n.key for n in load_seeds().parameters.values() if "M41" in n.mechanisms]
    assert set(typed("list", "parameters", "oil", "subsidy", "--quiet")[1].splitlines()) < whole
    assert "of 54 moves." in typed("list", "moves", "--of", "belarus")[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("parameters", "--of", "nobody"), "unknown --of for parameters 'nobody'"),
        (("parameters", "--mechanism", "M99"), "unknown --mechanism for parameters 'M99'"),
        (("scenarios", "--mechanism", "M41"), "unknown --mechanism for scenarios 'M41'; allowed: none"),
    ],
)
def test_what_cannot_narrow_a_list_is_refused(typed, asked, said):
    code, out, err = typed("list", *asked)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(typed, verb):
    code, out, _ = typed(verb, "--help")
    assert code == 0
    assert f"Example: tightrope {verb}" in out
    assert "--json" in out
    assert "--quiet" in out


def test_the_dashboard_has_help_with_an_example(typed):
    code, out, _ = typed("dashboard", "--help")
    assert code == 0
    assert "Example: tightrope dashboard" in out
    assert "--no-open" in out


def test_schema_is_a_schema(typed):
    code, out, _ = typed("schema")
    assert code == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_check_names_what_is_good(typed):
    code, out, err = typed("check", ROOT / "scenarios" / "baseline.yaml")
    assert (code, err) == (0, "")
    assert out.endswith("baseline.yaml: good\n")


def test_check_prints_every_problem_of_every_file(typed, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("titel: x\nextends: baseline\nworlds: none\n")
    code, out, err = typed("check", "one.yaml", "two.yaml")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 4
    code, out, _ = typed("check", ".", "--json")
    data = json.loads(out)
    assert code == 2
    assert data["good"] is False
    assert len(data["problems"]) == 4
    assert set(data["problems"][0]) == {"file", "line", "column", "message"}


SWEEP = """\
title: T
scenario: baseline
design: grid
vary: {parameters.coercion.coercion_by_oil: {range: own, steps: 2}}
outcomes: [alignment_2021]
"""


def test_check_knows_a_file_by_what_it_says(typed, tmp_path):
    (tmp_path / "sweeps").mkdir()
    (tmp_path / "sweeps" / "scenario.yaml").write_text("extends: baseline\n")
    (tmp_path / "next.yaml").write_text(SWEEP)
    code, out, err = typed("check", ".")
    assert (code, out, err) == (0, "next.yaml: good\nsweeps/scenario.yaml: good\n", "")
    (tmp_path / "next.yaml").write_text(SWEEP.replace("grid", "gird"))
    assert "next.yaml:3:9: unknown design 'gird'; did you mean 'grid'?" in typed("check", "next.yaml")[2]


def test_a_sweep_is_not_run_as_a_scenario(typed, tmp_path):
    (tmp_path / "next.yaml").write_text(SWEEP)
    code, _, err = typed("run", "next.yaml")
    assert (code, err) == (2, "next.yaml:4:1: this is a sweep file, not a scenario; run it with: tightrope sweep\n")


def test_what_has_no_effect_is_noted_by_check_and_run(typed, tmp_path):
    (tmp_path / "late.yaml").write_text("end: 2013-06\npressures: {x: {kind: pandemic, start: 2014-01}}\n")
    note = "pressures.x has no effect: it begins in 2014-01, after the run ends in 2013-06"
    code, out, err = typed("check", "late.yaml")
    assert (code, out, err) == (0, f"late.yaml: good\nlate.yaml: note: {note}\n", "")
    assert json.loads(typed("check", "late.yaml", "--json")[1])["notes"] == {"late.yaml": [note]}
    assert " ".join(typed("run", "late.yaml", "--worlds", "5")[1].split()).count(f"Note: {note}.") == 1
    assert json.loads(typed("run", "late.yaml", "--worlds", "5", "--json")[1])["notes"] == [note]


def test_check_takes_a_folder_of_seeds_within_another_as_a_whole(typed, tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "inputs" / "seeds")
    (tmp_path / "inputs" / "late.yaml").write_text("extends: baseline\n")
    assert typed("check", "inputs") == (0, "inputs/late.yaml: good\ninputs/seeds: good\n", "")


def test_check_of_an_empty_folder_says_so(typed, tmp_path):
    code, _, err = typed("check", tmp_path)
    assert code == 2
    assert "holds no YAML file" in err


def test_story_of_one_world(typed):
    code, out, err = typed("story", "baseline", "--world", "41")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == ["Baseline, 2013 to 2021", "World 41, as requested."]
    assert "\nFrom " in out
    assert " alignment rose within " in out
    assert "\nIn March 2014 " in out
    assert "Lasting changes of alignment" not in out
    assert max(map(len, out.splitlines())) <= 100
    code, full, _ = typed("story", "baseline", "--world", "41", "--full")
    assert len(full) > len(out)
    assert full.count("\nIn ") > out.count("\nIn ")
    code, out, _ = typed("story", "baseline", "--world", "41", "--json")
    data = json.loads(out)
    assert data["world"] == 41
    assert {"from", "to", "before", "after", "text", "terms", "moves"} == set(data["turns"][0])
    assert data["page"]


def test_story_of_the_typical_world(typed):
    code, out, err = typed("story", "baseline", "--worlds", "97")
    assert code == 0
    assert "typical of the most common path" in out
    assert "Lasting changes of alignment: " in out
    assert err.splitlines() == ["Running baseline, 97 worlds ..."]
    assert typed("story", "baseline", "--worlds", "97", "--path", "1")[1] == out


def test_paths_of_a_scenario(typed):
    code, out, _ = typed("story", "s14_no_rescue", "--worlds", "97", "--paths", "--json")
    data = json.loads(out)
    assert code == 0
    assert sum(path["share"] for path in data["paths"]) == pytest.approx(1)
    assert [path["number"] for path in data["paths"]] == list(range(1, len(data["paths"]) + 1))
    assert {"to", "share", "p10", "p50", "p90", "change"} == set(data["turns"][0])
    second = data["paths"][1]
    code, out, _ = typed("story", "s14_no_rescue", "--worlds", "97", "--paths")
    assert "Posture paths of 97 worlds" in out
    assert ", then ".join(second["path"]).replace("_", " ") in out
    code, out, _ = typed("story", "s14_no_rescue", "--worlds", "97", "--path", "2")
    assert f"World {second['world']}, typical of path 2" in out


def test_network_of_a_month(typed):
    code, out, err = typed("network", "baseline", "--worlds", "29", "--month", "2016-06")
    assert code == 0
    assert err.splitlines() == ["Running baseline, 29 worlds ...", "Computing who presses whom ..."]
    assert out.splitlines()[:2] == ["Baseline, 2013 to 2021",
                                    "The network of the five in June 2016, median of 29 worlds"]  # fmt: skip
    for part in ("Tie of the row to the column", "frustration", "polarization", "Camps with the least", "bridge",
                 "Who presses whom (share of worlds): ", "Russia presses Belarus in "):  # fmt: skip
        assert part in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 100


def test_network_as_json(typed):
    code, out, err = typed("network", "baseline", "--worlds", "29", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert (data["scenario"], data["month"], data["world"], data["worlds"]) == ("baseline", "2021-12", None, 29)
    assert len(data["ties"]) == 20
    assert set(data["measures"]) == {"balance", "balanced_share", "frustration", "polarization"}
    assert set(data["actors"]["brokerage"]) == {"Belarus", "Russia", "EU", "US", "Ukraine"}
    assert sum(camp["share"] for camp in data["camps"]) == pytest.approx(1)
    assert all(0 < row["share"] <= 1 for row in data["pressing"])


def test_network_of_one_world_is_drawn(typed, tmp_path):
    code, out, _ = typed("network", "baseline", "--world", "41", "--out", "network.svg", "--quiet")
    assert code == 0
    assert ", world 41" in out
    assert (tmp_path / "network.svg").read_bytes().startswith(b"<?xml")


def test_a_drawing_that_cannot_be_written_is_one_sentence(typed, tmp_path):
    (tmp_path / "network.svg").mkdir()
    code, out, err = typed("network", "baseline", "--world", "41", "--out", "network.svg", "--quiet")
    assert (code, out) == (2, "")
    assert "network.svg cannot be written (Is a directory)" in err


def test_patterns(typed):
    code, out, _ = typed("patterns", "baseline", "--worlds", "97", "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["scenario"], data["worlds"], data["sampling"]) == ("baseline", 97, "best")
    assert len(data["patterns"]) == 30
    assert {"id", "name", "rate", "interval", "met", "strength"} <= set(data["patterns"][0])
    assert {row["id"] for row in data["patterns"]} == data["false_worlds"]["failed_by"].keys()
    held = all(pattern["met"] for pattern in data["patterns"])
    code, out, _ = typed("patterns", "baseline", "--worlds", "97", "--strict", "--quiet")
    assert code == (0 if held else 3)
    assert "of 30 patterns hold in 97 worlds" in out


def test_knockout_prints_a_row_for_each_mechanism(typed):
    code, out, err = typed("knockout", "baseline", "--worlds", "97", "--mechanisms", "M79,M71")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[:3]] == ["id", "M71", "M79"]
    assert "belarus.repression" in lines[2]
    assert "97 worlds of baseline, seed 2013" in out
    assert "these hardly change their diagnostic: M71." in " ".join(lines)
    assert "These change hardly anything but their own series: M71." in " ".join(lines)
    assert err.splitlines()[0] == "Knocking out mechanisms of baseline ..."


def test_knockout_quiet_prints_the_table_alone(typed):
    code, out, err = typed("knockout", "baseline", "--worlds", "7", "--mechanisms", "M79", "--quiet")
    assert (code, err, len(out.splitlines())) == (0, "", 2)


def test_knockout_as_json(typed):
    few = ("--seed", "5", "--set", "worlds=7", "--set", "sampling=prior")
    arguments = ("knockout", "baseline", *few, "--mechanisms", "M79", "--json")
    code, out, err = typed(*arguments)
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert (data["scenario"], data["worlds"], data["seed"]) == ("baseline", 7, 5)
    (found,) = data["knockouts"]
    assert (found["id"], found["witness"]["series"], found["witness"]["moves"]) == ("M79", "belarus.repression", True)
    assert set(found["headline"]) == {"change", "p10", "p90", "touched", "worlds", "left_out"}
    sizes = [effect["in_spreads"] for effect in found["effects"]]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0
    assert set(found["beyond"]) < {effect["name"] for effect in found["effects"]}
    assert "patterns" not in found
    assert typed(*arguments)[1] == out


def test_all_problems_of_mechanisms_are_told_at_once(typed):
    code, out, err = typed("knockout", "baseline", "--mechanisms", "M1,M33,M02,M02")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3
    code, _, err = typed("knockout", "baseline", "--set", "switch_off=[M02]", "--mechanisms", "M02")
    assert (code, err) == (2, "mechanism 'M02' is off in this scenario already\n")


def test_knockout_where_no_world_counts(typed):
    given = "given.posture=leaning_west@2013-01"
    code, out, err = typed("knockout", "baseline", "--worlds", "7", "--set", given, "--mechanisms", "M02")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "none of the 7 worlds meets the scenario's condition 'given'"


def test_an_interrupted_knockout_says_so(tmp_path):
    process = started("knockout", "baseline", "--worlds", "5000", "--set", "sampling=prior", cwd=tmp_path)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Knocking out")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "tightrope: interrupted; nothing half-written is left"


@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("form", ["--json", "--quiet"])
def test_strict_means_code_3_where_a_pattern_fails(typed, monkeypatch, met, form):
    from experiments.measures.pooled import Interval
    from experiments.patterns.records import Per, Strength
    from experiments.patterns.score import PatternReport
    from experiments.patterns.verdicts import PatternResult

    made = PatternResult("SF01", "Low", Strength.HIGH, Per.WORLD, 0.5, Interval(0.4, 0.6), 0.8, met=met)
    asked = []

    def scored(scenario, **_):
        asked.append(scenario)
        worlds, sampling = scenario.worlds, str(scenario.sampling)
        return PatternReport(scenario.name, worlds, worlds, scenario.seed, sampling, (made,), {})

    monkeypatch.setattr("experiments.patterns.score.score", scored)
    command = ("patterns", "baseline", "--worlds", "7", "--seed", "5", "--sampling", "prior", form)
    code, out, _ = typed(*command)
    assert code == 0
    assert str(asked[0].sampling) == "prior"
    assert typed(*command, "--strict")[:2] == (0 if met else 3, out)
    typed("patterns", "baseline", "--set", "sampling=prior")
    typed("patterns", "baseline")
    assert [str(scenario.sampling) for scenario in asked] == ["prior", "prior", "prior", "best"]
    if form == "--json":
        data = json.loads(out)
        assert (data["scenario"], data["worlds"], data["seed"], data["sampling"]) == ("baseline", 7, 5, "prior")
        (row,) = data["patterns"]
        assert list(row)[:6] == ["id", "name", "rate", "interval", "met", "strength"]
        assert (row["rate"], row["interval"], row["met"], row["strength"]) == (0.5, [0.4, 0.6], met, "H")
    else:
        assert out == f"{int(met)} of 1 patterns hold in 7 worlds of baseline (sampling: prior, seed 5)\n"


def test_a_terminal_without_unicode_gets_ascii(tmp_path):
    environment = {"PYTHONIOENCODING": "ascii"}
    code, out, err = done("run", "baseline", "--worlds", "7", cwd=tmp_path, env=environment)
    assert code == 0, err
    assert out.isascii()
    assert "#" in out


def test_a_closed_pipe_is_no_error(tmp_path):
    process = started("list", "parameters", cwd=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


INTERRUPTED_IN_EXEC = """
import sys, tightrope, viz.terminal.commands.app as app
def run_app(arguments):
    exec("raise KeyboardInterrupt")
app.run_app = run_app
sys.exit(tightrope.program(["run"]))
"""


def test_an_interrupt_inside_exec_is_code_130_too(tmp_path):
    (tmp_path / "interrupted.py").write_text(INTERRUPTED_IN_EXEC)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "tightrope: interrupted; nothing half-written is left\n")


def test_interrupted_it_leaves_nothing_half_written(tmp_path):
    process = started("run", "baseline", "--worlds", "200000", "--set", "sampling=prior", "--out", "here", cwd=tmp_path)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Running baseline")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "tightrope: interrupted; nothing half-written is left"
    assert list(tmp_path.iterdir()) == []
