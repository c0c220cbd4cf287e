"""Which worlds an ensemble consists of, and that a world is the same in whatever list it stands, in both engines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings

from model.core.draws import Draws, SplitDraws
from model.core.errors import TightropeError
from model.core.worlds import chunks, fingerprint, world_numbers
from model.engine import execute
from model.ensemble.record import HEADLINE, Recorder, Run
from model.ensemble.setup import side_by_side
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.runs.manifest import manifest
from model.runs.run import run
from model.runs.tables import moves_table, worlds_table
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from tests.conftest import lists_of_worlds

KEPT = (HEADLINE, "belarus.unrest", "russia.coercion")
WHEN = "{variable: belarus.alignment, below: 0.2, for: 2}"
OTHER = {"names": ["belarus/repression", "parameter/choice.noise_russia"], "other": 5}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Thirteen months with a pressure of some probability, one that waits, and sampled parameters."""
    chance = "level: 0.6, duration: 3, probability: 0.5"
    return load_scenario("baseline", settings=[
        "sampling=prior",
        "end=2014-01",
        f"pressures.perhaps={{kind: trade_ban, by: Russia, {chance}, start: 2013-03, every: 4, times: 3}}",
        f"pressures.later={{kind: aid, by: EU, {chance}, repeat: true, when: {WHEN}}}",
    ])  # fmt: skip


def lived(world: World, *, compiled: bool, threads: int = 1) -> Run:
    recorder = Recorder(world, KEPT)
    if compiled:
        execute.simulate(world, recorder, threads=threads)
    else:
        for _ in range(world.run_scenario.months):
            world.step()
            recorder.write(world)
    return recorder.finish(world)


def column(one: Run, at: int) -> dict[str, bytes]:
    found = {name: rows[:, at].tobytes() for name, rows in (*one.series.items(), *one.moves.items())}
    found |= {key: values[at].tobytes() for key, values in one.parameters.items()}
    return found | {"posture": one.posture[:, at].tobytes()}


class TestSameWorld:
    """World by world the same bits, whoever stands beside it."""

    @given(worlds=lists_of_worlds(7, 7))
    @settings(max_examples=5, deadline=None)
    def test_seven_of_any_worlds_and_each_of_them_alone(self, scenario: Scenario, worlds: list[int]) -> None:
        together = [lived(World(scenario, worlds=worlds, watch=KEPT), compiled=way) for way in (False, True)]
        assert together[0].numbers.tolist() == worlds
        assert together[0].parameters
        for at, number in enumerate(worlds):
            alone = lived(World(scenario, worlds=[number], watch=KEPT), compiled=bool(at % 2))
            assert column(alone, 0) == column(together[0], at) == column(together[1], at)

    @given(worlds=lists_of_worlds(97, 97))
    @settings(max_examples=2, deadline=None)
    def test_ninety_seven_in_chunks_batches_and_threads(self, scenario: Scenario, worlds: list[int]) -> None:
        whole = lived(World(scenario, worlds=worlds, watch=KEPT), compiled=False)
        for other in (
            lived(World(scenario, worlds=worlds, watch=KEPT), compiled=True, threads=2),
            run(scenario, keep=KEPT, worlds=worlds, chunk=13),
        ):
            assert [column(other, at) for at in range(97)] == [column(whole, at) for at in range(97)]

    @given(worlds=lists_of_worlds(7, 7))
    @settings(max_examples=3, deadline=None)
    def test_split_and_tiled_draws(self, scenario: Scenario, worlds: list[int]) -> None:
        for own in (Draws(scenario.seed, worlds, keep=True), SplitDraws(scenario.seed, worlds, **OTHER)):
            expected = lived(World(scenario, draws=own, watch=KEPT), compiled=False)
            for way in (False, True):
                tiled = World(scenario, setup=side_by_side([scenario] * 3, load_seeds(), own), watch=KEPT)
                found = lived(tiled, compiled=way)
                assert found.numbers.tolist() == worlds * 3
                assert [column(found, at) for at in range(21)] == [column(expected, at % 7) for at in range(21)]

    def test_a_range_is_the_list_of_its_numbers(self, scenario: Scenario) -> None:
        one, other = (run(scenario, keep=KEPT, worlds=worlds) for worlds in (7, [0, 1, 2, 3, 4, 5, 6]))
        assert [column(one, at) for at in range(7)] == [column(other, at) for at in range(7)]


@pytest.mark.parametrize(("worlds", "message"), [
    (0, "cannot simulate 0 worlds; it takes at least one"),
    ([], "a list of worlds needs at least one number"),
    ([[1, 2]], "a list of worlds needs at least one number"),
    ([3, -1], "numbers of worlds go from 0 to 2**53, but -1 is among them"),
    ([2**53 + 1], "numbers of worlds go from 0 to 2**53, but 9007199254740993 is among them"),
    ([1.0, 2.5], "numbers of worlds are whole, but 1.0 is among them"),
    ([1, True, "x"], "numbers of worlds are whole, but '1' is among them"),
    ([1, 3, 3], "numbers of worlds ascend, each once, but 3 comes after 3"),
    ([1, 9, 4], "numbers of worlds ascend, each once, but 4 comes after 9"),
])  # fmt: skip
def test_a_wrong_list_is_refused(worlds: Iterable[int], message: str, scenario: Scenario) -> None:
    for ask in (world_numbers, lambda some: run(scenario, worlds=some), lambda some: Draws(1, some)):
        with pytest.raises(TightropeError) as refused:
            ask(worlds)
        assert str(refused.value) == message


def test_numbers_cannot_be_edited() -> None:
    mine = np.array([1, 5])
    numbers = world_numbers(mine)
    mine[0] = 3
    assert numbers.tolist() == [1, 5]
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = 2


def test_chunks_are_the_worlds_in_order() -> None:
    assert [part.tolist() for part in chunks([1, 4, 9, 16, 25], 2)] == [[1, 4], [9, 16], [25]]
    assert [len(part) for part in chunks(10, 4)] == [4, 4, 2]


def test_other_worlds_have_another_fingerprint() -> None:
    assert fingerprint(world_numbers([1, 2])) == fingerprint(world_numbers(range(1, 3)))
    assert len({fingerprint(world_numbers(some)) for some in ([1, 2], [1, 3], [1], 2)}) == 4


@pytest.fixture(scope="module")
def listed(scenario: Scenario) -> Run:
    return run(scenario, keep=(HEADLINE,), worlds=[2, 41, 2**40])


def test_a_world_is_found_by_its_number(listed: Run, scenario: Scenario) -> None:
    assert [listed.column_of(world) for world in (2, 41, 2**40)] == [0, 1, 2]
    with pytest.raises(TightropeError, match="world 3 is not among the 3 listed worlds from 2 to 1099511627776"):
        listed.column_of(3)
    with pytest.raises(TightropeError, match="world 9 is not among the worlds 0 to 1"):
        run(scenario, keep=(HEADLINE,), worlds=2).column_of(9)


def test_tables_and_manifest_name_worlds_by_their_numbers(listed: Run) -> None:
    assert worlds_table(listed)[0].column("world").to_pylist() == [2, 41, 2**40]
    assert set(moves_table(listed)[0].column("world").to_pylist()) == {2, 41, 2**40}
    made = manifest(listed)
    assert (made["world_numbers"], made["worlds"]) == ([2, 41, 2**40], 3)
    assert "first_world" not in made
