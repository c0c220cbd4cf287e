"""The contract of the rules: what must hold of every rule there is, found through the theory, with no list of names."""

from __future__ import annotations

import ast
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

import model.ensemble.choice
from model.core.declarations import MONTHS, Role, Rule
from model.ensemble.world import World
from model.rules import forms
from model.scenario.load import load_scenario
from model.theory.theory import SUBJECTS, theory
from tests.model.rule_cases import (
    CASES,
    FORMS,
    HELPERS,
    NUMBERS_ALLOWED,
    NUMPY_ALLOWED,
    RULES,
    WORLDS,
    FlagsLeftOut,
    Worlds,
    case_file,
    cases_of,
    check_all_used,
    check_bounds,
    check_case,
    check_drawn,
    check_each,
    check_monotone,
    check_purity,
    check_source,
    check_strict,
    check_subset,
    check_witnesses,
    corners,
    function_in,
    is_identity,
    signs_of,
    source_of,
    work_out,
)

EACH_RULE = [(rule,) for rule in RULES.values()]
EACH_CASE = [(rule, case) for rule in RULES.values() for case in cases_of(rule)]
EACH_SIGN = [
    (rule, name, sign) for rule in RULES.values() for name, sign in signs_of(rule).items() if sign in ("+", "-")
]
RULE_FILES = {Path(subject.__file__).stem: Path(subject.__file__) for subject in SUBJECTS}


class TestWitnesses:
    """Every rule has a case worked by hand and a sign, or a reason, for every input."""

    def test_every_rule_has_its_witnesses(self) -> None:
        check_each(check_witnesses, EACH_RULE)

    def test_case_files_name_no_unknown_rule(self) -> None:
        for path in CASES.glob("*.yaml"):
            known = {rule.function.__name__ for rule in RULES.values() if rule.subject == path.stem}
            found = case_file(path.stem)
            assert known, f"{path.name} belongs to no rules file"
            assert not set(found.cases) - known
            assert not set(found.signs) - known

    def test_rule_and_pencil_agree_in_every_case(self) -> None:
        check_each(check_case, EACH_CASE)

    @pytest.mark.parametrize("text", ["x", "2 ** 3", "max", "True", "(1, 2)", "[1][0]", "pow(2, 3)", "1 if 1 else 0"])
    def test_only_pencil_arithmetic_is_worked_out(self, text: str) -> None:
        with pytest.raises(ValueError, match="not pencil arithmetic"):
            work_out(text)

    def test_pencil_arithmetic(self) -> None:
        assert work_out("max(0, 2 * (0.7 - 0.3)) / 4 - min(1, 3) + abs(-1) + log(exp(2))") == pytest.approx(2.2)


class TestEachOfMany:
    """A check of many names every one that fails, with what it says."""

    def test_each_that_fails_is_named(self) -> None:
        def check(rule: Rule, name: str) -> None:
            assert name != "wrong", f"{name} it is"
            assert name != "odd", "odd it is"

        one, other = list(RULES.values())[:2]
        asked = [(one, "wrong"), (one, "right"), (other, "odd")]
        message = (
            f"2 of 3 fail:\n{one.name}, wrong: AssertionError: wrong it is.*\n{other.name}, odd: AssertionError: odd it"
        )
        with pytest.raises(AssertionError, match=rf"(?s){message}"):
            check_each(check, asked)

    def test_no_rule_at_all_is_no_pass(self) -> None:
        with pytest.raises(AssertionError, match="nothing to check"):
            check_each(check_witnesses, [])

    def test_a_fault_that_hypothesis_finds_comes_with_its_example(self) -> None:
        def check(rule: Rule, worlds: Worlds) -> None:
            assert not worlds.inputs, f"{rule.name} has inputs"

        rule = next(iter(RULES.values()))
        with pytest.raises(AssertionError, match=rf"(?s)1 of 1 fail:\n{rule.name}: .*holds\("):
            check_each(partial(check_drawn, check), [(rule,)])


