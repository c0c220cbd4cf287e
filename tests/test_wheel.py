"""A wheel holds everything: installed elsewhere, it runs from an empty folder, and writes nothing among its files."""

import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import tightrope

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("model", "experiments", "viz", "seeds", "scenarios", "tightrope.py", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder into which a wheel made of this tree is installed, without what it needs."""
    source, wheels, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "installed"))
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, source)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    made = [*pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(wheels), str(source)]
    subprocess.run(made, check=True)
    (wheel,) = wheels.iterdir()
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    return target


@pytest.fixture
def elsewhere(installed, tmp_path):
    """Runs a command from an empty folder, with the installed package before everything else that can be imported."""
    (tmp_path / "empty").mkdir()

    def run(*command) -> str:
        places = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TIGHTROPE_")}
        done = subprocess.run(
            command,
            cwd=tmp_path / "empty",
            env=environment | places,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_wheel_runs_elsewhere(installed, elsewhere, tmp_path):
    before = files(installed)
    code = "import model, tightrope as t; print(t.run('baseline', worlds=50)); print(t.__file__, model.__file__)"
    *facts, places = elsewhere(sys.executable, "-c", code).splitlines()
    assert facts[:2] == ["Scenario: baseline (Baseline, 2013 to 2021)", "Worlds: 50, seed 2013, sampling conditioned"]
    assert places == f"{installed / 'tightrope.py'} {installed / 'model' / '__init__.py'}"
    assert files(tmp_path / "empty") == set()
    out = elsewhere(sys.executable, str(installed / "bin" / "tightrope"), "run", "baseline", "--worlds", "50")
    assert out.startswith("Baseline, 2013 to 2021\n")
    (folder,) = (tmp_path / "empty" / "runs").iterdir()
    assert (folder / "manifest.json").is_file()
    assert files(installed) == before


def test_a_wheel_keeps_its_compiled_engine_in_the_cache_of_the_user(installed, elsewhere, tmp_path):
    code = "import model.engine.kernels as k; print(k.carry_out._cache.cache_path)"
    assert elsewhere(sys.executable, "-c", code).startswith(str(tmp_path / "cache" / "tightrope" / "compiled"))


def test_a_wheel_holds_all_data(installed):
    for folder in ("seeds", "scenarios", "experiments", "viz", "model"):
        held = {path for path in files(ROOT / folder) if "__pycache__" not in path}
        assert held <= files(installed / folder), folder


def test_there_is_one_version(installed):
    (found,) = metadata.distributions(path=[str(installed)])
    assert found.version == tightrope.__version__
