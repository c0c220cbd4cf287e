"""The theory holds together: names are known, circles are refused, and seeds feed exactly what rules read."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from model.core.declarations import Owner, Role, Stock, dotted
from model.ensemble.assembly import Utility
from model.ensemble.parameters import ParameterValues
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.evidence.parameters import Term
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory import names
from model.theory.consistency import check_against_seeds
from model.theory.theory import MENUS, UtilityTerms, _problems, closure, theory
from model.yaml_files.nodes import InputError

MADE, SEEDS = theory(), load_seeds()


def with_parameters(parameters):
    return replace(SEEDS, parameters=MappingProxyType(parameters))


def test_theory_and_seeds_fit():
    assert check_against_seeds(MADE, SEEDS) == ()


def test_a_parameter_nobody_uses_is_named_with_its_place():
    extra = replace(SEEDS.parameters["alliance.fear_base"], key="alliance.left_over", place="seeds/alliance.yaml:999")
    problems = check_against_seeds(MADE, with_parameters({**SEEDS.parameters, extra.key: extra}))
    assert problems == ("seeds/alliance.yaml:999: nobody uses 'alliance.left_over'",)


def test_seeds_that_do_not_fit_are_refused_as_a_wrong_file_is(monkeypatch):
    fewer = {key: p for key, p in SEEDS.parameters.items() if key != "choice.noise_us"}
    monkeypatch.setattr(names, "load_seeds", lambda: with_parameters(fewer))
    with pytest.raises(InputError, match=r"choice reads 'choice\.noise_us', but no parameter feeds it"):
        names.vocabulary.__wrapped__()


def test_an_input_that_no_parameter_feeds_is_named():
    fewer = {key: p for key, p in SEEDS.parameters.items() if key != "alliance.fear_base"}
    problems = check_against_seeds(MADE, with_parameters(fewer))
    assert problems == ("alliance.fear_expected reads 'alliance.fear_base', but no parameter feeds it",)


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (Term(("release_prisonrs",), None, 1), "weighs in the unknown move 'release_prisonrs'"),
        (Term(("release_prisoners",), None, 1, ("take_prisonrs",)), "weighs in the unknown move 'take_prisonrs'"),
        (Term(("release_prisoners",), "relief_hoped", 1), "weighs the unknown motive 'relief_hoped'"),
    ],
)
def test_terms_for_unknown_moves_and_motives_are_named(term, message):
    key = "prisoners.release_for_relief"
    changed = replace(SEEDS.parameters[key], term=term)
    problems = check_against_seeds(MADE, with_parameters({**SEEDS.parameters, key: changed}))
    assert any(message in problem for problem in problems)


def test_what_speaks_for_a_step_speaks_as_strongly_against_the_step_back():
    utilities = MADE.utilities(SEEDS)
    step, back = utilities["utility_accommodate"], utilities["utility_keep_distance"]
    turned = {key for key, p in SEEDS.parameters.items() if p.term is not None and "keep_distance" in p.term.opposite}
    assert "stance.hold_for_sovereignty" in turned
    assert {key for part in back.against for key, _ in utilities[part].terms} == turned
    assert set(back.against) <= set(step.parts), "summed once, for both"
    both = {key for part in back.parts for key, _ in utilities[part].terms}
    assert both == {"stance.stance_inertia"}, "what makes either step hard has the same sign in both"


def test_every_weight_is_summed_once_and_reaches_every_move_it_weighs_in():
    utilities = MADE.utilities(SEEDS)
    summed = [key for utility in utilities.values() for key, _ in utility.terms]
    assert sorted(summed) == sorted(key for key, p in SEEDS.parameters.items() if p.term is not None)
    for move in MADE.moves:
        utility = utilities[f"utility_{move}"]
        for parts, side in ((utility.parts, "moves"), (utility.against, "opposite")):
            reached = {key for part in parts for key, _ in utilities[part].terms}
            reached |= {key for key, _ in utility.terms} if side == "moves" else set()
            wanted = {k for k, p in SEEDS.parameters.items() if p.term is not None and move in getattr(p.term, side)}
            assert reached == wanted, move


def test_a_stock_that_nobody_moves_is_refused():
    idle = Stock("idle", Owner.BELARUS, "nothing", "zero")
    made = replace(MADE, stocks={**MADE.stocks, "idle": idle})
    assert "stock 'idle' must be moved by changes or set by one rule, not by 0" in list(_problems(made, [idle]))


def test_a_rule_that_reads_what_nobody_declares_is_refused():
    odd = replace(MADE.rules[0], inputs=("moonlight",))
    problems = list(_problems(replace(MADE, rules=(odd, *MADE.rules[1:])), []))
    assert any("reads 'moonlight', which nobody declares" in problem for problem in problems)


def test_two_things_of_one_name_are_refused():
    twice = [MADE.stocks["unrest"], MADE.stocks["unrest"]]
    assert "'unrest' is declared 2 times" in list(_problems(MADE, [*twice]))


def test_only_criticism_is_a_label():
    """Words of Brussels that change nothing in the model; every other move is read by a rule."""
    assert MADE.labels == {"criticise"}


def test_a_graded_move_cannot_share_its_slot():
    other = replace(MADE.moves["eu_visits"], name="eu_letters")
    made = replace(MADE, moves={**MADE.moves, other.name: other})
    assert "move 'eu_letters' is graded and cannot share the slot 'visits'" in list(_problems(made, []))


def test_circles_within_a_month_are_refused():
    with pytest.raises(ValueError, match="wait for each other within one month: a -> b -> a"):
        closure(["a"], {"a": ("b",), "b": ("a",)}, frozenset())


def test_what_is_not_there_yet_is_refused():
    with pytest.raises(ValueError, match="'c' is needed by a but not there yet"):
        closure(["a"], {"a": ("c",)}, frozenset())


def test_closure_puts_inputs_first():
    assert closure(["a"], {"a": ("b", "c"), "b": ("c",), "c": ("x",)}, frozenset("x")) == ("c", "b", "a")


def test_names_lose_their_owner():
    assert dotted(Owner.EU, "eu_image") == "eu.image"
    assert dotted(Owner.US, "alarm_us") == "us.alarm"
    assert dotted(Owner.BELARUS, "unrest") == "belarus.unrest"


def test_utility_by_hand():
    """1 (shared) + 0.5 * 0.4 - 0.25 * 0.8 - 0.1 = 0.9."""
    terms = (("w.a", Term(("m",), "x", 1)), ("w.b", Term(("m",), "y", -1)), ("w.c", Term(("m",), None, -1)))
    weights = {"w.a": np.full(7, 0.5), "w.b": np.full(7, 0.25), "w.c": np.full(7, 0.1)}
    utility = Utility(UtilityTerms("utility_m", ("m",), ("shared",), terms), weights, np.zeros(7))
    np.testing.assert_allclose(utility(np.ones(7), np.full(7, 0.4), np.full(7, 0.8)), np.full(7, 0.9), rtol=1e-15)


def test_utility_of_a_step_back_by_hand():
    """1 (shared) + 0.5 * 0.4 - 0.7 (what speaks for the step) = 0.5."""
    summed = UtilityTerms("utility_m", ("m",), ("shared",), (("w.a", Term(("m",), "x", 1)),), ("opposite",))
    utility = Utility(summed, {"w.a": np.full(7, 0.5)}, np.zeros(7))
    assert summed.inputs == ("shared", "x", "opposite")
    np.testing.assert_allclose(utility(np.ones(7), np.full(7, 0.4), np.full(7, 0.7)), np.full(7, 0.5), rtol=1e-15)
    alone = Utility(UtilityTerms("utility_n", ("n",), (), (), ("opposite",)), {}, np.zeros(7))
    np.testing.assert_array_equal(alone(np.full(7, 0.7)), np.full(7, -0.7))


def test_what_weighs_nothing_in_any_world_is_not_computed():
    asked = load_scenario("baseline", settings=["worlds=3", "end=2013-03"])
    idle = {k for k, v in World(asked).month.parameters.by_key.items() if v.strides == (0,) and v[0] == 0.0}
    weights = {key for key in idle if SEEDS.parameters[key].term is not None}
    assert weights, "no rival hypothesis has a weight that is zero by default"
    utilities = World(asked).month.plans.utilities
    assert not weights & {key for utility in utilities.values() for key, _ in utility.terms}
    motives = {SEEDS.parameters[key].term.motive for key in weights}
    assert motives & {i for utility in MADE.utilities(SEEDS).values() for i in utility.inputs}
    without = MADE.utilities(SEEDS, idle={key for key, p in SEEDS.parameters.items() if p.term is not None})
    assert set(without) == {f"utility_{move}" for move in MADE.moves}
    assert all(utility.inputs == () for utility in without.values())


def test_leaving_out_what_weighs_nothing_changes_no_bit(monkeypatch):
    settings = ["worlds=23", "switch_off=[M06, M08, M09, M26, M57, M61]"]
    asked = load_scenario("baseline", settings=settings)
    lean = run(asked)
    assert len(World(asked).month.parameters.idle) > 10
    monkeypatch.setattr(
        ParameterValues, "of_table", lambda table, forbidden: ParameterValues(table, forbidden, frozenset())
    )
    full = run(asked)
    for kept, others in ((lean.series, full.series), (lean.moves, full.moves)):
        for name, rows in kept.items():
            assert rows.tobytes() == others[name].tobytes(), name


def test_every_slot_belongs_to_one_actor_and_every_move_to_one_slot():
    assert sum(len(moves) for moves in MADE.slots.values()) == len(MADE.moves)
    assert {owner for owner, _ in MADE.slots} == set(MENUS)


def test_every_stock_and_gauge_has_a_label():
    for rule in MADE.rules:
        assert rule.label, rule.name
    for stock in MADE.stocks.values():
        assert stock.label, stock.name
    assert all(rule.role in Role for rule in MADE.rules)
