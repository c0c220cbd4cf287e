"""The house stands as drawn: imports go down, the model knows no screen, no rule reads the calendar."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ORDER = (
    "model.core.declarations",
    "model.yaml_files.tree",
    "model.yaml_files.fields",
    "model.evidence.records",
    "model.evidence.cache",
    "model.evidence.claims_reader",
    "model.evidence.reader",
    "model.evidence.load",
    "model.core.draws",
    "model.core.arrays",
    "model.rules.forms",
    "model.rules",
    "model.ensemble.choice",
    "model.agents",
    "model.scenario.pressure",
    "model.scenario.kinds",
    "model.scenario.layers",
    "model.scenario.words",
    "model.theory.theory",
    "model.theory.consistency",
    "model.reading",
    "model.scenario.load",
    "model.ensemble.drivers",
    "model.ensemble.parameters",
    "model.ensemble.variables",
    "model.ensemble.assembly",
    "model.ensemble.setup",
    "model.ensemble.world",
    "model.ensemble.record",
    "model.network.ties",
    "model.network.measures",
    "model.engine.graph",
    "model.engine.trace",
    "model.engine.stages",
    "model.engine.instructions",
    "model.engine.program",
    "model.engine.cache",
    "model.engine.constants",
    "model.engine.kernels",
    "model.engine.random",
    "model.engine.select",
    "model.engine.execute",
    "model.engine",
    "model.runs.run",
    "model.mesa_model",
    "model.runs.outcomes",
    "model.runs.manifest",
    "model.runs.tables",
    "model.runs",
    "model.network.pressing",
    "model.story.phrases",
    "model.story.segments",
    "model.story.counterfactual",
    "model.story.decomposition",
    "model.story.diary",
    "model.story",
    "model.story.tell",
    "experiments.measures.forms",
    "experiments.measures.trends",
    "experiments.measures.pooled",
    "experiments.patterns.records",
    "experiments.patterns.reader",
    "experiments.patterns.verdicts",
    "experiments.comparison.questions",
    "experiments.comparison.compare",
    "experiments.comparison.effects",
    "experiments.comparison.switches",
    "experiments.comparison.holding",
    "experiments.measures.outcomes",
    "experiments.variance.groups",
    "experiments.variance.indices",
    "experiments.variance.screening",
    "experiments.sweeps.plan.factors",
    "experiments.sweeps.plan.outcomes",
    "experiments.sweeps.plan.design",
    "experiments.sweeps.run.chunk",
    "experiments.sweeps.plan.plan",
    "experiments.sweeps.plan.factor_check",
    "experiments.sweeps.plan.factor_reader",
    "experiments.sweeps.plan.reader",
    "experiments.sweeps.plan.schema",
    "experiments.sweeps.run.folder",
    "experiments.sweeps.run.tables",
    "experiments.sweeps.run.store",
    "experiments.sweeps.run.workers",
    "experiments.sweeps.run.runner",
    "experiments.sweeps.results.results",
    "experiments.sweeps.results.sensitivity",
    "experiments.sweeps.results.maps",
    "experiments.sweeps.results.regret",
    "experiments.sweeps.results.discovery",
    "experiments.sweeps.results.analyse",
    "experiments.sweeps.results.strongest",
    "experiments.api",
    "experiments",
    "viz",
    "tightrope",
)
"""From the ground up: a module imports only what stands before it (or its own room)."""

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
        if known[other].name == "__init__.py" or other == name:
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
