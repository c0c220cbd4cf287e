"""The log of looks at data held back: a line for each look, in the folder of the results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from experiments.scoring.observed import CsvFile
from model.core.errors import TightropeError
from model.core.files import write_whole
from model.runs.digest import model_digest
from model.scenario.scenario import Scenario

LOG = "looks.jsonl"


class LookError(TightropeError):
    """Data are held back and there is no folder in which a look at them would be logged, or it cannot be written."""


def log_look(
    folder: Path | None, file: CsvFile, scenario: Scenario, looked: Sequence[tuple[str, Sequence[str]]]
) -> None:
    """Note in the log that data held back are looked at; what was noted before stays.

    Args:
        folder: Where the log is.
        file: The observed data.
        scenario: What is scored.
        looked: Name of each series, and its points that are held back.

    Raises:
        LookError: There is no folder, or it cannot be written.
    """
    if folder is None:
        names = ", ".join(
            f"{name} ({len(times)} {'point' if len(times) == 1 else 'points'} from {times[0]} on)"
            for name, times in looked
        )
        message = f"data held back would be looked at: {names}; give --out DIR, where every look is logged"
        raise LookError(message)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    base = {"at": now, "scenario": scenario.name, "seed": scenario.seed, "worlds": scenario.worlds}
    base |= {
        "sampling": str(scenario.sampling),
        "model": model_digest(),
        "file": Path(file.name).name,
        "sha256": file.sha256,
    }
    lines = [json.dumps(base | {"series": name, "points": list(times)}) + "\n" for name, times in looked]
    path = folder / LOG
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        write_whole(path, before + "".join(lines))
    except OSError as error:
        message = f"{path}: the log of looks cannot be written: {error.strerror}"
        raise LookError(message) from None
