"""The compiled engine gives what NumPy gives, to the last bit, and refuses what it cannot record."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.core import philox
from model.core.draws import Draws, SplitDraws, TiledDraws
from model.engine import execute, kernels, select
from model.engine.cache import program_for
from model.engine.graph import Graph
from model.engine.operations import CODES
from model.ensemble.record import HEADLINE, Recorder, Run
from model.ensemble.setup import Setup, setup_of, side_by_side
from model.ensemble.world import World
from model.evidence.load import Seeds, load_seeds
from model.runs.run import recorded_by_default, run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting, Sampling, Scenario
from tests.conftest import LEAST_WORK, lists_of_worlds

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    str(path.relative_to(ROOT / "scenarios").with_suffix(""))
    for path in (ROOT / "scenarios").glob("*.yaml")
    if not path.stem.startswith("template")
)
RECORDED = recorded_by_default()


def world_of(scenario: Scenario, setup: Setup | None = None, **rest: object) -> tuple[World, Recorder]:
    world = World(scenario, setup=setup, watch=RECORDED, **rest)  # type: ignore[arg-type]
    return world, Recorder(world, RECORDED)


def by_numpy(scenario: Scenario, setup: Setup | None = None, **rest: object) -> Run:
    world, recorder = world_of(scenario, setup, **rest)
    for _ in range(scenario.months):
        world.step()
        recorder.write(world)
    return recorder.finish(world)


def by_compiled(scenario: Scenario, setup: Setup | None = None, *, threads: int = 1, **rest: object) -> Run:
    world, recorder = world_of(scenario, setup, **rest)
    execute.simulate(world, recorder, threads=threads)
    return recorder.finish(world)


def assert_same(one: Run, other: Run) -> None:
    assert one.series.keys() == other.series.keys()
    assert one.moves.keys() == other.moves.keys()
    different = [name for name in one.series if one.series[name].tobytes() != other.series[name].tobytes()]
    different += [name for name in one.moves if one.moves[name].tobytes() != other.moves[name].tobytes()]
    assert not different
    assert one.posture.tobytes() == other.posture.tobytes()


class TestSameNumbers:
    """Both engines, the same bits."""

    @pytest.mark.parametrize("name", SCENARIOS)
    def test_every_scenario(self, name: str) -> None:
        asked = load_scenario(name)
        assert_same(by_numpy(asked, worlds=range(5, 42)), by_compiled(asked, worlds=range(5, 42)))

    @pytest.mark.parametrize("sampling", list(Sampling))
    def test_every_sampling(self, sampling: Sampling) -> None:
        asked = replace(load_scenario("baseline"), sampling=sampling)
        assert_same(by_numpy(asked, worlds=97), by_compiled(asked, worlds=97))

    def test_every_variant_of_every_hypothesis(self) -> None:
        short = load_scenario("baseline", settings=["end=2015-06"])
        for hypothesis in load_seeds().hypotheses.values():
            for variant in hypothesis.variants:
                asked = replace(short, hypotheses={hypothesis.name: variant})
                assert_same(by_numpy(asked, worlds=7), by_compiled(asked, worlds=7))

    def test_every_switch(self) -> None:
        short = load_scenario("baseline", settings=["end=2015-03"])
        for mechanism in load_seeds().mechanisms.values():
            if mechanism.switch is not None:
                asked = replace(short, switch_off=(mechanism.key,))
                assert_same(by_numpy(asked, worlds=7), by_compiled(asked, worlds=7))

    @pytest.mark.parametrize(
        ("variable", "limit"), [("russia.coercion", "above: 0.1"), ("belarus.alignment", "below: -0.3")]
    )
    def test_a_pressure_that_waits(self, variable: str, limit: str) -> None:
        when = f"when: {{variable: {variable}, {limit}}}"
        extra = f"pressures.extra={{kind: aid, level: 0.5, duration: 3, repeat: true, {when}}}"
        waiting = load_scenario("baseline", settings=[extra])
        assert_same(by_numpy(waiting, worlds=97), by_compiled(waiting, worlds=97, threads=2))

    def test_a_move_that_is_forced_and_one_that_is_forbidden(self) -> None:
        asked = load_scenario("baseline", settings=[
            "pressures.visit={kind: force, by: US, move: us_visits, start: 2015-03, duration: 6}",
            "pressures.closed={kind: forbid, by: Belarus, move: open_visas, start: 2014-02}",
        ])  # fmt: skip
        numpy, compiled = by_numpy(asked, worlds=97), by_compiled(asked, worlds=97)
        assert_same(numpy, compiled)
        assert compiled.moves["us.visits"][compiled.at("2015-05")].all()

    @pytest.mark.parametrize("threads", [1, 2, 5])
    def test_any_number_of_threads_and_batches(self, threads: int) -> None:
        asked = load_scenario("baseline", settings=["end=2015-12"])
        assert_same(by_numpy(asked, worlds=333), by_compiled(asked, worlds=333, threads=threads))

    def test_a_world_alone_is_its_column(self) -> None:
        asked = load_scenario("baseline")
        many, alone = by_compiled(asked, worlds=97), by_compiled(asked, worlds=[41])
        for name, rows in many.series.items():
            assert rows[:, 41].tobytes() == alone.series[name][:, 0].tobytes()

    @pytest.mark.parametrize(("own", "points"), [(7, 40), (100, 3), (700, 2)])
    def test_points_side_by_side(self, own: int, points: int) -> None:
        asked = load_scenario("baseline", settings=["end=2014-12"])
        scenarios = [replace(asked, parameters=fixed(load_seeds().parameters, point)) for point in range(points)]

        def setup() -> Setup:
            return side_by_side(scenarios, load_seeds(), Draws(asked.seed, range(3, 3 + own), keep=True))

        assert_same(by_numpy(asked, setup()), by_compiled(asked, setup()))

    def test_split_draws_and_cached_draws(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = load_scenario("baseline", settings=["end=2015-12"])
        names = ["belarus/repression", "chance/drift_of_reform"]
        cached = SplitDraws(asked.seed, 97, other=5, names=names, keep=True)
        expected = by_numpy(asked, worlds=97, draws=SplitDraws(asked.seed, 97, other=5, names=names))
        assert_same(expected, by_compiled(asked, worlds=97, draws=cached))
        monkeypatch.setattr(kernels, "draw", None)
        assert_same(expected, by_compiled(asked, worlds=97, draws=cached))

    def test_a_program_serves_a_number_that_is_fixed_later(self) -> None:
        asked = load_scenario("baseline", settings=["end=2015-12"])
        by_compiled(asked, worlds=7)
        parameters = load_seeds().parameters
        key = next(key for key, p in parameters.items() if p.low < p.best < p.high and p.term is not None)
        pinned = replace(asked, parameters={key: ParameterSetting(fix=parameters[key].high)})
        programs = [program_for(world_of(scenario, worlds=7)[0].month, RECORDED) for scenario in (asked, pinned)]
        assert programs[0] is programs[1]
        assert_same(by_numpy(pinned, worlds=7), by_compiled(pinned, worlds=7))

    @pytest.mark.parametrize("change", ["sign", "motive", "range", "hypothesis"])
    def test_other_evidence_is_simulated_with_its_own_terms(self, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The evidence of a checkout first, then another one, on whatever way it reaches an ensemble."""
        asked = load_scenario("baseline", settings=["end=2015-12"])
        own = by_compiled(asked, worlds=37)
        other = changed_evidence(change)
        draws = Draws(asked.seed, 37)
        for setup in (setup_of(asked, other, draws), side_by_side([asked], other, draws)):
            expected = by_numpy(asked, setup)
            assert_same(expected, by_compiled(asked, setup))
            assert any(not np.array_equal(own.series[n], expected.series[n], equal_nan=True) for n in own.series)
        monkeypatch.setattr("model.ensemble.world.load_seeds", lambda: other)
        assert_same(expected, by_numpy(asked, worlds=37))
        assert_same(expected, by_compiled(asked, worlds=37))
        monkeypatch.undo()
        assert_same(own, by_compiled(asked, worlds=37))

    def test_the_world_ends_where_it_would(self) -> None:
        asked = load_scenario("baseline", settings=["end=2015-12"])
        one, two = world_of(asked, worlds=97), world_of(asked, worlds=97)
        for _ in range(asked.months):
            one[0].step()
        execute.simulate(*two, threads=2)
        assert (two[0].month.index, two[0].running) == (asked.months, False)
        for stock in one[0].month.theory.stocks.values():
            assert np.array_equal(one[0].read(stock.series), two[0].read(stock.series))


