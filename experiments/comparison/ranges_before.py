"""The ranges as they were before they were set by ignorance, so that worlds of both can be run side by side."""

from __future__ import annotations

import csv
from dataclasses import replace

from model.core.places import ROOT
from model.ensemble.parameters import hypothesis_settings
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.scenario.scenario import ParameterSetting, Scenario

RANGES_BEFORE = ROOT / "docs" / "data" / "ranges_before.csv"


def ranges_before() -> dict[str, tuple[float, float]]:
    """Key -> low and high then, of every number of that time that still stands, with the best value that it had."""
    numbers = load_seeds().parameters
    return {key: (low, high) for key, (low, best, high) in _rows().items() if numbers[key].best == best}


def in_ranges_before(scenario: Scenario) -> Scenario:
    """The scenario with every sampled number drawn from its range of before; a chosen variant's factor is laid on that.

    Where a best value has moved since, the range moves with it in proportion. Distributions, and numbers drawn
    together, are those of today, and so are the ranges of numbers that are new.
    """
    seeds = load_seeds()
    before: dict[str, ParameterSetting] = {}
    for key, (low, best, high) in _rows().items():
        now = seeds.parameters[key]
        if now.kind is not Kind.DEFINITION:
            factor = 1.0 if now.best == best else now.best / best
            before[key] = ParameterSetting(low=low * factor, high=high * factor)
    chosen = {
        key: replace(before.get(key, ParameterSetting()), scale=one.scale) if one.scale is not None else one
        for key, one in hypothesis_settings(scenario, seeds).items()
    }
    return replace(scenario, parameters=before | chosen | dict(scenario.parameters))


def _rows() -> dict[str, tuple[float, float, float]]:
    """Key -> low, best and high of before, of the numbers that still stand."""
    numbers = load_seeds().parameters
    with RANGES_BEFORE.open(encoding="utf-8", newline="") as stream:
        rows = {
            row["key"]: (float(row["low"]), float(row["best"]), float(row["high"])) for row in csv.DictReader(stream)
        }
    return {key: row for key, row in rows.items() if key in numbers}
