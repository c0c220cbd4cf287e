"""What a visitor takes home: the numbers, the figure and the scenario, as the command line writes them."""

from __future__ import annotations

import csv
import threading
from io import BytesIO, StringIO

from model.ensemble.record import Run
from viz.charts.bands import INNER, OUTER
from viz.dashboard.runs import usual_series

_drawing = threading.Lock()
"""The figures share their letters, so one is drawn at a time."""
DOUBTFUL = ("=", "+", "-", "@", "\t", "\r")
"""First letters that a spreadsheet takes for a formula."""


def as_csv(run: Run) -> bytes:
    """The bands of a run, one row per series and month, as `series.parquet` holds them."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["series", "month", "median", "half_low", "half_high", "most_low", "most_high"])
    for name in usual_series():
        if name in run.series:
            middle, half, most = run.median(name), run.band(name, INNER), run.band(name, OUTER)
            for place, month in enumerate(run.months):
                values = (middle[place], half.low[place], half.high[place], most.low[place], most.high[place])
                writer.writerow([name, month, *(repr(float(value)) for value in values)])
    return stream.getvalue().encode()


def as_figure(run: Run, form: str) -> bytes:
    """The printed figure of a run.

    Args:
        run: The run, with all its worlds.
        form: ``svg`` or ``png``.
    """
    from viz.figures.alignment import alignment_figure
    from viz.figures.frame import fonts

    with _drawing, fonts():
        stream = BytesIO()
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        alignment_figure(run).savefig(stream, format=form, dpi=SHARP, metadata=metadata)
        return stream.getvalue()


SHARP = 200
"""Dots per inch of a picture."""
