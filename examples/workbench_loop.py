"""The model as a function in the EMA workbench; `python -m examples.workbench_loop`, with the extra `discovery`.

The workbench's own bookkeeping takes longer than the run of one world, so let one experiment be many worlds. For most
uses `tightrope sweep` with the design `latin_hypercube`, then `tightrope analyse`, does the same and can be resumed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from model.core.arrays import means
from model.ensemble.record import HEADLINE, Posture
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting

KEYS = {"room": "hedging.initial_room", "integration": "alliance.initial_military_dependence"}
"""The workbench wants names without dots."""


def final_means(worlds: int = 100, end: str = "2021-12", **values: float) -> dict[str, float]:
    """One experiment: outcomes over many worlds, with some parameters fixed and all others at their best."""
    asked = load_scenario("baseline", settings=["sampling=best", f"end={end}"])
    fixed = {KEYS[name]: ParameterSetting(fix=float(value)) for name, value in values.items()}
    result = run(replace(asked, parameters=fixed), keep=[HEADLINE], moves=False, worlds=worlds)
    return {
        "alignment": float(means(result.series[HEADLINE][-1])),
        "client": float((result.posture[-1] == Posture.CLIENT).mean()),
    }


def workbench_model(workbench: Any) -> Any:  # noqa: ANN401 (the workbench comes without types)
    """The model as the workbench wants it: named uncertainties with their documented ranges, and outcomes."""
    known = load_seeds().parameters
    model = workbench.Model("tightrope", function=final_means)
    model.uncertainties = [workbench.RealParameter(name, known[key].low, known[key].high) for name, key in KEYS.items()]
    model.outcomes = [workbench.ScalarOutcome(name) for name in ("alignment", "client")]
    return model


if __name__ == "__main__":
    import ema_workbench

    experiments, outcomes = ema_workbench.perform_experiments(workbench_model(ema_workbench), scenarios=20)
    print(experiments[list(KEYS)].assign(**outcomes).to_string())
