"""Many runs, and what they teach: patterns, sweeps, sensitivity, attribution. Uses `model`, knows no screen.

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
    """Import what a sweep needs only when somebody sweeps."""
    if name == "sweep":
        from experiments.api import sweep

        return sweep
    message = f"module 'experiments' has no attribute '{name}'"
    raise AttributeError(message)
