"""The parameters that influence alignment most, stored in a file so that a page can offer them without a run.

    tightrope sweep what_matters && tightrope analyse runs/sweep-what_matters
    tightrope sweep runs/sweep-what_matters/analysis/next.yaml
    python -m experiments.sweeps.results.strongest runs/sweep-next      # writes strongest.json beside it anew

The first sweep screens all parameters, the second computes Sobol's indices of the strongest; the file holds those that
influence one of three alignments most, and says what it was made from.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.core.files import write_whole
from model.runs.manifest import hash_of

if TYPE_CHECKING:
    from experiments.sweeps.results.sensitivity import SensitivityIndices

FILE = Path(__file__).with_name("strongest.json")
MOST = 10
"""How many parameters are stored."""
READ = ("alignment_2017", "alignment_2020", "alignment_2021")
"""Outcomes that count: where alignment stands at the end of the thaw, before the break and at the end."""
PARAMETER = "parameters."


@dataclass(frozen=True, slots=True)
class Strongest:
    """A parameter that influences alignment.

    Attributes:
        outcome: The outcome for whose variance it matters most.
        total: Its total Sobol index for that outcome.
    """

    key: str
    outcome: str
    total: float


def strongest(found: Iterable[SensitivityIndices]) -> tuple[Strongest, ...]:
    """The strongest parameters over the outcomes that count, each with the outcome for which it matters most.

    Raises:
        ValueError: An outcome that counts is missing, or its indices are not settled.
    """
    by_outcome = {one.outcome: one for one in found}
    best: dict[str, Strongest] = {}
    for outcome in READ:
        indices = by_outcome.get(outcome)
        if indices is None or not indices.is_settled:
            why = "is not in this sweep" if indices is None else "has indices that are not settled: take a larger n"
            message = f"'{outcome}' {why}"
            raise ValueError(message)
        for index in indices.indices:
            key = index.key.removeprefix(PARAMETER)
            if key not in best or index.total > best[key].total:
                best[key] = Strongest(key, outcome, index.total)
    return tuple(sorted(best.values(), key=lambda one: (-one.total, one.key))[:MOST])


@cache
def stored() -> tuple[Strongest, ...]:
    """The strongest parameters as the file holds them."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["numbers"]
    return tuple(Strongest(row["key"], row["outcome"], row["total"]) for row in rows)


def text_of(found: Iterable[Strongest], made_from: Mapping[str, Any]) -> str:
    """The file, as text; the same each time."""
    rows = [{"key": one.key, "outcome": one.outcome, "total": round(one.total, 3)} for one in found]
    origin = {**made_from, "seeds": hash_of("seeds", "*.yaml")[:16]}
    return json.dumps({"made_from": origin, "numbers": rows}, indent=1) + "\n"


def main(folder: Path) -> None:
    """Write the file from a finished sweep of Sobol's indices."""
    from experiments.sweeps.results.analyse import analyse

    answers = analyse(folder)
    asked = answers.results.manifest["sweep"]
    made_from = {"scenario": asked["scenario"]["name"], **{name: asked[name] for name in ("seed", "n", "worlds")}}
    write_whole(FILE, text_of(strongest(answers.indices), made_from))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m experiments.sweeps.results.strongest FOLDER OF A SWEEP")
    try:
        main(Path(sys.argv[1]))
    except ValueError as error:
        sys.exit(f"{sys.argv[1]}: {error}")
