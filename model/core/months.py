"""Months written as dates, ``YYYY-MM``: counting from one to another, and which of them a run can reach."""

from __future__ import annotations

import re
from typing import TypeGuard

FIRST_MONTH = "2013-01"
LAST_MONTH = "2040-12"
_DATE = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def months_between(first: str, later: str) -> int:
    """Number of months from one date to another, negative if it is the earlier one."""
    return _count(later) - _count(first)


def date_of(month: int, start: str) -> str:
    """The date, ``YYYY-MM``, of a month counted from `start`."""
    count = _count(start) + month
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def is_date(text: object) -> TypeGuard[str]:
    """Whether this is a month that scenario files can name."""
    return isinstance(text, str) and _DATE.fullmatch(text) is not None and FIRST_MONTH <= text <= LAST_MONTH


def _count(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:]) - 1
