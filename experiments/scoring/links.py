"""Brings an output to the units of an observed series, by numbers fitted on the training window alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from experiments.scoring.observables import Link, Sign
from model.core.declarations import Array

SIGNIFICANT = 0.05
"""A slope whose two-sided p-value is larger cannot be told from zero."""


class UndeterminedError(ValueError):
    """The training window does not determine a link; the message says why."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted link: y = intercept + slope x, and the noise around it.

    Attributes:
        intercept: In units of the observed series.
        slope: Units of the observed series per unit of the output.
        noise: Standard deviation of what was observed around the linked median, in the training window.
    """

    intercept: float
    slope: float
    noise: float

    def apply(self, x: Array) -> Array:
        """The output in units of the observed series."""
        return self.intercept + self.slope * x


def fit(link: Link, x: Array, y: Array, *, sign: Sign = Sign.UP, least_move: float = 0.0) -> Fitted:
    """Fit a link by least squares.

    A slope is fitted only if the output moves in the window, if a straight line through output and observation rises or
    falls beyond chance, and if it does so in the expected direction. The noise is the root of the squared
    residuals over their number less the numbers fitted.

    Args:
        link: What is fitted: nothing, a shift, a factor, or both.
        x: The median output, shape (points,).
        y: What was observed, shape (points,).
        sign: The expected direction.
        least_move: The output must range over at least so much for a slope to be fitted.

    Raises:
        UndeterminedError: With the reason.
    """
    if link.has_slope:
        _check_slope(x, y, sign, least_move)
    intercept, slope = 0.0, 1.0
    match link:
        case Link.SHIFT:
            intercept = float(np.mean(y - x))
        case Link.PROPORTIONAL:
            slope = float(x @ y / (x @ x))
        case Link.AFFINE:
            line = stats.linregress(x, y)
            intercept, slope = float(line.intercept), float(line.slope)
    fitted = {Link.NONE: 0, Link.SHIFT: 1, Link.PROPORTIONAL: 1, Link.AFFINE: 2}[link]
    residuals = y - (intercept + slope * x)
    return Fitted(intercept, slope, float(np.sqrt(residuals @ residuals / (len(y) - fitted))))


def _check_slope(x: Array, y: Array, sign: Sign, least_move: float) -> None:
    move = float(np.ptp(x))
    if move < max(least_move, np.finfo(float).tiny):
        message = (
            f"undetermined: the median output moves by only {move:.2f} in the training window ({least_move:g} is "
            "needed), so that the window does not say how the observed series goes with it"
        )
        raise UndeterminedError(message)
    slope, p_value = slope_and_p_value(x, y)
    if p_value > SIGNIFICANT:
        message = (
            f"undetermined: in the training window ({len(x)} points) the slope of the observed series on the output "
            f"cannot be told from zero (p = {p_value:.2f})"
        )
        raise UndeterminedError(message)
    if (slope > 0) != (sign is Sign.UP):
        goes, expected = ("up", "down") if slope > 0 else ("down", "up")
        message = (
            f"wrong sign: in the training window the observed series goes {goes} when the output rises, and the "
            f"registry expects it to go {expected}"
        )
        raise UndeterminedError(message)


def slope_and_p_value(x: Array, y: Array) -> tuple[float, float]:
    """The least-squares slope of y on x, and the two-sided p-value that it is zero.

    The t-test counts n (1 - a) / (1 + a) points, where a is the product of the lag-1 autocorrelations of x and of the
    residuals, if positive: two series that wander by themselves go together by chance more easily (Bartlett 1935).
    """
    line = stats.linregress(x, y)
    residuals = y - (line.intercept + line.slope * x)
    shared = max(0.0, _autocorrelation(x) * _autocorrelation(residuals))
    freedom = len(x) * (1.0 - shared) / (1.0 + shared) - 2.0
    if freedom <= 0.0:
        return float(line.slope), 1.0
    unexplained = max(1.0 - line.rvalue**2, np.finfo(float).eps)
    t = abs(line.rvalue) * np.sqrt(freedom / unexplained)
    return float(line.slope), float(2.0 * stats.t.sf(t, freedom))


def _autocorrelation(values: Array) -> float:
    """At lag 1; 0 where the values do not vary."""
    centred = values - np.mean(values)
    total = centred @ centred
    return float(centred[1:] @ centred[:-1] / total) if total > 0.0 else 0.0
