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
    """Key -> low and high then, for every number of the theory of that time whose best value has not moved since."""
    seeds = load_seeds()
    with RANGES_BEFORE.open(encoding="utf-8", newline="") as stream:
        return {
            row["key"]: (float(row["low"]), float(row["high"]))
            for row in csv.DictReader(stream)
            if row["key"] in seeds.parameters and seeds.parameters[row["key"]].best == float(row["best"])
        }


def in_ranges_before(scenario: Scenario) -> Scenario:
    """The scenario with every sampled number drawn from its range of before; a chosen variant's factor is laid on that.

    Distributions, numbers drawn together, and numbers whose best value has moved since, are those of today.
    """
    seeds = load_seeds()
    before = {
        key: ParameterSetting(low=low, high=high)
        for key, (low, high) in ranges_before().items()
        if seeds.parameters[key].kind is not Kind.DEFINITION
    }
    chosen = {
        key: replace(before.get(key, ParameterSetting()), scale=one.scale) if one.scale is not None else one
        for key, one in hypothesis_settings(scenario, seeds).items()
    }
    return replace(scenario, parameters=before | chosen | dict(scenario.parameters))
