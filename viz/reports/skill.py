"""`docs/skill.md`: what `tightrope score` prints for observed tables, bad results and refusals included.

The tables themselves are other people's and not part of the project; the page names them, with their hash and citation.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from experiments.scoring.observables import load_observables
from experiments.scoring.observed import read_csv
from experiments.scoring.score import SkillReport, score
from model.core.files import write_whole
from model.runs.digest import FACTUAL
from model.scenario.load import load_scenario
from viz.common.markdown import DOCS, bullets, joined, prose, stamp, table
from viz.common.words import signed_decimals
from viz.terminal.progress import progress
from viz.terminal.studies.score import interval_in_words, score_lines

PAGE = DOCS / "skill.md"
SAMPLING = "prior"
WIDTH = 88
"""Columns of the command's text: those of a usual terminal."""


def page(reports: Sequence[SkillReport]) -> str:
    """The whole page."""
    return joined(_head(reports), _results(reports), _rules(), *(_table(report) for report in reports)) + "\n"


def _head(reports: Sequence[SkillReport]) -> str:
    found = [one for report in reports for one in report.scores]
    better = sum(one.better for one in found)
    series = len(found) + sum(len(report.refused) for report in reports)
    text = f"""Of the {series} series of {len(reports)} observed tables {len(found) or "none"} can be scored"""
    text += (
        f", and {better or 'none'} of these {'are' if better > 1 else 'is'} foretold better than by a naive forecast."
        if found
        else "."
    )
    text += f" {_verdict(shown=better > 0)}"
    how = """Below is, table by table, what the command prints, refusals included. The worlds are prior ones, which were
not chosen by what happened; the rules and ranges were nevertheless written by people who knew. Most tables end
before or early in the model's time, for later years are kept back for a test. They are other people's and not part of
this project: each is named with its hash and citation."""
    return joined("# Skill: runs against observed series", _prose(text), _prose(how), stamp("skill --observed FOLDER"))


def _verdict(*, shown: bool) -> str:
    if shown:
        return "For the other series no skill is shown."
    return """No skill is shown on any observed series: what the model says of the years ahead is a scenario, not a
forecast."""


def _results(reports: Sequence[SkillReport]) -> str:
    """Each series in a row: what came of it, or the beginning of the reason why it was refused."""
    rows = []
    for report in reports:
        for one in report.scores:
            verdict = "better than naive forecasts and placebos" if one.better else "not shown to be better"
            rows.append(
                (one.label, report.file, f"{verdict}: skill {signed_decimals(one.skill)} ({interval_in_words(one)})")
            )
        for refused in report.refused:
            rows.append((refused.label, report.file, f"not scored: {re.split('[,:;(.]', refused.reason)[0].strip()}"))
    return table(("Series", "Table", "Result"), rows)


def _rules() -> str:
    rules = (
        """Which output stands for which series, the expected sign, the link and the training window are stated in
        `seeds/observables.yaml` before anything is scored. Inputs of the model, and what history's drivers set, are
        refused: agreement would show nothing.""",
        """The link and the noise are fitted to the median world on the training window alone. A slope that cannot be
        told from zero there, or has the wrong sign, is refused, and so is one where the output hardly moves.""",
        """The forecast of a point is the worlds whose regime stands, linked, each with that noise;
        that the link itself is uncertain is left out. Its score is the
        continuous ranked probability score (Gneiting and Raftery 2007) in closed form; that of the median is the root
        mean squared error.""",
        """Skill is relative to the best of three naive forecasts, chosen with hindsight. Its 95 per cent interval is
        from a moving-block bootstrap over time (2,000 draws), a rough guide where points are few.""",
        """"Better" is said only where that interval lies above zero and above the skill of every placebo: history a
        year later, and the same worlds without the shock.""",
        "Data held back are scored only with `--out DIR`, where every look is logged.",
    )
    layout = """Series of your own: a CSV file with the columns `series`, `month` (2017-05) or `year` (2017), `value`,
and if wanted `held_back` (yes or no). The names of the series are those of the registry; `--registry FILE` takes one of
your own in the same form."""
    return joined("## Rules", bullets(" ".join(rule.split()) for rule in rules), _prose(layout))


def _table(report: SkillReport) -> str:
    names = [*(one.name for one in report.scores), *(one.name for one in report.refused)]
    cited = "; ".join(dict.fromkeys(load_observables()[name].source for name in names))
    return joined(
        f"## {report.file}",
        _prose(f"{cited}. sha256 {report.sha256}."),
        "\n".join(("```text", f"$ {command(report)}", *score_lines(report, width=WIDTH), "```")),
    )


def command(report: SkillReport) -> str:
    """The command that prints a report."""
    return f"tightrope score {report.scenario.name} --observed {report.file} --set sampling={SAMPLING}"


def _prose(text: str) -> str:
    return prose(" ".join(text.split()))


def add_options(parser: argparse.ArgumentParser) -> None:
    """The option of the page."""
    parser.add_argument(
        "--observed", type=Path, required=True, metavar="FOLDER", help="folder with the observed tables, as CSV files"
    )


def write(*, observed: Path) -> None:
    """Write the page, with progress on standard error."""
    scenario = load_scenario(FACTUAL, settings=[f"sampling={SAMPLING}"])
    shown = partial(progress, quiet=False)
    reports = []
    for path in sorted(observed.glob("*.csv")):
        with shown(f"Scoring {path.name}") as advance:
            reports.append(score(scenario, read_csv(path), progress=advance))
    write_whole(PAGE, page(reports))
