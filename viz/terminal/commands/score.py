"""The verb that holds a scenario against observed series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from model.core.files import write_whole
from viz.common.exits import WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import json_text, load_and_note, print_result

SCORES = "scores.json"


def score(
    name: options.Name,
    observed: Annotated[
        Path, typer.Option(metavar="FILE.csv", help="Observed series: columns series, month or year, value.")
    ],
    series: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this series; by default all in the file; repeatable.")
    ] = None,
    registry: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="Which output stands for which series; seeds/observables.yaml if none."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the scores, and for the log of looks at data held back."),
    ] = None,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Score a scenario against observed series.

    Skill is relative to the last value, the mean and the straight line of a training window, and to placebos. What
    cannot be scored is refused, with its reason. Tables made by others are read as the registry describes them.
    """
    from experiments.scoring.observables import load_observables, read_observables
    from experiments.scoring.observed import read_csv
    from experiments.scoring.score import score as score_file
    from viz.api import check_size
    from viz.terminal.progress import progress
    from viz.terminal.studies.score import as_plain, score_lines, short_lines

    known = load_observables() if registry is None else read_observables(registry)
    file = read_csv(observed)
    scenario = load_and_note(name, worlds, seed, set_, quiet=quiet or as_json)
    check_size(scenario)
    with progress(f"Scoring {scenario.name}", quiet=quiet or as_json) as advance:
        report = score_file(scenario, file, registry=known, series=series or (), out=out, progress=advance)
    plain, lines = as_plain(report), short_lines if quiet else score_lines
    if out is not None:
        _write(out, json_text(plain))
    print_result(plain, lines(report, width=options.width()), as_json=as_json)


def _write(folder: Path, text: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / SCORES, text + "\n")
    except OSError as error:
        message = f"{folder}: the scores cannot be written: {error.strerror}"
        raise WrongInputError(message) from None