def changed_evidence(change: str) -> Seeds:
    """The evidence with another sign or motive of a term, another range, or another variant of a hypothesis."""
    seeds = load_seeds()
    if change == "hypothesis":
        one = next(h for h in seeds.hypotheses.values() if h.default and len(h.variants) > 1)
        other = next(name for name, v in one.variants.items() if name != one.default and v.parameters)
        return replace(seeds, hypotheses={**seeds.hypotheses, one.key: replace(one, default=other)})
    parameter = next(p for p in seeds.parameters.values() if p.term is not None and p.term.motive and p.best > 0.2)
    term = parameter.term
    if change == "range":
        changed = replace(parameter, low=0.0, best=0.0)
    elif change == "sign":
        changed = replace(parameter, term=replace(term, sign=-term.sign))
    else:
        changed = replace(parameter, term=replace(term, motive="war" if term.motive != "war" else "tension"))
    return replace(seeds, parameters={**seeds.parameters, parameter.key: changed})


def fixed(parameters: object, point: int) -> dict[str, ParameterSetting]:
    """Some numbers of a point."""
    ranged = [p for p in parameters.values() if p.low < p.high][: 3 + point % 2]  # type: ignore[attr-defined]
    return {p.key: ParameterSetting(fix=p.low + (p.high - p.low) * (point % 5) / 5) for p in ranged}


