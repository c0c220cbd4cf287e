"""Knock-outs: the arithmetic is that done by hand, refusals say why, the page has a row for every mechanism."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison import knockout
from experiments.comparison.effects import Effect, Tally
from experiments.comparison.knockout import Ending, Knockout, Knockouts, PatternChange, knock_out
from experiments.comparison.switches import KnockoutError, own_names, switchable, without
from experiments.measures.forms import level
from experiments.measures.pooled import Interval
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Per, Strength
from experiments.patterns.score import measure_all, score
from experiments.patterns.verdicts import PatternResult
from model.core.draws import Draws
from model.ensemble.record import HEADLINE, Run
from model.evidence.load import load_seeds
from model.runs.run import recorded_by_default, run
from model.scenario.load import load_scenario
from model.theory.theory import theory
from viz.reports.mechanisms import MECHANISMS_PAGE, KnockoutRuns, page, run_all
from viz.terminal.studies.knockouts import as_plain, closing_lines, effect_in_words, lost_in_words, table_of

WORLDS = 7
MONTHS = ("2014-01", "2014-02")
KNOWN = load_seeds().mechanisms
SWITCHED = [name for name, mechanism in KNOWN.items() if mechanism.switch is not None]


def asked(name="baseline", *settings):
    sampling = () if "sampling=best" in settings else ("sampling=prior",)
    return load_scenario(name, settings=[f"worlds={WORLDS}", "seed=4711", *sampling, *settings])


def made(x, taken=None, scenario=None):
    """Two months of seven worlds, all of them read."""
    moves = np.zeros((2, WORLDS), dtype=np.bool_) if taken is None else np.asarray(taken, dtype=np.bool_)
    return Run(
        scenario=scenario or asked(), numbers=np.arange(WORLDS), months=MONTHS,
        series={"x": np.asarray(x, dtype=np.float32)}, moves={"m": moves}, posture=np.zeros((2, WORLDS), dtype=np.int8),
    )  # fmt: skip


STILL = np.zeros((2, WORLDS))


# -- the arithmetic of effects


def test_an_effect_by_hand():
    after = STILL.copy()
    after[1, :2] = 0.5, -1.0
    tally = Tally(("x",), ("m",))
    tally.add(made(STILL), made(after, [[1] * 7, [0] * 7]))
    by_name = {effect.name: effect for effect in tally.effects()}
    x, m = by_name["x"], by_name["m"]
    # 14 numbers: (0.5 - 1) / 14 and 1.5 / 14; all 28 of both runs have the mean -0.5 / 28 and the mean square 1.25 / 28
    assert (x.change, x.size) == pytest.approx((-0.5 / 14, 1.5 / 14))
    assert x.spread == pytest.approx((1.25 / 28 - (0.5 / 28) ** 2) ** 0.5)
    assert x.touched == 2 / 7
    # taken in half of the months instead of never
    assert (m.change, m.size, m.touched, m.is_move) == (0.5, 0.5, 1.0, True)
    assert m.spread == pytest.approx((0.25 - 0.25**2) ** 0.5)
    assert [effect.name for effect in tally.effects()] == ["m", "x"]


def test_a_move_that_is_only_put_off_changes_no_rate():
    tally = Tally((), ("m",))
    tally.add(made(STILL, [[1] * 7, [0] * 7]), made(STILL, [[0] * 7, [1] * 7]))
    (effect,) = tally.effects()
    assert (effect.change, effect.size, effect.touched, effect.in_spreads) == (0.0, 0.0, 1.0, 0.0)


def test_two_spreads_are_the_most_there_can_be_and_nothing_moved_is_none():
    tally = Tally(("x",), ())
    tally.add(made(STILL), made(STILL + 0.3))
    assert tally.effects()[0].in_spreads == pytest.approx(2.0)
    tally = Tally(("x",), ())
    tally.add(made(STILL + 0.3), made(STILL + 0.3))
    assert tally.effects()[0].in_spreads == 0.0


def test_only_months_that_are_read_and_worlds_that_count_enter():
    scenario = replace(asked(), read_from=1)
    after = STILL + 1.0
    after[1] = 0.0
    tally = Tally(("x",), ())
    tally.add(made(STILL, scenario=scenario), made(after, scenario=scenario))
    assert tally.effects()[0].size == 0.0
    given = asked("baseline", "given.posture=client@2014-01")
    whole = replace(made(STILL, scenario=given), posture=np.array([[0, 1, 1, 1, 1, 1, 1]] * 2, dtype=np.int8))
    tally = Tally(("x",), ())
    tally.add(whole, made([[1, 0, 0, 0, 0, 0, 0]] * 2))
    assert (tally.effects()[0].size, tally.effects()[0].touched) == (1.0, 1.0)


# -- the diagnostic


def diagnosed(before, after, months=MONTHS):
    tally = Tally(("x",), (), months)
    tally.add(made(before), made(after))
    return tally.effects()[0]


def test_a_diagnostic_by_hand():
    after = STILL.copy()
    after[1, 0] = -0.7
    assert diagnosed(STILL, after, ("2014-01", "2014-01")).size == 0.0
    effect = diagnosed(STILL, after)
    assert (effect.size, effect.touched, effect.is_flag) == (pytest.approx(0.7 / 14), 1 / 7, True)
    assert not diagnosed(STILL + 0.2, after).is_flag
    with pytest.raises(ValueError, match="'2014-03' is not in this run"):
        diagnosed(STILL, after, ("2014-01", "2014-03"))


@pytest.mark.parametrize(
    ("size", "touched", "is_flag", "shows"),
    [(0.01, 0, False, True), (0.009, 1, False, False), (0.001, 0.01, True, True), (0.001, 0.009, True, False)],
)
def test_what_shows(size, touched, is_flag, shows):
    assert Effect("x", False, is_flag, 0.0, size, 1.0, touched).shows is shows


def test_months_without_a_number_in_one_of_both_runs_are_left_out():
    """A world that has fallen has no alignment: neither its last value nor its absence counts as a difference."""
    before, after = STILL.copy(), STILL + 0.4
    before[1, 0] = after[1, 1] = after[0, 2] = np.nan
    effect = diagnosed(before, after)
    assert (effect.change, effect.size, effect.touched) == (pytest.approx(0.4), pytest.approx(0.4), 1.0)
    assert effect.in_spreads == pytest.approx(2.0)


def test_the_headline_at_the_end_is_of_the_worlds_that_stand_in_both():
    ending = Ending.of(np.array([0.1, np.nan, 0.3, -0.1, 0.0, np.nan, 0.2]))
    assert (ending.worlds, ending.left_out) == (5, pytest.approx(2 / 7))
    assert (ending.change, ending.low, ending.high, ending.touched) == (pytest.approx(0.1), -0.1, 0.3, 0.8)
    none = Ending.of(np.full(7, np.nan))
    assert (none.worlds, none.left_out) == (0, 1.0)
    assert np.isnan([none.change, none.low, none.touched]).all()


# -- which mechanisms


def test_all_that_have_a_switch_and_are_on_are_switched_off():
    assert [m.key for m in switchable(asked())] == SWITCHED
    assert "M02" not in {m.key for m in switchable(asked("baseline", "switch_off=[M02]"))}
    assert [m.key for m in switchable(asked(), ["M79", "M41"])] == ["M41", "M79"]
    assert without(asked("baseline", "switch_off=[M02]"), KNOWN["M41"]).switch_off == ("M02", "M41")


@pytest.mark.parametrize(
    ("names", "problems"),
    [
        (["M1"], ["unknown mechanism 'M1'; did you mean 'M91'? 'tightrope list mechanisms' names them all"]),
        (["frob"], ["unknown mechanism 'frob'; 'tightrope list mechanisms' names them all"]),
        (["M90"], [f"mechanism 'M90' has no switch: {KNOWN['M90'].label_of}"]),
        (["M41", "M41"], ["mechanism 'M41' is named twice"]),
        (["M02"], ["mechanism 'M02' is off in this scenario already"]),
        ([], ["no mechanism is named"]),
        (["M02", "frob", "M90"], None),
    ],
)
def test_what_cannot_be_switched_off_is_refused_with_every_reason(names, problems):
    with pytest.raises(KnockoutError) as refused:
        switchable(asked("baseline", "switch_off=[M02]"), names)
    if problems is None:
        assert len(refused.value.problems) == len(names)
    else:
        assert list(refused.value.problems) == problems
    assert str(refused.value) == "\n".join(refused.value.problems)


def test_a_mechanism_nobody_carries_yet_is_refused(monkeypatch):
    planned = replace(KNOWN["M41"], switch=None, status="planned", label_of="")
    seeds = replace(load_seeds(), mechanisms={"M41": planned})
    monkeypatch.setattr("experiments.comparison.switches.load_seeds", lambda: seeds)
    with pytest.raises(KnockoutError, match="'M41' has no switch: nothing carries it yet"):
        switchable(asked(), ["M41"])


def test_what_is_a_mechanisms_own():
    # a move that is forbidden, and the stock that the mechanism's own rule makes of it
    assert {"russia.press_for_base", "russia.base_demand"} <= own_names("M05")
    # the witness; but not what other rules make of it
    assert "russia.fear_of_abandonment" in own_names("M01")
    assert "russia.border_zones" not in own_names("M01")
    # a move whose weight is taken away
    assert "belarus.grant_base" in own_names("M07")
    # where a stock starts
    assert "belarus.economic_dependence" in own_names("M12")
    assert own_names("M33") == frozenset()
    known = set(theory().series) | {move.series for move in theory().moves.values()}
    for name in SWITCHED:
        assert own_names(name) <= known


def test_a_move_that_undoes_one_of_its_own_is_the_mechanisms_own_too():
    """Whatever a term that the switch sets to zero weighs in, for or against."""
    parameters, undone = load_seeds().parameters, set()
    for name in SWITCHED:
        terms = [parameters[key].term for key in KNOWN[name].switch.parameters]
        weighed = {theory().moves[move].series for term in terms if term for move in term.weighed_in}
        assert weighed <= own_names(name), name
        undone |= {name for term in terms if term and term.opposite}
    assert undone == {"M08", "M09", "M13", "M15", "M26", "M61", "M62", "M63", "M83"}


# -- knock-outs from runs


@pytest.fixture(scope="module")
def found():
    return knock_out(asked(), ("M39", "M71"))


def test_a_knock_out_is_the_difference_of_two_runs(found):
    base, off = run(asked()), run(asked("baseline", "switch_off=[M39]"))
    m39, m71 = found.results
    assert (m71.mechanism.key, m39.mechanism.key, found.worlds) == ("M71", "M39", WORLDS)
    apart = off.series["belarus.hosting"] - base.series["belarus.hosting"]
    assert m39.diagnostic.size == pytest.approx(float(np.abs(apart).mean()))
    stand = base.standing[-1] & off.standing[-1]
    ends = (off.series[HEADLINE][-1] - base.series[HEADLINE][-1])[stand]
    assert (m39.headline.worlds, m39.headline.left_out) == (stand.sum(), pytest.approx(1.0 - stand.mean()))
    assert 0 < stand.sum() < WORLDS, "a world that falls has no headline at the end and is left out"
    assert m39.headline.change == pytest.approx(float(ends.mean()))
    assert m39.headline.low in ends
    assert m39.headline.low <= m39.headline.high
    contacts = next(effect for effect in m39.effects if effect.name == "belarus.contacts")
    pair = [r.series["belarus.contacts"].astype(np.float64) for r in (base, off)]
    assert contacts.change == pytest.approx((pair[1] - pair[0]).mean())
    assert contacts.spread == pytest.approx(np.std(pair))
    visits = next(effect for effect in m39.effects if effect.name == "eu.visits")
    assert visits.change == pytest.approx(level(off, "eu.visits").mean() - level(base, "eu.visits").mean())
    released = next(effect for effect in m39.effects if effect.name == "belarus.release_prisoners")
    rates = [r.moves["belarus.release_prisoners"].mean() for r in (base, off)]
    assert released.change == pytest.approx(rates[1] - rates[0])
    assert (released.is_move, visits.is_move) == (True, False)


def test_every_series_kept_and_every_move_is_compared(found):
    names = sorted({*recorded_by_default(), *(move.series for move in theory().moves.values())})
    for result in found.results:
        assert sorted(effect.name for effect in result.effects) == names
        sizes = [effect.in_spreads for effect in result.effects]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] <= 2.0 + 1e-9


def test_a_mechanism_that_waits_for_its_occasion_moves_nothing_without_it(found):
    m39, m71 = found.results
    assert all(effect.size == 0.0 for effect in m71.effects)
    assert m71.alone
    assert not m71.diagnostic.shows
    assert not m39.alone
    assert {effect.name for effect in m39.beyond}.isdisjoint(own_names("M39"))
    elsewhere = knock_out(asked("s21_oil_and_gas_of_its_own"), ("M71",)).results[0]
    assert elsewhere.diagnostic.shows


def test_results_do_not_depend_on_chunks(found, monkeypatch):
    monkeypatch.setattr(knockout, "WORLDS", 3)
    again = knock_out(asked(), ("M39", "M71"))
    for one, other in zip(found.results, again.results, strict=True):
        assert other.headline == one.headline
        assert other.diagnostic.size == pytest.approx(one.diagnostic.size)
        sizes = {effect.name: effect.size for effect in one.effects}
        assert {effect.name: effect.size for effect in other.effects} == pytest.approx(sizes)


def test_no_more_than_two_runs_are_kept(monkeypatch):
    alive = []

    def watched(*arguments, **options):
        made = run(*arguments, **options)
        alive.append(weakref.ref(made))
        assert sum(one() is not None for one in alive) <= 2
        return made

    monkeypatch.setattr(knockout, "run", watched)
    knock_out(asked("baseline", "end=2013-06"), ("M01", "M02", "M39", "M79"))
    assert len(alive) == 5


def test_a_run_without_the_months_of_the_witness_has_none():
    short = knock_out(asked("baseline", "end=2015-12"), ("M35",)).results[0]
    assert short.diagnostic is None


def test_a_condition_that_no_world_meets_is_refused():
    with pytest.raises(KnockoutError, match="none of the 7 worlds meets the scenario's condition 'given'"):
        knock_out(asked("baseline", "given.posture=leaning_west@2013-01"), ("M02",))


# -- patterns


def few(*names):
    data = load_patterns()
    return replace(data, patterns={name: data.patterns[name] for name in names})


def test_patterns_are_scored_with_everything_on_and_with_the_mechanism_off(monkeypatch):
    monkeypatch.setattr(knockout, "load_patterns", lambda: few("SF05", "SF29"))
    told, plain = [], asked("baseline", "sampling=best")
    found = knock_out(plain, ("M79",), patterns=True, progress=lambda done, whole: told.append((done, whole)))
    reports = [score(scenario, patterns=few("SF05", "SF29")) for scenario in (plain, without(plain, KNOWN["M79"]))]
    rates = {result.id: result.rate for result in reports[0].results}, {r.id: r.rate for r in reports[1].results}
    changes = {change.before.id: change for change in found.results[0].patterns}
    assert "SF05" in changes
    for name, change in changes.items():
        assert (change.before.rate, change.after.rate) == (rates[0][name], rates[1][name])
    assert [change.before.id for change in found.results[0].lost] == [n for n, c in changes.items() if c.lost]
    assert told == sorted(told)
    # two runs for the effects; for the patterns two with the mechanism, one of them with sanctions, and as many without
    # it as the patterns need that hold with it
    runs = 4 + len(few(*changes).leaves())
    assert told[-1] == (runs * 108, runs * 108)


def test_kept_draws_change_no_number():
    data, scenario = few("SF05", "SF29"), asked()
    plain = measure_all(scenario, data, 500, None)
    kept = measure_all(scenario, data, 500, None, Draws(scenario.seed, WORLDS, keep=True))
    assert plain.numbers.keys() == kept.numbers.keys()
    for leaf, values in plain.numbers.items():
        np.testing.assert_array_equal(values, kept.numbers[leaf])


def result(rate, *, per=Per.WORLD, met=True):
    interval = None if rate is None else Interval(0.0, 1.0)
    return PatternResult("SF05", "no new sanctions", Strength.HIGH, per, rate, interval, 0.8, met)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (result(0.95), result(0.84), True),
        (result(0.95), result(0.86), False),
        (result(0.3, met=False), result(0.1, met=False), True),
        (result(0.95), result(None, met=False), True),
        (result(-0.2, per=Per.RUNS), result(-0.1, per=Per.RUNS, met=False), True),
        (result(-0.2, per=Per.RUNS), result(-0.9, per=Per.RUNS), False),
    ],
)
def test_when_a_pattern_is_lost(before, after, lost):
    assert PatternChange(before, after).lost is lost


def test_a_mechanism_that_holds_up_a_pattern_does_not_stand_alone(found):
    still = found.results[1]
    assert still.alone
    assert replace(still, patterns=(PatternChange(result(0.95), result(0.9)),)).alone
    assert not replace(still, patterns=(PatternChange(result(0.95), result(0.1)),)).alone
    assert not replace(still, headline=replace(still.headline, change=-0.02)).alone


# -- what is printed


def invented(name, **options):
    effects = (
        Effect("eu.visits", True, True, -0.02, 0.02, 0.1, 0.5),
        Effect("eu.image", False, False, 0.001, 0.04, 0.2, 0.5),
    )
    ending = Ending(-0.0123, -0.1, 0.0, 0.4, 495, 0.01)
    named = Effect(KNOWN[name].diagnostic.series, False, False, -0.1, 0.16612, 0.2, 0.993)
    return Knockout(KNOWN[name], effects, named, ending, **options)


def test_words_of_an_effect_and_of_a_pattern_lost():
    assert [effect_in_words(effect) for effect in invented("M01").effects] == [
        "eu.visits -0.02 (0.20)",
        "eu.image ±0.04 (0.20)",
    ]
    assert lost_in_words(PatternChange(result(0.93), result(0.408))) == "SF05 (0.93 to 0.41)"
    assert lost_in_words(PatternChange(result(0.93), result(None))) == "SF05 (0.93 to -)"


def test_the_table_has_a_column_for_patterns_only_if_they_were_scored():
    lost = PatternChange(result(0.93), result(0.41))
    for options, columns in (({}, 7), ({"patterns": (lost,)}, 8)):
        table = table_of(Knockouts(asked(), WORLDS, (invented("M01", **options),)))
        (cells,) = table.cells()
        assert len(cells) == len(table.columns) == columns
        assert cells[3:7] == [
            "russia.fear_of_abandonment", "0.166 in 99 %", "-0.012 in 40 %",
            "eu.visits -0.02 (0.20), eu.image ±0.04 (0.20)",
        ]  # fmt: skip
        assert cells[7:] == ["SF05 (0.93 to 0.41)"][: columns - 7]


def test_plain_data_hold_the_patterns():
    lost = PatternChange(result(0.93), result(0.41))
    plain = as_plain(Knockouts(asked(), WORLDS, (invented("M01", patterns=(lost,)),)))
    assert plain["knockouts"][0]["patterns"] == [{"id": "SF05", "rate": 0.93, "rate_off": 0.41, "lost": True}]


def test_the_closing_lines_name_the_silent_ones(found):
    text = " ".join(closing_lines(found))
    assert "7 worlds of baseline, seed 4711" in text
    assert "In this scenario these hardly change their diagnostic: M71." in text
    assert "These change hardly anything but their own series: M71." in text
    assert "hardly" not in " ".join(closing_lines(Knockouts(asked(), WORLDS, (invented("M01"),))))


# -- the page


def rows(text):
    """First two cells of every row of every table."""
    cells = [line.split(" | ") for line in text.splitlines() if line.startswith("| M")]
    return [(row[0].removeprefix("| "), row[1]) for row in cells]


def test_every_mechanism_has_a_row_and_every_switch_two():
    all_of_them = tuple(invented(name) for name in SWITCHED)
    results = KnockoutRuns(Knockouts(asked(), 500, all_of_them), {k.mechanism.key: k for k in all_of_them})
    text = page(results)
    assert page(results) == text
    named = [pair for pair in rows(text) if pair in {(m.key, m.name) for m in KNOWN.values()}]
    assert sorted(named) == sorted((m.key, m.name) for m in KNOWN.values())
    assert sorted(key for key, _ in rows(text)) == sorted([*KNOWN, *SWITCHED])
    for mechanism in KNOWN.values():
        if mechanism.label_of:
            assert mechanism.label_of in text
    assert "500 worlds, seed 4711" in " ".join(text.split())
    assert "at most 1 % are left out" in " ".join(text.split())
    assert "Patterns lost" not in text
    assert "`python -m viz.reports mechanisms` with Tightrope" in text


def test_the_page_tells_lost_patterns_if_they_were_scored():
    scored = invented("M01", patterns=(PatternChange(result(0.93), result(0.41)),))
    text = page(KnockoutRuns(Knockouts(asked(), 500, (scored,)), {"M01": scored}))
    assert "| Headline at the end | Patterns lost |" in text
    assert "| SF05 (0.93 to 0.41) |" in text
    assert "hold in 0.10 of the worlds less" in text
    assert "`python -m viz.reports mechanisms --patterns`" in text


def test_the_page_is_made_from_runs_in_the_scenario_of_each_diagnostic(capsys):
    results = run_all(WORLDS, mechanisms=("M71", "M39"))
    text = page(results)
    assert "`belarus.bids_made` in `s21_oil_and_gas_of_its_own`" in text
    assert results.own["M39"] is results.baseline.results[0]
    assert results.own["M71"].diagnostic.size > results.baseline.results[1].diagnostic.size == 0.0
    assert f"| {results.own['M71'].diagnostic.size:.3g} in " in text
    assert "- M39" not in text
    assert "Knock-outs in s21_oil_and_gas_of_its_own" in capsys.readouterr().err


def test_the_written_page_names_every_mechanism():
    text = MECHANISMS_PAGE.read_text(encoding="utf-8")
    pairs = rows(text)
    for mechanism in KNOWN.values():
        hint = "docs/mechanisms.md is out of date; run: python -m viz.reports mechanisms"
        assert (mechanism.key, mechanism.name) in pairs, hint
    assert "NaN" not in text
    assert "nan" not in text.split()
