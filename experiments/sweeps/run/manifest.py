"""The manifest of a sweep: everything on which its results depend, and what differs from another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import environment
from experiments.sweeps.run.folder import MANIFEST, SweepError

FORMAT = "tightrope sweep 1"
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


def manifest(plan: SweepPlan) -> dict[str, Any]:
    """Everything on which a result depends."""
    return {
        "format": FORMAT,
        "name": plan.name,
        "title": plan.title,
        "points": plan.points,
        "digest": plan.digest,
        "sweep": plan.as_plain(),
        "made_by": dict(environment()),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a sweep folder; `SweepError` where there is none."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        message = f"{folder} holds no sweep: it has no manifest of one"
        raise SweepError(message)
    return data


def check_same_sweep(folder: Path, plan: SweepPlan, *, portable: bool) -> None:
    """Refuse a folder whose sweep was begun with something else; `portable` accepts another processor."""
    before, now = read_manifest(folder), json.loads(json.dumps(manifest(plan)))
    old, new = ({**one["sweep"], "scenario": {**one["sweep"]["scenario"], "seed": 0, "worlds": 0}}
                for one in (before, now))  # fmt: skip
    changed = [words for key, words in PLAN_WORDS.items() if old.get(key) != new[key]]
    changed += environment_differences(before["made_by"], now["made_by"], portable=portable)
    if changed:
        hint = "choose another folder with --out, or go back to what it was begun with"
        if changed == [CPU]:
            hint = "results may differ in the last digit: --portable accepts that"
        message = f"{folder} holds a sweep that was begun with other {' and '.join(changed)}; {hint}"
        raise SweepError(message)


def environment_differences(before: Mapping[str, Any], now: Mapping[str, Any], *, portable: bool) -> list[str]:
    """What differs between two environments, in words."""
    now = json.loads(json.dumps(dict(now)))
    changed = [words for key, words in ENVIRONMENT_WORDS.items() if before.get(key) != now.get(key)]
    return [words for words in changed if not (portable and words == CPU)]