NUMBERS = st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, 3.0, 1e-300, -1e300, np.inf, -np.inf, np.nan]) | st.floats()
BY_NUMPY: dict[str, Callable[..., object]] = {
    "ADD": np.add,
    "SUBTRACT": np.subtract,
    "MULTIPLY": np.multiply,
    "DIVIDE": np.divide,
    "MAXIMUM": np.maximum,
    "MINIMUM": np.minimum,
    "GREATER": np.greater,
    "AT_LEAST": np.greater_equal,
    "NEGATIVE": np.negative,
    "ABSOLUTE": np.abs,
    "CLIP": lambda x, low, high: x.clip(np.array(low.flat[0]), np.array(high.flat[0])),
    "WHERE": lambda condition, x, y: np.where(condition != 0.0, x, y),
    "PLUS_PRODUCT": lambda x, a, b: x + a * b,
    "LESS_PRODUCT": lambda x, a, b: x - a * b,
    "PRODUCT_LESS": lambda x, a, b: a * b - x,
    "COPY": lambda x: x,
}


class TestKernels:
    """Each instruction alone, and the draws."""

    @pytest.mark.parametrize("instruction", CODES)
    @given(data=st.data())
    @settings(max_examples=30, deadline=None)
    def test_an_instruction_is_what_numpy_does(self, instruction: str, data: st.DataObject) -> None:
        name, _, letters = instruction.rpartition("_")
        worlds = data.draw(st.sampled_from([1, 3, 8, 40, 65]))
        rows = np.zeros((4, worlds))
        numbers = np.array(data.draw(st.lists(NUMBERS, min_size=3, max_size=3)))
        if instruction == "CLIP_RNN":
            numbers = np.sort(np.nan_to_num(numbers))
        for row in rows[:3]:
            row[:] = data.draw(st.lists(NUMBERS, min_size=worlds, max_size=worlds))
        operands = [
            rows[i].copy() if letter == "R" else np.full(worlds, numbers[i]) for i, letter in enumerate(letters)
        ]
        with np.errstate(all="ignore"):
            expected = np.asarray(BY_NUMPY[name](*operands), dtype=np.float64)
        kernels.carry_out(np.array([[CODES[instruction], 3, 0, 1, 2]], np.int64), rows, numbers)
        np.testing.assert_array_equal(rows[3], expected)

    def test_what_is_compiled_is_cached_for_the_next_program(self) -> None:
        for function in (kernels.carry_out, kernels.draw, kernels.spread, kernels.write_rows):
            assert Path(function.stats.cache_path).is_dir()

    @given(seed=st.integers(0, 2**63 - 1), worlds=lists_of_worlds(most=40), month=st.integers(0, 500),
           name=st.text(max_size=9))  # fmt: skip
    @settings(max_examples=60, deadline=None)
    def test_a_draw_is_that_of_the_ensemble(self, seed: int, worlds: list[int], month: int, name: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(philox, "compiled", None)
            draws = Draws(seed, worlds)
            expected = draws.uniform(name, month)
        assert kernels.blocks(draws.key(name), draws.numbers, month // 4)[month % 4].tobytes() == expected.tobytes()

    def test_once_loaded_it_makes_the_draws_of_numpy_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(philox, "compiled", None)
        monkeypatch.setattr(select, "_loaded", threading.Event())
        expected = Draws(7, [3, 900]).gumbel("a", 6)
        select.load()
        assert philox.compiled is kernels.blocks
        assert Draws(7, [3, 900]).gumbel("a", 6).tobytes() == expected.tobytes()

    def test_buffers_are_used_again_and_begin_at_cache_lines(self) -> None:
        buffers = execute.Buffers(1)
        work, used = buffers.take(5, 33)
        assert (work.shape, used.shape) == ((5, 64), (5, 33))
        assert work.ctypes.data % 64 == 0
        work[:] = 7.0
        buffers.give(work)
        buffers.give(buffers.take(2, 8)[0])
        again, _ = buffers.take(4, 60)
        assert np.shares_memory(again, work)
        assert not np.shares_memory(buffers.take(4, 60)[0], work)

    def test_what_others_left_in_a_buffer_does_no_harm(self) -> None:
        asked = load_scenario("baseline", settings=["end=2014-12"])
        before = by_compiled(asked, worlds=97)
        for buffer in [execute._buffers.take(3000, 512)[0] for _ in range(4)]:
            buffer[:] = np.nan
            execute._buffers.give(buffer)
        assert_same(before, by_compiled(asked, worlds=97))

    def test_stretches_cover_every_column_once(self) -> None:
        for draws in (Draws(1, range(6, 306)), TiledDraws(Draws(1, 300), 2), TiledDraws(Draws(1, 16), 21)):
            columns = [c for s in draws.stretches(128) for c in range(s.columns.start, s.columns.stop)]
            assert columns == list(range(draws.worlds))
        stretches = list(TiledDraws(Draws(1, range(4, 64)), 3).stretches(128))
        assert [(s.column, s.copies, s.numbers.tolist()) for s in stretches] == [
            (0, 2, list(range(4, 64))),
            (120, 1, list(range(4, 64))),
        ]


class TestRefusals:
    """What cannot be recorded is refused with a sentence, when a month is recorded."""

    @pytest.mark.parametrize(("act", "message"), [
        (lambda x: 1.0 if x > 0.0 else 0.0, "'if' of a value that differs"),
        (lambda x: np.sin(x), "knows no 'sin'"),
        (lambda x: np.add.reduce(x), "knows no 'add' of this form"),
        (lambda x: np.sort(x), "knows no 'sort'"),
        (lambda x: (x > 0.0) + (x > 1.0), "'add' of two conditions"),
        (lambda x: (x > 0.0).astype(np.int8), "knows only float64"),
        (lambda x: x + np.array([1.0, 2.0]), "an array of its own"),
    ])  # fmt: skip
    def test_a_step(self, act: Callable[[object], object], message: str) -> None:
        with pytest.raises(TypeError, match=message):
            act(Graph().leaf("stock", "unrest"))

    def test_an_engine_that_does_not_exist(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(select.SWITCH, "steam")
        with pytest.raises(ValueError, match="'steam'; allowed are numpy and compiled"):
            run(load_scenario("baseline", settings=["end=2014-02"]), worlds=2)

    def test_an_engine_that_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(select.SWITCH, "compiled")
        monkeypatch.setattr(select, "installed", lambda: False)
        with pytest.raises(ValueError, match="numba is not installed"):
            run(load_scenario("baseline", settings=["end=2014-02"]), worlds=2)


class TestWhichEngine:
    """The compiled engine is used where it is installed and worth loading, and results do not show it."""

    @pytest.fixture
    def simulated(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Numbers of worlds that the compiled engine simulated."""
        seen: list[int] = []
        real = execute.simulate

        def simulate(world: World, *rest: object) -> None:
            seen.append(world.month.worlds)
            real(world, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(execute, "simulate", simulate)
        return seen

    @pytest.mark.parametrize(("wanted", "expected"), [("numpy", []), ("compiled", [3])])
    def test_the_environment_decides(
        self, simulated: list[int], monkeypatch: pytest.MonkeyPatch, wanted: str, expected: Sequence[int]
    ) -> None:
        monkeypatch.setenv(select.SWITCH, wanted)
        run(load_scenario("baseline", settings=["end=2014-03"]), worlds=3)
        assert simulated == expected

    @pytest.mark.parametrize(("loaded", "worlds", "machine"), [
        (False, 2, False), (False, 150_001, True), (True, 2, True),
    ])  # fmt: skip
    def test_small_work_does_not_load_it(
        self, monkeypatch: pytest.MonkeyPatch, *, loaded: bool, worlds: int, machine: bool
    ) -> None:
        event = threading.Event()
        monkeypatch.setattr(select, "_loaded", event)
        monkeypatch.setattr(select, "LEAST_WORK", LEAST_WORK)
        monkeypatch.delenv(select.SWITCH, raising=False)
        if loaded:
            event.set()
        world, _ = world_of(load_scenario("baseline", settings=["end=2014-02"]), worlds=2)
        world.month.worlds = worlds
        assert select.should_compile(world) is machine

    def test_without_numba_numpy_does_it(self, simulated: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(select, "installed", lambda: False)
        monkeypatch.delenv(select.SWITCH, raising=False)
        run(load_scenario("baseline", settings=["end=2014-03"]), worlds=3)
        assert simulated == []

    def test_who_observes_the_motives_gets_numpy(self) -> None:
        world = World(load_scenario("baseline"), worlds=2, observe=lambda _: None)
        assert not select.should_compile(world)

    @pytest.mark.parametrize(("asked", "work", "loads"), [
        ("", 300_000, True), ("", 299_999, False), ("numpy", 10**9, False),
    ])  # fmt: skip
    def test_many_small_runs_load_it_if_they_are_worth_it_together(
        self, monkeypatch: pytest.MonkeyPatch, *, asked: str, work: int, loads: bool
    ) -> None:
        told: list[bool] = []
        monkeypatch.setattr(select, "LEAST_WORK", LEAST_WORK)
        monkeypatch.setattr(select, "load", lambda: told.append(True))
        monkeypatch.setattr(select, "installed", lambda: True)
        monkeypatch.setenv(select.SWITCH, asked)
        select.load_for(work)
        assert bool(told) is loads

    @pytest.mark.parametrize("threads", [1, 2])
    def test_progress_is_reported_and_may_end_the_run(self, threads: int) -> None:
        asked = load_scenario("baseline", settings=["end=2016-12"])
        reported: list[int] = []
        execute.simulate(*world_of(asked, worlds=200), reported.append, threads)
        assert reported == sorted(reported)
        assert reported[-1] == asked.months

        def enough(months: int) -> None:
            raise KeyboardInterrupt

        world, recorder = world_of(asked, worlds=200)
        with pytest.raises(KeyboardInterrupt):
            execute.simulate(world, recorder, enough, threads)
        assert world.month.index == 0

    def test_a_run_records_what_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = load_scenario("baseline", settings=["end=2014-06"])
        runs = []
        for wanted in select.ENGINES:
            monkeypatch.setenv(select.SWITCH, wanted)
            runs.append(run(asked, worlds=9, keep=("belarus.unrest", HEADLINE), moves=False, chunk=4))
        assert list(runs[0].series) == list(runs[1].series) == ["belarus.unrest", HEADLINE]
        assert_same(*runs)
