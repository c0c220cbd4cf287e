"""What sweeps answer: indices that agree with known ones, maps, tipping points, regrets, boxes, and the report."""

from __future__ import annotations

import json
import math
import sys
import types
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import experiments
from experiments.api import SweepHandle
from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.reader import load_sweep
from experiments.sweeps.results import analyse as sweep_answers
from experiments.sweeps.results import discovery, maps
from experiments.sweeps.results import results as sweep_results
from experiments.sweeps.results.analyse import analyse
from experiments.sweeps.results.discovery import MISSING, discover, is_installed
from experiments.sweeps.results.maps import phase_maps, response_curves, steepest
from experiments.sweeps.results.next_sweep import next_sweep
from experiments.sweeps.results.noise import mean_and_error
from experiments.sweeps.results.regret import regrets
from experiments.sweeps.results.results import SweepResults, read_sweep
from experiments.sweeps.results.sensitivity import Method, indices_of
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import SweepError
from experiments.sweeps.run.runner import SweepRun
from experiments.sweeps.run.workers import Where
from tests.experiments.sweep_helpers import g_function, ishigami, plan, run_sweep
from viz.figures.sweep import figures
from viz.reports.sweep import write_answers
from viz.terminal.sweep_answers import answer_lines, answers_as_plain, map_lines

HEAD = "title: Known\nscenario: baseline\nworlds: 1\noutcomes: {y: {value: {of: belarus.alignment, at: 2013-02}}}\n"
KEYS = ("choice.noise_belarus", "choice.noise_russia", "hedging.initial_room", "mediation.image_gain")


def known(folder: Path, design: str, n: int, low: float, high: float, factors: int) -> SweepPlan:
    """A sweep whose factors are mere numbers; the function behind it is not the model."""
    spread = f"{{low: {low!r}, high: {high!r}, because: a test}}"
    vary = "vary:\n" + "".join(f"  parameters.{key}: {spread}\n" for key in KEYS[:factors])
    return plan(folder, f"{HEAD}{vary}design: {design}\nn: {n}\n", 512)


def finished(made: SweepPlan, folder: Path, run_chunk: object) -> SweepResults:
    run_sweep(made, folder / "out", run_chunk=run_chunk)
    return read_sweep(folder / "out")


def shifted_ishigami(chunk: Chunk) -> ChunkResult:
    """Ishigami's function, whose middle is 0, of factors that may not be negative."""
    return ishigami(replace(chunk, values=chunk.values - math.pi))


def test_sobols_indices_of_ishigamis_function(tmp_path: Path) -> None:
    swept = finished(known(tmp_path, "sobol", 4096, 0.0, 2 * math.pi, 3), tmp_path, shifted_ishigami)
    found = indices_of(swept, "y")
    variance = 49 / 8 + 0.1 * math.pi**4 / 5 + 0.01 * math.pi**8 / 18 + 0.5
    first = (0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2 / variance, 49 / 8 / variance, 0.0)
    both = 8 * 0.01 * math.pi**8 / 225 / variance
    total = (first[0] + both, first[1], both)
    of = {one.key: one for one in found.indices}
    for key, alone, whole in zip(KEYS, first, total, strict=False):
        one = of[f"parameters.{key}"]
        assert abs(one.first - alone) <= max(one.first_half, 0.002)
        assert abs(one.total - whole) <= max(one.total_half, 0.002)
        assert one.total_half < 0.06
    assert found.is_settled
    assert found.note.startswith("settled; doubling the base sample to 4096 moved an index by 0.0")


def test_sobols_indices_of_the_g_function(tmp_path: Path) -> None:
    found = indices_of(finished(known(tmp_path, "sobol", 4096, 0.0, 1.0, 4), tmp_path, g_function), "y")
    alone = np.array([1 / (3 * (1 + a) ** 2) for a in (0.0, 1.0, 4.5, 9.0)])
    whole = np.prod(1 + alone) - 1
    of = {one.key: one for one in found.indices}
    for place, key in enumerate(KEYS):
        one = of[f"parameters.{key}"]
        total = alone[place] * np.prod(np.delete(1 + alone, place)) / whole
        assert abs(one.first - alone[place] / whole) <= max(one.first_half, 0.004)
        assert abs(one.total - total) <= max(one.total_half, 0.004)
    assert [one.key for one in found.indices] == [f"parameters.{key}" for key in KEYS]


