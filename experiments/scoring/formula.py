"""Small formulas: sums, differences, products with numbers, means, and whether something is above a limit.

    parse_formula("mean(belarus.to_eu, eu.to_belarus) - belarus.to_russia").value(run.series)

A formula is parsed by Python's own parser and then walked; nothing in it is ever run as a program.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array

LONGEST = 400
"""Letters that a formula may have."""
SIGNS: Mapping[type[ast.operator], np.ufunc] = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply}
WHAT_IS_ALLOWED = "names, numbers, +, -, products with a number, mean(a, b, ...) and above(a, number)"


class FormulaError(ValueError):
    """A text is no formula; the message says what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A number made of named series.

    Attributes:
        text: As it was written.
        names: The series it needs, each once, in order.
    """

    text: str
    names: tuple[str, ...]

    def value(self, of: Mapping[str, NDArray[np.floating]]) -> Array:
        """The number, of the shape of the series; NaN where one of them is missing."""
        return _value(_parsed(self.text), of)


def parse_formula(text: str) -> Formula:
    """Read a formula; raises `FormulaError` where it is none."""
    names: dict[str, None] = {}
    _check(_parsed(text), names)
    if not names:
        message = f"'{text}' names no series"
        raise FormulaError(message)
    return Formula(text, tuple(names))


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        message = f"the formula has {len(text)} letters; {LONGEST} are allowed"
        raise FormulaError(message)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        message = f"'{text}' cannot be read as a formula; allowed are {WHAT_IS_ALLOWED}"
        raise FormulaError(message) from None


def _check(node: ast.expr, names: dict[str, None]) -> None:
    """Note the names of a formula; whatever is not allowed in one is refused."""
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name() | ast.Attribute():
            names[_name(node)] = None
        case ast.UnaryOp(op=ast.USub(), operand=one):
            _check(one, names)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            _check(left, names)
            _check(right, names)
        case ast.BinOp(left=left, op=ast.Mult(), right=right) if _is_number(left) or _is_number(right):
            _check(left, names)
            _check(right, names)
        case ast.Call(func=ast.Name(id="mean"), args=[_, *_], keywords=[]):
            for one in node.args:
                _check(one, names)
        case ast.Call(func=ast.Name(id="above"), args=[one, limit], keywords=[]) if _is_number(limit):
            _check(one, names)
        case _:
            message = f"'{ast.unparse(node)}' is not allowed in a formula; allowed are {WHAT_IS_ALLOWED}"
            raise FormulaError(message)


def _is_number(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(inner, ast.Constant) and type(inner.value) in (int, float)


def _name(node: ast.expr) -> str:
    """The dotted name that a node is."""
    match node:
        case ast.Name(id=word):
            return word
        case ast.Attribute(value=owner, attr=word):
            return f"{_name(owner)}.{word}"
        case _:
            message = f"'{ast.unparse(node)}' is not allowed in a formula; allowed are {WHAT_IS_ALLOWED}"
            raise FormulaError(message)


def _value(node: ast.expr, of: Mapping[str, NDArray[np.floating]]) -> Array:
    match node:
        case ast.Constant(value=int(number) | float(number)):
            return np.asarray(number, dtype=np.float64)
        case ast.UnaryOp(operand=part):
            return -_value(part, of)
        case ast.BinOp(left=left, op=operation, right=right):
            return np.asarray(SIGNS[type(operation)](_value(left, of), _value(right, of)))
        case ast.Call(func=ast.Name(id="mean"), args=parts):
            values = np.broadcast_arrays(*(_value(part, of) for part in parts))
            return np.asarray(np.mean(values, axis=0))
        case ast.Call(args=[part, limit]):
            value = _value(part, of)
            return np.where(np.isnan(value), np.nan, value > _value(limit, of))
        case _:
            return np.asarray(of[_name(node)], dtype=np.float64)
