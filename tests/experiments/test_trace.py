"""Traces: the terms of a small rule by hand, every value computed again, and where a trace ends."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from functools import cache

import numpy as np
import pytest

from experiments.trace.expressions import expression
from experiments.trace.nodes import START, Kind, Ref
from experiments.trace.one_world import Moment, one_world
from experiments.trace.terms import Recorded, recorded
from experiments.trace.trace import TOLERANCE, Tracer, everything, refuse_after_fall, shown
from experiments.trace.tree import as_plain, claims_of_pressure, numbers_of, tree
from model.core.declarations import Role
from model.core.errors import TightropeError
from model.engine.graph import UFUNCS, evaluated
from model.evidence.load import load_seeds
from model.rules.forms import bent, clip01, sigmoid, toward
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory.theory import theory

FALLS, STANDS = 7, 41
"""A prior world of the baseline whose regime falls, and one where it stands."""
GIVEN = """
title: Everything
question: What if everything is given?
because: A test.
extends: template
sampling: prior
initial: {belarus.contacts: 0.10, belarus.alignment: 0.3, belarus.alignment_security: 0.2, russia.usual_loyalty: 0.4}
switch_off: [M28]
pressures:
  letter: {when: {variable: russia.coercion, above: 0.05, for: 2}, repeat: true, probability: 0.6}
  rescue_now: {kind: force, by: Russia, move: rescue, start: 2015-03, duration: 2, because: A test.}
"""


@cache
def tracer(world=STANDS):
    return Tracer(one_world(load_scenario("baseline", settings=["sampling=prior"]), world))


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A world of a scenario that sets first values, waits for a condition, leaves to chance, orders and forbids."""
    path = tmp_path_factory.mktemp("given") / "given.yaml"
    path.write_text(GIVEN, encoding="utf-8")
    return Tracer(one_world(load_scenario(str(path)), 5))


# -- terms


def rule(x, y, *, a, b):
    """b + a (x - y), as a share."""
    return clip01(b + a * (x - y))


def test_terms_of_a_small_rule_by_hand():
    """x = .5, y = .2, a = 2, b = .7: 0.7 + 1.0 - 0.4 = 1.3 before the limit, limited to 1."""
    split = Recorded(rule, ("x", "y"), ("a", "b")).terms({"x": 0.5, "y": 0.2, "a": 2.0, "b": 0.7})
    assert [(term.sign, term.expression) for term in split.terms] == [(1, "b"), (1, "x × a"), (-1, "y × a")]
    assert split.shape == "sum, limited to 0 to 1"
    known = {"x": np.array(0.5), "y": np.array(0.2), "a": np.array(2.0), "b": np.array(0.7)}
    values, result = split.values(known)
    assert values == pytest.approx([0.7, 1.0, -0.4], abs=TOLERANCE)
    assert result == 1.0
    assert split.terms[1].variables == ("x",)
    assert split.terms[1].parameters == ("a",)


@pytest.mark.parametrize(
    ("function", "terms", "shape"),
    [
        (lambda x, y: np.maximum(x + y, 0.5), ["x", "y"], "the larger of (sum, 0.5)"),
        (lambda x, y: toward(x, y, 0.1), ["y × 0.1", "−x × 0.1"], ""),
        (lambda x, y: sigmoid((x - y) / 0.2), ["x / 0.2", "−y / 0.2"], "logistic(sum)"),
        (lambda x, y: x * (1.0 - y), ["x × (1 − y)"], ""),
        (lambda x, y: (x + y) * (1.0 - y), ["x × (1 − y)", "y × (1 − y)"], ""),
        (lambda x, y: np.where(x > y, x - y, 0.0), ["x", "−y"], "sum if x > y else 0"),
        (lambda x, y: bent(x + y, 0.7), ["x", "y"], None),
        (lambda x, y: x - (y - 2.0 * x), ["x", "−y", "2 × x"], ""),
        (lambda x, y: -x * y, ["−x × y"], ""),
        (lambda x, y: np.minimum(np.minimum(x, y), 0.1), ["the smallest of (x, y, 0.1)"], ""),
        (lambda x, y: (x > y).astype(np.float64) * abs(x), ["(x > y) × |x|"], ""),
    ],
)
def test_what_a_rule_is_the_sum_of(function, terms, shape):
    split = Recorded(function, ("x", "y"), ()).terms({"x": 0.8, "y": 0.3})
    assert [f"{'−' * (term.sign < 0)}{term.expression}" for term in split.terms] == terms
    assert shape is None or split.shape == shape
    values, result = split.values({"x": np.array(0.8), "y": np.array(0.3)})
    assert result == pytest.approx(float(function(np.array(0.8), np.array(0.3))), abs=TOLERANCE)
    if split.shape == "":
        assert sum(values) == pytest.approx(float(result), abs=TOLERANCE)


