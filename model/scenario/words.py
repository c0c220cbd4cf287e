"""The months of a scenario, read from its file."""

from __future__ import annotations

from model.core.months import FIRST_MONTH, LAST_MONTH, is_date
from model.yaml_files.fields import Collector, Node, shown

DATE_WANTED = f"a month such as 2017-05, from {FIRST_MONTH} to {LAST_MONTH}"


def read_date(found: Collector, node: Node | None) -> str | None:
    """A month from 2013-01 to 2040-12, or None after a problem was noted."""
    if node is None or is_date(node.value):
        return None if node is None else str(node.value)
    found.add(node, f"{node.called} must be {DATE_WANTED}, got {shown(node)}")
    return None