def test_morris_ranks_the_g_function(tmp_path: Path) -> None:
    found = indices_of(finished(known(tmp_path, "morris", 64, 0.0, 1.0, 4), tmp_path, g_function), "y")
    assert [one.key for one in found.indices] == [f"parameters.{key}" for key in KEYS]
    assert all(one.sigma > 0.0 and math.isnan(one.first_half) for one in found.indices)
    assert "a screening ranks the factors" in found.note


def failed(chunk: Chunk) -> ChunkResult:
    result = g_function(chunk)
    if chunk.number == 0:
        result.outcomes[:, 3] = np.nan
    return result


def test_a_failed_point_costs_its_part_of_the_base_sample_alone(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "sobol", 64, 0.0, 1.0, 4), tmp_path, failed)
    found = indices_of(results, "y")
    assert (found.used, found.left_out) == (63, 1)
    assert "1 of the base sample were left out" in found.note
    assert "not settled yet: take a larger 'n'" in found.note


def flat(chunk: Chunk) -> ChunkResult:
    result = g_function(chunk)
    return replace(result, outcomes=np.ones_like(result.outcomes))


def empty(chunk: Chunk) -> ChunkResult:
    result = g_function(chunk)
    return replace(result, outcomes=np.full_like(result.outcomes, np.nan))


def test_indices_say_why_there_are_none(tmp_path: Path) -> None:
    asked = known(tmp_path, "sobol", 8, 0.0, 1.0, 4)
    results = finished(asked, tmp_path, flat)
    assert indices_of(results, "y").note == "the outcome is the same at every point, so nothing moves it"
    assert answer_lines(analyse(results.folder))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SweepError, match="no world of any point has a value of y; choose other outcomes"):
        finished(asked, tmp_path / "empty", empty)
    with pytest.raises(ValueError, match="only 0 of the base sample have 'y'; indices need 4"):
        indices_of(read_sweep(tmp_path / "empty" / "out"), "y")
    with pytest.raises(SweepError, match=r"no world of .* counts or has any outcome, so there is nothing to say"):
        analyse(tmp_path / "empty" / "out")
    (tmp_path / "lhs").mkdir()
    lhs = finished(known(tmp_path, "latin_hypercube", 8, 0.0, 1.0, 4), tmp_path / "lhs", g_function)
    with pytest.raises(ValueError, match="only 8 points have 'y'; indices need 40"):
        indices_of(lhs, "y")


# -- maps, response curves, regrets

GRID = (
    HEAD.replace("worlds: 1", "worlds: 6")
    + """\
design: grid
vary:
  parameters.choice.noise_belarus: {low: 0, high: 1, steps: 11, because: a test}
  pressures.history.crimea.level: [0, 1]
  switch_off.M41: [false, true]
"""
)


def threshold(chunk: Chunk) -> ChunkResult:
    """A world tips at a place of its own between 0.4 and 0.5, a little earlier with the pressure."""
    result = g_function(replace(chunk, values=np.zeros((chunk.points, 4))))
    x, pressed, _ = chunk.values.T
    own = 0.41 + 0.01 * np.arange(chunk.worlds)
    tipped = x[:, None] + 0.001 * pressed[:, None] > own
    return replace(result, outcomes=np.array([tipped.astype(float) - 0.1 * pressed[:, None]]))


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> SweepResults:
    folder = tmp_path_factory.mktemp("grid")
    return finished(plan(folder, GRID, 64), folder, threshold)


def test_a_map_and_its_boundary(mapped: SweepResults) -> None:
    (outcome,) = mapped.outcomes
    maps = list(phase_maps(mapped, outcome))
    assert len(maps) == 3
    first = maps[0]
    assert first.values.shape == (2, 11)
    assert np.allclose(first.values[0], [0.0] * 5 + [1.0] * 6)
    assert first.boundary == 0.5 * (1.0 - 0.1)
    assert first.share_above == 12 / 22
    along, other, where = first.crossings()
    assert (along.key, other.key) == ("parameters.choice.noise_belarus", "pressures.history.crimea.level")
    assert where == [("0", "between 0.4 and 0.5"), ("1", "between 0.4 and 0.5")]
    turned = replace(first, across=first.up, up=first.across, values=first.values.T, errors=first.errors.T)
    assert turned.crossings()[2] == where
    assert map_lines(first)[0].endswith("above 0.45 in 55 % of the map.")
    assert map_lines(first)[1].endswith("whatever strength of crimea is.")
    assert maps[2].up.key == "switch_off.M41"
    assert maps[2].is_flat is False


