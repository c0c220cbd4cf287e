"""The house stands as drawn: imports go down, the model knows no screen, no rule reads the calendar."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ORDER = (
    "model.core",
    "model.yaml_files",
    "model.evidence",
    "model.rules",
    "model.agents",
    "model.theory",
    "model.scenario",
    "model.ensemble",
    "model.engine",
    "model.runs",
    "model",
    "model.network",
    "model.story",
    "experiments.measures",
    "experiments.patterns",
    "experiments.comparison",
    "experiments.variance",
    "experiments.sweeps.plan",
    "experiments.sweeps.run",
    "experiments.sweeps.results",
    "experiments",
    "viz.common",
    "viz.figures",
    "viz.terminal",
    "viz.charts",
    "viz.reports",
    "viz.dashboard.front",
    "viz.dashboard.widgets",
    "viz.dashboard",
    "viz.dashboard.pages",
    "viz.server",
    "viz",
    "tightrope",
)
"""From the ground up: a module imports only from its own room and from those before it."""

STILL_UP = {
    ("model.agents.base", "model.ensemble.choice"),
    ("model.theory.consistency", "model.scenario.words"),
    ("experiments.sweeps.plan.plan", "experiments.sweeps.run.chunk"),
    ("viz.common.words", "viz.terminal.progress"),
    ("viz.figures.tipping", "viz.reports.odd"),
    ("viz.figures.tipping", "viz.reports.scenarios"),
    ("viz.figures.tipping", "viz.terminal.progress"),
}
"""Imports that go up and are still to be cut (who, what): none is to be added."""

SCREENS = {"solara", "matplotlib", "rich", "typer", "altair", "ipyvuetify"}


def modules() -> dict[str, Path]:
    files = [*ROOT.glob("model/**/*.py"), *ROOT.glob("experiments/**/*.py"), *ROOT.glob("viz/**/*.py")]
    files.append(ROOT / "tightrope.py")
    return {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in files}


def room(name: str) -> int:
    """Which room of the order a module stands in."""
    fits = [i for i, prefix in enumerate(ORDER) if name == prefix or name.startswith(prefix + ".")]
    assert fits, f"'{name}' has no place in the order: give it one in tests/test_architecture.py"
    return max(fits, key=lambda i: len(ORDER[i]))


def imports(path: Path) -> set[str]:
    """Modules imported at run time; those for the type checker alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    idle = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in idle:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("name", [n for n in modules() if n not in ("model", "experiments", "viz")])
def test_imports_go_down(name: str) -> None:
    known = modules()
    for other in imports(known[name]) & set(known):
        if known[other].name == "__init__.py" or other == name or (name, other) in STILL_UP:
            continue
        assert room(other) <= room(name), f"{name} imports {other}, which stands above it"


@pytest.mark.parametrize("name", [n for n in modules() if n.startswith(("model", "experiments"))])
def test_the_model_knows_no_screen(name: str) -> None:
    roots = {module.partition(".")[0] for module in imports(modules()[name])}
    assert not roots & SCREENS, f"{name} imports {roots & SCREENS}"


def test_the_project_speaks_of_itself_alone() -> None:
    """No file names a package index, a machine path or a private host."""
    words = ["pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "/" + "root/", "/work" + "/", "/home" + "/"]
    tracked = [p for p in ROOT.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.parts[1:])]
    for path in tracked:
        if path.suffix in {".py", ".yaml", ".toml", ".md", ".lock", ".txt", ".cff", ".in", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            for word in words:
                assert word not in text, f"{path.relative_to(ROOT)} contains '{word}'"
