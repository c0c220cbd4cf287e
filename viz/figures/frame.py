"""What all figures share: their width, letters and legends, and how they are written to a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.core.files import write_whole
from viz.common.style import FONTS

WIDTH = 180 / 25.4
"""Inches: the width of a page of text."""

SHOWN_DPI, WRITTEN_DPI = 110, 203
"""Dots per inch of a figure in a notebook, and of a PNG file."""


@contextmanager
def fonts() -> Iterator[None]:
    """The letters of the project, for the time being; afterwards Matplotlib is as it was."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(FONTS)
        yield


class ShownFigure(Figure):
    """A figure that a notebook shows by itself, as it is drawn without pyplot."""

    def _repr_png_(self) -> bytes:
        image = BytesIO()
        with fonts():
            self.savefig(image, format="png", dpi=SHOWN_DPI)
        return image.getvalue()


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure as SVG, PDF or PNG by the ending of its name; an SVG has the same bytes each time."""
    form = path.suffix.removeprefix(".")
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with fonts():
        write_whole(path, lambda file: figure.savefig(file, format=form, metadata=dates.get(form), dpi=WRITTEN_DPI))


def svg_text(figure: Figure) -> str:
    """A figure as the text of an SVG file, to stand in a page; the same each time."""
    out = StringIO()
    with fonts():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def legend(drawn_in: Axes | Figure, handles: Sequence[Any], **options: Any) -> None:  # noqa: ANN401 (as Matplotlib takes it)
    """A small legend without a frame."""
    small = {"frameon": False, "fontsize": 7, "handlelength": 1.2, "columnspacing": 1.4, "borderaxespad": 0.1}
    drawn_in.legend(handles=handles, **(small | options))
