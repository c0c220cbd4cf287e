"""What `tightrope analyse` writes: figures, tables, and a report in one file that needs nothing from outside."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from experiments.sweeps.plan.design import Design
from experiments.sweeps.results.analyse import SweepAnswers, next_sweep
from experiments.sweeps.results.maps import levels_of
from experiments.sweeps.run.folder import disk_errors
from model.core.files import replace_folder
from model.runs.manifest import as_json
from viz.common.style import FONTS, INK, QUIET, RULE
from viz.figures.sweep import figures
from viz.terminal.sweep_answers import answer_lines, index_values

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "analysis"
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
    with disk_errors(sweep_folder), replace_folder(sweep_folder / FOLDER) as folder:
        svgs = {}
        for name, figure in figures(answers):
            with mpl.rc_context(FONTS):
                figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
                figure.savefig(folder / f"{name}.png", dpi=RESOLUTION, metadata={"Software": None})
            svgs[name] = (folder / f"{name}.svg").read_text(encoding="utf-8")
        for name, table in tables(answers):
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            table.to_parquet(folder / f"{name}.parquet", index=False)
        if answers.indices:
            chosen = {"most_influential": answers.influential}
            (folder / "most_influential.json").write_text(as_json(chosen), encoding="utf-8")
        if answers.influential and answers.results.sample.design is Design.MORRIS:
            (folder / "next.yaml").write_text(next_sweep(answers), encoding="utf-8")
        (folder / "report.html").write_text(report(answers, svgs), encoding="utf-8")
    return sweep_folder / FOLDER


def tables(answers: SweepAnswers) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table of a sweep with a name for its file."""
    import pandas as pd

    rows = {
        "indices": [
            {"outcome": indices.outcome, "factor": one.key, "label": one.label} | index_values(indices.design, one)
            for indices in answers.indices
            for one in indices.indices
        ],
        "courses": [
            {"outcome": c.outcome.name, "factor": c.factor.key, "value": c.factor.shown(at), "mean": mean}
            for c in answers.curves
            for at, mean in zip(levels_of(c.factor).tolist(), c.values.tolist(), strict=True)
        ],
        "regrets": [
            {"outcome": regrets.outcome.name, "wanted": "high" if regrets.wants_more else "low"}
            | {"setting": one.setting, "mean": one.mean, "mean_regret": one.mean_regret}
            | {"regret_of_the_worst_tenth": one.q90, "share_best": one.best}
            for regrets in answers.regrets
            for one in regrets.settings
        ],
    }
    yield from ((name, pd.DataFrame(some)) for name, some in rows.items() if some)


def report(answers: SweepAnswers, svgs: Mapping[str, str]) -> str:
    """The report as one HTML file: figures, then sentences, then what was varied and what was measured.

    Args:
        answers: The answers.
        svgs: Name of each figure -> its SVG.
    """
    results = answers.results
    scenario = results.manifest["sweep"]["scenario"]
    title, sentences = html.escape(results.title), html.escape("\n".join(answer_lines(answers)[1:]))
    factors = "".join(_row(f.key, f.label) for f in results.factors)
    outcomes = "".join(_row(o.name, o.label, o.definition) for o in results.outcomes)
    drawings = "".join(
        f"<figure>{svg[svg.index('<svg') :]}<figcaption>{html.escape(name)}</figcaption></figure>"
        for name, svg in svgs.items()
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>
<h1>{title}</h1>
<p class="quiet">A sweep of the scenario {html.escape(scenario["name"])} ({html.escape(scenario["title"])}). These are
results of the model, not of the real world.</p>
{drawings}
<h2>In words</h2><pre>{sentences}</pre>
<h2>What varied</h2><table>{factors}</table>
<h2>What was measured</h2><table>{outcomes}</table>
<p class="quiet">Sweep {html.escape(results.manifest["digest"])}, seed {results.seed}.</p>
</body></html>
"""


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