def test_the_value_that_counts_is_taken_apart():
    """Of a floor and a sum it is the larger: the sum where it is, else the floor."""
    asked = Recorded(lambda x, y: np.maximum(x + 0.1, 2.0 * y + 0.2), ("x", "y"), ())
    assert [term.expression for term in asked.terms({"x": 0.9, "y": 0.1}).terms] == ["x", "0.1"]
    assert [term.expression for term in asked.terms({"x": 0.1, "y": 0.9}).terms] == ["2 × y", "0.2"]


@pytest.mark.parametrize("one", theory().rules, ids=lambda one: one.name)
def test_the_terms_of_every_rule_add_up(one):
    """Whatever it reads: the rule recorded gives what the rule gives, and its terms what its shape works on."""
    random = np.random.default_rng(14)
    for _ in range(5):
        known = {name: np.array(random.uniform(0.02, 1.0)) for name in (*one.inputs, *one.parameters)}
        split = recorded(one).terms({name: float(value) for name, value in known.items()})
        values, result = split.values(known)
        own = {name: known[name] for name in one.parameters}
        expected = float(np.asarray(one.function(*(known[name] for name in one.inputs), **own)))
        assert float(result) == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE)
        if split.shape == "":
            assert float(sum(values)) == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE)
        assert "sum" in split.shape or split.summed == split.root
        assert expression(split.graph, split.root).count("(") == expression(split.graph, split.root).count(")")


def test_every_operation_that_a_rule_may_use_is_known():
    for name in UFUNCS:
        assert np.isfinite(evaluated(name, [np.ones(1)] * getattr(np, name).nin)), name


# -- one world


@pytest.mark.parametrize("world", [STANDS, FALLS])
def test_what_is_written_down_is_what_a_run_records(world):
    traced = tracer(world).world
    keep = [stock.series for stock in theory().stocks.values()] + ["system.tension", "eu.sanctions"]
    found = run(traced.scenario, keep=keep, worlds=[world])
    for series in keep:
        name = theory().series[series]
        own = traced.values(name, Moment.END)[1:]
        kept = found.series[series][:, 0]
        there = np.isfinite(kept)
        np.testing.assert_allclose(own[there], kept[there], rtol=2e-7, atol=2e-7, err_msg=series)


def test_every_stock_is_what_its_trace_gives(given):
    """A node is only made if its rule gives what was written down, to 1e-12; here for every stock of three worlds."""
    for traced in (tracer(STANDS), tracer(FALLS), given):
        last = traced.world.scenario.months - 1
        for stock in theory().stocks.values():
            for month in (START, 0, 1, 26, 27, last):
                node = traced.node(traced.ref(stock.series, month))
                assert node.value == traced.world.state[stock.name][month + 1]
                if node.terms:
                    assert sum(part.value for part in node.terms) == pytest.approx(node.total, rel=1e-12, abs=1e-12)


