"""The sweep file that follows a screening: the same question, put to Sobol's indices of what the screening found."""

from __future__ import annotations

import json
from typing import Any

from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.results.results import SweepResults
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution

NEXT_N = 1024
FEWEST = 2
"""Fewest factors that Sobol's design takes."""


def next_sweep(results: SweepResults, keys: list[str], *, n: int = NEXT_N) -> str:
    """A sweep file for some factors of a sweep: scenario, settings, ranges, worlds and outcomes are as they were."""
    asked, sweep = results.manifest["asked"], results.manifest["sweep"]
    chosen = [factor for factor in results.factors if factor.key in keys]
    data = {
        "title": f"The {len(chosen)} most influential factors, by Sobol's indices",
        "question": f"How much of the variance is due to each factor that this sweep found: {results.title}?",
        "because": "Made by `tightrope analyse` from a screening with Morris's method.",
        "scenario": asked["scenario"],
        **({"set": asked["set"]} if asked["set"] else {}),
        "vary": {factor.key: _values(factor) for factor in chosen},
        "design": "sobol",
        "n": n,
        "others": asked["others"],
        "worlds": sweep["worlds"],
        "seed": sweep["seed"],
        "outcomes": asked["outcomes"],
    }
    return "".join(f"{key}:{_lines(value)}\n" for key, value in data.items())


def _lines(value: Any) -> str:  # noqa: ANN401 (plain data)
    """A value as YAML: a mapping line by line, with each value as JSON, which every YAML reader takes alike."""
    if isinstance(value, dict):
        return "".join(f"\n  {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}" for key, part in value.items())
    return f" {json.dumps(value, ensure_ascii=False)}"


def _values(factor: Factor) -> object:
    """What a factor took, as a file writes it."""
    if factor.is_list:
        return list(factor.values)
    spread: dict[str, object] = {"low": factor.low, "high": factor.high}
    if factor.distribution is not Distribution.UNIFORM:
        spread["distribution"] = str(factor.distribution)
    if factor.distribution is Distribution.PERT:
        spread["best"] = factor.best
    if factor.is_parameter:
        own = load_seeds().parameters[factor.parts[1]]
        mine = factor.low, factor.high, factor.best, factor.distribution
        if mine == (own.low, own.high, own.best, own.distribution):
            return {"range": "own"}
        spread["because"] = "as in the sweep before"
    return spread
