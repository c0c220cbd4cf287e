"""Saved runs as they were saved, to be compared where they cannot be run again: alignments, postures and falls alone.

    runs = reload([Path("runs/baseline"), Path("runs/s03")])

A folder keeps headline and dimensions of every world at any size, in single precision; a missing alignment is a regime
that has fallen, and the posture of the others follows from their headline and the thresholds of its scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from model.core.declarations import Mask
from model.ensemble.parameters import best_value
from model.ensemble.record import CLIENT_BELOW, DIMENSIONS, HEADLINE, WEST_ABOVE, Run, postures
from model.evidence.load import load_seeds
from model.runs.outcomes import only
from model.runs.save import Saved, SavingError, folder_of, is_run, load
from model.scenario.files import scenario_names

if TYPE_CHECKING:
    import pandas as pd

ALIVE = "belarus.regime_alive"


def is_folder(name: str | Path) -> bool:
    """Whether a name given by the user is the folder or the manifest of a saved run."""
    return str(name) not in scenario_names() and is_run(folder_of(name))


def reload(places: Sequence[str | Path]) -> tuple[Run, ...]:
    """Saved runs of the same worlds, with the worlds that count in all of them.

    Raises:
        SavingError: A folder cannot be read or holds no alignments, the runs are not of the same worlds, or no world
            counts in all.
    """
    folders = [folder_of(one) for one in places]
    saved = [load(folder) for folder in folders]
    for folder, one in zip(folders[1:], saved[1:], strict=True):
        _refuse_other_worlds(folders[0], saved[0], folder, one)
    runs = [_run(folder, one) for folder, one in zip(folders, saved, strict=True)]
    count: Mask = np.logical_and.reduce([one.worlds["counted"].to_numpy(dtype=np.bool_) for one in saved])
    if not count.any():
        message = "no world meets the conditions 'given' of all runs"
        raise SavingError(message)
    return tuple(only(run, count) for run in runs)


def _refuse_other_worlds(first: Path, base: Saved, folder: Path, other: Saved) -> None:
    for what, one, two in (
        ("seed", base.manifest["seed"], other.manifest["seed"]),
        ("number of worlds", len(base.worlds), len(other.worlds)),
        ("first month", base.manifest["months"][0], other.manifest["months"][0]),
    ):
        if one != two:
            message = f"{folder} and {first} cannot be compared world by world: their {what} is {two} and {one}"
            raise SavingError(message)
    if (base.worlds["world"].to_numpy() != other.worlds["world"].to_numpy()).any():
        message = f"{folder} and {first} cannot be compared world by world: they hold other worlds"
        raise SavingError(message)


def _run(folder: Path, saved: Saved) -> Run:
    table, numbers = saved.alignment, saved.worlds["world"].to_numpy()
    if table is None:
        message = f"{folder} holds no alignments of single worlds (alignment.parquet); run its scenario again"
        raise SavingError(message)
    try:
        scenario = saved.scenario
    except (KeyError, TypeError, ValueError) as error:
        message = f"{folder} was written by another version, whose scenarios cannot be read"
        raise SavingError(message) from error
    dates = tuple(table["month"].astype(str).to_numpy()[:: len(numbers)])
    columns = {HEADLINE: "alignment", **{f"{HEADLINE}_{one}": f"alignment_{one}" for one in DIMENSIONS}}
    series = {
        name: table[column].to_numpy().reshape(len(dates), len(numbers))
        for name, column in columns.items()
        if column in table
    }
    alive = ~np.isnan(series[HEADLINE])
    seeds = load_seeds()
    limits = [_in_worlds(saved.worlds, key, best_value(key, scenario, seeds)) for key in (CLIENT_BELOW, WEST_ABOVE)]
    return Run(
        scenario=replace(scenario, given=()),  # the folder says which worlds count
        numbers=numbers,
        months=dates,
        series=series | {ALIVE: alive.astype(np.float32)},
        moves={},
        posture=postures(series[HEADLINE].astype(np.float64), alive.astype(np.float64), *limits),
    )


def _in_worlds(worlds: pd.DataFrame, key: str, best: float) -> np.ndarray:
    """A number in every world, where it differs between them, or else its best value."""
    return np.asarray(worlds[key].to_numpy() if key in worlds else best, dtype=np.float64)