def test_every_series_and_move_is_what_its_trace_gives(given):
    for traced in (tracer(STANDS), tracer(FALLS), given):
        for series in (*theory().series, *(move.series for move in theory().moves.values())):
            for month in (0, 26, 27, 60):
                node = traced.node(traced.ref(series, month))
                if node.terms and node.shape == "":
                    assert node.value == pytest.approx(node.total, rel=1e-12, abs=1e-12)
                if node.terms:
                    assert sum(part.value for part in node.terms) == pytest.approx(node.total, rel=1e-12, abs=1e-12)


def test_a_value_that_its_rule_does_not_give_is_noticed():
    world = tracer().world
    wrong = world.state["contacts"].copy()
    wrong[41] += 1e-9
    broken = Tracer(dataclasses.replace(world, state={**world.state, "contacts": wrong}))
    with pytest.raises(ValueError, match=r"'contacts' is .* in month 40 at the month's end, and its inputs give"):
        broken.node(Ref("contacts", 40))


def test_a_stock_is_its_last_value_and_what_the_month_adds():
    traced = tracer()
    node = traced.node(traced.ref("belarus.contacts", 40))
    last, visits, terror, *_ = node.terms
    assert (last.ref, last.value) == (Ref("contacts", 39), traced.world.state["contacts"][40])
    expected = traced.world.choosing["contacts_expected"][41]
    pace = traced.world.number_of("engagement.contacts_pace")
    assert visits.value == pytest.approx(pace * (expected - last.value), abs=1e-12)
    assert visits.mechanisms == ("M34",)
    assert terror.ref == Ref("engagement.terror_breaks_contacts", 40, Moment.CHOICE)


def test_what_is_read_when_the_five_choose_is_last_months_state_and_this_months_unrest():
    traced = tracer()
    threat = traced.node(Ref("regime_threat", 40, Moment.CHOICE))
    months = {ref.name: ref.month for ref in threat.inputs}
    moved_first = {rule.target for rule in theory().of(Role.PRE_DECISION)}
    assert moved_first == {"unrest", "legitimacy_deficit", "grip"}
    stocks = {name: month for name, month in months.items() if name in theory().stocks}
    assert {stocks[name] for name in stocks.keys() & moved_first} == {40}
    assert {stocks[name] for name in stocks.keys() - moved_first} == {39}
    assert {ref.month for ref in traced.node(Ref("regime_threat", 40)).inputs} == {40}
    street = traced.node(traced.ref("belarus.unrest", 40))
    assert Ref("unrest", 39) in street.inputs
    assert Ref("slump", 40, Moment.STREET) in street.inputs


def test_the_headline_rests_on_its_dimensions():
    traced = tracer()
    node = traced.node(traced.ref("belarus.alignment", 50))
    assert [ref.name for ref in node.inputs] == [
        "alignment_security", "alignment_economy", "alignment_diplomacy", "alignment_identity"
    ]  # fmt: skip
    assert node.value == pytest.approx(sum(part.value for part in node.terms), abs=1e-12)


# -- choices and what comes from outside


def test_a_choice_is_its_utility_and_chance_against_the_best_alternative():
    """Freeing prisoners has its slot to itself: u + s l > 0, with l the logistic draw."""
    traced = tracer()
    world = traced.world
    for month in (20, 30, 60):
        node = traced.node(traced.ref("belarus.release_prisoners", month))
        utility = world.choosing["utility_release_prisoners"][month + 1]
        draw = float(world.month.draws.logistic("belarus/prisoners", month)[0])
        margin = utility + world.number_of("choice.noise_belarus") * draw
        assert node.total == pytest.approx(margin, abs=1e-12)
        assert [one.value for one in node.draws] == [draw]
        open_ = world.choosing["release_is_open"][month + 1]
        assert node.value == float(margin > 0 and open_ > 0.5)
        assert ("not open" in node.note) is bool(open_ < 0.5)


