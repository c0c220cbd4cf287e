"""The timeline as plain data: what it draws is what the runs say, and no word lies on another."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from experiments.comparison.compare import beside
from experiments.comparison.verdict import verdict_on
from model.core.declarations import Owner
from model.ensemble.record import HEADLINE, Posture, Span, is_output
from model.runs.outcomes import KEY_EVENTS
from model.runs.run import run
from model.scenario.load import load_scenario
from tests.viz.looks import series
from viz.charts.bands import Bands
from viz.charts.parts import numbers
from viz.charts.timeline.chart import timeline
from viz.charts.timeline.data import FEW, Bar, TimelineData, Turn, Turning
from viz.charts.timeline.layout import layout
from viz.charts.timeline.places import Places
from viz.charts.timeline.runs import TURNING, timeline_of
from viz.charts.timeline.scales import difference_scale, step_for, text_width, tick_text, ticks
from viz.common.strips import Extent, LabelSide, places_in
from viz.common.style import DARK, LIGHT, palette
from viz.common.words import with_minus

WORLDS = 40
NARROW = palette(dark=False, narrow=True)


@pytest.fixture(scope="module")
def found():
    scenarios = (load_scenario(name, settings=[f"worlds={WORLDS}"]) for name in ("baseline", "s03_eu_sanctions_2017"))
    return beside(*(run(one, moves=False) for one in scenarios))


def data_of(found, **options):
    return timeline_of(found.other, found.base, found.apart, LIGHT, verdict=verdict_on(found), **options)


def option_of(data, look=LIGHT, month=70):
    return timeline(data, look, month)


def words(option, text):
    """The words of the chart that hold a text."""
    marks = [entry["mark"] for entry in series(option, "words")["data"] if entry["mark"]["is"] == "word"]
    return [mark for mark in marks if text in mark["text"] or text in mark.get("tail", "")]


@pytest.fixture(params=[LIGHT, DARK, NARROW], ids=["light", "dark", "narrow"])
def look(request):
    return request.param


def test_it_holds_what_the_runs_say(found, look):
    option = option_of(data_of(found), look)
    assert json.loads(json.dumps(option, allow_nan=False)) == json.loads(json.dumps(option))
    ids = [one["id"] for one in option["series"]]
    assert len(set(ids)) == len(ids)
    assert series(option, "fan-median")["data"] == numbers(found.other.median(HEADLINE))
    assert series(option, "base-median")["data"] == numbers(found.base.median(HEADLINE))
    assert series(option, "apart-median")["data"] == numbers(found.apart.median)
    for key, share in (("most", 0.9), ("half", 0.5)):
        low, high = (series(option, f"fan-{key}-{end}")["data"] for end in ("low", "high"))
        assert np.allclose(np.add(low, high), found.other.band(HEADLINE, share).high, atol=2e-4)
    assert "dataZoom" not in option, "Ctrl and the wheel are the browser's"


def test_it_says_what_compare_says_to_the_digit(found):
    data, month = data_of(found), verdict_on(found).month
    assert data.largest.month == month
    assert data.largest.text == with_minus(f"{found.apart.median[month]:+.2f}, largest, in every world")
    points = option_of(data)["cursor"]["points"]
    for point, values in zip(points, (found.other.median(HEADLINE), found.base.median(HEADLINE)), strict=False):
        assert point["texts"] == [with_minus(f"{value:.2f}").replace("−0.00", "0.00") for value in values]
    assert points[2]["texts"][0] == "0.00", "nothing has no sign"
    assert (data.first, points[2]["quiet"]) == (52, month)
    (told,) = words(option_of(data), "none before May")
    assert told["text"] == "none before May 2017"


def test_all_panels_stand_on_one_axis_and_none_on_another(found, look):
    option, where = option_of(data_of(found), look), layout(data_of(found), narrow=look.narrow)
    assert len({(grid["left"], grid["right"]) for grid in option["grid"]}) == 1
    assert len({tuple(axis["data"]) for axis in option["xAxis"]}) == 1
    tops = sorted((grid["top"], grid["top"] + grid["height"]) for grid in option["grid"][1:])
    assert all(one[1] < other[0] for one, other in pairwise(tops))
    assert where.rail_bottom < tops[0][0]
    assert tops[-1][1] < option["grid"][0]["height"] == where.height
    assert option["axisPointer"]["link"] == [{"xAxisIndex": [1, 2, 3]}]


def test_it_is_not_higher_than_the_screen_has_room_for(found):
    assert layout(data_of(found)).height <= 595


def boxes(option, where):
    """Left, right, top and bottom of all words, in pixels, as far as their widths can be told."""
    for mark in words(option, ""):
        size, width = mark.get("size", 12), 0.0
        width = text_width(
            mark["text"] + " ".join(["", *mark.get("tail", [""])[:1]]), size, bold=mark.get("bold", False)
        )
        x = (mark["x"] + 0.5) * where.width / 108 + mark.get("dx", 0)
        left = {"left": x, "right": x - width, "center": x - width / 2}[mark.get("align", "left")]
        yield left, left + width, mark["y"] - size / 2, mark["y"] + size / 2, mark["text"]


def test_no_word_lies_on_another(found, look):
    data = data_of(found)
    placed = list(boxes(option_of(data, look), layout(data, narrow=look.narrow)))
    for number, one in enumerate(placed):
        for other in placed[:number]:
            apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
            assert apart, (one[4], other[4])


def test_the_bars_are_those_of_the_scenario(found):
    data = data_of(found, movable={"eu_2017"})
    (own,) = (one for one in data.bars if one.own)
    assert (own.name, own.label, own.owner, own.movable) == ("eu_2017", "EU sanctions", Owner.EU, True)
    assert own.spans == ((52, 71),)
    assert (own.strength, own.low, own.high) == (0.8, 0.0, 1.0)
    assert [one.name for one in data.bars if one.movable] == ["eu_2017"]
    option = option_of(data)
    (bar,) = (one for one in series(option, "bars")["data"] if one["note"].startswith("EU sanctions"))
    assert bar["note"].startswith("EU sanctions 0.80, May 2017 to December 2018. ")
    assert bar["mark"] == {
        "is": "bar",
        "x0": 51.5,
        "x1": 71.5,
        "y0": 22,
        "y1": 38,
        "fill": LIGHT.of(Owner.EU),
        "hit": 16,
    }
    assert words(option, "to December 2018 · 20 months")
    assert min(one["mark"]["hit"] for one in series(option, "bars")["data"]) >= 16


def test_words_of_a_file_stay_text():
    script = "<script>alert(1)</script>{b}"
    bar = Bar("mine", script, Owner.EU, ((3, 9),), own=True, note="<b>because</b>")
    option = option_of(made(bars=(bar,)))
    (drawn,) = series(option, "bars")["data"]
    assert drawn["note"] == f"{script}, April 2013 to October 2013. <b>because</b>"
    assert words(option, script)


def test_what_the_comparison_alone_has_is_drawn_hollow(found):
    data = timeline_of(found.base, found.other, None, LIGHT)
    (gone,) = (one for one in data.bars if one.absent)
    assert (gone.label, gone.own) == ("without EU sanctions", False)
    assert [one["mark"].get("hollow") for one in series(option_of(data), "bars")["data"]].count(True) == 1


def test_every_turning_point_has_a_few_words():
    assert set(TURNING) == {event.name for event in KEY_EVENTS}


def made(**parts):
    """A timeline of 24 months in which nothing happens, but for what is given."""
    months = tuple(f"{year}-{month:02}" for year in (2013, 2014) for month in range(1, 13))
    flat = np.zeros(24)
    bands = Bands(flat, Span(flat - 0.1, flat + 0.1), Span(flat - 0.2, flat + 0.2))
    return TimelineData(months, "Alignment", bands, None, None, flat, worlds=1000, **parts)


@pytest.mark.parametrize(("share", "rows"), [(0.50, 1), (0.47, 2), (0.48, 1)])
def test_a_turning_point_has_a_second_row_only_from_three_points_on(share, rows):
    data = made(turning=(Turning("Something", Turn(0.5, 3, 5, 8), Turn(share, 2, 6, 9)),))
    option = option_of(data)
    ends = [one["mark"]["ends"] for one in series(option, "turning")["data"]]
    assert ends == [[3, 5, 8], [2, 6, 9]][:rows]
    assert len(words(option, "baseline 47 %")) == rows - 1
    assert series(option, "turning")["data"][0]["note"] == (
        "Something in 50 % of worlds; of these, 10 % by April 2013, half by June 2013, 90 % by September 2013."
    )


def test_worlds_that_fall_leave_the_fan_and_it_says_how_many_are_left():
    fallen = np.linspace(0, 0.99, 24)
    option = option_of(replace(made(), fallen=fallen, base_fallen=np.zeros(24)))
    assert words(option, "of the 10 worlds that stand in December 2014")
    assert words(option, "99 %, baseline 0 %")
    median, dotted = (series(option, key)["data"] for key in ("fan-median", "fan-median-few"))
    half = int(np.argmax(fallen >= 0.5))
    assert median[half - 1] == 0.0
    assert median[half:] == [None] * (24 - half)
    left = np.round(1000 * (1 - fallen))
    last = int(np.flatnonzero(left >= FEW)[-1])
    assert dotted[half - 1 : last + 1] == [0.0] * (last + 2 - half)
    assert series(option, "fan-most-low")["data"][last:] == [-0.2, *[None] * (23 - last)], "below 20 there is no fan"
    assert not words(option_of(replace(made(), fallen=0.09 * (fallen > 0.5))), "that stand in")


def test_few_worlds_are_single_lines(found):
    where = np.zeros(found.other.posture.shape, np.bool_)
    where[60:, : WORLDS - 7] = True
    values = {name: np.where(where & is_output(name), np.nan, rows) for name, rows in found.other.series.items()}
    fewer = replace(found.other, series=values, posture=np.where(where, np.int8(Posture.FALLEN), found.other.posture))
    data = timeline_of(fewer, found.base, None, LIGHT)
    assert len(data.few) == 7
    assert all(np.isnan(line[:59]).all() and not np.isnan(line[59:]).any() for line in data.few)


def test_the_shorter_line_ends_with_a_dot_and_its_month(found):
    cut = {name: values[:96] for name, values in found.base.series.items()}
    shorter = replace(found.base, months=found.base.months[:96], series=cut, posture=found.base.posture[:96])
    option = option_of(timeline_of(found.other, shorter, None, LIGHT))
    assert series(option, "base-median")["data"][95:] == [*numbers(shorter.median(HEADLINE)[95:]), *[None] * 12]
    dot, told = (one["mark"] for one in series(option, "ends")["data"])
    assert (dot["x"], told["text"]) == (95, "ends December 2020")


def test_one_world_is_drawn_over_the_fan_with_its_own_turns(found):
    world = int(found.other.numbers[3])
    data = data_of(found, world=world)
    option = option_of(data)
    assert series(option, "world")["data"] == numbers(found.other.series[HEADLINE][:, 3])
    assert series(option, "world")["lineStyle"] == {"width": 1.5, "color": LIGHT.ink, "type": "solid"}
    assert series(option, "base-world")["lineStyle"]["type"] == [7, 3]
    assert all(one.here.p10 == one.here.p90 for one in data.turning)
    assert not any("tail" in one for one in words(option, "EU lifts"))
    assert not data_of(found, world=-1).one_world


def test_nothing_to_compare_with_leaves_a_fan_alone(found):
    data = timeline_of(found.base, None, None, LIGHT)
    option = option_of(data)
    assert len(option["grid"]) == 3
    assert not any(one["id"].startswith(("base", "apart")) for one in option["series"])
    assert len(option["cursor"]["points"]) == 1


def test_two_runs_that_are_the_same_have_a_flat_difference(found):
    same = beside(found.base, found.base)
    data = timeline_of(same.other, same.base, same.apart, LIGHT, verdict=verdict_on(same))
    assert (data.largest, data.first) == (None, None)
    assert set(series(option_of(data), "apart-median")["data"]) == {0.0}


def test_another_series_has_a_scale_of_its_own_and_no_thresholds(found):
    name = next(one for one in found.other.series if one == "eu.new_sanctions")
    data = timeline_of(found.other, found.base, None, LIGHT, series=name, label="New sanctions")
    assert (data.thresholds, data.ends, data.standing) == ((), (), False)
    assert not words(option_of(data), "leaning West")


# -- scales, places, rows


@pytest.mark.parametrize(
    ("low", "high", "most", "shown"),
    [
        (-1.0, 0.35, 8, ["−1.00", "−0.75", "−0.50", "−0.25", "0.00", "0.25"]),
        (-0.3, 0.05, 4, ["−0.3", "−0.2", "−0.1", "0.0"]),
        (0.0, 7.0, 4, ["0", "2", "4", "6"]),
    ],
)
def test_scales_have_round_numbers(low, high, most, shown):
    step = step_for(high - low, most) if most < 8 else 0.25
    assert [tick_text(value, step) for value in ticks(low, high, step)] == shown


def test_a_difference_of_nothing_has_a_scale_too():
    low, high = difference_scale((np.zeros(3), np.zeros(3)))
    assert low < 0 < high


def test_words_are_put_where_nothing_is_and_as_near_as_can_be():
    places = Places(300, 90)
    places.take(0, 30, 300, 90)
    across, down = places.cells()
    cost = np.hypot(across - 150, down - 60)
    left, middle = places.place(60, 16, cost)
    assert middle + 8 <= 30
    assert abs(left + 30 - 150) <= 6
    again = places.place(60, 16, cost)
    assert abs(again[0] - left) >= 60 or abs(again[1] - middle) >= 16
    assert places.place(400, 16, cost) is None
    places.take(0, 0, 300, 90)
    assert places.place(60, 16, cost) is None


def test_a_label_stands_where_it_is_in_nobodys_way():
    first, second, third = places_in([Extent(10, 20, 30), Extent(40, 50, 45), Extent(60, 70, 20)], 100)
    assert (first.row, first.side) == (0, LabelSide.RIGHT)
    assert (second.row, second.side) == (1, LabelSide.RIGHT), "on its row it has both sides to choose from"
    assert third.row == 0
    assert places_in([Extent(0, 100, 10)], 100)[0].side is LabelSide.ON
    assert [one.row for one in places_in([Extent(0, 50, 5, rows=2), Extent(10, 40, 5), Extent(60, 80, 5)], 100)] == [
        0,
        2,
        0,
    ]