def test_a_tipping_point_is_told(mapped: SweepResults) -> None:
    (outcome,) = mapped.outcomes
    first, second = response_curves(mapped, outcome)
    assert first.is_abrupt
    assert (first.place, first.worlds) == (4, 1.0)
    assert (
        "it changes abruptly between 0.4 and 0.5, with 100 % of its change; in 100 % of the worlds that change"
        in first.sentence
    )
    assert not second.is_abrupt
    assert steepest(np.array([0.1, 0.2]), np.array([0.01, 0.01]))[0] == 1
    assert steepest(np.array([0.0, 0.0]), np.array([0.0, 0.0]))[0] == -1
    assert steepest(np.array([0.1, 0.2]), np.array([0.1, 0.1]))[0] == -1


def test_regret_compares_levers_state_by_state(mapped: SweepResults) -> None:
    (outcome,) = mapped.outcomes
    high, low = regrets(mapped, outcome)
    assert (high.wants_more, low.wants_more, high.states) == (True, False, 66)
    assert [one.setting for one in high.settings[:2]] == [
        "pressures.history.crimea.level = 0, switch_off.M41 = false",
        "pressures.history.crimea.level = 0, switch_off.M41 = true",
    ]
    assert high.settings[0].mean_regret == 0.0
    assert high.settings[0].best == 1.0
    assert high.settings[-1].mean_regret == pytest.approx(0.1)
    assert low.settings[0].setting.startswith("pressures.history.crimea.level = 1")


def test_regret_needs_levers_and_a_complete_comparison(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 8, 0.0, 1.0, 2), tmp_path, ishigami_of_two)
    assert regrets(results, results.outcomes[0]) == ()


def ishigami_of_two(chunk: Chunk) -> ChunkResult:
    return ishigami(replace(chunk, values=np.concatenate([chunk.values, np.zeros((chunk.points, 1))], axis=1)))


# -- sweeps too large to be held


def test_a_sweep_is_held_in_part_and_its_means_are_of_all(
    mapped: SweepResults, monkeypatch: pytest.MonkeyPatch
) -> None:
    (outcome,) = mapped.outcomes
    every, whole = mapped.by_world("y"), next(response_curves(mapped, outcome))
    assert every.shape == (44, 6)
    assert not any("worlds of each point" in note for note in analyse(mapped.folder).notes)
    monkeypatch.setattr(sweep_results, "MOST_HELD", 44 * 2)
    assert np.array_equal(mapped.by_world("y"), every[:, :2])
    assert np.array_equal(next(response_curves(mapped, outcome)).values, whole.values)
    assert regrets(mapped, outcome)[0].states == 11 * 2
    assert analyse(mapped.folder).notes[0] == (
        "regrets, and results within single worlds, use only the first 2 of the 6 worlds of each point; means use all"
    )


def test_worlds_looked_at_a_few_at_a_time_say_the_same(mapped: SweepResults, monkeypatch: pytest.MonkeyPatch) -> None:
    (outcome,) = mapped.outcomes
    together = [curve.worlds for curve in response_curves(mapped, outcome)]
    monkeypatch.setattr(maps, "AT_A_TIME", 1)
    assert [curve.worlds for curve in response_curves(mapped, outcome)] == together


# -- scenario discovery


class StandIn:
    """As much of the workbench's PRIM as the adapter uses: one box, and what it was asked.

    Like the workbench's second version, it counts as of interest whatever reaches the threshold.
    """

    asked: tuple[pd.DataFrame, np.ndarray, dict[str, float]]

    def __init__(self, x: pd.DataFrame, y: np.ndarray, threshold: float, **options: float) -> None:
        StandIn.asked = (x, y, options)
        assert np.array_equal(y >= threshold, y)
        self.x = x

    def find_box(self) -> object:
        limits = {key: (values.min(), values.max()) for key, values in self.x.items()}
        limits[next(iter(limits))] = (0.25, 0.75)
        curve = pd.DataFrame({"density": [0.2, 0.83, 0.9], "coverage": [1.0, 0.6, 0.3], "mass": [1.0, 0.4, 0.2]})
        return types.SimpleNamespace(peeling_trajectory=curve, box_lims=[None, pd.DataFrame(limits), None])


