"""Every series in small: medians, spreads, and how far two scenarios are apart, worked by hand."""

import json

import numpy as np
import pytest

from viz.dashboard.panel.series_list import lines_of, order_of, rows_of
from viz.dashboard.panel.series_stats import BAND, SeriesPair, SeriesStats, pairs, reduced
from viz.dashboard.results import cached_shown, shown
from viz.dashboard.runs import series_for, whole_run
from viz.dashboard.series import flags, short_labels, shown_series
from viz.dashboard.state import Chosen, pair_of

SMALL = "title: Small\nextends: s03_eu_sanctions_2017\nworlds: 40\nend: 2019-12\n"
PAIR = pair_of(Chosen("small", SMALL))


@pytest.fixture(scope="module")
def known():
    *_, (last, whole) = pairs(PAIR, "belarus.alignment")
    assert whole
    return last


def stats(**middle):
    months = tuple(f"2013-{month:02}" for month in range(1, 4))
    values = {name: np.float32(one) for name, one in middle.items()}
    return SeriesStats(months, values, {name: np.float32([0.1, 0.1, 0.3]) for name in values})


def test_the_medians_are_those_of_the_large_chart(known):
    run = whole_run(PAIR.scenario, series_for("russia.coercion"))
    for name in ("belarus.alignment", "russia.coercion"):
        np.testing.assert_allclose(known.here.middle[name], run.median(name), rtol=1e-6)
    band = run.band("russia.coercion", 0.9)
    np.testing.assert_allclose(known.here.spread["russia.coercion"], (band.high - band.low) / BAND, atol=1e-6)


def test_what_is_or_is_not_is_a_share_of_the_worlds(known):
    assert "belarus.hosting" in flags()
    run = whole_run(PAIR.scenario, series_for("belarus.alignment"))
    np.testing.assert_allclose(known.here.middle["belarus.hosting"], run.series["belarus.hosting"].mean(1), rtol=1e-6)
    assert reduced(run).middle["belarus.hosting"].max() <= 1.0


def test_the_month_is_that_of_the_largest_difference_of_the_page(known):
    *_, (page, _) = shown(PAIR, "belarus.alignment")
    assert known.largest == page.comparison.months[page.comparison.largest]
    assert cached_shown(PAIR, "belarus.alignment") is not None
    assert known.here.months[known.month("2017-06")] == "2017-06"
    assert known.here.months[known.month("1999-01")] == known.largest


def test_series_are_apart_in_units_of_their_spread():
    pair = SeriesPair(stats(a=[0, 0, 1]), stats(a=[0, 0.2, 0.4]), "2013-03")
    assert pair.apart("a", 0) == 0
    assert pair.apart("a", 1) == pytest.approx(0.2 / 0.1)
    assert pair.apart("a", 2) == pytest.approx(0.6 / 0.3)
    assert SeriesPair(stats(a=[0, 0, 1]), None, "2013-03").apart("a", 2) == 0


def test_series_that_do_not_spread_or_are_missing_have_a_distance_too():
    flat = {"a": np.zeros(3, np.float32)}
    months = ("2013-01", "2013-02", "2013-03")
    one, two = (SeriesStats(months, {"a": np.float32(v)}, flat) for v in ([0, 1, np.nan], [0, 0, np.nan]))
    pair = SeriesPair(one, two, months[-1])
    assert pair.apart("a", 1) == pytest.approx(100), "the least spread is a hundredth of the extent"
    assert pair.apart("a", 2) == 0


def test_the_list_begins_with_what_differs_most_and_names_everything(known):
    rows = rows_of(known, "2018-06")
    assert {name for name, _, _ in rows} == set(shown_series())
    month = known.month("2018-06")
    apart = [known.apart(name, month) if here != base else 0 for name, here, base in rows]
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > 0
    assert order_of(known, "2018-06") == "Most changed, June 2018"
    assert rows_of(None, "")[0] == ["belarus.alignment", "", ""]


def test_small_lines_share_a_scale_and_are_light(known):
    lines = lines_of(known)
    assert len(lines["belarus.alignment"]) == 2
    letters = {letter for pair in lines.values() for line in pair for letter in line}
    assert (min(letters), max(letters)) == ("a", "w")
    assert len(json.dumps([lines, rows_of(known, "")])) < 25_000


def test_a16_labels_of_series_are_short_and_differ():
    labels = list(short_labels().values())
    assert len(set(labels)) == len(labels)
    assert not any(":" in label or "(" in label or label.startswith("How far") for label in labels)