def test_every_choice_of_every_month_is_what_was_chosen():
    """In all months of a year, all moves of all slots: a node is only made if it gives what was chosen."""
    traced = tracer()
    made = [traced.node(Ref(move, month)).value for move in theory().moves for month in range(80, 92)]
    assert 20 < sum(value > 0.5 for value in made) < len(made) - 20


def test_what_the_scenario_orders_and_forbids_is_said(given):
    rescue = given.node(given.ref("russia.rescue", 26))
    assert (rescue.value, rescue.note, rescue.pressures) == (1.0, "the scenario orders it", ("rescue_now",))
    visits = given.node(given.ref("us.visits", 62))
    assert (visits.value, visits.note) == (0.0, "not open this month: the scenario rules it out")


def test_a_driver_is_what_its_pressures_add(given):
    """From 2018-01 the quarrel of the scenario adds a tenth to history's tension."""
    node = given.node(Ref("outside_tension", 60))
    sizes = {part.expression: part.value for part in node.terms}
    assert sizes["quarrel"] == pytest.approx(0.1, abs=1e-12)
    assert node.value == pytest.approx(sizes["quarrel"] + sizes["history.tension"], abs=1e-12)
    assert node.pressures == tuple(sizes)


def test_a_pressure_left_to_chance_has_its_draw(given):
    world = given.world
    winter = world.scenario.pressures["winter"]
    node = given.node(Ref(winter.moves, 52))
    draw = next(one for one in node.draws if one.name == "pressure/winter")
    assert (draw.value < winter.probability) is bool(world.sizes["winter"][53])
    letter = world.scenario.pressures["letter"]
    assert [world.sizes["letter"][month + 1] > 0 for month in (58, 59, 80, 81)] == [False, True, False, True]
    (second,) = given.node(Ref(letter.moves, 82)).draws
    assert second.value == float(world.month.draws.uniform("pressure/letter", 81)[0]) < letter.probability
    assert Ref(theory().series["russia.coercion"], 54) in given.node(Ref(letter.moves, 55)).inputs


def test_a_drawn_onset_has_its_draw(given):
    world = given.world
    programme = world.scenario.pressures["programme"]
    begins = int(np.flatnonzero(world.sizes["programme"])[0]) - 1
    draw = next(one for one in given.node(Ref(programme.moves, begins)).draws if one.name == "pressure/programme/onset")
    assert begins == programme.start + int(draw.value * 24)


def test_first_values(given):
    contacts = given.node(given.ref("belarus.contacts", START))
    assert (contacts.kind, contacts.value, contacts.parameters) == (Kind.FIRST, 0.1, ())
    assert contacts.note == "the scenario sets belarus.contacts at the start"
    own = tracer().node(tracer().ref("belarus.contacts", START))
    assert own.parameters == ("engagement.initial_contacts",)
    fear = tracer().node(tracer().ref("russia.fear_of_abandonment", START))
    assert fear.inputs == (Ref("fear_expected", START),)
    assert tracer().node(Ref("cut_oil", START)).note == "nobody has moved before the first month"


# -- the whole trace


@pytest.mark.parametrize("series", ["belarus.alignment", "russia.subsidy", "eu.eases_sanctions"])
def test_a_trace_ends_at_numbers_and_paragraphs_only(given, series):
    """Followed all the way, whatever rests on no other value is documented."""
    for traced, month in ((tracer(), 8), (given, 5)):
        found = everything(traced, traced.ref(series, month))
        assert len(found) > 500
        ends = [node for node in found.values() if not node.inputs]
        assert {node.kind for node in ends} >= {Kind.DRIVER, Kind.FIRST, Kind.CONSTANT}
        for node in ends:
            documented = node.parameters or node.draws or node.pressures
            fixed = (
                node.kind is Kind.CONSTANT or "the scenario sets" in node.note or node.note == "nothing presses on it"
            )
            assert documented or fixed, node
        for number in numbers_of(traced.world, {key for node in found.values() for key in node.parameters}):
            assert number.claims or number.kind in ("assumption", "definition"), number.key
            assert number.why
        sources = load_seeds().sources
        for name in {name for node in found.values() for name in node.pressures}:
            pressure = traced.world.scenario.pressures[name]
            assert pressure.because or pressure.events
            assert all(claim.source in sources and claim.where for claim in claims_of_pressure(pressure))


