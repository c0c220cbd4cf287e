"""What every error for the user has in common: what to say, and the exit code that a command ends with."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a command tells the shell when it ends."""

    DONE = 0
    FAULT = 1
    WRONG_INPUT = 2
    NOT_HELD = 3
    INTERRUPTED = 130


class TightropeError(Exception):
    """Something the user asked for cannot be done; the message is one sentence for the user.

    Attributes:
        exit_code: What a command ends with.
        problems: What is wrong, one line each; empty where the message says it all.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.WRONG_INPUT
    problems: Sequence[object] = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems)) or super().__str__()
