"""The numbers that move alignment most, kept in a file so that a page can offer them without running anything.

    python -m experiments.influential        # writes experiments/influential.json anew

The file says from how many worlds, which seed and which seeds/ it was made.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experiments.influence import WORLDS, Ranking, influential
from experiments.outcomes import OUTCOMES
from model.evidence import SEEDS_FOLDER
from model.scenario import Scenario, load_scenario

FILE = Path(__file__).with_name("influential.json")
SCENARIO, MOST = "baseline", 10
"""Where the ranking is made, and how many numbers are kept."""
READ = ("alignment_2017", "alignment_2020", "alignment_2021")
"""Outcomes that count: where alignment stands at the end of the thaw, before the break and at the end."""


@dataclass(frozen=True, slots=True)
class Strongest:
    """A number that moves alignment.

    Attributes:
        key: Key of the parameter.
        outcome: The outcome it moves most.
        partial: Its partial rank correlation with that outcome.
    """

    key: str
    outcome: str
    partial: float


def strongest(rankings: dict[str, Ranking]) -> tuple[Strongest, ...]:
    """The strongest numbers over several outcomes, each by the outcome that it moves most; only those above noise."""
    found: dict[str, Strongest] = {}
    for outcome, ranking in rankings.items():
        for one in ranking.above_noise:
            if one.key not in found or abs(one.partial) > abs(found[one.key].partial):
                found[one.key] = Strongest(one.key, outcome, one.partial)
    return tuple(sorted(found.values(), key=lambda one: (-abs(one.partial), one.key))[:MOST])


def ranked(scenario: Scenario, *, worlds: int = WORLDS) -> tuple[Strongest, ...]:
    """The strongest numbers of a scenario."""
    return strongest(influential(scenario, [one for one in OUTCOMES if one.name in READ], worlds=worlds))


@cache
def stored() -> tuple[Strongest, ...]:
    """The strongest numbers as the file holds them."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["numbers"]
    return tuple(Strongest(row["key"], row["outcome"], row["partial"]) for row in rows)


def text_of(found: tuple[Strongest, ...], scenario: Scenario, worlds: int) -> str:
    """The file, as text; the same each time."""
    stamp = {"scenario": scenario.name, "seed": scenario.seed, "worlds": worlds, "seeds": seeds_hash()}
    rows = [{"key": one.key, "outcome": one.outcome, "partial": round(one.partial, 3)} for one in found]
    return json.dumps({"made_from": stamp, "numbers": rows}, indent=1) + "\n"


def seeds_hash() -> str:
    """A hash of all files of seeds/."""
    whole = hashlib.sha256()
    for path in sorted(SEEDS_FOLDER.glob("*.yaml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("usage: python -m experiments.influential")
    asked = load_scenario(SCENARIO)
    FILE.write_text(text_of(ranked(asked), asked, WORLDS), encoding="utf-8")
