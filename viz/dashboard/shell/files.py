"""Files that a visitor downloads: the bands and the figure, with the numbers of the command line."""

from __future__ import annotations

import csv
import textwrap
import threading
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import numpy as np

from model.ensemble.record import Posture, Run
from viz.charts.bands import bands
from viz.common.style import QUIET
from viz.dashboard.runs import usual_series

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_drawing = threading.Lock()
"""The figures share their fonts, so one is drawn at a time."""
DOTS_PER_INCH, LETTERS_IN_LINE, LEFT = 200, 150, 0.1


def as_csv(run: Run) -> bytes:
    """The bands of a run, one row per series and month, as `series.parquet` holds them.

    A cell is empty where no world has the series; `fallen` is the share of the worlds whose regime has fallen.
    """
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["series", "month", "median", "half_low", "half_high", "most_low", "most_high", "fallen"])
    fallen = run.posture_shares()[Posture.FALLEN]
    for name in usual_series():
        for month, *values in zip(run.months, *bands(run, name).rows, fallen, strict=True):
            writer.writerow([name, month, *("" if np.isnan(value) else repr(float(value)) for value in values)])
    return stream.getvalue().encode()


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
