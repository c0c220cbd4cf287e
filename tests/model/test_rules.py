"""The contract of the rules: what must hold of every rule there is, found through the theory, with no list of names."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
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
    SETTINGS,
    WORLDS,
    Case,
    FlagsLeftOut,
    case_file,
    cases_of,
    check_all_used,
    check_bounds,
    check_case,
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
    worlds_of,
)

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
CASE_LIST = [
    pytest.param(rule, case, id=f"{rule.name}-{number}")
    for rule in RULES.values()
    for number, case in enumerate(cases_of(rule), start=1)
]
SIGNED_INPUTS = [
    pytest.param(rule, name, sign, id=f"{rule.name}-{name}")
    for rule in RULES.values()
    for name, sign in signs_of(rule).items()
    if sign in ("+", "-")
]
RULE_FILES = {Path(subject.__file__).stem: Path(subject.__file__) for subject in SUBJECTS}


class TestWitnesses:
    """Every rule has a case worked by hand and a sign, or a reason, for every input."""

    @each_rule
    def test_a_rule_has_its_witnesses(self, rule: Rule) -> None:
        check_witnesses(rule)

    def test_case_files_name_no_unknown_rule(self) -> None:
        for path in CASES.glob("*.yaml"):
            known = {rule.function.__name__ for rule in RULES.values() if rule.subject == path.stem}
            found = case_file(path.stem)
            assert known, f"{path.name} belongs to no rules file"
            assert not set(found.cases) - known
            assert not set(found.signs) - known

    @pytest.mark.parametrize(("rule", "case"), CASE_LIST)
    def test_rule_and_pencil_agree(self, rule: Rule, case: Case) -> None:
        check_case(rule, case)

    @pytest.mark.parametrize("text", ["x", "2 ** 3", "max", "True", "(1, 2)", "[1][0]", "pow(2, 3)", "1 if 1 else 0"])
    def test_only_pencil_arithmetic_is_worked_out(self, text: str) -> None:
        with pytest.raises(ValueError, match="not pencil arithmetic"):
            work_out(text)

    def test_pencil_arithmetic(self) -> None:
        assert work_out("max(0, 2 * (0.7 - 0.3)) / 4 - min(1, 3) + abs(-1) + log(exp(2))") == pytest.approx(2.2)


class TestWorldsApart:
    """A rule treats worlds separately: any of them, in any order, as among all, bit for bit."""

    @each_rule
    @SETTINGS
    @given(data=st.data())
    def test_some_worlds_are_the_same_as_among_all(self, rule: Rule, data: st.DataObject) -> None:
        check_subset(rule, data.draw(worlds_of(rule)), data.draw(st.permutations(range(WORLDS))))


class TestBounds:
    """A result is finite and inside the domain that the rule declares."""

    @each_rule
    @SETTINGS
    @given(data=st.data())
    def test_inside(self, rule: Rule, data: st.DataObject) -> None:
        check_bounds(rule, data.draw(worlds_of(rule)))

    @each_rule
    def test_at_the_ends(self, rule: Rule) -> None:
        check_bounds(rule, corners(rule))


class TestSigns:
    """The result moves as the documents say: never against the sign, and visibly at a hand-worked case."""

    @pytest.mark.parametrize(("rule", "name", "sign"), SIGNED_INPUTS)
    def test_never_against_the_sign_at_the_ends(self, rule: Rule, name: str, sign: str) -> None:
        for case in cases_of(rule):
            check_monotone(rule, name, sign, corners(rule), case.parameters)

    @each_rule
    @SETTINGS
    @given(data=st.data())
    def test_never_against_the_sign_inside(self, rule: Rule, data: st.DataObject) -> None:
        worlds = data.draw(worlds_of(rule))
        for name, sign in signs_of(rule).items():
            for case in cases_of(rule) if sign in ("+", "-") else ():
                check_monotone(rule, name, sign, worlds, case.parameters)

    @pytest.mark.parametrize(("rule", "name", "sign"), SIGNED_INPUTS)
    def test_moves_at_a_case(self, rule: Rule, name: str, sign: str) -> None:
        check_strict(rule, name, sign)


class TestPurity:
    """A rule leaves its inputs alone and gives a new array."""

    @each_rule
    def test_inputs_stay_and_the_result_is_new(self, rule: Rule) -> None:
        check_purity(rule, corners(rule, 97))

    @each_rule
    def test_read_only_inputs_are_enough(self, rule: Rule) -> None:
        worlds = corners(rule, 97)
        for array in (*worlds.inputs.values(), *worlds.parameters.values()):
            array.flags.writeable = False
        worlds.run(rule)

    def test_what_a_bare_return_hands_on_is_read_only_in_the_model(self) -> None:
        handing_on = [rule for rule in RULES.values() if is_identity(rule)]
        handed_on = {r.name: r.inputs[0] if r.role is Role.GAUGE else r.target for r in handing_on}
        world = World(load_scenario("baseline"), worlds=WORLDS, watch=handed_on.values())
        world.step()
        for rule, name in handed_on.items():
            assert not world.read(name).flags.writeable, f"{rule} hands on a writeable {name}"


class TestSource:
    """A rule is written as an equation; the words are few and a machine reads them."""

    @each_rule
    def test_a_rule_is_an_equation(self, rule: Rule) -> None:
        check_source(function_in(source_of(rule)), HELPERS)

    @each_rule
    def test_everything_a_rule_takes_is_used(self, rule: Rule) -> None:
        check_all_used(function_in(source_of(rule)))

    @each_rule
    def test_only_clocks_count_months(self, rule: Rule) -> None:
        for name in rule.inputs:
            if {"months", "years", "days"} & set(name.split("_")):
                assert theory().stocks[name].domain == MONTHS

    def test_a_form_is_an_equation(self) -> None:
        for node in ast.parse(FORMS.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                check_source(node, HELPERS, form=True)
                check_all_used(node)

    @pytest.mark.parametrize("path", [*RULE_FILES.values(), FORMS], ids=lambda path: path.stem)
    def test_a_rules_file_imports_nothing_else(self, path: Path) -> None:
        allowed = {"__future__", "numpy", "model.rules.forms", "model.core.declarations"}
        allowed |= {"model.core.arrays"} if path == FORMS else set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= allowed
            if isinstance(node, ast.ImportFrom):
                assert node.module in allowed

    @pytest.mark.parametrize("subject", RULE_FILES)
    def test_a_rules_file_holds_declarations_and_rules_only(self, subject: str) -> None:
        for node in ast.parse(RULE_FILES[subject].read_text()).body:
            match node:
                case ast.FunctionDef(name=name):
                    assert f"{subject}.{name}" in RULES, f"{subject}.{name} is no rule"
                case ast.Assign(targets=[ast.Name(id=name)]):
                    assert name in {"DRIVERS", "CHANCES", "STOCKS"}
                case _:
                    assert isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr))


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
