"""The charts of the scenario page, as plain data: what they hold is what the run holds."""

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.monthly import MARGIN, monthly_difference
from model.core.declarations import AGENTS, Owner
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, is_output
from model.runs.run import run
from model.scenario.load import load_scenario
from tests.viz.looks import contrast, series
from viz.charts import scenario as charts
from viz.charts.bands import Line, fan_of
from viz.charts.parts import SENT, cells, limits_of, numbers
from viz.common import style
from viz.common.style import DARK, LIGHT, palette

WORLDS = 24


@pytest.fixture(scope="module")
def simulated():
    return run(load_scenario("s03_eu_sanctions_2017", settings=[f"worlds={WORLDS}"]))


@pytest.fixture(scope="module")
def beside():
    return run(load_scenario("baseline", settings=[f"worlds={WORLDS}"]))


FELL, ALL_FALL = 9, 100


@pytest.fixture(scope="module")
def fallen(simulated):
    """A run in which nine worlds fall in month 80, and all by month 100."""
    where = np.zeros(simulated.posture.shape, np.bool_)
    where[80:, :FELL] = where[ALL_FALL:] = True
    values = {name: np.where(where & is_output(name), np.nan, rows) for name, rows in simulated.series.items()}
    return replace(simulated, series=values, posture=np.where(where, np.int8(Posture.FALLEN), simulated.posture))


def the_fan(simulated):
    return fan_of(simulated, HEADLINE, "Conduct", "#123456")


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return request.param


def test_a_fan_holds_median_and_bands_of_the_run(simulated, look):
    option = charts.fan_chart([the_fan(simulated)], simulated.months, look)
    assert json.loads(json.dumps(option, allow_nan=False)) == option
    assert option["xAxis"][0]["data"] == list(simulated.months)
    assert series(option, f"{HEADLINE}-median")["data"] == numbers(simulated.median(HEADLINE))
    for name, share in (("most", 0.9), ("half", 0.5)):
        band = simulated.band(HEADLINE, share)
        low, high = (series(option, f"{HEADLINE}-{name}-{end}") for end in ("low", "high"))
        assert low["data"] == numbers(band.low)
        assert np.allclose(np.add(low["data"], high["data"]), band.high, atol=2 * 10.0**-SENT)
        assert low["stack"] == high["stack"]
        assert high["areaStyle"]["color"] == "#123456"


def test_every_series_has_an_id_of_its_own(simulated, look):
    fans = [the_fan(simulated), fan_of(simulated, "belarus.rhetoric", "Rhetoric", "#654321")]
    lines = [Line("world", "World 3", "#000000", np.zeros(len(simulated.months)))]
    option = charts.fan_chart(fans, simulated.months, look, lines)
    ids = [one["id"] for one in option["series"]]
    assert len(set(ids)) == len(ids)
    assert series(option, "world")["data"] == [0.0] * len(simulated.months)
    assert option["legend"]["data"] == ["Conduct", "Rhetoric", "World 3"]


def test_a_comparison_is_dashed(simulated, beside, look):
    line = Line("comparison", "Compared", look.ink, beside.median(HEADLINE), dashed=True)
    option = charts.fan_chart([the_fan(simulated)], simulated.months, look, [line])
    assert series(option, "comparison")["lineStyle"]["type"] == "dashed"
    assert series(option, "comparison")["data"] == numbers(beside.median(HEADLINE))


def test_dimensions_stand_below_one_another_on_a_narrow_screen(simulated):
    fans = charts.dimension_fans(simulated, "#123456")
    grids = charts.small_multiples(fans, simulated.months, palette(dark=False, narrow=True))["grid"]
    tops = [float(grid["top"].rstrip("%")) for grid in grids]
    deep = [float(grid["height"].rstrip("%")) for grid in grids]
    assert len({grid["left"] for grid in grids}) == 1
    assert all(top + height < below for top, height, below in zip(tops, deep, tops[1:], strict=False))


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(-0.3, 0.1, (-0.5, 0.25)), (0.1, 0.9, (0.0, 1.0)), (-1, 1, (-1, 1)), (0.0, 3.0, None)]
)
def test_axes_end_at_quarters(low, high, ends):
    assert limits_of([np.array([low, high])]) == ends


def test_axes_leave_out_what_is_missing():
    assert limits_of([np.array([np.nan, 0.1]), np.array([np.nan, 0.9])]) == (0.0, 1.0)
    assert limits_of([np.array([np.nan, np.nan])]) is None


def test_nothing_is_below_nothing_and_a_missing_number_is_a_gap():
    assert str(numbers(np.array([-0.00001]))[0]) == "0.0"
    assert numbers(np.array([np.nan, 0.5])) == [None, 0.5]
    assert cells(np.array([np.nan, 0.5])) == ["", "0.50"]


def test_the_table_of_a_fan_says_the_same(simulated):
    sheet = charts.fan_sheet("x", [the_fan(simulated)], simulated.months)
    assert [row[0] for row in sheet.rows] == list(simulated.months)
    band, last = simulated.band(HEADLINE, 0.9), sheet.rows[-1]
    assert last[1] == f"{simulated.median(HEADLINE)[-1]:.2f}"
    assert last[4:] == (f"{band.low[-1]:.2f}", f"{band.high[-1]:.2f}")
    assert len(sheet.headings) == len(last) == 6


