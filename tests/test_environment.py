"""The Makefile and its script set up what a target needs, once, and say in a sentence what is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "environment.py"


def make(*words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run make, whatever a make that runs this test was told; with a path, it finds no program but those in it."""
    told = {"MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS", "VENV", "PYTHON"}
    settings = {name: value for name, value in os.environ.items() if name not in told}
    settings |= {"PATH": str(path)} if path else {}
    return subprocess.run([shutil.which("make"), *words], cwd=ROOT, env=settings, capture_output=True, text=True)


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def script(monkeypatch, tmp_path):
    """The script as a module, at work in a folder of the test: what it would run is noted, no more."""
    spec = importlib.util.spec_from_file_location("environment", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ran = []

    def run(*command):
        module.ran.append(" ".join(str(word) for word in command))
        if "venv" in command:
            program(command[-1] / "bin" / "python", f'exec {sys.executable} "$@"')

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PYTHONS", (sys.executable,))
    for name in ("pyproject.toml", *(lock for lock, _ in module.SETS.values())):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return module


@pytest.fixture
def folder(script, tmp_path):
    """An environment that holds what a run needs."""
    script.set_up(".venv", "run", "")
    script.ran.clear()
    return tmp_path / ".venv"


class TestMake:
    """`make` alone lists the targets, and any target says what it lacks."""

    def test_alone_it_lists_what_can_be_made_and_starts_no_python(self, tmp_path):
        (tmp_path / "sed").symlink_to(shutil.which("sed"))
        done = make(path=tmp_path)
        assert done.returncode == 0, done.stderr
        listed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  make ")]
        assert listed[:4] == ["help", "run", "fast", "dashboard"]
        assert {"test", "pytest", "lint", "types", "coverage", "fuzz", "bench", "lock", "clean"} <= set(listed)

    def test_without_any_python_it_says_what_to_install(self, tmp_path):
        done = make("run", f"VENV={tmp_path}/new", path=tmp_path)
        assert done.returncode != 0
        assert done.stderr.startswith("Tightrope needs Python 3.11 or later, and none was found: install one (Debian")
        assert not (tmp_path / "new").exists()

    def test_a_named_python_that_is_none_is_named(self, tmp_path):
        done = make("run", f"VENV={tmp_path}/new", f"PYTHON={tmp_path}/python")
        assert done.returncode != 0
        assert f"Python 3.11 or later, and '{tmp_path}/python' is none" in done.stderr

    def test_a_folder_that_is_no_environment_is_left_alone(self, tmp_path):
        (tmp_path / "letter").write_text("dear", encoding="utf-8")
        done = make("run", f"VENV={tmp_path}")
        assert done.returncode != 0
        assert f"{tmp_path} is no environment and is left alone" in done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["letter"]


class TestPython:
    """A Python that is too old, or cannot make environments, is not used."""

    def test_an_old_python_is_none(self, script, tmp_path):
        old = program(tmp_path / "python", "exit 1")
        with pytest.raises(script.SetUpError, match=f"'{old}' is none"):
            script.find_python(str(old))

    def test_one_without_ensurepip_gives_way_to_another(self, script, tmp_path, monkeypatch):
        bare = program(tmp_path / "bare", f'case "$*" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"')
        monkeypatch.setattr(script, "PYTHONS", (str(bare), sys.executable))
        assert script.find_python("") == sys.executable
        with pytest.raises(
            script.SetUpError, match=r"bare cannot make environments.*install the Debian package python3-v"
        ):
            script.find_python(str(bare))


class TestSetUp:
    """An environment is made and filled once, and made anew where it is not sound."""

    def test_a_new_one_is_made_and_filled_by_hash(self, script, tmp_path):
        script.set_up("new", "fast", "")
        made, installed, project, compiled = script.ran
        assert made.endswith(f"-m venv {tmp_path / 'new'}")
        assert "--require-hashes --requirement requirements-fast.lock" in installed
        assert project.endswith("--no-deps --no-build-isolation --editable .")
        assert compiled.endswith("-m model.engine")

    def test_what_is_there_is_not_done_again(self, script, folder):
        script.set_up(".venv", "run", "")
        assert script.ran == []

    def test_a_larger_set_is_added_and_serves_the_smaller(self, script, folder):
        script.set_up(".venv", "test", "")
        assert not any("-m venv" in command for command in script.ran)
        script.ran.clear()
        for name in script.SETS:
            script.set_up(".venv", name, "")
        assert script.ran == []

    @pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
    def test_what_a_changed_file_asks_for_is_installed(self, script, folder, file):
        (script.ROOT / file).write_text("another", encoding="utf-8")
        script.set_up(".venv", "run", "")
        assert ["--requirement requirements.lock" in command for command in script.ran] == [True, False]

    def test_one_in_which_an_installation_broke_off_is_made_anew(self, script, folder, monkeypatch):
        (folder / "rest").touch()
        with monkeypatch.context() as during:
            during.setattr(script.Environment, "pip", lambda *words: script.find_python("/nowhere/python"))
            with pytest.raises(script.SetUpError):
                script.set_up(".venv", "test", "")
        script.set_up(".venv", "run", "")
        assert "-m venv" in script.ran[0]
        assert not (folder / "rest").exists()

    def test_one_that_was_moved_is_made_anew(self, script, folder):
        folder.rename(folder.with_name(".venv-moved"))
        script.set_up(".venv-moved", "run", "")
        assert "-m venv" in script.ran[0]

    def test_one_whose_python_is_gone_is_made_anew(self, script, folder):
        (folder / "bin" / "python").unlink()
        script.set_up(".venv", "run", "")
        assert "-m venv" in script.ran[0]

    def test_only_an_environment_or_what_has_the_name_of_one_is_replaced(self, script, tmp_path):
        for name in (".venv", "letters", "old"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "rest").touch()
        (tmp_path / "old" / "pyvenv.cfg").touch()
        for name in (".venv", "old"):
            script.set_up(name, "run", "")
            assert not (tmp_path / name / "rest").exists()
        with pytest.raises(script.SetUpError, match="letters is no environment and is left alone"):
            script.set_up("letters", "run", "")
        assert (tmp_path / "letters" / "rest").exists()

    def test_the_largest_set_is_resolved_first_and_binds_the_others(self, script):
        script.resolve(".venv-lock", "")
        locks = [command.split("--output-file ")[1] for command in script.ran if "--output-file" in command]
        assert locks == [lock for lock, _ in reversed(script.SETS.values())]
        assert ["--constraint requirements-test.lock" in command for command in script.ran[-4:]] == [
            False,
            True,
            True,
            True,
        ]

    def test_a_program_that_fails_ends_it_with_a_sentence(self, script, monkeypatch):
        monkeypatch.undo()
        with pytest.raises(script.SetUpError, match="once it is mended, run make again"):
            script.run(sys.executable, "-c", "raise SystemExit(3)")
