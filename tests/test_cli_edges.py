"""The edges of the command line: nothing typed, streams that are closed, letters that a terminal would obey."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

import tightrope
from model.core.text import printable
from tests.test_cli import ROOT, done
from viz.common.exits import LONGEST, WrongInputError, problem_line
from viz.terminal.commands.options import print_json

ESCAPE, BELL, BREAK, CSI, REVERSED = "\x1b[31m", "\x07", "\n", "\x9b", "\u202e"
LONG = "x" * 300
UGLY = f'"red {ESCAPE} {BELL} {BREAK} {CSI} {REVERSED} end"'.encode("unicode_escape").decode().replace("\\n", "\\n")


def test_an_interrupt_that_an_import_turns_into_another_error_is_an_interrupt(typed, monkeypatch):
    def interrupted(_arguments):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:
            message = "initialization failed"
            raise ImportError(message) from None

    monkeypatch.setattr("viz.terminal.commands.app.run_app", interrupted)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        code, out, err = typed("run", "baseline")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert (code, out, err) == (130, "", "tightrope: interrupted; nothing half-written is left\n")


def test_the_program_alone_prints_its_help_line_by_line(typed):
    code, out, err = typed()
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Usage: tightrope [OPTIONS] COMMAND [ARGS]..."
    assert "  run        Simulate a scenario and save the results to a folder." in out.splitlines()
    assert typed("--help") == typed("-h") == (code, out, err)
    assert all("..." not in line for line in out.splitlines()[1:])


def test_every_verb_has_its_short_help(typed):
    assert typed("run", "-h") == typed("run", "--help")


def test_the_version(typed):
    assert typed("--version") == (0, f"tightrope {tightrope.__version__}\n", "")


def test_help_imports_no_model():
    assert heavy_modules("--help") == []


def test_a_list_imports_no_ensemble():
    assert heavy_modules("list", "moves", "--quiet") == ["numpy"]


def heavy_modules(*arguments: str) -> list[str]:
    """Those of some large packages that a command imports."""
    script = (
        f"import sys, tightrope; tightrope.program({list(arguments)!r}); "
        "print([name for name in ('numpy', 'mesa', 'pandas', 'scipy') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment
    )
    found: list[str] = eval(process.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ru"], "unknown verb 'ru'; did you mean 'run'? allowed: analyse, check, compare, condition"),
        (["--frob"], "No such option: --frob; see tightrope --help"),
        (["run", "--frob"], "No such option: --frob; see tightrope run --help"),
        (["sweep"], "Missing argument 'FILE'; see tightrope sweep --help"),
        (["run", "x\udcff.yaml"], r"'x\udcff.yaml' is not text in UTF-8; rename the file, or type the name again"),
        (["story", "baseline", "--world", "7", "--worlds", "5"], "--world and --worlds cannot be combined"),
        (
            ["network", "baseline", "--world", "7", "--worlds", "7"],
            "--world and --worlds cannot be combined",
        ),
        (["network", "baseline", "--world", "12345678901234567890"], "--world"),
        (
            ["patterns", "baseline", "--sampling", "best", "--set", "sampling=prior"],
            "cannot be combined; give only one",
        ),
    ],
)
def test_wrong_words_end_with_one_sentence(typed, arguments, sentence):
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("tightrope: ")
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("check", f"{LONG}.yaml"), ("run", "baseline", "--out", LONG), ("run", f"{LONG}.yaml"),
     ("network", "baseline", "--world", "1", "--set", "end=2013-02", "--out", f"{LONG}.svg"), ("analyse", LONG)],
)  # fmt: skip
def test_a_name_that_no_file_can_have_is_one_sentence(typed, arguments):
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert LONG in err
    assert "internal error" not in err


def test_a_folder_with_a_colon_is_no_address(typed, tmp_path):
    command = ("run", "baseline", "--worlds", "7", "--set", "end=2013-02", "--quiet", "--out")
    assert typed(*command, "a:b/r") == (0, "a:b/r\n", "")
    assert (tmp_path / "a:b" / "r" / "series.parquet").is_file()


def test_closed_standard_output_is_one_sentence(tmp_path):
    code, err = shell(f"{shlex.quote(sys.executable)} -m tightrope list moves >&-", tmp_path)
    assert (code, err) == (2, "tightrope: the output cannot be written: standard output is closed\n")


def test_closed_standard_error_does_not_matter(tmp_path):
    command = f"{shlex.quote(sys.executable)} -m tightrope run baseline --worlds 7 --out here 2>&-"
    assert shell(command, tmp_path) == (0, "")
    assert (tmp_path / "here" / "manifest.json").is_file()


def shell(command: str, folder: Path) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.run(
        command, shell=True, check=False, cwd=folder, env=environment, text=True, capture_output=True
    )
    return process.returncode, process.stderr


@pytest.mark.parametrize(("given", "code"), [(None, 0), (3, 3), (0, 0), ("no way", 1)])
def test_the_code_of_an_exit_is_kept(typed, monkeypatch, given, code):
    def leave(*_args, **_options):
        raise SystemExit(given)

    monkeypatch.setattr("viz.terminal.lists.moves", leave)
    monkeypatch.setattr("viz.terminal.lists.TABLES", {"moves": leave})
    found, out, err = typed("list", "moves")
    assert (found, out) == (code, "")
    assert err == (f"tightrope: {given}\n" if isinstance(given, str) else "")


def test_an_interruption_while_modules_are_imported_is_one_sentence(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(tightrope, "_program", interrupted)
    assert tightrope.program(["--help"]) == 130
    assert capsys.readouterr().err == "tightrope: interrupted\n"


def test_letters_that_a_terminal_obeys_are_written_out():
    assert printable(f"a{ESCAPE}b{BELL}{BREAK}{CSI}{REVERSED}\ud800") == r"a\x1b[31mb\x07\n\x9b\u202e\ud800"
    plain = "Łukašenka, Лукашэнка: −0.5 ± 2 % █ “so”\u00a0…"
    assert printable(plain) == plain


def test_json_holds_such_letters_and_prints_none(capsys):
    print_json({"title": f"{ESCAPE}{CSI}{REVERSED}"})
    out = capsys.readouterr().out
    assert out == '{\n  "title": "\\u001b[31m\\u009b\\u202e"\n}\n'
    assert json.loads(out)["title"] == f"{ESCAPE}{CSI}{REVERSED}"


def test_a_missing_number_is_null_in_json(capsys):
    print_json({"a": [float("nan"), 0.5, "nan"], "b": {"c": (float("nan"), None)}})
    assert json.loads(capsys.readouterr().out) == {"a": [None, 0.5, "nan"], "b": {"c": [None, None]}}


@pytest.mark.parametrize("text", [f"title: {UGLY}\n", f"{UGLY}: 1\n", f"extends: {UGLY}\n"])
def test_a_file_cannot_steer_the_terminal(typed, tmp_path, text):
    (tmp_path / "bad.yaml").write_text(text)
    for arguments in (("check", "bad.yaml"), ("run", "bad.yaml"), ("check", "bad.yaml", "--json")):
        code, out, err = typed(*arguments)
        assert code == 2
        assert err.startswith("bad.yaml:1:")
        assert r"\x1b" in err
        for line in (*out.splitlines(), *err.splitlines()):
            assert printable(line) == line


def test_the_name_of_a_file_cannot_steer_the_terminal(typed, tmp_path):
    name = f"x{ESCAPE}{CSI}.yaml"
    (tmp_path / name).write_text("title: x\nextends: baseline\nend: 2013-06\n")
    code, out, err = typed("run", name, "--worlds", "7")
    assert code == 0
    assert r"Running x\x1b[31m\x9b, 7 worlds ..." in err
    assert all(printable(line) == line for line in (*out.splitlines(), *err.splitlines()))


def test_a_title_is_no_markup(monkeypatch):
    from io import StringIO

    from viz.terminal.progress import progress

    out = StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setattr("rich.console.Console", lambda file, **rest: Console(file=file, force_terminal=True, **rest))
    with progress("Running [red]x[/red]", quiet=False, stream=out) as advance:
        assert advance is not None
        advance(1, 2)
    assert "[red]x[/red]" in out.getvalue()


def test_an_endless_problem_is_cut():
    text = problem_line(f"start {'x' * 5000} end")
    assert len(text) < LONGEST + 20
    assert text.startswith("start xx")
    assert text.endswith("xx end")
    assert " [...] " in text


def test_places_are_those_of_the_shell(typed, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "bad.yaml").write_text("titel: x\n")
    assert typed("check", "here/bad.yaml")[2].startswith("here/bad.yaml:1:1: unknown key 'titel'")
    monkeypatch.chdir(tmp_path / "here")
    assert typed("run", "bad.yaml")[2].startswith("bad.yaml:1:1: unknown key 'titel'")


SWEEP = "title: x\nscenario: baseline\nvary: {parameters.choice.noise_belarus: {range: own, steps: 3}}\ndesign: grid\n"


def test_a_sweep_is_known_by_its_keys(typed, tmp_path):
    (tmp_path / "sweeps").mkdir()
    (tmp_path / "next.yaml").write_text(f"{SWEEP}worlds: 4\noutcomes: [alignment_2017]\n")
    (tmp_path / "sweeps" / "scenario.yaml").write_text("title: x\nextends: baseline\n")
    (tmp_path / "sweeps" / "bad.yaml").write_text("titel: x\n")
    assert typed("check", "next.yaml", "sweeps/scenario.yaml")[0] == 0
    code, _, err = typed("check", "sweeps/bad.yaml")
    assert code == 2
    assert "has no 'design'; it must be given" in err


def test_commands_to_copy_are_quoted_for_the_shell(tmp_path):
    from tests.experiments.sweep_helpers import TINY

    (tmp_path / "tiny.yaml").write_text(TINY)
    code, out, err = done("sweep", "tiny.yaml", "--set", "end=2013-06", "--out", "my runs; x", cwd=tmp_path)
    assert (code, err.count("\n")) == (0, 1)  # the note on a pressure after the end
    assert out.splitlines()[-1] == "Next: tightrope analyse 'my runs; x'"


LATE = "pressures.eu_2017={kind: sanctions, by: EU, on: Belarus, level: 0.5, start: 2031-01}"


def test_a_setting_without_effect_is_named(typed, tmp_path):
    note = "pressures.eu_2017 has no effect: it begins in 2031-01, after the run ends in 2013-06"
    late = ("baseline", "--set", "end=2013-06", "--set", LATE)
    command = ("run", *late, "--worlds", "7", "--out", "here")
    code, out, _ = typed(*command)
    assert code == 0
    assert " ".join(out.split()).count(f"Note: {note}.") == 1
    assert json.loads(typed(*command, "--json")[1])["notes"] == [note]
    assert f"note: {note}\n" in typed("story", *late, "--world", "1")[2]
    pressure = LATE.removeprefix("pressures.").replace("=", ": ")
    text = f"title: x\nextends: baseline\nend: 2013-06\npressures:\n  {pressure}\n"
    (tmp_path / "late.yaml").write_text(text)
    assert typed("check", "late.yaml")[:2] == (0, f"late.yaml: good\nlate.yaml: note: {note}\n")
    assert json.loads(typed("check", "late.yaml", "--json")[1])["notes"] == {"late.yaml": [note]}


@pytest.mark.parametrize("verb", ["story", "network", "patterns", "knockout"])
def test_a_setting_without_effect_is_named_by_every_verb(typed, monkeypatch, verb):
    for name in ("viz.terminal.story.run_paths", "viz.terminal.network.run_network", "experiments.patterns.score.score",
                 "experiments.comparison.knockout.knock_out"):  # fmt: skip
        monkeypatch.setattr(name, stopped)
    code, _, err = typed(verb, "baseline", "--set", LATE, "--quiet")
    assert code == 2
    note = "note: pressures.eu_2017 has no effect: it begins in 2031-01, after the run ends in 2021-12"
    assert err.splitlines() == [note, "tightrope: enough"]


def stopped(*_args, **_options):
    message = "enough"
    raise WrongInputError(message)
