"""What is drawn: the same bytes each time, no words on others, and a chart for any terminal."""

import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch

from model.ensemble.record import HEADLINE, Posture, Run
from model.evidence.load import load_seeds
from model.network.pressing import who_presses
from model.network.report import network_report
from model.network.ties import network, relation_series
from model.runs.outcomes import KEY_EVENTS
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.common.strips import LabelSide
from viz.common.style import BLUE, VERMILION
from viz.common.summary import as_plain, interval, marks, percent, summary, turning_points
from viz.common.words import signed_decimals, two_decimals
from viz.figures.alignment import alignment_figure
from viz.figures.event_strips import pressure_strip, turning_point_strip
from viz.figures.frame import save_figure
from viz.figures.network import DISC, WIDEST, dates_for, network_figure
from viz.figures.panels import threshold
from viz.terminal.chart import ASCII, BLOCKS, chart, fan_of, letters_for
from viz.terminal.network import network_lines
from viz.terminal.progress import progress

WORLDS = 97
CROWD = [
    "pressures.bids={kind: mediation_bid, by: Belarus, conflict: karabakh, start: 2015-05, duration: 2, every: 12}",
    "pressures.cut={kind: energy_cut, level: 0.5, start: 2013-01, end: 2021-12}",
    "pressures.no_rescue={kind: forbid, by: Russia, move: rescue, start: 2020-01}",
    "pressures.base={kind: force, by: Belarus, move: grant_base, start: 2021-11, duration: 1}",
]


def lived(*settings: str) -> Run:
    return run(load_scenario("baseline", settings=settings), worlds=WORLDS)


@pytest.fixture(scope="module")
def finished():
    return lived()


