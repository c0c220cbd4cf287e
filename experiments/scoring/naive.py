"""Naive forecasts: the last value, the mean and the straight line of the training window; and a step made by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array


@dataclass(frozen=True, eq=False)
class NaiveForecast:
    """A forecast that knows nothing but the training window.

    Attributes:
        values: Shape (points,).
        noise: Standard deviation of its errors in the training window.
    """

    values: Array
    noise: float


def naive_forecasts(times: Array, values: Array, later: Array) -> dict[str, NaiveForecast]:
    """The three naive forecasts.

    Args:
        times: When the points of the training window are, in months or years, shape (points,).
        values: What was observed then.
        later: When the points to be forecast are.
    """
    slope, intercept = np.polyfit(times, values, 1)
    residuals = values - (intercept + slope * times)
    flat = np.ones(len(later))
    return {
        "last": NaiveForecast(values[-1] * flat, float(np.sqrt(np.mean(np.diff(values) ** 2)))),
        "mean": NaiveForecast(np.mean(values) * flat, float(np.std(values, ddof=1))),
        "trend": NaiveForecast(intercept + slope * later, float(np.sqrt(residuals @ residuals / (len(values) - 2)))),
    }


def probability_forecasts(values: Array, later: int) -> dict[str, NaiveForecast]:
    """The naive forecasts of a series of yes and no: the last value, and how often it was yes."""
    flat = np.ones(later)
    return {"last": NaiveForecast(values[-1] * flat, 0.0), "mean": NaiveForecast(np.mean(values) * flat, 0.0)}


def step_by_hand(values: Array, after: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Array | None:
    """A step at a known date between the two means, fitted to the whole series with hindsight; None where one is empty.

    Args:
        values: What was observed, training and later, shape (points,).
        after: Which points lie at or after the date.
    """
    if after.all() or not after.any():
        return None
    return np.where(after, np.mean(values[after]), np.mean(values[~after]))
