"""Golden numbers: how they are measured, and the only way to write them anew, which asks for a reason.

    python -m tests.model.golden_refresh "the base demand now decays in proportion"

Medians of one or two series per chain of rules, at three dates, over the first 97 worlds of the baseline. A file whose
numbers stay the same keeps its old reason.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import quantile_rows
from model.ensemble.record import is_output
from model.ensemble.world import World
from model.scenario.load import load_scenario

FOLDER = Path(__file__).parent / "golden"
SETTINGS = {"scenario": "baseline", "worlds": 97, "sampling": "prior", "seed": 2013}
LEAST_REASON = 20
USAGE = f'say why the numbers change (at least {LEAST_REASON} letters): python -m tests.model.golden_refresh "REASON"'

CHAINS: Mapping[str, tuple[tuple[str, ...], tuple[str, str, str]]] = {
    "security_dilemma": (("russia.fear_of_abandonment", "russia.base_demand"), ("2014-12", "2016-12", "2020-07")),
    "coercion": (("russia.coercion", "belarus.economic_dependence"), ("2015-06", "2017-06", "2020-10")),
    "conditionality": (("eu.rung", "belarus.contacts"), ("2013-12", "2016-06", "2021-06")),
    "mediation": (("eu.image", "ukraine.credibility", "ukraine.fatigue"), ("2015-06", "2018-06", "2021-03")),
    "hedging": (("belarus.accommodation", "belarus.room_for_manoeuvre"), ("2014-12", "2015-12", "2020-12")),
    "regime": (("belarus.unrest", "belarus.regime_reserve", "belarus.repression"), ("2017-04", "2020-08", "2021-04")),
    "alignment": (
        ("belarus.alignment_security", "belarus.alignment_economy", "belarus.alignment_diplomacy",
         "belarus.alignment_identity"),
        ("2014-03", "2018-07", "2021-04"),
    ),
}  # fmt: skip
"""Chain of rules -> its series, and its three dates."""

Numbers = dict[str, dict[str, float]]


def live() -> tuple[tuple[str, ...], dict[str, NDArray[np.float64]]]:
    """The dates, and every stock and golden auxiliary in full precision; alignments only while the regime stands."""
    asked = [f"{key}={value}" for key, value in SETTINGS.items() if key != "scenario"]
    scenario = load_scenario(str(SETTINGS["scenario"]), settings=asked)
    wanted = [name for names, _ in CHAINS.values() for name in names]
    world = World(scenario, watch=wanted)
    names = dict.fromkeys([*(stock.series for stock in world.month.theory.stocks.values()), *wanted])
    rows: dict[str, list[NDArray[np.float64]]] = {name: [] for name in names}
    for _ in range(scenario.months):
        world.step()
        for name, months in rows.items():
            months.append(world.read(name))
    dates = tuple(scenario.date(month) for month in range(scenario.months))
    series = {name: np.array(months) for name, months in rows.items()}
    fallen = series["belarus.regime_alive"] < 0.5
    return dates, {n: np.where(fallen, np.nan, values) if is_output(n) else values for n, values in series.items()}


def medians(dates: tuple[str, ...], series: Mapping[str, NDArray[np.float64]], chain: str) -> Numbers:
    """The numbers of one chain, unrounded."""
    names, when = CHAINS[chain]
    return {name: {date: float(quantile_rows(series[name], 0.5)[dates.index(date)]) for date in when} for name in names}


def refresh(reason: str, folder: Path = FOLDER) -> list[str]:
    """Write every file whose numbers have changed, with the reason; the names of those written."""
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise ValueError(USAGE)
    dates, series = live()
    written = []
    folder.mkdir(exist_ok=True)
    for chain in CHAINS:
        path = folder / f"{chain}.json"
        found = medians(dates, series, chain)
        numbers = {name: {date: round(value, 6) for date, value in row.items()} for name, row in found.items()}
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if (kept.get("settings"), kept.get("medians")) != (SETTINGS, numbers):
            plain = {"chain": chain, "reason": reason, "settings": SETTINGS, "medians": numbers}
            path.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
            written.append(chain)
    return written


def main(arguments: Sequence[str]) -> None:
    """The command: write what has changed, or say what is missing and end with an error."""
    try:
        done = refresh(arguments[0] if len(arguments) == 1 else "")
    except ValueError as error:
        sys.exit(str(error))
    print(f"written: {', '.join(done)}" if done else "nothing has changed, so nothing is written")


if __name__ == "__main__":
    main(sys.argv[1:])
