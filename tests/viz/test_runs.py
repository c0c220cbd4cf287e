"""Runs for the dashboard: those of the command line, shared, made once, and given up when nobody waits."""

import gc
import threading
import weakref
from dataclasses import replace

import numpy as np
import pytest

from model.ensemble.record import HEADLINE
from model.network.pressing import who_presses
from model.runs.run import run
from model.runs.shared_past import past_of
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario
from model.story.story import story_of
from viz.common.cache import Cache, GivenUpError, once_a_run
from viz.dashboard import runs

NAME = "s03_eu_sanctions_2017"


def scenario(*settings):
    return load_scenario(NAME, settings=["worlds=30", "end=2018-12", *settings])


def test_stages_are_the_first_worlds_and_then_all_of_the_run_itself():
    for level in ("0.7", "0.2", "0.4"):
        asked = scenario(f"pressures.eu_2017.level={level}")
        few, all_ = runs.stages(asked, runs.usual_series(), first=10)
        whole = run(asked, keep=runs.usual_series(), moves=False)
        assert (few.worlds, all_.worlds) == (10, 30)
        for name in runs.usual_series():
            assert np.array_equal(all_.series[name], whole.series[name], equal_nan=True)
            assert np.array_equal(few.series[name], whole.series[name][:, :10], equal_nan=True)
        assert np.array_equal(all_.posture, whole.posture)


def test_months_before_a_moved_pressure_are_run_once_and_give_the_same(monkeypatch):
    pasts, keep = [], runs.usual_series()
    monkeypatch.setattr(runs, "past_of", lambda *asked: pasts.append(asked[1]) or past_of(*asked))
    monkeypatch.setattr(runs, "_before", {})
    level, start = "pressures.eu_2017.level={}".format, "pressures.eu_2017.start={}".format
    moves = [
        ((), []),
        ((level(0.3),), [52]),
        ((level(0.4),), [52]),
        ((level(0.4), start("2016-10")), [52, 45]),
        ((level(0.4), start("2017-10")), [52, 45]),
        ((level(0.6), start("2017-10")), [52, 45]),
        ((level(0.6), "pressures.history.crimea.level=0"), [52, 45]),
        ((level(0.7), "pressures.history.crimea.level=0", "switch_off=[M23]"), [52, 45]),
    ]
    for settings, run_apart in moves:
        asked = scenario(*settings)
        ours, theirs = runs.whole_run(asked, keep), run(asked, keep=keep, moves=False)
        assert pasts == run_apart, settings
        for name in keep:
            assert np.array_equal(ours.series[name], theirs.series[name], equal_nan=True)
        assert np.array_equal(ours.posture, theirs.posture)


def test_what_was_run_is_there_at_once_and_cannot_be_changed():
    asked = scenario("pressures.eu_2017.level=0.65")
    last = list(runs.stages(asked, runs.usual_series(), first=10))[-1]
    again = list(runs.stages(replace(asked, origins={}), runs.usual_series(), first=10))
    assert again == [last]
    assert again[0] is last
    with pytest.raises(ValueError, match="read-only"):
        last.series[HEADLINE][0] = 0.0


def test_few_worlds_are_run_at_once():
    (only,) = runs.stages(scenario(), runs.usual_series(), first=30)
    assert only.worlds == 30


def test_the_key_is_what_is_asked_for():
    one = scenario()
    assert runs.key_of(one) == runs.key_of(replace(one, chain=(), origins={}))
    assert runs.key_of(one) != runs.key_of(scenario("pressures.eu_2017.level=0.5"))
    assert runs.key_of(one) != runs.key_of(one, "other")


def test_a_run_nobody_waits_for_is_given_up():
    asked, months = scenario("seed=77", "sampling=prior"), []

    def wanted():
        months.append(1)
        return len(months) < 6

    with pytest.raises(GivenUpError):
        runs.whole_run(asked, runs.usual_series(), wanted)
    assert len(months) < asked.months
    assert runs.whole_run(asked, runs.usual_series()).worlds == 30


