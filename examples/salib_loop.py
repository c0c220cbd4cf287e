"""The model as a function in a loop of SALib itself; `python -m examples.salib_loop`.

For most uses `tightrope sweep` is better: it saves what is done, uses all cores and can be resumed. This is for those
who want a design or an index that sweeps do not have, here Sobol's indices of second order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from SALib.analyze import sobol as indices
from SALib.sample import sobol as design

from model.core.arrays import means
from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting

KEYS = ("hedging.initial_room", "alliance.initial_military_dependence", "rescue.initial_survival_dependence")


def final_alignment(values: Mapping[str, float], *, worlds: int = 100, end: str = "2021-12") -> float:
    """Mean final alignment where the regime stands, with some parameters fixed and all others at their best."""
    asked = load_scenario("baseline", settings=["sampling=best", f"end={end}"])
    fixed = {key: ParameterSetting(fix=float(value)) for key, value in values.items()}
    result = run(replace(asked, parameters=fixed), keep=[HEADLINE], moves=False, worlds=worlds)
    return float(means(result.series[HEADLINE][-1]))


def second_order(n: int = 64, *, worlds: int = 100, end: str = "2021-12") -> dict[str, np.ndarray]:
    """Sobol's indices, those of pairs of parameters included."""
    known = load_seeds().parameters
    problem = {
        "num_vars": len(KEYS),
        "names": list(KEYS),
        "bounds": [[known[key].low, known[key].high] for key in KEYS],
    }
    points = design.sample(problem, n, seed=2013)
    results = [final_alignment(dict(zip(KEYS, row, strict=True)), worlds=worlds, end=end) for row in points]
    return dict(indices.analyze(problem, np.array(results), seed=2013))


if __name__ == "__main__":
    found = second_order()
    for name, first, total in zip(KEYS, found["S1"], found["ST"], strict=True):
        print(f"{name}: first {first:.2f}, total {total:.2f}")
    print("pairs:", np.round(found["S2"], 2).tolist())
