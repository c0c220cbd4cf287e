"""The house stands as drawn: imports go down, nothing is too long to read, the model knows no screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

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
    "experiments.relations",
    "experiments.trace",
    "experiments.explanation",
    "experiments.conditioning",
    "experiments.scoring",
    "experiments.responses",
    "experiments.variance",
    "experiments.sweeps.plan",
    "experiments.sweeps.run",
    "experiments.sweeps.results",
    "experiments",
    "viz.common",
    "viz.things",
    "viz.sentences",
    "viz.figures",
    "viz.api",
    "viz.terminal",
    "viz.terminal.why",
    "viz.terminal.studies",
    "viz.charts",
    "viz.reports",
    "viz.dashboard.front",
    "viz.dashboard.widgets",
    "viz.dashboard",
    "viz.dashboard.panel",
    "viz.dashboard.evidence",
    "viz.dashboard.shell",
    "viz.dashboard.pages",
    "viz.server",
    "viz.terminal.commands",
    "viz",
    "tightrope",
)
"""From the ground up: a module imports only from its own room and from those before it."""

SCREENS = {"solara", "matplotlib", "rich", "typer", "altair", "ipyvuetify"}

MOST_FILES, MOST_LINES, MIDDLE, MOST_IN_FUNCTION, MOST_METHODS = 14, 320, 140, 50, 12
CROWDED = {"model/rules": "one file per subject of the theory"}
"""Folders that may hold more files, and why."""
LONG: dict[str, str] = {}
"""Functions that may be longer, and why."""
RICH = {"experiments.sweeps.results.results.SweepResults": "one short reader for each thing a sweep folder holds"}
"""Classes that may have more methods, and why."""


Module = tuple[Path, ast.Module]


@cache
def modules() -> dict[str, Module]:
    files = [path for room in ("model", "experiments", "viz") for path in ROOT.glob(f"{room}/**/*.py")]
    found = {}
    for path in [*files, ROOT / "tightrope.py"]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path, ast.parse(path.read_text(encoding="utf-8"))
    return found


def room(name: str) -> int:
    """Which room of the order a module stands in."""
    fits = [i for i, prefix in enumerate(ORDER) if name == prefix or name.startswith(prefix + ".")]
    assert fits, f"'{name}' has no place in the order: give it one in tests/test_architecture.py"
    return max(fits, key=lambda i: len(ORDER[i]))


def imports(tree: ast.Module) -> set[str]:
    """Every module imported, wherever: in functions and for the type checker too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def circles(arrows: dict[str, set[str]]) -> Iterator[list[str]]:
    """Modules that import each other, all the way round."""
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> Iterator[list[str]]:
        if name in path:
            yield [*path[path.index(name) :], name]
        elif name not in done:
            for other in sorted(arrows[name]):
                yield from visit(other, [*path, name])
            done.add(name)

    for name in arrows:
        yield from visit(name, [])


def test_imports_go_down_and_never_round() -> None:
    known = {name: found for name, found in modules().items() if found[0].name != "__init__.py"}
    arrows = {name: imports(tree) & known.keys() - {name} for name, (_, tree) in known.items()}
    pairs = {(name, other) for name in known for other in arrows[name] if room(other) > room(name)}
    up = [f"{name} imports {other}, which stands above it" for name, other in pairs]
    round_ = [" -> ".join(circle) for circle in circles(arrows)]
    assert not up + round_, "\n".join(["imports must go down:", *sorted(up), *round_])


def test_the_model_knows_no_screen() -> None:
    below = {n: tree for n, (_, tree) in modules().items() if n.startswith(("model", "experiments"))}
    roots = {n: {module.partition(".")[0] for module in imports(tree)} & SCREENS for n, tree in below.items()}
    assert not {n: some for n, some in roots.items() if some}


def too_long(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and f"{name}.{node.name}" not in LONG:
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MOST_IN_FUNCTION:
                yield f"{name}.{node.name}: {lines} lines"
        elif isinstance(node, ast.ClassDef) and f"{name}.{node.name}" not in RICH:
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            if len(methods) > MOST_METHODS:
                yield f"{name}.{node.name}: {len(methods)} methods"


def test_nothing_is_too_long_to_read() -> None:
    lines = {n: len(path.read_text(encoding="utf-8").splitlines()) for n, (path, _) in modules().items()}
    problems = [f"{n}: {count} lines" for n, count in lines.items() if count > MOST_LINES]
    problems += [problem for n, (_, tree) in modules().items() for problem in too_long(n, tree)]
    paths = [path for path, _ in modules().values() if path.name != "__init__.py"]
    for folder in {path.parent for path in paths}:
        count, place = sum(path.parent == folder for path in paths), folder.relative_to(ROOT).as_posix()
        if count > MOST_FILES and place not in CROWDED:
            problems.append(f"{place}: {count} files")
    middle = median(lines[n] for n, (path, _) in modules().items() if path.name != "__init__.py")
    if middle >= MIDDLE:
        problems.append(f"the median file: {middle:.0f} lines")
    assert not problems, "\n".join(["too long to read:", *sorted(problems)])


def test_the_project_speaks_of_itself_alone() -> None:
    """No file names a package index, a machine path or a private host."""
    words = ["pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "/" + "root/", "/work" + "/", "/home" + "/"]
    tracked = [p for p in ROOT.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.parts[1:])]
    for path in tracked:
        if path.suffix in {".py", ".yaml", ".toml", ".md", ".lock", ".txt", ".cff", ".in", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            for word in words:
                assert word not in text, f"{path.relative_to(ROOT)} contains '{word}'"


def test_the_page_of_the_architecture_names_files_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {
        name for name in re.findall(r"`((?:model|experiments|viz|tests)/[\w/.]+\.py)`", text) if "SUBJECT" not in name
    }
    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
