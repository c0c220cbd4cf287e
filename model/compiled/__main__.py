"""Compiles the engine once, so that no later run waits for it: `python -m model.compiled`."""

from __future__ import annotations

from model.compiled.readiness import load

if __name__ == "__main__":
    load()