def test_dimensions_stand_side_by_side_on_one_scale(simulated, look):
    fans = charts.dimension_fans(simulated, "#123456")
    lines = [Line(f"c-{i}", "Compared", look.ink, fan.median) for i, fan in enumerate(fans)]
    option = charts.small_multiples(fans, simulated.months, look, lines)
    assert [title["text"].lower() for title in option["title"]] == list(DIMENSIONS)
    assert len({(axis["min"], axis["max"]) for axis in option["yAxis"]}) == 1
    for number, dimension in enumerate(DIMENSIONS):
        median = series(option, f"{HEADLINE}_{dimension}-median")
        assert median["data"] == numbers(simulated.median(f"{HEADLINE}_{dimension}"))
        assert median["xAxisIndex"] == series(option, f"c-{number}")["xAxisIndex"] == number


def test_posture_shares_add_up_to_all_worlds(simulated, look):
    shares = simulated.posture_shares()
    option = charts.posture_chart(shares, simulated.months, look)
    assert np.allclose(np.sum([one["data"] for one in option["series"]], axis=0), 100, atol=0.1)
    assert len({one["stack"] for one in option["series"]}) == 1
    assert series(option, "posture-client")["data"][-1] == pytest.approx(100 * shares[Posture.CLIENT][-1], abs=0.01)
    assert charts.posture_sheet(shares, simulated.months).rows[-1][1] == f"{100 * shares[Posture.CLIENT][-1]:.1f}"


def test_a_difference_is_taken_world_by_world(simulated, beside):
    found = monthly_difference(beside, simulated, HEADLINE)
    gap = simulated.series[HEADLINE] - beside.series[HEADLINE]
    for month, row in enumerate(gap):
        pairs = np.sort(row[~np.isnan(row)])  # of the worlds that stand in both
        assert found.median[month] == pairs[round(0.5 * (len(pairs) - 1))]
        assert found.above[month] == (pairs > MARGIN).mean()
        assert found.below[month] == (pairs < -MARGIN).mean()
    assert (found.median[:50] == 0).all()
    assert found.median[60] < -0.05
    assert charts.difference_sheet(found, "x", ("West", "East")).rows[60][1] == f"{found.median[60]:.2f}"


def test_a_fan_has_a_gap_where_no_world_stands_and_its_table_the_share_fallen(fallen, look):
    shares = fallen.posture_shares()[Posture.FALLEN]
    fans = [the_fan(fallen)]
    option = charts.fan_chart(fans, fallen.months, look)
    assert json.loads(json.dumps(option, allow_nan=False)) == option
    standing = fallen.series[HEADLINE][90, FELL:]
    assert (
        series(option, f"{HEADLINE}-median")["data"][90]
        == numbers([np.sort(standing)[round(0.5 * (len(standing) - 1))]])[0]
    )
    for part in ("median", "most-low", "most-high", "half-low", "half-high", "from", "to"):
        assert series(option, f"{HEADLINE}-{part}")["data"][ALL_FALL:] == [None] * (len(fallen.months) - ALL_FALL)
    sheet = charts.fan_sheet("x", fans, fallen.months, (), shares)
    assert sheet.rows[-1][1:] == ("", "", "", "", "", "100.0")


def test_a_difference_exists_only_where_a_world_stands_in_both(fallen, beside):
    paired = monthly_difference(beside, fallen, HEADLINE)
    gap = (fallen.series[HEADLINE] - beside.series[HEADLINE])[90, FELL:]
    assert paired.median[90] == np.sort(gap)[round(0.5 * (len(gap) - 1))]
    assert (paired.above[90], paired.below[90]) == (np.mean(gap > MARGIN), np.mean(gap < -MARGIN))
    assert (paired.pairs[0], paired.pairs[90], paired.pairs[-1]) == (WORLDS, WORLDS - FELL, 0)
    assert np.isnan([paired.median[-1], paired.above[-1], paired.below[-1]]).all()
    assert paired.largest(0) < ALL_FALL
    assert charts.difference_sheet(paired, "x", ("West", "East")).rows[-1][1:] == ("",) * 7 + ("0",)


def test_a_difference_counts_only_the_worlds_that_count(simulated, beside):
    kept = np.arange(WORLDS) < 5
    found = monthly_difference(beside, simulated, HEADLINE, kept)
    assert found.worlds == 5
    assert not np.array_equal(found.median, monthly_difference(beside, simulated, HEADLINE).median)


def test_a_difference_ends_with_the_shorter_run(simulated):
    longer = run(load_scenario("s26_relief_for_prisoners", settings=[f"worlds={WORLDS}"]), moves=False)
    assert monthly_difference(simulated, longer, HEADLINE).months == simulated.months


# -- colours


def test_lines_and_letters_stand_out_from_the_page(look):
    for colour in (*look.actors.values(), look.friend, look.foe, look.system):
        assert contrast(colour, look.page) >= 3
    assert contrast(look.ink, look.page) >= 7
    assert contrast(look.quiet, look.page) >= 4.5
    for actor in AGENTS:
        assert contrast(look.page, look.of(actor)) >= 4.5, "the name of an actor stands on its colour"


SEEN = {
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
}
"""Machado, Oliveira and Fernandes (2009), full severity, on linear light."""


def as_seen(colour, by):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    lit = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    lit = np.clip(np.array(SEEN[by]) @ lit, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ lit
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("by", SEEN)
def test_colour_blind_readers_tell_the_five_apart(look, by):
    seen = [as_seen(look.of(actor), by) for actor in AGENTS]
    gaps = [np.linalg.norm(one - other) for i, one in enumerate(seen) for other in seen[:i]]
    assert min(gaps) > 15


def test_what_is_none_of_the_five_has_a_colour_of_its_own(look):
    assert look.of(Owner.SYSTEM) not in look.actors.values()
    assert palette(dark=True) is DARK
    assert palette(dark=False) is LIGHT
    assert LIGHT.of(Owner.BELARUS) == style.BLUE