class TestDrawnWorlds:
    """In worlds that Hypothesis draws, once for the three checks since drawing is what takes the time."""

    def test_worlds_are_apart_results_inside_their_bounds_and_never_against_a_sign(self) -> None:
        def check(rule: Rule, worlds: Worlds, order: list[int]) -> None:
            check_subset(rule, worlds, order)
            check_bounds(rule, worlds)
            for name, sign in signs_of(rule).items():
                for case in cases_of(rule) if sign in ("+", "-") else ():
                    check_monotone(rule, name, sign, worlds, case.parameters)

        check_each(lambda rule: check_drawn(check, rule, st.permutations(range(WORLDS))), EACH_RULE)


class TestBounds:
    """A result is finite and inside the domain that the rule declares."""

    def test_at_the_ends(self) -> None:
        check_each(lambda rule: check_bounds(rule, corners(rule)), EACH_RULE)


class TestSigns:
    """The result moves as the documents say: never against the sign, and visibly at a hand-worked case."""

    def test_never_against_the_sign_at_the_ends(self) -> None:
        def check(rule: Rule, name: str, sign: str) -> None:
            for case in cases_of(rule):
                check_monotone(rule, name, sign, corners(rule), case.parameters)

        check_each(check, EACH_SIGN)

    def test_each_signed_input_moves_the_result_at_a_case(self) -> None:
        check_each(check_strict, EACH_SIGN)


class TestPurity:
    """A rule leaves its inputs alone and gives a new array."""

    def test_inputs_stay_and_the_result_is_new(self) -> None:
        check_each(lambda rule: check_purity(rule, corners(rule, 97)), EACH_RULE)

    def test_read_only_inputs_are_enough(self) -> None:
        def check(rule: Rule) -> None:
            worlds = corners(rule, 97)
            for array in (*worlds.inputs.values(), *worlds.parameters.values()):
                array.flags.writeable = False
            worlds.run(rule)

        check_each(check, EACH_RULE)

    def test_what_a_bare_return_hands_on_is_read_only_in_the_model(self) -> None:
        handing_on = [rule for rule in RULES.values() if is_identity(rule)]
        handed_on = {r.name: r.inputs[0] if r.role is Role.AUXILIARY else r.target for r in handing_on}
        world = World(load_scenario("baseline"), worlds=WORLDS, watch=handed_on.values())
        world.step()
        for rule, name in handed_on.items():
            assert not world.read(name).flags.writeable, f"{rule} hands on a writeable {name}"


class TestSource:
    """A rule is written as an equation; the words are few and a machine reads them."""

    def test_a_rule_is_an_equation(self) -> None:
        check_each(lambda rule: check_source(function_in(source_of(rule)), HELPERS), EACH_RULE)

    def test_everything_a_rule_takes_is_used(self) -> None:
        check_each(lambda rule: check_all_used(function_in(source_of(rule))), EACH_RULE)

    def test_only_clocks_count_months(self) -> None:
        def check(rule: Rule) -> None:
            for name in rule.inputs:
                if {"months", "years", "days"} & set(name.split("_")):
                    assert theory().stocks[name].domain == MONTHS, f"{name} is no clock"

        check_each(check, EACH_RULE)

    def test_a_form_is_an_equation(self) -> None:
        for node in ast.parse(FORMS.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                check_source(node, HELPERS, form=True)
                check_all_used(node)

    def test_a_rules_file_imports_nothing_else(self) -> None:
        def check(path: Path) -> None:
            allowed = {"__future__", "numpy", "model.rules.forms", "model.core.declarations"}
            allowed |= {"model.core.arrays"} if path == FORMS else set()
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    assert {alias.name for alias in node.names} <= allowed, ast.unparse(node)
                if isinstance(node, ast.ImportFrom):
                    assert node.module in allowed, ast.unparse(node)

        check_each(check, [(path,) for path in (*RULE_FILES.values(), FORMS)])

    def test_a_rules_file_holds_declarations_and_rules_only(self) -> None:
        def check(subject: str) -> None:
            for node in ast.parse(RULE_FILES[subject].read_text()).body:
                match node:
                    case ast.FunctionDef(name=name):
                        assert f"{subject}.{name}" in RULES, f"{subject}.{name} is no rule"
                    case ast.Assign(targets=[ast.Name(id=name)]):
                        assert name in {"DRIVERS", "RANDOM_DRAWS", "STOCKS"}, name
                    case _:
                        assert isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr)), ast.unparse(node)

        check_each(check, [(subject,) for subject in RULE_FILES])


