"""The shock of 2020: the arithmetic of thresholds on courses made by hand, and the figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from experiments.measures.forms import LargestStep, Name, RunName, Value
from experiments.measures.forms import Sweep as Runs
from experiments.patterns.tipping import (
    SHOCK,
    Sweep,
    jumps,
    lined_up,
    modes,
    steepest_tenth,
    sweep,
    thresholds,
    verdict,
    whole_fall,
)
from model.core.declarations import Array
from model.scenario.load import Sampling, load_scenario
from viz.figures.alignment import save_figure
from viz.figures.tipping import ENOUGH, main, swept, tipping_figure, told_tipping

LEVELS = np.linspace(0.0, 1.0, 41)
SLOPE = 0.5 - LEVELS
JUMP = np.where(LEVELS < 0.51, 0.2, -0.8)  # between level 20 (0.5) and 21
CUT = np.where(LEVELS < 0.58, 0.2, np.where(LEVELS < 0.61, -0.3, -0.8))  # half of it on either side of 0.6


def by_hand(*courses: Array) -> Sweep:
    table = np.array(courses).T
    return Sweep(load_scenario("baseline", settings=[f"worlds={len(courses)}"]), LEVELS, table, table < -0.5)


def test_an_even_slope_makes_a_tenth_in_its_steepest_tenth() -> None:
    made = by_hand(SLOPE)
    assert whole_fall(made) == pytest.approx(1.0)
    assert steepest_tenth(made) == pytest.approx(0.1)
    assert verdict(made).share == 0.0


def test_a_jump_makes_all_of_it() -> None:
    made = by_hand(JUMP)
    assert steepest_tenth(made) == pytest.approx(1.0)
    assert jumps(made).tolist() == [20]
    assert thresholds(made) == pytest.approx(0.5125)


def test_a_jump_across_the_border_of_a_fixed_tenth_is_cut_in_two() -> None:
    made = by_hand(CUT)
    assert steepest_tenth(made) == pytest.approx(1.0)
    assert steepest_tenth(made, fixed=True) == pytest.approx(0.5)


def test_the_fixed_tenths_are_those_of_the_pattern() -> None:
    """The same number as the measure of SF10, worlds whose regime falls under some shocks included."""
    made = by_hand(SLOPE, JUMP, CUT, np.where(LEVELS > 0.85, np.nan, JUMP), np.where(LEVELS > 0.4, np.nan, SLOPE))
    runs = Runs(tuple(RunName(str(i)) for i in range(11)))
    measure = LargestStep(Value(Name("x"), "2021-12"), Value(Name("y"), "2021-12"), runs, 0.1)
    table = made.alignment[::4]
    values = [*np.nan_to_num(table), *(~np.isnan(table)).astype(float)]
    np.testing.assert_allclose(steepest_tenth(made, fixed=True), measure.combine(values))


def test_a_world_that_hardly_falls_is_not_divided_up() -> None:
    made = by_hand(0.05 * SLOPE, JUMP)
    assert np.isnan(steepest_tenth(made)).tolist() == [True, False]
    assert jumps(made).tolist() == [-1, 20]
    assert np.isnan(thresholds(made)).tolist() == [True, False]
    assert verdict(made).share == 0.5, "it counts as a world that does not jump"


def test_a_world_without_a_regime_has_no_course() -> None:
    made = by_hand(np.full(41, np.nan), JUMP)
    assert jumps(made).tolist() == [-1, 20]
    assert np.isnan(lined_up(made, 3)[:, 0]).all()


def test_lined_up_the_jump_lies_in_the_middle() -> None:
    made = by_hand(JUMP, np.roll(JUMP, 10) - (LEVELS < 0.2), CUT)
    rows = lined_up(by_hand(JUMP, CUT), 3)
    assert rows.shape == (6, 2)
    assert rows[2].tolist() == [0.2, 0.2]
    assert rows[3].tolist() == [-0.8, -0.3]
    early = np.where(LEVELS < 0.01, 0.2, -0.8)
    assert np.isnan(lined_up(by_hand(early), 3)[:, 0]).tolist() == [True, True, False, False, False, False]
    assert made.worlds == 3


def test_two_camps_have_a_valley_between() -> None:
    found = modes(np.array([-0.95] * 30 + [-0.45] * 3 + [0.05] * 20 + [np.nan] * 9))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-0.95, 0.05))
    assert found.dip == 1.0
    shallow = modes(np.array([-0.15] * 30 + [-0.05] * 10 + [0.05] * 20))
    assert shallow is not None
    assert (shallow.valley, shallow.dip) == pytest.approx((-0.05, 0.5))


def test_one_camp_has_none() -> None:
    assert modes(np.array([-0.15] * 10 + [-0.05] * 30 + [0.05] * 20)) is None


def test_what_is_found_in_many_worlds() -> None:
    found = verdict(by_hand(JUMP, JUMP, JUMP, SLOPE))
    assert found.share == 0.75
    assert found.interval.low < 0.75 < found.interval.high
    assert found.median_share == pytest.approx(1.0)


@pytest.mark.parametrize("levels", [1, 10, 12, 40])
def test_levels_that_cannot_be_cut_into_tenths_are_refused(levels: int) -> None:
    with pytest.raises(ValueError, match=f"the number of levels must be 11, 21, 31 and so on, got {levels}"):
        sweep(load_scenario("baseline", settings=["worlds=7"]), levels)


def test_a_scenario_without_the_shock_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the scenario has no pressure 'history\.election_2020' to change"):
        sweep(load_scenario("baseline", settings=["worlds=7", f"pressures.{SHOCK}=null"]), 11)


def test_worlds_that_never_fall_have_no_verdict() -> None:
    with pytest.raises(ValueError, match="in no world does alignment fall with the size of the shock"):
        verdict(by_hand(np.zeros(41)))


@pytest.fixture(scope="module")
def lived() -> Sweep:
    return sweep(load_scenario("baseline", settings=["worlds=97", "seed=2031"]), 11)


def test_the_shock_is_what_makes_the_difference(lived: Sweep) -> None:
    assert lived.alignment.shape == (11, 97)
    assert np.nanmedian(lived.alignment[0]) > -0.2
    assert np.nanmedian(lived.alignment[8]) < -0.7
    assert lived.mass_repression[0].mean() < 0.1
    assert lived.mass_repression[8].mean() > 0.9


def test_the_same_sweep_gives_the_same_svg(lived: Sweep, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        save_figure(tipping_figure(lived), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


def test_words_stay_on_the_page_and_off_each_other(lived: Sweep) -> None:
    figure = tipping_figure(lived)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [*figure.texts, *(text for axes in figure.axes for text in (*axes.texts, axes.xaxis.label))]
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts if text.get_text()]
    for place, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert not any(box.overlaps(other) for other in boxes[place + 1 :]), texts[place].get_text()


def test_the_title_claims_no_more_than_was_found() -> None:
    for courses, claimed in (((JUMP, JUMP, SLOPE), False), ((JUMP, CUT), True)):
        made = by_hand(*courses)
        titles = [text.get_text() for text in tipping_figure(made).texts]
        assert (verdict(made).share >= ENOUGH) == claimed
        assert ("Past a point of their own, most worlds tip over" in titles) == claimed


def test_the_words_carry_the_numbers() -> None:
    made = by_hand(JUMP, JUMP, SLOPE, SLOPE)
    text = told_tipping(made, dict.fromkeys(Sampling, verdict(made)))
    assert "in 50 % of worlds" in text
    assert text.count("| `") == len(Sampling)
    slopes = replace(made, alignment=made.alignment[:, 2:])
    assert "in 0 % of worlds" in told_tipping(slopes, dict.fromkeys(Sampling, verdict(slopes)))


def test_the_command_writes_the_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lived: Sweep) -> None:
    monkeypatch.setattr("viz.figures.tipping.swept", lambda *_: lived)
    main(["--worlds", "97", "--out", str(tmp_path / "t.svg")])
    assert (tmp_path / "t.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_the_sweep_of_the_page_is_that_of_the_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("viz.figures.tipping.sweep", lambda scenario, **_: asked.append(scenario))
    swept(7, 5, "wide", quiet=True)
    assert [(s.name, s.worlds, s.seed, str(s.sampling)) for s in asked] == [("baseline", 7, 5, "wide")]
