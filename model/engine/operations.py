"""What the compiled engine can do to a row of values: one table, of which its loop over instructions is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

OPERATIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ADD": ("x + y", "RR RN"),
        "SUBTRACT": ("x - y", "RR RN NR"),
        "MULTIPLY": ("x * y", "RR RN"),
        "DIVIDE": ("x / y", "RR RN NR"),
        "MAXIMUM": ("x if x >= y or x != x else y", "RR RN"),
        "MINIMUM": ("x if x <= y or x != x else y", "RR RN"),
        "GREATER": ("1.0 if x > y else 0.0", "RR RN NR"),
        "AT_LEAST": ("1.0 if x >= y else 0.0", "RR RN NR"),
        "NEGATIVE": ("-x", "R"),
        "ABSOLUTE": ("abs(x)", "R"),
        "CLIP": ("low if (low := x if x > y or x != x else y) < z or low != low else z", "RNN"),
        "WHERE": ("y if x != 0.0 else z", "RRR RRN RNR RNN"),
        "PLUS_PRODUCT": ("x + y * z", "RRR RRN"),
        "LESS_PRODUCT": ("x - y * z", "RRR RRN"),
        "PRODUCT_LESS": ("y * z - x", "RRR RRN"),
        "COPY": ("x", "R"),
    }
)
"""Operation -> the value made of its operands x, y and z, and which of them may be rows (R) and which numbers (N)."""

_NAMES = [f"{name}_{form}" for name, (_, forms) in OPERATIONS.items() for form in forms.split()]
CODES: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(_NAMES)})
"""Number of each operation with each form of its operands, e.g. of ``ADD_RN``."""
OPERANDS = {"x": "first", "y": "second", "z": "third"}


def carry_out() -> Callable[..., None]:
    """The function that carries out instructions, one after the other, over all worlds: one branch for each code.

    It takes instructions of shape (instructions, 5), the rows of shape (rows, worlds), and the numbers that
    instructions name. Its source counts as part of this file: numba's cache is valid until this file changes.
    """
    made: dict[str, Any] = {"__name__": __name__}
    exec(compile("\n".join(_source()), __file__, "exec"), made)
    function: Callable[..., None] = made["carry_out"]
    return function


def _source() -> Iterator[str]:
    yield "def carry_out(code, work, numbers):"
    yield "    for at in range(code.shape[0]):"
    for column, name in enumerate(("operation", "to", "first", "second", "third")):
        yield f"        {name} = code[at, {column}]"
    for name, number in CODES.items():
        operation, _, form = name.rpartition("_")
        letters = dict(zip(OPERANDS, form, strict=False))
        yield f"        {'elif' if number else 'if'} operation == {number}:"
        for operand, letter in letters.items():
            if letter == "N":
                yield f"            {operand} = numbers[{OPERANDS[operand]}]"
        yield "            for i in range(work.shape[1]):"
        for operand, letter in letters.items():
            if letter == "R":
                yield f"                {operand} = work[{OPERANDS[operand]}, i]"
        yield f"                work[to, i] = {OPERATIONS[operation][0]}"
