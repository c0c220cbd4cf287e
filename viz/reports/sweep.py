"""What `tightrope analyse` writes: figures, tables, and a report in one file that needs nothing from outside."""

from __future__ import annotations

import html
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
from viz.common.html import figure, page, paragraph, table
from viz.common.style import FONTS
from viz.figures.frame import svg_text
from viz.figures.sweep import figures
from viz.terminal.sweep_answers import answer_lines, index_values

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RESOLUTION = 160


def write_answers(answers: SweepAnswers) -> Path:
    """Write everything a sweep answers below its folder, in place of what was there; the same bytes each time.

    Returns:
        The folder with `report.html`, figures as SVG and PNG, and tables as CSV and Parquet.
    """
    sweep_folder = answers.results.folder
    with disk_errors(sweep_folder), replace_folder(sweep_folder / ANALYSIS) as folder:
        pictures: list[tuple[str, str]] = []
        for name, caption, drawn in figures(answers):
            (folder / f"{name}.svg").write_text(svg := svg_text(drawn), encoding="utf-8")
            _png(drawn, folder / f"{name}.png")
            pictures.append((caption, svg))
        for name, rows in tables(answers):
            rows.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            rows.to_parquet(folder / f"{name}.parquet", index=False)
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
    words = html.escape("\n".join(answer_lines(answers)[1:]))
    parts = [
        f"<h1>{html.escape(results.title)}</h1>",
        paragraph(
            f"A sweep of the scenario {asked['name']} ({asked['title']}). These are results of the model, not "
            "statements about the real world.",
            quiet=True,
        ),
        *(figure(svg, caption) for caption, svg in pictures),
        f'<h2>Results in words</h2><pre class="words">{words}</pre>',
        "<h2>Factors</h2>",
        table([(f.key, f.label) for f in results.factors]),
        "<h2>Outcomes</h2>",
        table([(o.name, o.label, o.definition) for o in results.outcomes]),
        paragraph(f"Sweep {results.manifest['digest']}, seed {results.seed}.", quiet=True),
    ]
    return page(results.title, parts)


def _png(figure: Figure, path: Path) -> None:
    with mpl.rc_context(FONTS):
        figure.savefig(path, dpi=RESOLUTION, metadata={"Software": None})