class StandInThree(StandIn):
    """As of the workbench's third version, which asks for no threshold."""

    def __init__(self, x: pd.DataFrame, y: np.ndarray, peel_alpha: float, mass_min: float) -> None:
        super().__init__(x, y, 1.0, peel_alpha=peel_alpha, mass_min=mass_min)


@pytest.fixture(params=[StandIn, StandInThree])
def stand_in(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setitem(sys.modules, "ema_workbench", types.ModuleType("ema_workbench"))
    analysis = types.ModuleType("ema_workbench.analysis")
    analysis.prim = types.SimpleNamespace(Prim=request.param)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", analysis)


@pytest.mark.usefixtures("stand_in")
def test_a_box_is_told_as_a_sentence(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 40, 0.0, 1.0, 4), tmp_path, g_function)
    box = discover(results, results.outcomes[0])
    x, y, options = StandIn.asked
    assert x.shape == (40, 4)
    assert 8 <= y.sum() <= 10
    assert options == {"peel_alpha": 0.05, "mass_min": 0.05}
    assert box.limits == (f"parameters.{KEYS[0]} is between 0.25 and 0.75",)
    assert "in 83 % of worlds where parameters.choice.noise_belarus is between 0.25 and 0.75, against 2" in box.sentence
    assert analyse(results.folder).boxes == (box,)


@pytest.mark.usefixtures("stand_in")
def test_a_large_sweep_is_searched_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = known(tmp_path, "latin_hypercube", 40, 0.0, 1.0, 4)
    results = finished(replace(made, worlds=6), tmp_path, g_function)
    for most, rows, told in (
        (120, 120, "the first 3 of the 6 worlds of each point"),
        (30, 30, "the first world of the first 30 of the 40 points"),
    ):
        monkeypatch.setattr(discovery, "MOST_CASES", most)
        monkeypatch.setattr(sweep_answers, "MOST_CASES", most)
        assert f"scenario discovery looks at {told}" in analyse(results.folder).notes
        assert len(StandIn.asked[0]) == rows


def boxed(chunk: Chunk) -> ChunkResult:
    """As if a posture: common where the first factor is high and the second low, and nowhere else."""
    result = g_function(chunk)
    first, second, *_ = chunk.values.T
    return replace(result, outcomes=((first > 0.6) & (second < 0.5)).astype(float)[None, :, None])


def test_the_workbench_itself_finds_the_box_where_it_is_installed(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 400, 0.0, 1.0, 4), tmp_path, boxed)
    found = analyse(results.folder)
    if not is_installed():
        assert (found.boxes, found.notes) == ((), (MISSING,))
        return
    (box,) = found.boxes
    assert [limit.split()[0] for limit in box.limits] == [f"parameters.{key}" for key in KEYS[:2]]
    numbers = [[float(word) for word in limit.split() if word[0].isdigit()] for limit in box.limits]
    assert 0.5 < numbers[0][0] < 0.62 < 0.98 < numbers[0][1]
    assert numbers[1][0] < 0.02 < 0.5 < numbers[1][1] < 0.65
    assert box.density == pytest.approx(0.8, abs=0.05)
    assert box.coverage > 0.95


def test_an_outcome_that_all_worlds_have_has_no_box(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 8, 0.0, 1.0, 4), tmp_path, flat)
    few = "only 8 points have 'y'; indices need 40"
    notes = analyse(results.folder).notes
    assert notes in ((few, MISSING), (few, "no box for 'y': either all worlds have it or none does"))


def test_without_the_workbench_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 8, 0.0, 1.0, 4), tmp_path, g_function)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    with pytest.raises(SweepError, match="needs the extra 'discovery'"):
        discover(results, results.outcomes[0])
    assert MISSING in analyse(results.folder).notes


# -- the report


def test_the_report_needs_nothing_from_outside_and_is_the_same_each_time(mapped: SweepResults) -> None:
    folder = write_answers(analyse(mapped.folder))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_answers(analyse(mapped.folder))
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"report.html", "curves.csv", "curves.parquet", "regrets.csv", "map_1_y.svg", "map_1_y.png"} <= set(before)
    page = before["report.html"].decode()
    assert "it changes abruptly between 0.4 and 0.5" in page
    assert page.count("<svg") == 6
    captions = [part.split("</figcaption>")[0] for part in page.split("<figcaption>")[1:]]
    assert len(captions) == 6
    assert all(caption[0].isupper() and caption.endswith(".") for caption in captions)
    for outside in ("<script", "src=", "@import", "url(http"):
        assert outside not in page