def test_a_run_makes_way_for_one_that_is_waited_for_and_begins_anew_after_it(monkeypatch):
    first, other, done = scenario("seed=78", "sampling=prior"), scenario("seed=79", "sampling=prior"), []
    going, months = threading.Event(), []

    def wanted():
        months.append(1)
        going.set()
        return True

    def slow():
        done.append(("slow", runs.whole_run(first, runs.usual_series(), wanted).worlds))

    thread = threading.Thread(target=slow)
    with runs._first():
        thread.start()
        assert going.wait(10)
        runs.whole_run(other, runs.usual_series())
        done.append(("first", 30))
    thread.join()
    assert done == [("first", 30), ("slow", 30)]
    assert len(months) > first.months, "what was begun is begun anew"


def test_who_presses_and_the_story_are_those_of_the_model():
    asked = scenario()
    numbers = worlds_of(asked)
    assert np.array_equal(runs.pressing(asked, numbers).shares, who_presses(asked).shares)
    assert runs.pressing(asked, numbers[7:8]).worlds == 1
    assert runs.story(asked, int(numbers[7])) == story_of(replace(asked, read_from=0), int(numbers[7])).chapters


def test_one_key_is_made_once_however_many_ask():
    kept, made, go = Cache(10, lambda _: 1), [], threading.Event()

    def make():
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


def test_who_still_waits_makes_what_another_gave_up():
    kept, asked, left = Cache(10, lambda _: 1), threading.Event(), []

    def give_up():
        asked.wait(5)
        raise GivenUpError

    def first():
        with pytest.raises(GivenUpError):
            kept.get("key", give_up)
        left.append(1)

    thread = threading.Thread(target=first)
    thread.start()
    while not kept._making["key"].locked():
        pass
    second = threading.Thread(target=lambda: left.append(kept.get("key", lambda: "it")))
    second.start()
    asked.set()
    thread.join()
    second.join()
    assert sorted(map(str, left)) == ["1", "it"]
    with pytest.raises(GivenUpError):
        kept.get("other", lambda: "it", lambda: False)


def test_a_failure_is_told_to_all_and_not_kept():
    kept = Cache(10, lambda _: 1)

    def fail():
        message = "broken"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="broken"):
        kept.get("key", fail)
    assert kept.get("key", lambda: "it") == "it"


def test_what_was_asked_for_longest_ago_goes_first():
    kept = Cache(2, lambda _: 1)
    for key in ("a", "b"):
        kept.get(key, lambda key=key: key)
    kept.get("a", lambda: "again")
    kept.get("c", lambda: "c")
    assert [kept.peek(key) for key in "abc"] == ["a", None, "c"]


def test_memory_is_bounded():
    whole = run(scenario(), moves=False)
    assert runs.bytes_of(whole) >= sum(values.nbytes for values in whole.series.values())
    assert runs.MOST_BYTES <= 256_000_000


def test_nothing_is_left_of_making_what_is_made():
    kept = Cache(10, lambda _: 1)
    for _ in range(3):
        kept.get("key", lambda: "it")
    assert len(kept._making) == 0


def test_what_is_worked_out_from_a_run_is_forgotten_with_it():
    made, found = [], run(scenario(), moves=False)
    weak = weakref.ref(found)
    look_up = once_a_run(lambda one: made.append(1) or len(made))
    assert [look_up(found) for _ in range(3)] == [1, 1, 1]
    del found
    gc.collect()
    assert weak() is None


def test_a_run_is_there_once_it_was_made():
    asked, keep = scenario("seed=6", "sampling=prior"), runs.usual_series()
    assert runs.cached_run(asked, keep) is None
    made = runs.whole_run(asked, keep)
    assert runs.cached_run(asked, keep) is made


def test_what_is_there_after_the_warm_up_is_not_looked_through_again():
    before = gc.get_freeze_count()
    try:
        runs.warm_up()
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
