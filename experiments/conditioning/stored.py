"""Which patterns which false worlds fail, stored in a file so that `tightrope patterns` can say it without a search.

`python -m viz.reports scores` writes it. What it was made with is in its digest; when rules, numbers, facts, patterns
or false worlds have changed since, it is stale, and said to be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experiments.conditioning.support import FalseWorldResult
from experiments.patterns.verdicts import PatternResult
from model.core.files import write_whole
from model.runs.digest import model_digest
from model.runs.manifest import hash_of

FILE = Path(__file__).with_name("false_worlds.json")


@dataclass(frozen=True, slots=True)
class FailedPatterns:
    """What the file holds.

    Attributes:
        digest: What it was made with.
        tried: Prior worlds searched for each history.
        holds: Patterns that hold in the baseline's conditioned worlds.
        failed_by: Key of every pattern -> names of the false worlds that fail it.
    """

    digest: str
    tried: int
    holds: tuple[str, ...]
    failed_by: Mapping[str, tuple[str, ...]]

    @property
    def is_stale(self) -> bool:
        """Whether it was made with other rules, numbers, facts, patterns or false worlds."""
        return self.digest != digest_now()


def digest_now() -> str:
    """A digest of the model, the patterns and the false worlds as they are now."""
    files = (hash_of("seeds", f"{name}.yaml") for name in ("patterns", "false_worlds"))
    return hashlib.sha256(" ".join((model_digest(), *files)).encode()).hexdigest()


def failed_patterns(
    baseline: Iterable[PatternResult], results: Iterable[FalseWorldResult], tried: int
) -> FailedPatterns:
    """What is stored of the results."""
    known, found = list(baseline), list(results)
    failed = {one.id: tuple(r.world.key for r in found if one.id in r.failed) for one in known}
    return FailedPatterns(digest_now(), tried, tuple(one.id for one in known if one.met), failed)


def text_of(found: FailedPatterns) -> str:
    """The file, as text; the same each time."""
    rows = {key: list(names) for key, names in found.failed_by.items()}
    plain = {"digest": found.digest, "tried": found.tried, "holds": list(found.holds), "failed_by": rows}
    return json.dumps(plain, indent=1) + "\n"


def store(found: FailedPatterns, path: Path = FILE) -> None:
    """Write the file."""
    write_whole(path, text_of(found))
    stored.cache_clear()


@cache
def stored(path: Path = FILE) -> FailedPatterns:
    """What the file holds."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    failed = {key: tuple(names) for key, names in plain["failed_by"].items()}
    return FailedPatterns(plain["digest"], plain["tried"], tuple(plain["holds"]), failed)
