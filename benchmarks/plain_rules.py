"""A second copy of the rules that computes with plain Python floats: `np` is a small shim over `math`.

The ensemble's own modules stay as they are, so that both forms can run in one process, in turns.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from functools import cache
from types import ModuleType

from model.rules import forms
from model.theory.theory import SUBJECTS

Function = Callable[..., float]


class MathShim:
    """What the rules ask of `np`, for one float at a time."""

    maximum = staticmethod(max)
    minimum = staticmethod(min)
    abs = staticmethod(abs)
    log = staticmethod(math.log)

    @staticmethod
    def where(condition: bool, yes: float, no: float) -> float:
        """One of two values."""
        return yes if condition else no

    @staticmethod
    def exp(x: float) -> float:
        """The exponential; infinite where it overflows, as with NumPy."""
        return math.exp(x) if x < 709.0 else math.inf


STEPS: dict[str, Function] = {
    "flag": float,
    "above": lambda x, threshold: float(x > threshold),
    "below": lambda x, threshold: float(x < threshold),
    "positive": lambda x: max(x, 0.0),
    "clip01": lambda x: min(max(x, 0.0), 1.0),
    "clip11": lambda x: min(max(x, -1.0), 1.0),
}
"""The flags and limits of `model.rules.forms` as Python writes them; what is fast over arrays is not fast here."""


@cache
def plain_functions() -> dict[str, Function]:
    """The rules on plain floats, by the name `<subject>.<function>` of the rule."""
    shared = {name: value for name, value in vars(_copy(forms)).items() if callable(value)} | STEPS
    functions = {}
    for subject in SUBJECTS:
        module = _copy(subject)
        for name, value in vars(subject).items():
            if getattr(value, "__module__", None) == forms.__name__:
                setattr(module, name, shared[name])
            elif hasattr(value, "rule") and value.__module__ == subject.__name__:
                functions[value.rule.name] = getattr(module, name)
    return functions


def _copy(original: ModuleType) -> ModuleType:
    """A module of its own from the same file, with the shim for `np`; no other module can import it."""
    spec = importlib.util.spec_from_file_location(f"benchmarks.plain.{original.__name__}", original.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if hasattr(module, "np"):
        module.np = MathShim  # type: ignore[attr-defined]
    return module
