"""Order statistics by hand: the element at the rounded place, and what becomes of missing numbers."""

from __future__ import annotations

import math

import numpy as np

from model.core.arrays import order_statistic, order_statistics, quantile_rows

SOME = np.array([3.0, np.nan, 1.0, 2.0])


def test_no_number_is_made_up_between_two() -> None:
    assert [order_statistic(np.array([4, 1, 3, 2]), share) for share in (0.0, 0.4, 0.5, 1.0)] == [1.0, 2.0, 3.0, 4.0]


def test_missing_numbers_count_as_the_largest_or_are_left_out() -> None:
    assert math.isnan(order_statistic(SOME, 1.0))
    assert order_statistic(SOME, 1.0, skip_missing=True) == 3.0
    assert math.isnan(order_statistic(SOME[1:2], 0.5, skip_missing=True))


def test_rows_and_columns() -> None:
    table = np.array([[3.0, 1.0, 2.0], [6.0, 9.0, 0.0]])
    np.testing.assert_array_equal(quantile_rows(table, 0.5), [2.0, 6.0])
    low, high = order_statistics(table, (0.0, 1.0), axis=0)
    np.testing.assert_array_equal([low, high], [[3.0, 1.0, 0.0], [6.0, 9.0, 2.0]])