class TestBend:
    """`forms.bent`: a sum as it is up to a start; beyond, it bends and comes near a limit that it never reaches."""

    STARTS = pytest.mark.parametrize("start", [0.0, 0.3, 0.6, 0.9])
    NUMBERS = np.linspace(-3.0, 3.0, 601)

    @STARTS
    def test_up_to_the_start_a_number_stays_what_it_is(self, start: float) -> None:
        inside = self.NUMBERS[np.abs(self.NUMBERS) <= start]
        np.testing.assert_array_equal(forms.bent(inside, start), inside)

    @STARTS
    def test_both_sides_of_zero_mirror_each_other(self, start: float) -> None:
        np.testing.assert_array_equal(forms.bent(-self.NUMBERS, start), -forms.bent(self.NUMBERS, start))

    @STARTS
    def test_the_order_of_numbers_is_kept_however_large(self, start: float) -> None:
        assert (np.diff(forms.bent(self.NUMBERS, start)) > 0).all()
        assert (np.diff(forms.bent(10.0 ** np.arange(6), start)) > 0).all()

    @STARTS
    def test_the_slope_has_no_jump_at_the_start(self, start: float) -> None:
        step = 1e-6
        before, after = (forms.bent(start + side * step, start) for side in (-1.0, 1.0))
        assert (after - start) / step == pytest.approx(1.0, abs=1e-4)
        assert abs(after - before) / (2.0 * step) == pytest.approx(1.0, abs=1e-4)

    @STARTS
    def test_the_limit_is_one_and_is_not_reached(self, start: float) -> None:
        far = forms.bent(np.array([-1e9, 1e9]), start)
        np.testing.assert_allclose(far, [-1.0, 1.0], atol=1e-8)
        assert (np.abs(far) < 1.0).all()

    def test_worked_by_hand(self) -> None:
        # z = (0.8 - 0.6) / (1 - 0.6) = 1 / 2; 0.6 + 0.4 * (1 / 2) / (3 / 2)
        assert forms.bent(0.8, 0.6) == pytest.approx(0.6 + 0.4 / 3)
        assert forms.bent(-0.8, 0.6) == pytest.approx(-0.6 - 0.4 / 3)

    def test_plain_numbers_and_each_world_its_own_start(self) -> None:
        many, starts = np.array([-0.9, -0.2, 0.0, 0.5, 1.4]), np.array([0.1, 0.6, 0.6, 0.3, 0.5])
        alone = [float(forms.bent(number, start)) for number, start in zip(many.tolist(), starts.tolist(), strict=True)]
        np.testing.assert_array_equal(forms.bent(many, starts), alone)


class TestChoiceSource:
    """The choice among moves loops over moves and asks what a scenario forces, but branches on no data."""

    TREE = FlagsLeftOut().visit(ast.parse(Path(model.ensemble.choice.__file__).read_text()))

    def test_only_listed_numpy(self) -> None:
        used = {
            n.attr
            for n in ast.walk(self.TREE)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "np"
        }
        assert used <= NUMPY_ALLOWED

    def test_no_method_but_append(self) -> None:
        called = {
            n.func.attr
            for n in ast.walk(self.TREE)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and ast.unparse(n.func.value) != "np"
        }
        assert called <= {"append"}

    def test_only_small_numbers(self) -> None:
        constants = {n.value for n in ast.walk(self.TREE) if isinstance(n, ast.Constant)}
        assert {value for value in constants if type(value) in (int, float)} <= NUMBERS_ALLOWED

    def test_no_branch_on_data(self) -> None:
        refused = (ast.While, ast.BoolOp, ast.Not, ast.Pow, ast.MatMult, ast.AugAssign, ast.Match)
        for node in ast.walk(self.TREE):
            assert not isinstance(node, refused), ast.unparse(node)
            if isinstance(node, ast.If):
                assert ast.unparse(node.test).endswith(" is not None"), ast.unparse(node.test)
            if isinstance(node, ast.IfExp):
                assert ast.unparse(node.test) == "i == index", ast.unparse(node.test)
            if isinstance(node, ast.Compare):
                assert len(node.ops) == 1, ast.unparse(node)
