"""What a range of a number must be: inside its domain, and as wide as ignorance unless it says why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from model.evidence.parameters import Distribution, Parameter
from model.yaml_files.fields import Collector
from model.yaml_files.nodes import Node, quoted

ROUNDING = 1e-6
"""Share of its best value by which a bound may miss the rule, because it is written in decimals."""


def is_narrow(one: Parameter) -> bool:
    """Whether its range is narrower, to either side, than it must be where no text gives a size."""
    low, high = one.least_range
    slack = ROUNDING * abs(one.best)
    return one.low > low + slack or one.high < high - slack


def check_range(found: Collector, one: Parameter, nodes: Mapping[str, Node]) -> None:
    """Note a range that leaves its domain, that its distribution cannot have, or that is narrow without a reason."""
    what = f"the range of {quoted(one.key)}, {one.low:g} to {one.high:g},"
    if not one.domain.holds(one.low, one.high):
        at = nodes["low"] if one.low < one.domain.low else nodes["high"]
        found.add(at, f"{what} leaves its domain: {one.domain.says}")
    if one.distribution is Distribution.LOG_UNIFORM and one.low <= 0.0:
        found.add(nodes["distribution"], f"{what} has no logarithm; 'log_uniform' needs 'low' above 0")
    low, high = one.least_range
    if is_narrow(one) and not one.narrow:
        wanted = f"{low:g} to {high:g} where no text gives a size"
        found.add(nodes["best"], f"{what} is narrower than {wanted}; say why under 'narrow'")
    if one.narrow and not is_narrow(one):
        found.add(nodes["narrow"], f"{what} is not narrow; leave 'narrow' out")


def refuse_chain(found: Collector, one: Parameter, nodes: Mapping[str, Node], sharing: Collection[str]) -> None:
    """Note a number that shares the draw of itself, or of one of those that have none of their own (`sharing`)."""
    if one.drawn_with == one.key:
        found.add(nodes["drawn_with"], f"{quoted(one.key)} is drawn with itself; leave 'drawn_with' out")
    elif one.drawn_with in sharing:
        other = f"{quoted(str(one.drawn_with))}, which is drawn with another"
        found.add(nodes["drawn_with"], f"{quoted(one.key)} is drawn with {other}; name that one")
