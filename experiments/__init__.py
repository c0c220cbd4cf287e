"""Experiments of many runs: patterns, sweeps, sensitivity, comparison. Uses `model` and no part of `viz`.

import experiments

handle = experiments.sweep("sanctions_x_rescue", "runs/map")
handle.wait()
handle.points()         # a row per point, for pandas
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.api import sweep

__all__ = ["sweep"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever has that name)
    """Import what a sweep needs only when a sweep is started."""
    if name == "sweep":
        from experiments.api import sweep

        return sweep
    message = f"module 'experiments' has no attribute '{name}'"
    raise AttributeError(message)
