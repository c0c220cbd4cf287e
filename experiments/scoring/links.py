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
    falls beyond chance (a t-test), and if it does so in the expected direction. The noise is the root of the squared
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
    line = stats.linregress(x, y)
    if line.pvalue > SIGNIFICANT:
        message = (
            f"undetermined: in the training window ({len(x)} points) the slope of the observed series on the output "
            f"cannot be told from zero (p = {line.pvalue:.2f})"
        )
        raise UndeterminedError(message)
    if bool(line.slope > 0) != (sign is Sign.UP):
        goes, expected = ("up", "down") if line.slope > 0 else ("down", "up")
        message = (
            f"wrong sign: in the training window the observed series goes {goes} when the output rises, and the "
            f"registry expects it to go {expected}"
        )
        raise UndeterminedError(message)
