"""What `tightrope score` says: a sentence per series, the scores, the rivals, and why the rest was refused."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator

from experiments.scoring.score import A_YEAR_LATER, NO_SHOCK, SkillReport
from experiments.scoring.skill import SeriesScore
from model.story.phrases import month_in_words
from viz.common.summary import percent
from viz.common.words import MISSING, signed_decimals
from viz.terminal.tables import Plain, aligned

NAIVE = {"last": "the last value", "mean": "the mean", "trend": "the straight line"}
"""The naive forecasts, of the training window."""


def as_plain(report: SkillReport) -> Plain:
    """The report in the shape of `tightrope score --json`; what there is no number for is null."""
    scenario = report.scenario
    return {
        "scenario": scenario.name,
        "worlds": report.worlds,
        "seed": scenario.seed,
        "sampling": str(scenario.sampling),
        "hindsight": report.hindsight,
        "counterfactual": report.counterfactual,
        "file": report.file,
        "sha256": report.sha256,
        "skill_shown": report.skill_shown,
        "series": [_as_plain(one) for one in report.scores],
        "refused": [{"name": one.name, "label": one.label, "reason": one.reason} for one in report.refused],
        "held_back": dict(report.held_back),
    }


def _as_plain(one: SeriesScore) -> Plain:
    link = one.fitted
    return {
        "name": one.name,
        "label": one.label,
        "n": len(one.scored),
        "training": one.training,
        "first": one.scored[0],
        "last": one.scored[-1],
        "link": {"intercept": link.intercept, "slope": link.slope, "noise": link.noise},
        "rmse": one.rmse,
        "best_naive": one.best_naive,
        "naive": dict(one.naive),
        "skill": one.skill,
        "interval": [_finite(end) for end in one.interval],
        "better": one.better,
        "crps": one.crps,
        "crps_skill": one.crps_skill,
        "coverage": one.coverage,
        "brier": one.brier,
        "step": one.step,
        "placebos": dict(one.placebos),
        "breaks": {"observed": one.breaks[0], "simulated": one.breaks[1]},
    }


def _finite(number: float) -> float:
    return number if math.isfinite(number) else math.nan


def score_lines(report: SkillReport, *, width: int) -> list[str]:
    """The whole report as lines of text."""
    return [line for part in _parts(report, width) for line in ("", *part)][1:]


def short_lines(report: SkillReport, *, width: int) -> list[str]:
    """The sentences alone, and what was refused."""
    return [line for text in (*sentences(report), *_refusals(report)) for line in textwrap.wrap(text, width)]


def _parts(report: SkillReport, width: int) -> Iterator[list[str]]:
    for text in sentences(report):
        yield textwrap.wrap(text, width)
    if report.scores:
        yield _table(report)
        yield _rivals(report)
        yield textwrap.wrap(_explained(report), width)
    for text in _refusals(report):
        yield textwrap.wrap(text, width)


def _refusals(report: SkillReport) -> list[str]:
    return [f"Not scored: {one.name} ({one.label}): {one.reason.rstrip('.')}." for one in report.refused]


def sentences(report: SkillReport) -> list[str]:
    """A sentence for each series that was scored, or one that none could be; and what has to be known with them."""
    if not report.scores:
        return [f"No skill is shown on {report.file}: {report.scenario.name} is a scenario, not a forecast."]
    told = [_sentence(one, hindsight=report.hindsight) for one in report.scores]
    if not any(one.better for one in report.scores):
        told.append(f"No skill is shown: {report.scenario.name} is a scenario, not a forecast.")
    if report.counterfactual:
        told.append(
            f"The pressures of {report.scenario.name} are not those of history: what was observed happened under "
            "others."
        )
    if report.hindsight:
        told.append(
            "These worlds were chosen by documented facts, among them facts of the months scored: this is hindsight. "
            "For worlds that do not know what came, add --set sampling=prior."
        )
    if report.held_back:
        looked = ", ".join(f"{name}: {n} {'point' if n == 1 else 'points'}" for name, n in report.held_back.items())
        told.append(f"Data held back were looked at ({looked}); the look is logged.")
    return told


def _sentence(one: SeriesScore, *, hindsight: bool) -> str:
    naive = NAIVE[one.best_naive]
    if one.better:
        verdict = f"better than the best naive forecast ({naive}) and than every placebo"
        verdict = f"fits {verdict}, but in hindsight" if hindsight else verdict
    else:
        verdict = f"not shown to be better than {_rival(one)}"
    what = "months" if "-" in one.scored[0] else "years"
    start, end = (month_in_words(time) if "-" in time else time for time in (one.scored[0], one.scored[-1]))
    text = f"{one.label}: {verdict}. Skill {signed_decimals(one.skill)} (95 per cent interval {interval_in_words(one)})"
    text += f" on {len(one.scored)} {what}, {start} to {end}."
    if one.step >= one.interval.low:
        text += f" A step made by hand at the known date, with hindsight, has {signed_decimals(one.step)}."
    return text


def _rival(one: SeriesScore) -> str:
    """What a series that is not better is not shown to beat."""
    placebos = {name: skill for name, skill in one.placebos.items() if one.interval.low <= skill}
    if one.interval.low <= 0.0 or not placebos:
        return f"the best naive forecast ({NAIVE[one.best_naive]})"
    return f"the placebo '{max(placebos, key=placebos.__getitem__)}'"


def interval_in_words(one: SeriesScore) -> str:
    """The interval of a skill; without a lower end where a naive forecast is exact in some draws."""
    low, high = one.interval
    return (
        f"{signed_decimals(low)} to {signed_decimals(high)}" if math.isfinite(low) else f"up to {signed_decimals(high)}"
    )


def _table(report: SkillReport) -> list[str]:
    heads = ("series", "points", "RMSE", "naive", "skill", "interval", "CRPS skill", "in 90 %")
    rows = [
        (
            one.name,
            str(len(one.scored)),
            f"{one.rmse:.3g}",
            one.best_naive,
            signed_decimals(one.skill),
            interval_in_words(one),
            signed_decimals(one.crps_skill),
            MISSING if math.isnan(one.coverage) else percent(one.coverage),
        )
        for one in report.scores
    ]
    return aligned([heads, *rows], numbers=(1, 2, 4, 6, 7))


def _rivals(report: SkillReport) -> list[str]:
    heads = ("skill of the rivals", "a year later", "no shock", "step", "break observed", "simulated")
    rows = [
        (
            one.name,
            *(signed_decimals(one.placebos.get(key, math.nan)) for key in (A_YEAR_LATER, NO_SHOCK)),
            signed_decimals(one.step),
            *(time or MISSING for time in one.breaks),
        )
        for one in report.scores
    ]
    return aligned([heads, *rows], numbers=(1, 2, 3))


def _explained(report: SkillReport) -> str:
    text = (
        "Skill is 1 less the root mean squared error (RMSE) of the median over that of the best naive forecast: 1 is "
        "perfect, 0 no better than it. CRPS skill is the same for whole distributions, by the continuous ranked "
        "probability score; the last column is the share of points within the 90 per cent interval. A rival is history "
        "a year later, the same worlds without the shock, or a step at the known date with hindsight; "
        f"{MISSING} where there is none or it cannot be fitted. A break is where the mean changes most, if that is "
        "beyond chance."
    )
    yes_or_no = " Of yes or no the forecast is the share of worlds, and the error its distance from 0 or 1."
    return text + yes_or_no * any(not math.isnan(one.brier) for one in report.scores)
