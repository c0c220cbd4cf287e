"""Shows a visitor one sentence when a page fails; the traceback goes to the terminal of the dashboard.

Solara and its libraries write the whole traceback into the page, in production too. They do so through the module
`traceback`, which is replaced in them, and nowhere else, by the class below.
"""

from __future__ import annotations

import logging
import traceback
from types import ModuleType, TracebackType

SENTENCE = "Something went wrong on this page. Reload it to go on; the terminal of the dashboard says what happened."
LOG = logging.getLogger("tightrope.dashboard")


class PlainTraceback:
    """Stands in for the module `traceback`: logs an exception and gives one sentence to be shown."""

    def format_exception(
        self, kind: object, error: BaseException | None = None, where: TracebackType | None = None
    ) -> list[str]:
        """Log the exception, and give what a visitor reads."""
        del kind, where
        if error is not None:
            LOG.error("".join(traceback.format_exception(error)))
        return [SENTENCE]

    def __getattr__(self, name: str) -> object:
        return getattr(traceback, name)


def speak_plainly() -> None:
    """Let Solara and its libraries show one sentence where they would show a traceback."""
    import reacton.core
    import solara.server.app
    import solara.server.patch

    modules: tuple[ModuleType, ...] = (reacton.core, solara.server.app, solara.server.patch)
    for module in modules:
        if not hasattr(module, "traceback"):
            message = f"{module.__name__} no longer makes its tracebacks through the module traceback"
            raise RuntimeError(message)
        vars(module)["traceback"] = PlainTraceback()
