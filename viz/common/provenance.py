"""Where a pressure comes from, in sentences."""

from __future__ import annotations

from model.evidence.load import load_seeds
from model.scenario.pressure import Pressure


def source_of_pressure(pressure: Pressure) -> str:
    """Why a pressure is set as it is, and the events it stands for."""
    events = load_seeds().events
    named = [f"{events[key].what} ({events[key].date})" for key in pressure.events if key in events]
    parts = [pressure.because, f"It represents: {'; '.join(named)}." if named else ""]
    return " ".join(part for part in parts if part) or "The scenario gives no reason."
