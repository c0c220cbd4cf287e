"""Figures that a verb writes to a file which `--out` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from viz.common.exits import WrongInputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMS = (".svg", ".pdf", ".png")
"""Endings of the files that a figure can be written to."""


def check_drawing(out: Path | None) -> None:
    """Refuse a file that no figure can be written to, before the work.

    Raises:
        WrongInputError: Its ending is not known, or its folder is not there.
    """
    if out is not None and out.suffix not in FORMS:
        message = f"--out: {out} must end in {', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise WrongInputError(message)
    if out is not None and not out.parent.is_dir():
        message = f"--out: {out.parent} is not a folder"
        raise WrongInputError(message)


def save_drawing(figure: Figure, out: Path) -> None:
    """Write a figure to a file.

    Raises:
        WrongInputError: The file cannot be written.
    """
    from viz.figures.frame import save_figure

    try:
        save_figure(figure, out)
    except OSError as error:
        message = f"--out: {out} cannot be written ({error.strerror})"
        raise WrongInputError(message) from None
