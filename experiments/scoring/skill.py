"""The skill of one ensemble on one observed series: scores, naive forecasts, a step made by hand, placebos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.measures.pooled import Interval
from experiments.scoring.links import Fitted, UndeterminedError, fit
from experiments.scoring.naive import NaiveForecast, naive_forecasts, probability_forecasts, step_by_hand
from experiments.scoring.observables import Observable
from experiments.scoring.observed import first_month
from experiments.scoring.scores import coverage, crps, largest_shift, rmse, skill, skill_interval
from model.core.arrays import means, order_statistics, quantile_rows
from model.core.declarations import Array, Mask
from model.core.months import FIRST_MONTH, months_between

LEAST_TRAINING, LEAST_SCORED = 4, 5
"""Points needed in the training window and after it: with fewer, a link or an interval means nothing."""
LEAST_OF_PLACEBO = 3
"""Points of the training window that a placebo needs; history a year later lacks the first year."""
MEMBERS = 200
"""Of more worlds, so many at equal steps of rank stand for all in the score that compares all pairs."""
NO_LINK = Fitted(0.0, 1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Points:
    """One observed series where the model has a number.

    Attributes:
        times: Months or years, in order.
        values: What was observed, shape (points,).
        training: The points in the training window; the others come later and are scored.
    """

    times: tuple[str, ...]
    values: Array
    training: Mask

    @property
    def scored(self) -> tuple[str, ...]:
        """When the scored points are."""
        return tuple(time for time, used in zip(self.times, self.training, strict=True) if not used)


@dataclass(frozen=True, slots=True)
class SeriesScore:
    """How well the output that stands for an observed series agrees with it after the training window.

    Attributes:
        training: Points of the training window.
        scored: The points scored.
        fitted: The link.
        rmse: Of the median, in the units of the series; of yes and no, of the share of worlds (the root of Brier).
        naive: RMSE of each naive forecast.
        best_naive: The naive forecast of the least RMSE on the scored points.
        skill: 1 - RMSE / RMSE of the best naive forecast.
        interval: Its 95 per cent interval.
        crps: Mean continuous ranked probability score; of yes and no, the Brier score.
        crps_skill: 1 - CRPS / CRPS of the best naive forecast in that score.
        coverage: Share of points within the 90 per cent interval of the forecast; NaN for yes and no.
        brier: The Brier score; NaN but for yes and no.
        step: Skill of the step made by hand, with hindsight; NaN where there is none.
        placebos: Skill of each placebo; NaN where its link is undetermined.
        breaks: Month or year of the largest shift, observed and of the median forecast; None where it is within chance.
    """

    name: str
    label: str
    training: int
    scored: tuple[str, ...]
    fitted: Fitted
    rmse: float
    naive: Mapping[str, float]
    best_naive: str
    skill: float
    interval: Interval
    crps: float
    crps_skill: float
    coverage: float
    brier: float
    step: float
    placebos: Mapping[str, float]
    breaks: tuple[str | None, str | None]

    @property
    def better(self) -> bool:
        """Whether the interval of the skill lies above zero and above every placebo."""
        rivals = [one for one in self.placebos.values() if not np.isnan(one)]
        return self.interval.low > max([0.0, *rivals])


@dataclass(frozen=True, eq=False)
class Forecast:
    """A linked forecast: its middle at every point, and its members at the scored points."""

    fitted: Fitted
    middle: Array
    members: Array


def series_score(
    name: str, one: Observable, points: Points, simulated: Array, placebos: Mapping[str, Array]
) -> SeriesScore:
    """Score an ensemble on a series.

    Args:
        name: Name of the series.
        one: What the registry says of it.
        points: What was observed.
        simulated: The output in every world, NaN where its regime does not stand, shape (points, worlds).
        placebos: The same of ensembles that should not know better; NaN where one has no number.

    Raises:
        UndeterminedError: It cannot be scored, with the reason.
    """
    train, later = points.training, ~points.training
    y = points.values[later]
    if np.ptp(points.values) == 0.0:
        message = "the observed series never changes, so that a naive forecast is exact and none can be better"
        raise UndeterminedError(message)
    found = forecast(one, points, simulated)
    errors, noise = found.middle[later] - y, found.fitted.noise
    naive = _naive(one, points)
    missed = {key: value.values - y for key, value in naive.items()}
    by_naive = {key: rmse(value) for key, value in missed.items()}
    best = min(by_naive, key=by_naive.__getitem__)
    if by_naive[best] == 0.0:
        message = f"the naive forecast '{best}' is exact, so that none can be better"
        raise UndeterminedError(message)
    own = _mean_crps(one, found.members, noise, y)
    theirs = min(_mean_crps(one, value.values[:, None], value.noise, y) for value in naive.values())
    return SeriesScore(
        name=name,
        label=one.label,
        training=int(train.sum()),
        scored=points.scored,
        fitted=found.fitted,
        rmse=rmse(errors),
        naive=by_naive,
        best_naive=best,
        skill=skill(rmse(errors), by_naive[best]),
        interval=skill_interval(errors, missed[best]),
        crps=own,
        crps_skill=skill(own, theirs),
        coverage=np.nan if one.yes_or_no else coverage(found.members, noise, y),
        brier=own if one.yes_or_no else np.nan,
        step=_step_skill(one, points, by_naive[best]),
        placebos={key: _placebo_skill(one, points, values, by_naive[best]) for key, values in placebos.items()},
        breaks=_breaks(points, found.middle),
    )


def _mean_crps(one: Observable, members: Array, noise: float, observed: Array) -> float:
    """The mean score of the points; of a probability the continuous score is that of Brier."""
    scores = (members[:, 0] - observed) ** 2 if one.yes_or_no else crps(members, noise, observed)
    return float(np.mean(scores))


def _naive(one: Observable, points: Points) -> dict[str, NaiveForecast]:
    train, later = points.training, ~points.training
    if one.yes_or_no:
        return probability_forecasts(points.values[train], int(later.sum()))
    when = np.array([months_between(FIRST_MONTH, first_month(time)) for time in points.times], dtype=np.float64)
    return naive_forecasts(when[train], points.values[train], when[later])


def forecast(one: Observable, points: Points, simulated: Array) -> Forecast:
    """The linked forecast; raises `UndeterminedError` where the training window does not determine it."""
    if np.isnan(simulated).all(axis=1).any():
        message = "no regime stands in any world in some of the months, so that the output has no number there"
        raise UndeterminedError(message)
    if one.yes_or_no:
        share = means(np.where(np.isnan(simulated), np.nan, simulated > 0.5))
        return Forecast(NO_LINK, share, share[~points.training][:, None])
    middle, train = quantile_rows(simulated, 0.5), points.training
    fitted = fit(one.link, middle[train], points.values[train], sign=one.sign, least_move=one.least_move)
    members = _members(simulated[~train])
    return Forecast(fitted, fitted.apply(middle), fitted.apply(members))


def _members(simulated: Array) -> Array:
    """The worlds of each point in order, or `MEMBERS` of them at equal steps of rank."""
    count = min(MEMBERS, simulated.shape[1])
    return np.stack(order_statistics(simulated, (np.arange(count) + 0.5) / count, axis=1), axis=1)


def _step_skill(one: Observable, points: Points, reference: float) -> float:
    if one.step is None:
        return np.nan
    after = np.array([first_month(time) >= one.step for time in points.times], dtype=np.bool_)
    step = step_by_hand(points.values, after)
    return np.nan if step is None else skill(rmse((step - points.values)[~points.training]), reference)


def _placebo_skill(one: Observable, points: Points, simulated: Array, reference: float) -> float:
    """The skill of a placebo on the same points; NaN where it has no number or its link is undetermined."""
    there = np.asarray(~np.isnan(simulated).all(axis=1))
    train = points.training
    if not there[~train].all() or np.count_nonzero(there & train) < LEAST_OF_PLACEBO:
        return np.nan
    times = tuple(time for time, used in zip(points.times, there, strict=True) if used)
    rest = Points(times, points.values[there], train[there])
    try:
        found = forecast(one, rest, simulated[there])
    except UndeterminedError:
        return np.nan
    return skill(rmse((found.middle - rest.values)[~rest.training]), reference)


def _breaks(points: Points, middle: Array) -> tuple[str | None, str | None]:
    places = (largest_shift(points.values), largest_shift(middle))
    observed, simulated = (None if place is None else points.times[place] for place in places)
    return observed, simulated


def enough(points: Points) -> bool:
    """Whether there are points enough to fit and to score."""
    return int(points.training.sum()) >= LEAST_TRAINING and len(points.scored) >= LEAST_SCORED


def of_worlds(values: Array, standing: Mask, months: Sequence[str], times: Sequence[str], lag: int = 0) -> Array:
    """The output at observed points: of a month, or the mean over the months of a year.

    Args:
        values: Shape (months, worlds).
        standing: Where the regime stands; elsewhere, and in any month that the run lacks, there is no number (NaN).
        months: Dates of the months.
        times: Months or years.
        lag: The output of so many months before is taken.

    Returns:
        Shape (times, worlds).
    """
    whole = np.where(standing, values, np.nan)
    rows = []
    for time in times:
        start = months_between(months[0], first_month(time)) - lag
        count = 1 if "-" in time else 12
        inside = start >= 0 and start + count <= len(months)
        rows.append(whole[start : start + count].mean(axis=0) if inside else np.full(whole.shape[1], np.nan))
    return np.array(rows)
