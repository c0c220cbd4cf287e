"""Tightrope: an agent-based model of Belarus between Russia and the West.

In Python (docs/api.md has more):

    import tightrope

    run = tightrope.run("baseline", worlds=500)
    run                     # where alignment ends, and in which postures
    run.to_frame()          # every series by month, for pandas
    run.plot()

On the command line, `tightrope --help`. Exit codes: 0 done, 1 internal fault, 2 wrong input, 3 a check did not hold,
130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.api import score, sweep
    from model.core.errors import TightropeError
    from viz.api import Run, explain, load, run, scenarios
    from viz.compare_api import compare

__version__ = "0.1.0"
__all__ = ["Run", "TightropeError", "__version__", "compare", "explain", "load", "run", "scenarios", "score", "sweep"]

STOPPED = "interrupted; nothing half-written is left"
PLACES = {
    "Run": "viz.api",
    "TightropeError": "model.core.errors",
    "compare": "viz.compare_api",
    "explain": "viz.api",
    "load": "viz.api",
    "run": "viz.api",
    "scenarios": "viz.api",
    "score": "experiments.api",
    "sweep": "experiments.api",
}
"""Where the names of the Python API stand."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever has that name)
    """Import a part of the API only when somebody asks for it, so that help comes at once."""
    if name in PLACES:
        return getattr(import_module(PLACES[name]), name)
    message = f"module 'tightrope' has no attribute '{name}'; it offers {', '.join(__all__)}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """The names of the API, for those who look what there is."""
    return __all__


_signals: list[int] = []
"""Signals that asked the program to stop; inside the import of an extension the interrupt becomes another error."""


def _interrupt(number: int, _frame: object) -> None:
    """To be stopped is to be interrupted: nothing half-written is left."""
    _signals.append(number)
    raise KeyboardInterrupt


def main() -> int:
    """Run the program named on the command line and give its exit code."""
    return program(sys.argv[1:])


def program(arguments: Sequence[str]) -> int:
    """Run one command; whatever goes wrong becomes an exit code and a sentence on stderr, never a traceback."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (open until the program ends)
    try:
        return _program(arguments)
    except KeyboardInterrupt:  # while modules are still being imported, or while an error is being explained
        print("tightrope: interrupted", file=sys.stderr)
        return 130
    finally:
        eval("None")  # Python remembers an interrupt inside exec("..."), and would die of it after it was handled


def _program(arguments: Sequence[str]) -> int:
    from viz.common.exits import DONE, INTERRUPTED, StoppedError, WrongInputError, explained, say
    from viz.terminal.commands.app import run_app

    _signals.clear()
    if threading.current_thread() is threading.main_thread():
        for number, usual in ((signal.SIGTERM, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
            if signal.getsignal(number) is usual:
                signal.signal(number, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        if sys.stdout is None:
            message = "the output cannot be written: standard output is closed"
            raise WrongInputError(message)
        return run_app(arguments)
    except StoppedError as stopped:
        return say(str(stopped), INTERRUPTED)
    except KeyboardInterrupt:
        return say(STOPPED, INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return say(STOPPED, INTERRUPTED) if _signals else explained(error)


if __name__ == "__main__":
    sys.exit(main())
