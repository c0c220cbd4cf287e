"""Compiles the engine once, so that no later run waits for it: `python -m model.engine`."""

from __future__ import annotations

from model.engine.select import load

if __name__ == "__main__":
    load()
