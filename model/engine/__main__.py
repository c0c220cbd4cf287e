"""Compiles the engine ahead of the first run: `python -m model.engine`."""

from __future__ import annotations

from model.engine.select import load

if __name__ == "__main__":
    load()
