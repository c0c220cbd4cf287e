"""How a command ends: its exit code, and one sentence per problem instead of a traceback."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from model.core.errors import ExitCode, TightropeError
from model.core.text import printable

LONGEST = 1000
"""Letters of a problem or sentence that are printed."""

DONE, FAULT, WRONG_INPUT, NOT_HELD, INTERRUPTED = ExitCode


class WrongInputError(TightropeError):
    """Something the user asked for cannot be done; the message is one line."""


class StoppedError(TightropeError):
    """Work was stopped by the user and can be resumed; the message says how."""

    exit_code = INTERRUPTED


def explained(error: Exception) -> int:
    """The exit code of an error, after saying it on stderr in one line per problem."""
    if isinstance(error, TightropeError):
        if error.problems:
            print(*map(problem_line, error.problems), sep="\n", file=sys.stderr)
            return error.exit_code
        return say(str(error), error.exit_code)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return say("the output cannot be written: no space is left", WRONG_INPUT)
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return say(f"{error.filename}: this name is too long for a file", WRONG_INPUT)
    usage: Callable[[], str] | None = getattr(error, "format_message", None)
    if usage is not None:
        verb = getattr(getattr(error, "ctx", None), "command_path", "tightrope")
        return say(f"{' '.join(usage().split()).rstrip('.')}; see {verb} --help", WRONG_INPUT)
    if isinstance(error, MemoryError):
        return say("there is not enough memory; simulate fewer worlds", WRONG_INPUT)
    return say(f"internal error ({type(error).__name__}); {_log()}", FAULT)


def problem_line(problem: object) -> str:
    """A problem as it is printed: on one line, and not endless."""
    text = printable(str(problem))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} [...] {text[-LONGEST // 2 :]}"


def say(sentence: str, code: int) -> int:
    """Say a sentence on stderr, and pass the exit code on."""
    print(f"tightrope: {problem_line(sentence)}", file=sys.stderr)
    return code


def refuse_too_much(worlds: int, numbers: int) -> None:
    """Refuse a run whose worlds, of so many bytes each, would not fit into the free memory.

    Raises:
        WrongInputError: With what is needed and what there is.
    """
    free = _free_memory()
    needed = 2 * worlds * numbers
    if free is not None and needed > free:
        sizes = f"about {needed / 1e9:.0f} GB of memory, and {free / 1e9:.1f} GB are free"
        message = f"{worlds:,} worlds need {sizes}; simulate fewer worlds"
        raise WrongInputError(message)


def _free_memory() -> int | None:
    """Bytes of free memory, or of all memory; None where the system gives neither."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _log() -> str:
    """Write the traceback to a file, and say in which."""
    try:
        handle, name = tempfile.mkstemp(prefix="tightrope-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"tightrope {' '.join(sys.argv[1:])}\n\n{traceback.format_exc()}")
    except OSError as error:
        return f"its details could not be written to a file ({error.strerror})"
    return f"its details are in {name}"
