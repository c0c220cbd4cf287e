"""Order statistics by hand: the element at the rounded place, and what becomes of missing numbers."""

from __future__ import annotations

import math

import numpy as np

from model.core.arrays import means, order_statistic, order_statistics, quantile_rows

SOME = np.array([3.0, np.nan, 1.0, 2.0])


def test_no_number_is_made_up_between_two() -> None:
    assert [order_statistic(np.array([4, 1, 3, 2]), share) for share in (0.0, 0.4, 0.5, 1.0)] == [1.0, 2.0, 3.0, 4.0]


def test_missing_numbers_are_left_out_or_count_as_the_largest() -> None:
    assert order_statistic(SOME, 1.0) == 3.0
    assert math.isnan(order_statistic(SOME, 1.0, skip_missing=False))
    assert math.isnan(order_statistic(SOME[1:2], 0.5))
    assert math.isnan(order_statistic(SOME[:0], 0.5))


def test_each_row_has_the_statistics_of_the_numbers_it_has() -> None:
    """Of three, one, none and all four numbers: row by row what the row alone gives."""
    table = np.array([SOME, [np.nan, 5.0, np.nan, np.nan], np.full(4, np.nan), [4.0, 1.0, 3.0, 2.0]])
    middle, high = order_statistics(table, (0.5, 1.0))
    np.testing.assert_array_equal(middle, [2.0, 5.0, np.nan, 3.0])
    np.testing.assert_array_equal(high, [3.0, 5.0, np.nan, 4.0])
    np.testing.assert_array_equal(order_statistics(table.T, (0.5,), axis=0)[0], middle)
    np.testing.assert_array_equal(means(table), [2.0, 5.0, np.nan, 2.5])
    np.testing.assert_array_equal(means(table.T, axis=0), means(table))
    assert [one.shape for one in order_statistics(table[:, :0], (0.1, 0.9))] == [(4,), (4,)]


def test_rows_and_columns() -> None:
    table = np.array([[3.0, 1.0, 2.0], [6.0, 9.0, 0.0]])
    np.testing.assert_array_equal(quantile_rows(table, 0.5), [2.0, 6.0])
    low, high = order_statistics(table, (0.0, 1.0), axis=0)
    np.testing.assert_array_equal([low, high], [[3.0, 1.0, 0.0], [6.0, 9.0, 2.0]])
