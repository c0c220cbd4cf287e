"""The printed figure that a visitor downloads."""

from __future__ import annotations

import textwrap
import threading
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from viz.common.style import QUIET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_drawing = threading.Lock()
"""The figures share their fonts, so one is drawn at a time."""
DOTS_PER_INCH, LETTERS_IN_LINE, LEFT = 200, 150, 0.1


def as_figure(draw: Callable[[], Figure], form: str, lines: Sequence[str] = ()) -> bytes:
    """A printed figure as ``svg`` or ``png``; lines below it, and in its file, say what it is of."""
    from viz.figures.frame import fonts

    with _drawing, fonts():
        stream, figure = BytesIO(), draw()
        words = [part for line in lines for part in textwrap.wrap(line, LETTERS_IN_LINE)]
        figure.text(LEFT, 0, "\n".join(words), fontsize=6, va="top", color=QUIET)
        metadata: dict[str, str | None] = {"Date": None} if form == "svg" else {"Software": None}
        metadata |= {"Title": lines[0], "Description": "\n".join(lines)} if lines else {}
        figure.savefig(stream, format=form, dpi=DOTS_PER_INCH, metadata=metadata, bbox_inches="tight")
        return stream.getvalue()