def test_a_trace_back_to_the_beginning_needs_no_recursion():
    """From the last months of the run, with few frames to spare."""
    traced = tracer()
    traced.node(traced.ref("belarus.alignment", 107))  # loads what is loaded once
    depth = len(inspect.stack(0)) + 120
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth)
    try:
        found = everything(traced, traced.ref("russia.oil_cut", 14))
    finally:
        sys.setrecursionlimit(before)
    assert min(ref.month for ref in found) == START


# -- trees and plain data


def test_a_tree_shows_each_value_once_and_goes_as_deep_as_asked():
    traced = tracer()
    ref = traced.ref("belarus.contacts", 40)
    one, three = tree(traced, ref, 1), tree(traced, ref, 3)
    assert {branch.node.ref.name for branch in one.branches} == {
        rule.name for rule in theory().of(Role.FLOW) if rule.target == "contacts"
    }
    seen = []

    def walk(branch):
        seen.append(branch.node.ref)
        for child in branch.branches:
            walk(child)

    walk(three)
    assert len(seen) == len(set(seen)) > 20
    assert all(child.node.ref in three.node.inputs for child in three.branches)


def test_plain_data_of_a_trace():
    traced = tracer()
    plain = as_plain(traced, tree(traced, traced.ref("belarus.contacts", 40), 1))
    assert (plain["series"], plain["month"], plain["world"]) == ("belarus.contacts", "2016-05", STANDS)
    assert sum(term["value"] for term in plain["terms"]) == pytest.approx(plain["value"], abs=1e-12)
    visits = next(one for one in plain["inputs"] if one["series"] == "engagement.contacts_follow_visits")
    (pace,) = visits["parameters"]
    assert (pace["key"], pace["low"], pace["high"]) == ("engagement.contacts_pace", 0.0325, 0.13)
    assert {"source": "001", "where": "P10"}.items() <= pace["claims"][0].items()
    assert {one["series"]: set(one) for one in visits["inputs"]}["belarus.contacts_expected"] == {
        "series", "month", "moment", "value"
    }  # fmt: skip


def test_names_are_those_of_scenarios():
    assert shown("contacts") == "belarus.contacts"
    assert shown("release_prisoners") == "belarus.release_prisoners"
    assert shown("tension") == "system.tension"
    assert shown("utility_assure") == "utility_assure"


# -- refusals


def test_an_unknown_series_is_refused_with_the_nearest_one():
    with pytest.raises(TightropeError, match=r"unknown series or move 'belarus.contact'; did you mean 'belarus.con"):
        tracer().ref("belarus.contact", 3)


def test_after_the_fall_there_is_no_alignment_and_nobody_moves():
    world = tracer(FALLS).world
    assert world.scenario.date(world.fall) == "2020-09"
    refuse_after_fall(world, "belarus.alignment", world.fall - 1)
    refuse_after_fall(world, "eu.image", world.fall + 1)
    refuse_after_fall(tracer(STANDS).world, "belarus.alignment", 107)
    with pytest.raises(TightropeError, match=r"world 7 falls in 2020-09; there is no 'belarus.alignment' in 2020-09"):
        refuse_after_fall(world, "belarus.alignment", world.fall)
    with pytest.raises(TightropeError, match=r"2020-09; nobody moves in 2020-10, so 'russia.cut_oil' has no trace"):
        refuse_after_fall(world, "russia.cut_oil", world.fall + 1)
    kept = tracer(FALLS).node(tracer(FALLS).ref("eu.image", world.fall + 1))
    assert kept.note.startswith("the regime has fallen")
