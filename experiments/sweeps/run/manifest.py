"""The manifest of a sweep: everything on which its results depend, and what differs from another one.

The digest of the plan stands in the manifest, in the ledger, which holds the manifest too, and in every table; what was
made by another sweep, or was altered, is refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import environment
from experiments.sweeps.run.folder import MANIFEST, SweepError
from model.runs.manifest import as_json, digest_of

FORMAT = "tightrope sweep 2"
CPU = "CPU features"
PLAN_WORDS = {
    "scenario": "settings of the scenario",
    "n": "'n'",
    "rows": "points",
    "seed": "seed",
    "worlds": "'worlds'",
    "vary": "factors ('vary')",
    "design": "design",
    "chunk": "chunks",
    "outcomes": "outcomes",
}
ENVIRONMENT_WORDS = {
    "version": "version of the program",
    "sha256": "version of the model or its numbers",
    "packages": "packages",
    "python": "Python",
    "cpu_features": CPU,
}


def manifest_text(plan: SweepPlan) -> str:
    """Everything on which a result depends, and how it was asked for, as JSON."""
    data = {
        "format": FORMAT,
        "name": plan.name,
        "title": plan.title,
        "points": plan.points,
        "digest": plan.digest,
        "asked": dict(plan.asked),
        "sweep": plan.as_plain(),
        "made_by": dict(environment()),
    }
    return as_json(data, ordered=True)


def read_manifest(folder: Path, text: str = "") -> dict[str, Any]:
    """The manifest of a sweep folder, or the one that a ledger holds.

    Raises:
        SweepError: There is none, or it was damaged, altered, or written by another version of the program.
    """
    path = folder / MANIFEST
    if not text and not path.exists():
        message = f"{folder} holds no sweep: it has no manifest"
        raise SweepError(message)
    try:
        data = json.loads(text or path.read_text(encoding="utf-8"))
        found = data["format"]
        sound = found != FORMAT or data["digest"] == digest_of(data["sweep"])
    except (OSError, ValueError, KeyError, TypeError):
        found, sound = None, False
    if found != FORMAT and isinstance(found, str):
        message = f"{folder} holds a '{found}', and this program reads and writes '{FORMAT}'; choose another folder"
        raise SweepError(message)
    if not sound:
        message = f"{path} is damaged or was altered; delete it, and the sweep's own command writes it again"
        raise SweepError(message)
    return dict(data)


def check_same_sweep(folder: Path, before: Mapping[str, Any], plan: SweepPlan, *, portable: bool) -> None:
    """Refuse a folder whose sweep was begun with something else; `portable` accepts another processor."""
    now = json.loads(manifest_text(plan))
    old, new = ({**one["sweep"], "scenario": {**one["sweep"]["scenario"], "seed": 0, "worlds": 0}}
                for one in (before, now))  # fmt: skip
    changed = [words for key, words in PLAN_WORDS.items() if old.get(key) != new[key]]
    changed += environment_differences(before["made_by"], now["made_by"], portable=portable)
    if changed:
        hint = "choose another folder with --out, or go back to what it was begun with"
        if changed == [CPU]:
            hint = "results may differ in the last digit: --portable accepts that"
        message = f"{folder} holds a sweep that was begun with different {' and '.join(changed)}; {hint}"
        raise SweepError(message)


def environment_differences(before: Mapping[str, Any], now: Mapping[str, Any], *, portable: bool) -> list[str]:
    """What differs between two environments, in words."""
    now = json.loads(json.dumps(dict(now)))
    changed = [words for key, words in ENVIRONMENT_WORDS.items() if before.get(key) != now.get(key)]
    return [words for words in changed if not (portable and words == CPU)]