def test_a_screening_names_what_matters_and_writes_the_next_sweep(tmp_path: Path) -> None:
    results = finished(known(tmp_path, "morris", 16, 0.0, 1.0, 4), tmp_path, g_function)
    answers = analyse(results.folder)
    folder = write_answers(answers)
    assert json.loads((folder / "most_influential.json").read_text())["most_influential"] == [
        f"parameters.{key}" for key in KEYS
    ]
    again = load_sweep(folder / "next.yaml")
    assert (again.sample.design, again.sample.n, again.points) == (Design.SOBOL, 1024, 1024 * 6)
    assert [f.key for f in again.factors] == answers.influential
    assert answers_as_plain(answers)["most_influential"] == answers.influential


def test_an_unfinished_sweep_is_told(tmp_path: Path) -> None:
    made = plan(tmp_path)
    handle = SweepHandle(SweepRun(made, tmp_path / "out", Where.HERE))
    handle.stop()
    state = handle.wait()
    assert not state.is_done
    if state.chunks:
        assert analyse(tmp_path / "out").notes[0].endswith("points are waiting and left out")
    else:
        with pytest.raises(SweepError, match=r"no point of .* is finished; run its sweep first"):
            analyse(tmp_path / "out")


def test_a_folder_without_a_sweep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SweepError, match="holds no sweep: it has no manifest"):
        read_sweep(tmp_path)


# -- from Python


def test_a_sweep_from_python(tmp_path: Path) -> None:
    made = plan(tmp_path)
    handle = experiments.sweep(
        tmp_path / "tiny.yaml", tmp_path / "out", settings=["end=2013-06", "worlds=2"], where="threads", workers=2
    )
    state = handle.wait(120)
    assert state.is_done
    assert len(handle.points()) == made.points
    assert len(handle.runs()) == 2 * made.points
    assert handle.answers().maps
    assert handle.results().statuses == {"done": made.points}
    with pytest.raises(SweepError, match="begun with different 'worlds'"):
        experiments.sweep(tmp_path / "tiny.yaml", tmp_path / "out", settings=["end=2013-06"], where="here").wait()
    with pytest.raises(AttributeError, match="has no attribute 'swep'"):
        _ = experiments.swep


def test_waiting_has_an_end(tmp_path: Path) -> None:
    handle = SweepHandle(SweepRun(plan(tmp_path), tmp_path / "out", Where.HERE))
    with pytest.raises(TimeoutError, match=r"still running after 0\.01 seconds"):
        handle.wait(0.01)
    handle.stop()
    handle.wait()


def test_a_design_is_a_word_of_the_manifest(mapped: SweepResults) -> None:
    assert mapped.sample.design is Design.GRID
    assert np.array_equal(mapped.values(), mapped.sample.block(0, 44))
    assert mapped.statuses == {"done": 44}


def lost_in_the_noise(chunk: Chunk) -> ChunkResult:
    result = threshold(chunk)
    return replace(result, outcomes=np.full_like(result.outcomes, 84.0))


def test_what_makes_no_difference_is_told_once_and_not_drawn(tmp_path: Path) -> None:
    answers = analyse(finished(plan(tmp_path, GRID, 64), tmp_path, lost_in_the_noise).folder)
    told = "\n".join(answer_lines(answers))
    assert told.count("the levers make no difference in any of 66 states.") == 1
    assert "is wanted" not in told
    assert [name for name, *_ in figures(answers)] == ["curve_1", "curve_2"]


# -- noise


def sometimes(chunk: Chunk) -> ChunkResult:
    """30 worlds of which 27 have the outcome everywhere, one more only where the first factor is at its highest."""
    result = g_function(replace(chunk, values=np.zeros((chunk.points, 4))))
    shares = np.broadcast_to((np.arange(chunk.worlds) < 27).astype(float), (chunk.points, chunk.worlds)).copy()
    shares[chunk.values[:, 0] > 0.95, 27] = 1.0
    return replace(result, outcomes=shares[None])