def test_the_same_run_gives_the_same_svg(finished, tmp_path):
    for name in ("a.svg", "b.svg"):
        save_figure(alignment_figure(finished), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


def test_drawing_leaves_no_trace(finished, tmp_path):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    save_figure(alignment_figure(finished), tmp_path / "a.png")
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("settings", [(), tuple(CROWD), ("read_from=2020-01", *CROWD)])
def test_no_words_of_a_figure_lie_on_others(settings):
    figure = alignment_figure(lived(*settings))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    page = figure.bbox
    for axes in figure.axes:
        boxes = [text.get_window_extent(canvas.get_renderer()) for text in axes.texts if text.get_text()]
        for place, box in enumerate(boxes):
            assert page.x0 <= box.x0
            assert box.x1 <= page.x1
            assert not any(box.overlaps(other) for other in boxes[place + 1 :])


def test_the_figure_is_as_wide_as_a_page(finished):
    figure = alignment_figure(finished)
    assert figure.get_figwidth() * 25.4 == pytest.approx(180)
    names = [axes.get_title(loc="left") for axes in figure.axes]
    assert [name for name in names if name] == ["security", "economy", "diplomacy", "identity", "posture"]


def test_marks_tell_the_scenario_s_own_pressures_from_history(finished):
    assert {mark.label for mark in marks(finished)} >= {"Crimea", "Donbas war", "election 2020", "pandemic"}
    assert not any(mark.own for mark in marks(finished))
    own = {mark.label: len(mark.spans) for mark in marks(lived(*CROWD)) if mark.own}
    assert own == {
        "ordered: bid karabakh": 7, "oil cut by Russia": 1, "forbidden: rescue": 1, "ordered: grant base": 1
    }  # fmt: skip


def test_labels_stay_on_their_strip():
    for strip in (pressure_strip(lived(*CROWD), 6.0), turning_point_strip(lived(), 6.0)):
        for item in strip.items:
            assert item.covers[0] >= 0 or item.side is LabelSide.ON
            assert item.covers[1] <= 6.0 or item.side is LabelSide.ON


def test_a_summary_counts_worlds(finished):
    found = summary(finished)
    assert found is not None
    assert sum(share.value for share in found.postures.values()) == pytest.approx(1)
    assert found.low <= found.median <= found.high
    assert [point.name for point in found.turning_points] == [event.name for event in KEY_EVENTS]
    hosting = next(point for point in turning_points(finished) if point.name == "hosting")
    first = finished.series["belarus.hosting"].max(axis=0) > 0.5
    assert hosting.share == pytest.approx(first.mean())


@pytest.fixture(scope="module")
def stormy():
    """A run in which many regimes fall, some of them early."""
    storm = "pressures.storm={kind: unrest, level: 1.0, start: 2015-01, end: 2021-12, probability: 0.5}"
    return run(load_scenario("s14_no_rescue", settings=[storm]), worlds=WORLDS)


def test_the_alignment_of_a_summary_is_of_the_worlds_that_stand(stormy):
    found = summary(stormy)
    assert found is not None
    stand = np.sort(stormy.series[HEADLINE][-1][stormy.posture[-1] != Posture.FALLEN])
    assert 0 < found.standing == len(stand) < WORLDS
    assert found.median == stand[round(0.5 * (len(stand) - 1))]
    final = as_plain(stormy, found)["alignment"]["final"]
    assert (final["median"], final["p05"], final["p95"]) == (found.median, found.low, found.high)
    assert (final["standing"], final["fallen"]) == (len(stand), pytest.approx(1 - len(stand) / WORLDS))


def test_a_turning_point_that_never_comes_keeps_its_row(stormy):
    rescue = next(point for point in turning_points(stormy) if point.name == "rescue")
    assert (rescue.share, rescue.p10, rescue.p50, rescue.p90) == (0, None, None, None)


def test_a_summary_without_a_standing_regime_has_no_alignment():
    storm = "pressures.storm={kind: unrest, level: 1.0, start: 2013-01, end: 2021-12}"
    nobody = run(load_scenario("s14_no_rescue", settings=[storm]), worlds=7)
    found = summary(nobody)
    assert found is not None
    assert (found.standing, found.postures[Posture.FALLEN].value) == (0, 1)
    assert np.isnan(found.median)
    assert np.isnan(as_plain(nobody, found)["alignment"]["final"]["median"])
    assert alignment_figure(nobody).axes


def test_the_figure_shows_the_share_fallen_below_the_fan(stormy):
    labels = [axes.get_ylabel() for axes in alignment_figure(stormy).axes]
    assert "fallen" in labels
    early = lived("end=2014-12")
    assert early.standing.all()
    assert "fallen" not in [axes.get_ylabel() for axes in alignment_figure(early).axes]


@pytest.mark.parametrize(("setting", "level"), [("fix: 0", 0.0), ("scale: 0.5", 0.5)])
def test_a_threshold_that_the_scenario_sets_is_drawn_there(setting, level):
    key = "alignment.west_above"
    best = load_seeds().parameters[key].best
    asked = load_scenario("baseline", settings=[f"parameters.{key}={{{setting}, because: a test}}"])
    assert threshold(asked, key) == level * best


def test_a_condition_keeps_only_its_worlds():
    both = lived("given.posture=client@2021-12")
    found = summary(both)
    assert found is not None
    assert found.postures[Posture.CLIENT].value == 1
    assert found.share_kept == pytest.approx(np.mean(both.posture[-1] == Posture.CLIENT))
    assert as_plain(both, found)["worlds"] == found.worlds


def test_a_condition_nobody_meets_leaves_nothing():
    nobody = lived("given.posture=leaning_west@2013-01")
    assert summary(nobody) is None
    with pytest.raises(ValueError, match="no world meets"):
        alignment_figure(nobody)


def test_wilson_by_hand():
    # 8 of 10, z = 1.96: (0.8 + 0.19207) / 1.38415 = 0.7167, half 1.96 / 1.38415 * sqrt(0.016 + 0.0096) = 0.2267
    found = interval(0.8, 10)
    assert (found.low, found.high) == (pytest.approx(0.490, abs=1e-3), pytest.approx(0.943, abs=1e-3))
    assert interval(0.0, 10).low == 0
    assert interval(1.0, 10).high == 1


@pytest.mark.parametrize(
    ("share", "told"), [(0, "0 %"), (0.001, "<1 %"), (0.5, "50 %"), (0.999, ">99 %"), (1, "100 %")]
)
def test_shares_in_words(share, told):
    assert percent(share) == told


@pytest.mark.parametrize("letters", [BLOCKS, ASCII])
@pytest.mark.parametrize("width", [20, 60, 80, 100, 300])
def test_the_chart_fits_the_terminal(finished, width, letters):
    lines = chart(fan_of(finished), width=width, letters=letters)
    assert max(map(len, lines)) <= min(max(width, 60), 100)
    assert "2013" in lines[-2]
    assert "2021" in lines[-2]
    assert lines[0].strip().startswith("West")
    assert all("".join(lines).count(letter) for letter in (letters.median, letters.inner, letters.outer))
    if letters is ASCII:
        assert "".join(lines).isascii()


def test_blocks_only_where_they_can_be_printed():
    assert letters_for(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) is BLOCKS
    assert letters_for(io.TextIOWrapper(io.BytesIO(), encoding="ascii")) is ASCII
    assert letters_for(io.TextIOWrapper(io.BytesIO(), encoding="latin-1")) is ASCII


def test_progress_is_plain_where_there_is_no_terminal(monkeypatch):
    out = io.StringIO()
    clock = iter([0.0, 0.0, 1.0, 1.0, 3.0, 3.0, 9.0, 9.0])
    monkeypatch.setattr("viz.terminal.progress.time.monotonic", lambda: next(clock))
    with progress("Running", quiet=False, stream=out) as tell:
        assert tell is not None
        for done in (1, 2, 4):
            tell(done, 4)
    assert out.getvalue().splitlines() == ["Running ...", "Running: 50 %, about 3 s left"]


def test_progress_of_nothing_done_says_no_time(monkeypatch):
    out = io.StringIO()
    clock = iter([0.0, 0.0, 3.0, 6.0, 6.0])
    monkeypatch.setattr("viz.terminal.progress.time.monotonic", lambda: next(clock))
    with progress("Running", quiet=False, stream=out) as advance:
        assert advance is not None
        advance(0, 4)
        advance(1, 4)
    assert out.getvalue().splitlines() == ["Running ...", "Running: 0 %", "Running: 25 %, about 18 s left"]


def test_quiet_shows_no_progress():
    out = io.StringIO()
    with progress("Running", quiet=True, stream=out) as tell:
        assert tell is None
    assert out.getvalue() == ""


@pytest.fixture(scope="module")
def related():
    return run(load_scenario("baseline"), keep=[HEADLINE, *relation_series()], moves=False, worlds=WORLDS)


def test_the_same_network_gives_the_same_svg(related, tmp_path):
    for name in ("a.svg", "b.svg"):
        save_figure(network_figure(related, dates_for(related)), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


def test_dates_of_a_network(related):
    assert dates_for(related) == ("2013-01", "2017-06", "2021-12")
    assert dates_for(related, "2016-06") == ("2013-01", "2016-06", "2021-12")
    assert dates_for(related, "2021-12") == ("2013-01", "2021-12")
    with pytest.raises(ValueError, match="'2031-01' is not in this run"):
        dates_for(related, "2031-01")


def test_actors_keep_their_places_and_signs_their_lines(related):
    figure = network_figure(related, ("2013-12", "2017-12", "2021-12"))
    assert len(figure.axes) == 3
    places = []
    for axes in figure.axes:
        places.append({text.get_text(): text.get_position() for text in axes.texts[:5]})
        shafts = [p for p in axes.patches if isinstance(p, FancyArrowPatch) and p.get_linewidth() > 0]
        dashed = {p.get_linestyle() != "-" for p in shafts if p.get_edgecolor()[:3] == to_rgb(VERMILION)}
        solid = {p.get_linestyle() == "-" for p in shafts if p.get_edgecolor()[:3] == to_rgb(BLUE)}
        assert dashed == solid == {True}
    assert places[0] == places[1] == places[2]
    assert set(places[0]) == {"Minsk", "Moscow", "Brussels", "Wash.", "Kyiv"}


def test_a_tie_is_as_wide_as_it_is_strong(related):
    (axes,) = network_figure(related, ("2021-12",)).axes
    widths = sorted(p.get_linewidth() for p in axes.patches if isinstance(p, FancyArrowPatch) and p.get_linewidth() > 0)
    ties = np.sort(np.abs([w for _, _, w in network(related, "2021-12").edges(data="weight")]))
    np.testing.assert_allclose(widths, WIDEST * ties[ties >= 0.08])


@pytest.mark.parametrize("dates", [(), ("2013-01",) * 5])
def test_a_network_figure_has_room_for_one_to_four_months(related, dates):
    with pytest.raises(ValueError, match="a figure shows one to four months"):
        network_figure(related, dates)


def test_no_name_of_a_network_leaves_its_disc(related):
    figure = network_figure(related, dates_for(related))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for axes in figure.axes:
        for text in axes.texts[:5]:
            box = text.get_window_extent(canvas.get_renderer())
            across = axes.transData.transform((2 * DISC, 0)) - axes.transData.transform((0, 0))
            assert box.width < across[0]


def test_a_number_that_is_not_defined_is_a_dash(related):
    enemies = {name: np.zeros_like(values) for name, values in related.series.items()}
    alone = replace(related, series=enemies)
    assert [two_decimals(np.nan), signed_decimals(np.nan)] == ["–", "–"]
    texts = [text.get_text() for axes in network_figure(alone, ("2015-06",)).axes for text in axes.texts]
    assert any(text.startswith("balance –   frustration 0.00") for text in texts)
    report = network_report(alone, who_presses(load_scenario("baseline"), worlds=3), "2015-06", None)
    (line,) = [line for line in network_lines(report, width=90) if "triads in balance, by strength" in line]
    assert "–" in line
