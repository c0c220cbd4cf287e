"""Runs for the dashboard: those of the command line, shared, made once, and given up when nobody waits."""

import gc
import threading
from dataclasses import replace

import numpy as np
import pytest

from model.ensemble.record import HEADLINE
from model.network.pressing import influence
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.common.cache import Beside, GivenUpError, Kept
from viz.dashboard import runs as engine

NAME = "s03_eu_sanctions_2017"


def scenario(*settings):
    return load_scenario(NAME, settings=["worlds=30", "end=2018-12", *settings])


def test_stages_are_the_first_worlds_and_then_all_of_the_run_itself():
    for level in ("0.7", "0.2", "0.4"):
        asked = scenario(f"pressures.eu_2017.level={level}")
        few, all_ = engine.stages(asked, engine.usual_series(), first=10)
        whole = run(asked, keep=engine.usual_series(), moves=False)
        assert (few.worlds, all_.worlds) == (10, 30)
        for name in engine.usual_series():
            assert np.array_equal(all_.series[name], whole.series[name])
            assert np.array_equal(few.series[name], whole.series[name][:, :10])
        assert np.array_equal(all_.posture, whole.posture)


def test_what_was_run_is_there_at_once_and_cannot_be_changed():
    asked = scenario("pressures.eu_2017.level=0.65")
    last = list(engine.stages(asked, engine.usual_series(), first=10))[-1]
    again = list(engine.stages(replace(asked, origins={}), engine.usual_series(), first=10))
    assert again == [last]
    assert again[0] is last
    with pytest.raises(ValueError, match="read-only"):
        last.series[HEADLINE][0] = 0.0


def test_few_worlds_are_run_at_once():
    (only,) = engine.stages(scenario(), engine.usual_series(), first=30)
    assert only.worlds == 30


def test_the_key_is_what_is_asked_for():
    one = scenario()
    assert engine.key_of(one) == engine.key_of(replace(one, chain=(), origins={}))
    assert engine.key_of(one) != engine.key_of(scenario("pressures.eu_2017.level=0.5"))
    assert engine.key_of(one) != engine.key_of(one, "other")


def test_a_run_nobody_waits_for_is_given_up():
    asked, lived = scenario("seed=77"), []

    def wanted():
        lived.append(1)
        return len(lived) < 6

    with pytest.raises(GivenUpError):
        engine.lived(asked, engine.usual_series(), wanted)
    assert len(lived) < asked.months
    assert engine.lived(asked, engine.usual_series()).worlds == 30


def test_one_world_and_who_presses_are_those_of_the_model():
    asked = scenario()
    alone = engine.one_world(asked, 7)
    whole = run(asked)
    assert np.array_equal(alone.series[HEADLINE][:, 0], whole.series[HEADLINE][:, 7])
    assert all(np.array_equal(taken[:, 0], whole.moves[name][:, 7]) for name, taken in alone.moves.items())
    assert np.array_equal(engine.pressing(asked).shares, influence(asked).shares)
    assert engine.pressing(asked, world=7).worlds == 1


def test_worlds_have_counterparts_only_with_the_same_luck():
    assert engine.same_luck(scenario(), scenario("pressures.eu_2017.level=0.5"))
    assert not engine.same_luck(scenario(), scenario("seed=5"))
    whole = run(scenario(), moves=False)
    assert np.array_equal(engine.first_worlds(whole, 4).series[HEADLINE], whole.series[HEADLINE][:, :4])
    assert engine.first_worlds(whole, 30) is whole


# -- what is kept


def test_one_key_is_made_once_however_many_ask():
    kept, made, go = Kept(10, lambda _: 1), [], threading.Event()

    def make(_):
        made.append(1)
        go.wait(5)
        return "it"

    found = []
    askers = [threading.Thread(target=lambda: found.append(kept.get("key", make))) for _ in range(8)]
    for asker in askers:
        asker.start()
    go.set()
    for asker in askers:
        asker.join()
    assert found == ["it"] * 8
    assert len(made) == 1


def test_who_joins_keeps_a_run_alive_that_its_first_asker_left():
    kept, joined, seen = Kept(10, lambda _: 1), threading.Event(), []

    def make(wanted):
        joined.wait(5)
        seen.append(wanted())
        return "it"

    first = threading.Thread(target=lambda: kept.get("key", make, lambda: False))
    first.start()
    found = []
    second = threading.Thread(target=lambda: found.append(kept.get("key", make)))
    second.start()
    while len(kept._places["key"].waiting) < 2:
        pass
    joined.set()
    first.join()
    second.join()
    assert seen == [True]
    assert found == ["it"]


def test_a_failure_is_told_to_all_and_not_kept():
    kept = Kept(10, lambda _: 1)

    def fail(_):
        message = "broken"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="broken"):
        kept.get("key", fail)
    assert kept.get("key", lambda _: "it") == "it"


def test_what_was_asked_for_longest_ago_goes_first():
    kept = Kept(2, lambda _: 1)
    for key in ("a", "b"):
        kept.get(key, lambda _, key=key: key)
    kept.get("a", lambda _: "again")
    kept.get("c", lambda _: "c")
    assert [kept.peek(key) for key in "abc"] == ["a", None, "c"]


def test_memory_is_bounded():
    whole = run(scenario(), moves=False)
    assert engine.bytes_of(whole) >= sum(values.nbytes for values in whole.series.values())
    assert engine.MOST_BYTES <= 256_000_000


def test_what_failed_or_is_there_keeps_nobody_who_asked():
    kept = Kept(10, lambda _: 1)
    for _ in range(3):
        kept.get("key", lambda _: "it")
    assert kept._places["key"].waiting == []


class Thing:
    pass


def test_what_is_worked_out_from_an_object_is_forgotten_with_it():
    beside, made, thing = Beside(10), [], Thing()
    for _ in range(3):
        assert beside.get(thing, lambda one: made.append(1) or len(made)) == 1
    assert len(beside) == 1
    del thing
    assert len(beside) == 0


def test_no_more_is_kept_beside_objects_than_is_allowed():
    beside, made = Beside(2), []
    asked = [(0,), (1,), (2,)]
    for one in (*asked, asked[0], asked[2]):
        beside.get(one, lambda one: made.append(one) or one)
    assert len(beside) == 2
    assert made == [*asked, asked[0]]


def test_the_content_of_a_scenario_is_worked_out_once(monkeypatch):
    asked, seen = scenario("seed=5"), []
    original = engine._content
    monkeypatch.setattr(engine, "_content", lambda one: seen.append(1) or original(one))
    assert engine.key_of(asked) == engine.key_of(asked)
    assert len(seen) == 1


def test_a_run_is_there_once_it_was_made():
    asked, keep = scenario("seed=6"), engine.usual_series()
    assert engine.there(asked, keep) is None
    made = engine.lived(asked, keep)
    assert engine.there(asked, keep) is made


def test_what_is_there_after_the_warm_up_is_not_looked_through_again():
    before = gc.get_freeze_count()
    try:
        engine.warm_up()
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
