"""The examples: those of docs/api.md, the notebook, and the model as a function in the loops of others."""

from __future__ import annotations

import doctest
import importlib.util
import json
import re
import runpy
import types
import warnings
from pathlib import Path

import numpy as np
import pytest

from examples import salib_loop, workbench_loop
from model.evidence.load import load_seeds

ROOT = Path(__file__).resolve().parents[1]


def test_every_example_of_the_api_page_gives_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 10
    page = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/api.md", None, 0)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(page, out=told.append).failed == 0, "".join(told)


def test_no_cell_of_the_notebook_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = json.loads((ROOT / "examples" / "tightrope.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names: dict[str, object] = {}
    for number, cell in enumerate(cells, start=1):
        assert cell["execution_count"] == number
        assert cell["outputs"]
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)


def test_the_model_in_a_loop_of_salib() -> None:
    found = salib_loop.second_order(2, worlds=3, end="2013-03")
    assert found["S1"].shape == found["ST"].shape == (3,)
    assert np.isfinite(found["ST"]).all()
    assert found["S2"].shape == (3, 3)


def test_the_model_as_an_experiment_of_the_workbench() -> None:
    known = load_seeds().parameters
    made = types.SimpleNamespace(
        Model=lambda name, function: types.SimpleNamespace(name=name, function=function),
        RealParameter=lambda name, low, high: (name, low, high),
        ScalarOutcome=lambda name: name,
    )
    model = workbench_loop.workbench_model(made)
    assert [name for name, _, _ in model.uncertainties] == ["room", "integration"]
    least = model.function(worlds=3, end="2013-03", **{name: low for name, low, _ in model.uncertainties})
    most = model.function(worlds=3, end="2013-03", **{name: high for name, _, high in model.uncertainties})
    assert set(least) == set(model.outcomes)
    assert least["alignment"] != most["alignment"]
    assert model.uncertainties[0][1:] == (known["hedging.initial_room"].low, known["hedging.initial_room"].high)


def test_the_workbench_itself_runs_it_where_it_is_installed() -> None:
    if importlib.util.find_spec("ema_workbench") is None:
        with pytest.raises(ModuleNotFoundError, match="ema_workbench"):
            runpy.run_path(workbench_loop.__file__, run_name="__main__")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ema_workbench

        model = workbench_loop.workbench_model(ema_workbench)
        model.constants = [ema_workbench.Constant("worlds", 3), ema_workbench.Constant("end", "2013-03")]
        tried, outcomes = ema_workbench.perform_experiments(model, scenarios=4)
    alone = [
        workbench_loop.final_means(worlds=3, end="2013-03", room=room, integration=integration)["alignment"]
        for room, integration in tried[["room", "integration"]].itertuples(index=False)
    ]
    assert outcomes["alignment"].tolist() == alone
    assert len(set(alone)) == 4


def test_a_name_the_example_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError, match="rom"):
        workbench_loop.final_means(worlds=1, end="2013-02", rom=0.3)