def test_one_world_of_thirty_is_no_step(tmp_path: Path) -> None:
    text = GRID.replace("worlds: 6", "worlds: 30").replace("{value: {of: belarus.alignment, at: 2013-02}}", "STANDS")
    text = text.replace("STANDS", "{posture: client, at: 2013-02, label: A client}")
    results = finished(plan(tmp_path, text, 512), tmp_path, sometimes)
    answers = analyse(results.folder)
    assert answers.curves[0].values[-1] == pytest.approx(28 / 30)
    assert answers.curves[0].errors[0] == pytest.approx(np.sqrt(0.9 * 0.1 / 29))
    assert (
        answers.curves[0].sentence
        == "A client does not change with Scale of the noise in the choices of Belarus beyond noise."
    )
    assert all(one.is_flat for one in answers.maps)
    assert "no difference beyond noise anywhere" in "\n".join(answer_lines(answers))


def test_means_are_as_sure_as_their_worlds() -> None:
    values = np.array([[0.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, np.nan]])
    mean, error = mean_and_error(values, (0,))
    assert mean.tolist() == [0.75, 1.0]
    assert error.tolist() == pytest.approx([0.25, 0.0])
    together, clustered = mean_and_error(np.array([[0.0, 1.0, 1.0, 1.0]] * 5))
    assert (together, clustered) == (0.75, pytest.approx(0.25)), "five times the same worlds are no more evidence"
    assert np.isnan(mean_and_error(np.array([[1.0], [2.0]]))[1])


def fallen(chunk: Chunk) -> ChunkResult:
    """The outcome is 0 in even worlds and 1 in odd ones, and odd ones lack it in the upper half of the first factor."""
    result = g_function(replace(chunk, values=np.zeros((chunk.points, 4))))
    values = np.broadcast_to(np.arange(chunk.worlds) % 2.0, (chunk.points, chunk.worlds)).copy()
    values[np.ix_(chunk.values[:, 0] > 0.55, np.arange(chunk.worlds) % 2 == 1)] = np.nan
    return replace(result, outcomes=values[None])


def test_steps_compare_worlds_that_have_the_outcome_on_both_sides(tmp_path: Path) -> None:
    answers = analyse(finished(plan(tmp_path, GRID, 64), tmp_path, fallen).folder)
    curve = answers.curves[0]
    assert curve.values.tolist() == [0.5] * 6 + [0.0] * 5, "who is left differs"
    assert not curve.changes
    assert curve.left_out == pytest.approx(0.25)
    assert curve.change == 0.0
    assert "22.7 % of the 264 worlds that count have no 'y'" in answers.notes[0]
    assert answers.regrets[0].left_out == pytest.approx(5 / 22)


# -- a ranking for every design


def test_a_latin_hypercube_is_ranked(tmp_path: Path) -> None:
    found = indices_of(finished(known(tmp_path, "latin_hypercube", 400, 0.0, 1.0, 4), tmp_path, g_function), "y")
    assert found.method is Method.PAWN
    assert [one.key for one in found.indices[:2]] == [f"parameters.{key}" for key in KEYS[:2]]
    assert found.beyond_noise[0].key == f"parameters.{KEYS[0]}"
    assert f"parameters.{KEYS[3]}" not in [one.key for one in found.beyond_noise]
    assert found.note.startswith("400 points; a ranking, in which up to 0.")


def test_words_and_switches_are_ranked(mapped: SweepResults) -> None:
    found = indices_of(mapped, "y")
    assert found.indices[0].key == "parameters.choice.noise_belarus"
    assert "switch_off.M41" not in [one.key for one in found.beyond_noise]
    text = "\n".join(answer_lines(analyse(mapped.folder)))
    assert "Beyond noise: " in text
    assert "a ranking, in which up to 0." in text


# -- boxes that are weak, or of words

WORDED = (
    HEAD.replace("{value: {of: belarus.alignment, at: 2013-02}}", "{posture: client, at: 2013-02}")
    + """\
design: latin_hypercube
n: 400
vary:
  parameters.choice.noise_belarus: {low: 0, high: 1, because: a test}
  hypotheses.room_for_manoeuvre: [shrank, grew]
  switch_off.M41: [false, true]
  pressures.history.crimea.start: [2014-02, 2014-03, 2014-05]
"""
)


def weak(chunk: Chunk) -> ChunkResult:
    """Common, in half of the cases against a quarter, where the first factor is high and the word is the second."""
    chance = np.random.default_rng(chunk.number).random(chunk.points)
    inside = (chunk.values[:, 0] > 0.6) & (chunk.values[:, 1] == 1.0)
    result = g_function(replace(chunk, values=np.zeros((chunk.points, 4))))
    return replace(result, outcomes=(chance < np.where(inside, 0.5, 0.2)).astype(float)[None, :, None])


