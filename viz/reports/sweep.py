"""What `tightrope analyse` writes: figures, tables, and a report in one file that needs nothing from outside."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from experiments.sweeps.plan.design import Design
from experiments.sweeps.results.analyse import SweepAnswers
from experiments.sweeps.results.maps import levels_of
from experiments.sweeps.results.next_sweep import FEWEST, next_sweep
from experiments.sweeps.run.folder import ANALYSIS, disk_errors
from model.core.files import replace_folder
from model.runs.manifest import as_json
from viz.common.style import FONTS, INK, QUIET, RULE
from viz.figures.sweep import figures
from viz.terminal.sweep_answers import answer_lines, index_values

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RESOLUTION = 160

STYLE = f"""
body {{ font: 15px/1.5 "DejaVu Sans", sans-serif; color: {INK}; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
pre {{ white-space: pre-wrap; font: inherit; }}
figure {{ margin: 2em 0; }} figcaption, .quiet {{ color: {QUIET}; }} svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; font-size: 13px; }} td, th {{ border-bottom: 1px solid {RULE}; padding: .2em .6em;
text-align: left; }}
"""


def write_answers(answers: SweepAnswers) -> Path:
    """Write everything a sweep answers below its folder, in place of what was there; the same bytes each time.

    Returns:
        The folder with `report.html`, figures as SVG and PNG, and tables as CSV and Parquet.
    """
    sweep_folder = answers.results.folder
    with disk_errors(sweep_folder), replace_folder(sweep_folder / ANALYSIS) as folder:
        pictures: list[tuple[str, str]] = []
        for name, caption, figure in figures(answers):
            (folder / f"{name}.svg").write_text(svg := _svg(figure), encoding="utf-8")
            _png(figure, folder / f"{name}.png")
            pictures.append((caption, svg))
        for name, table in tables(answers):
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            table.to_parquet(folder / f"{name}.parquet", index=False)
        if answers.indices:
            chosen = {"most_influential": answers.influential}
            (folder / "most_influential.json").write_text(as_json(chosen), encoding="utf-8")
        if answers.results.sample.design is Design.MORRIS and len(answers.influential) >= FEWEST:
            (folder / "next.yaml").write_text(next_sweep(answers.results, answers.influential), encoding="utf-8")
        (folder / "report.html").write_text(report(answers, pictures), encoding="utf-8")
    return sweep_folder / ANALYSIS


def tables(answers: SweepAnswers) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table of a sweep with a name for its file."""
    import pandas as pd

    if answers.indices:
        rows = [
            {"outcome": found.outcome, "factor": one.key, "label": one.label, **index_values(found.method, one)}
            for found in answers.indices
            for one in found.indices
        ]
        yield "indices", pd.DataFrame(rows)
    if answers.curves:
        rows = [
            {"outcome": c.outcome.name, "factor": c.factor.key, "value": c.factor.shown(at), "mean": mean, "se": error}
            for c in answers.curves
            for at, mean, error in zip(levels_of(c.factor).tolist(), c.values, c.errors, strict=True)
        ]
        yield "curves", pd.DataFrame(rows)
    if answers.regrets:
        regrets = [
            {"outcome": some.outcome.name, "wanted": "high" if some.wants_more else "low", "setting": one.setting}
            | {"mean": one.mean, "mean_regret": one.mean_regret, "regret_of_the_worst_tenth": one.q90}
            | {"share_best": one.best}
            for some in answers.regrets
            for one in some.settings
        ]
        yield "regrets", pd.DataFrame(regrets)


def report(answers: SweepAnswers, pictures: list[tuple[str, str]]) -> str:
    """The report as one HTML file: figures, results in words, factors and outcomes."""
    results = answers.results
    asked = results.manifest["sweep"]["scenario"]
    factors = "".join(_row(f.key, f.label) for f in results.factors)
    outcomes = "".join(_row(o.name, o.label, o.definition) for o in results.outcomes)
    shown = "".join(_figure(caption, svg) for caption, svg in pictures)
    words = html.escape("\n".join(answer_lines(answers)[1:]))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(results.title)}</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>{html.escape(results.title)}</h1>\n"
        f'<p class="quiet">A sweep of the scenario {html.escape(asked["name"])} ({html.escape(asked["title"])}). '
        f"These are results of the model, not statements about the real world.</p>\n{shown}\n"
        f"<h2>Results in words</h2><pre>{words}</pre>\n"
        f"<h2>Factors</h2><table>{factors}</table>\n<h2>Outcomes</h2><table>{outcomes}</table>\n"
        f'<p class="quiet">Sweep {html.escape(results.manifest["digest"])}, seed {results.seed}.</p>\n</body></html>\n'
    )


def _figure(caption: str, svg: str) -> str:
    return f"<figure>{svg[svg.index('<svg') :]}<figcaption>{html.escape(caption)}</figcaption></figure>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    with mpl.rc_context(FONTS):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _png(figure: Figure, path: Path) -> None:
    with mpl.rc_context(FONTS):
        figure.savefig(path, dpi=RESOLUTION, metadata={"Software": None})
