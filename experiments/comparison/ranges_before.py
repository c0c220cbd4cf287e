"""The ranges as they were before they were set by ignorance, so that worlds of both can be run side by side."""

from __future__ import annotations

import csv

from model.core.places import ROOT

RANGES_BEFORE = ROOT / "docs" / "data" / "ranges_before.csv"


def ranges_before() -> dict[str, tuple[float, float]]:
    """Key of every number of the theory of that time -> its low and high then; best values have not moved since."""
    with RANGES_BEFORE.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: (float(row["low"]), float(row["high"])) for row in csv.DictReader(stream)}
