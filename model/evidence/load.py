"""The evidence: everything in `seeds/`, loaded strictly and frozen.

seeds = load_seeds()
seeds.parameters["alliance.fear_by_opening"].best
seeds.claims_of("alliance.fear_by_opening")          # the claims of the documents that it rests on
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from model.core.places import ROOT
from model.evidence.reader import SeedReader
from model.evidence.records import Seeds

SEEDS_FOLDER = ROOT / "seeds"


def load_seeds(folder: Path | None = None) -> Seeds:
    """Everything in `seeds/`, checked; loaded once per folder.

    Args:
        folder: The folder to read; by default the one that stands beside the package.

    Raises:
        InputError: Something in the files is wrong; every problem of every file is named.
    """
    return _load(SEEDS_FOLDER if folder is None else folder.resolve())


@cache
def _load(folder: Path) -> Seeds:
    return SeedReader(folder).read()