def test_a_weak_box_of_words_switches_and_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Weak(StandIn):
        def find_box(self) -> object:
            limits = {key: (values.min(), values.max()) for key, values in self.x.items() if values.dtype != object}
            first, start = list(limits)
            limits[first], limits[start] = (0.6, 1.0), (14.0, 16.0)
            words = {key: {values.iloc[0]} for key, values in self.x.items() if values.dtype == object}
            box = pd.DataFrame(limits).astype(object)
            for key, some in words.items():
                box[key] = [some, some]
            peels = pd.DataFrame({"density": [0.24, 0.475], "coverage": [1.0, 0.4], "mass": [1.0, 0.2]})
            return types.SimpleNamespace(peeling_trajectory=peels, box_lims=[None, box])

    monkeypatch.setitem(sys.modules, "ema_workbench", types.ModuleType("ema_workbench"))
    analysis = types.ModuleType("ema_workbench.analysis")
    analysis.prim = types.SimpleNamespace(Prim=Weak)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", analysis)
    results = finished(plan(tmp_path, WORDED, 512), tmp_path, weak)
    box = discover(results, results.outcomes[0])
    assert "in 48 % of worlds where parameters.choice.noise_belarus is between 0.6 and 1 and" in box.sentence
    assert "hypotheses.room_for_manoeuvre is " in box.sentence
    assert "switch_off.M41 is " in box.sentence
    assert "pressures.history.crimea.start is between 2014-03 and 2014-05" in box.sentence


def test_the_workbench_itself_finds_a_weak_box_where_it_is_installed(tmp_path: Path) -> None:
    results = finished(plan(tmp_path, WORDED.replace("n: 400", "n: 2000"), 512), tmp_path, weak)
    if not is_installed():
        return
    box = discover(results, results.outcomes[0])
    assert 0.4 < box.density < 0.8
    assert any(limit.startswith("hypotheses.room_for_manoeuvre is grew") for limit in box.limits)


def nothing(chunk: Chunk) -> ChunkResult:
    result = weak(chunk)
    chance = np.random.default_rng(chunk.number).random(chunk.points)
    return replace(result, outcomes=(chance < 0.25).astype(float)[None, :, None])


@pytest.mark.usefixtures("stand_in")
def test_a_box_within_noise_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = finished(known(tmp_path, "latin_hypercube", 40, 0.0, 1.0, 4), tmp_path, nothing)
    peels = pd.DataFrame({"density": [0.25, 0.3], "coverage": [1.0, 0.6], "mass": [1.0, 0.4]})
    found = types.SimpleNamespace(peeling_trajectory=peels, box_lims=[None, None])
    monkeypatch.setattr(discovery, "_searched", lambda *_: found)
    assert discover(results, results.outcomes[0]).sentence.endswith(
        "no part of the space stands out from that beyond noise."
    )


# -- the sweep that follows asks the same


def test_the_next_sweep_keeps_scenario_settings_ranges_and_words(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: Mine\nextends: s03_eu_sanctions_2017\n", encoding="utf-8")
    asked = f"""\
title: Asked
scenario: {tmp_path / "mine.yaml"}
set: ["pressures.eu_2017.ramp=2"]
design: morris
n: 16
others: best
worlds: 3
outcomes: {{y: {{value: {{of: belarus.alignment, at: 2013-02}}, label: Mine}}}}
vary:
  parameters.choice.noise_belarus: {{low: 0.0, high: 1.0, distribution: pert, best: 0.25, because: a test}}
  parameters.hedging.initial_room: {{range: own}}
  pressures.eu_2017.level: {{low: 0.1, high: 0.9}}
  hypotheses.room_for_manoeuvre: [shrank, grew]
"""
    made = plan(tmp_path, asked, 512, "seed=7")
    results = finished(made, tmp_path, g_function)
    (tmp_path / "next.yaml").write_text(next_sweep(results, [f.key for f in results.factors], n=64), encoding="utf-8")
    again = load_sweep(tmp_path / "next.yaml")
    assert (again.sample.design, again.sample.n, again.worlds) == (Design.SOBOL, 64, 3)
    assert repr(again.factors) == repr(made.factors)
    assert again.outcomes == made.outcomes
    assert {**again.scenario.resolved(), "origins": 0} == {**made.scenario.resolved(), "origins": 0}
