"""What the tests of the rules share: hand-worked cases, worlds to try, and one check per property.

One file on purpose: `test_rules.py` runs the checks over every rule, and `test_faults.py` shows with planted faults
that these very checks catch them.

A check takes a rule and what it needs, and raises AssertionError naming what does not hold. `check_each` makes it of
many rules and names every one that fails.
"""

from __future__ import annotations

import ast
import inspect
import math
import operator
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from ruamel.yaml import YAML

from model.core.declarations import Array, Domain, Role, Rule
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.rules import forms
from model.theory.theory import theory

CASES = Path(__file__).parent / "cases"
FORMS = Path(forms.__file__)
HELPERS = frozenset(node.name for node in ast.parse(FORMS.read_text()).body if isinstance(node, ast.FunctionDef))
RULES = {rule.name: rule for rule in theory().rules}
WORLDS = 7
SETTINGS = settings(deadline=None, max_examples=25, derandomize="CI" in os.environ)

FARTHEST = {"months": 24.0, "count": 6.0, "1": 2.0}
"""How far from zero a variable without a bound is tried, by unit."""

TENTH = 0.1
ROUNDING = 1e-12


# Cases worked by hand


@dataclass(frozen=True)
class Case:
    """One record of a case file."""

    inputs: Mapping[str, float]
    parameters: Mapping[str, float]
    by_hand: str
    expected: float


@dataclass(frozen=True)
class CaseFile:
    """The cases and the signs of one rules file, by the name of the function."""

    cases: Mapping[str, tuple[Case, ...]]
    signs: Mapping[str, Mapping[str, Any]]


@cache
def case_file(subject: str) -> CaseFile:
    """The case file of a rules file; an unknown key or one written twice is refused."""
    path = CASES / f"{subject}.yaml"
    found = YAML(typ="safe", pure=True).load(path) if path.exists() else {"cases": {}, "signs": {}}
    assert set(found) == {"cases", "signs"}, f"{path.name} has the sections {sorted(found)}"
    cases = {name: tuple(Case(**record) for record in records) for name, records in found["cases"].items()}
    return CaseFile(cases, found["signs"])


def cases_of(rule: Rule) -> tuple[Case, ...]:
    """The hand-worked cases of a rule."""
    return case_file(rule.subject).cases.get(rule.function.__name__, ())


def signs_of(rule: Rule) -> Mapping[str, Any]:
    """What is claimed about each input: "+", "-" or a reason why nothing is."""
    return case_file(rule.subject).signs.get(rule.function.__name__, {})


PENCIL: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
PENCIL_FUNCTIONS: dict[str, Callable[..., float]] = {
    "max": max,
    "min": min,
    "exp": math.exp,
    "log": math.log,
    "abs": abs,
}


def work_out(text: str) -> float:
    """The value of an arithmetic expression: numbers, + - * / ( ), max, min, exp, log, abs and nothing else."""

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=float() | int() as number) if not isinstance(number, bool):
                return float(number)
            case ast.BinOp(left, op, right) if type(op) in PENCIL:
                return PENCIL[type(op)](value(left), value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in PENCIL_FUNCTIONS:
                return PENCIL_FUNCTIONS[name](*[value(a) for a in arguments])
        message = f"'{ast.unparse(node)}' is not pencil arithmetic"
        raise ValueError(message)

    return value(ast.parse(text, mode="eval").body)


# Worlds to try


@dataclass(frozen=True)
class Worlds:
    """Inputs and parameters of a rule, one array each with one entry per world."""

    inputs: dict[str, Array]
    parameters: dict[str, Array]

    def pick(self, worlds: list[int]) -> Worlds:
        """Some of the worlds, in the order given."""
        return Worlds(
            {n: x[worlds] for n, x in self.inputs.items()}, {n: x[worlds] for n, x in self.parameters.items()}
        )

    def run(self, rule: Rule) -> Array:
        """The result of a rule here."""
        return rule.function(**self.inputs, **self.parameters)


def tried_domain(name: str) -> Domain:
    """The range in which a variable is tried: its domain, and where that has no end not too far from zero."""
    domain = theory().domain(name)
    far = FARTHEST.get(domain.unit, 0.0)
    low, high = (bound if math.isfinite(bound) else math.copysign(far, bound) for bound in (domain.low, domain.high))
    return replace(domain, low=low, high=high)


def tried_range(rule: Rule, name: str) -> tuple[float, float]:
    """The range in which a parameter is tried; a definition is never sampled."""
    parameter = load_seeds().parameters[f"{rule.subject}.{name}"]
    if parameter.kind is Kind.DEFINITION:
        return parameter.best, parameter.best
    return parameter.low, parameter.high


def worlds_from(rule: Rule, shares: Array) -> Worlds:
    """Worlds from an array of shares (inputs and parameters, worlds): 0 is the low end of a range, 1 the high end."""
    inputs: dict[str, Array] = {}
    taken: dict[tuple[str, str], Array] = {}
    for name, share in zip(rule.inputs, shares, strict=False):
        domain = tried_domain(name)
        value = np.minimum(domain.low + (domain.high - domain.low) * share, domain.high)
        value = np.round(value) if domain.whole else value
        move = theory().moves.get(name)
        if move is not None:  # an actor makes one move in a slot
            slot = (move.owner.value, move.slot)
            value = value * (1.0 - taken.get(slot, 0.0))
            taken[slot] = taken.get(slot, 0.0) + value
        inputs[name] = value
    parameters = {}
    for name, share in zip(rule.parameters, shares[len(rule.inputs) :], strict=True):
        low, high = tried_range(rule, name)
        parameters[name] = np.minimum(low + (high - low) * share, high)
    return Worlds(inputs, parameters)


def worlds_of(rule: Rule) -> st.SearchStrategy[Worlds]:
    """Seven worlds inside the domains, drawn by Hypothesis."""
    rows = len(rule.inputs) + len(rule.parameters)
    return arrays(np.float64, (rows, WORLDS), elements=st.floats(0.0, 1.0)).map(lambda s: worlds_from(rule, s))


@cache
def corners(rule: Rule, count: int = 2048) -> Worlds:
    """Many worlds, always the same, in which most inputs and parameters sit at an end of their range."""
    generator = np.random.default_rng(0)
    shape = (len(rule.inputs) + len(rule.parameters), count)
    inside = generator.random(shape)
    return worlds_from(rule, np.where(generator.random(shape) < 0.75, np.round(inside), inside))


def check_each(check: Callable[..., None], asked: Iterable[tuple[Any, ...]]) -> None:
    """Make a check of each of many; the message holds what every one that fails says."""
    asked = list(asked)
    assert asked, "there is nothing to check"
    failed = []
    for words in asked:
        try:
            check(*words)
        except Exception as problem:
            about = ", ".join(_name(word) for word in words)
            notes = getattr(problem, "__notes__", [])  # the example that Hypothesis found
            failed.append("\n".join((f"{about}: {type(problem).__name__}: {problem}", *notes)))
    assert not failed, f"{len(failed)} of {len(asked)} fail:\n" + "\n".join(failed)


def _name(word: object) -> str:
    match word:
        case Rule(name=name):
            return name
        case Path(stem=stem):
            return stem
        case Case(by_hand=text):
            return text
    return str(word)


def check_drawn(check: Callable[..., None], rule: Rule, *more: st.SearchStrategy[Any]) -> None:
    """Make a check of a rule in worlds, and with whatever more it takes, that Hypothesis draws."""

    @SETTINGS
    @given(st.tuples(worlds_of(rule), *more))
    def holds(drawn: tuple[Any, ...]) -> None:
        check(rule, *drawn)

    holds()


# Checks of what a rule does


def check_witnesses(rule: Rule) -> None:
    """A rule has a case and, for every input, a sign or a reason why none is claimed."""
    assert cases_of(rule), f"{rule.name} has no case in tests/model/cases/{rule.subject}.yaml"
    signs = signs_of(rule)
    assert set(signs) == set(rule.inputs), (
        f"{rule.name}: no sign for {sorted(set(rule.inputs) - set(signs))}, "
        f"a sign for the unknown {sorted(set(signs) - set(rule.inputs))}"
    )
    for name, sign in signs.items():
        reasoned = isinstance(sign, dict) and list(sign) == ["no_claim"] and bool(str(sign["no_claim"]).strip())
        assert sign in ("+", "-") or reasoned, f"{rule.name}: the sign of {name} is {sign!r}"


def check_case(rule: Rule, case: Case) -> None:
    """Pencil, expected number and rule agree, on plain numbers and on seven worlds; inputs are inside their domain."""
    assert set(case.inputs) == set(rule.inputs), f"{rule.name}: the inputs are {rule.inputs}"
    assert set(case.parameters) == set(rule.parameters), f"{rule.name}: the parameters are {rule.parameters}"
    for name, value in case.inputs.items():
        domain = theory().domain(name)
        fits = domain.low <= value <= domain.high and (not domain.whole or value == round(value))
        assert fits, f"{rule.name}: {name} = {value} is outside its domain"
    assert abs(work_out(case.by_hand) - case.expected) <= 1e-9, f"{case.by_hand} is {work_out(case.by_hand)}"
    numbers = {name: float(value) for name, value in {**case.inputs, **case.parameters}.items()}
    plain = float(rule.function(**numbers))
    assert abs(plain - case.expected) <= 1e-9, f"{rule.name} says {plain}, by hand it is {case.expected}"
    many = rule.function(**{name: np.full(WORLDS, value) for name, value in numbers.items()})
    assert np.shape(many) == (WORLDS,), f"{rule.name} does not give one number per world"
    assert np.allclose(many, plain, rtol=0.0, atol=1e-9), f"{rule.name} says {many} on arrays and {plain} on numbers"


def check_subset(rule: Rule, worlds: Worlds, order: list[int]) -> None:
    """A world's result does not depend on the other worlds: some of them, or another order, bit for bit."""
    whole = worlds.run(rule)
    for pick in (order, order[:3], order[:1]):
        part = worlds.pick(pick).run(rule)
        assert part.tobytes() == whole[pick].tobytes(), f"{rule.name}: worlds {pick} differ from the same among all"


def check_bounds(rule: Rule, worlds: Worlds) -> None:
    """The result is finite and inside the domain the rule declares; a change may have any finite size."""
    result = worlds.run(rule)
    assert np.isfinite(result).all(), f"{rule.name} is not finite"
    domain = rule.domain
    if rule.role is not Role.FLOW:
        assert result.min() >= domain.low - ROUNDING, f"{rule.name} gives {result.min()}, below {domain.low}"
        assert result.max() <= domain.high + ROUNDING, f"{rule.name} gives {result.max()}, above {domain.high}"
        whole = not domain.whole or np.array_equal(result, np.round(result))
        assert whole, f"{rule.name} declares whole numbers and gives {result[result != np.round(result)][:3]}"


def check_monotone(rule: Rule, name: str, sign: str, worlds: Worlds, parameters: Mapping[str, float]) -> None:
    """Raising one input never moves the result against its sign, whatever the other inputs are."""
    fixed = {p: np.full(len(worlds.inputs[name]), float(v)) for p, v in parameters.items()}
    one, other = worlds.inputs[name], worlds.inputs[name][::-1]
    others = dict(worlds.inputs)
    move = theory().moves.get(name)
    for rival in theory().slots[move.owner, move.slot] if move is not None else ():
        if rival.name in others:
            others[rival.name] = np.zeros_like(one)
    low = Worlds({**others, name: np.minimum(one, other)}, fixed)
    high = Worlds({**others, name: np.maximum(one, other)}, fixed)
    against = (low.run(rule) - high.run(rule)) * (1.0 if sign == "+" else -1.0)
    worst = int(np.argmax(against))
    assert against[worst] <= ROUNDING, (
        f"{rule.name}: raising {name} from {low.inputs[name][worst]} to {high.inputs[name][worst]} moves the result "
        f"against '{sign}' by {against[worst]} at { {n: x[worst] for n, x in others.items() if n != name} }"
    )


def check_strict(rule: Rule, name: str, sign: str) -> None:
    """At one of the hand-worked cases at least, a small move of the input moves the result as claimed."""
    domain = tried_domain(name)
    step = 1.0 if domain.whole else TENTH
    for case in cases_of(rule):
        start = float(rule.function(**case.inputs, **case.parameters))
        for move in (step, -step):
            value = round(case.inputs[name] + move, 12)
            if domain.low <= value <= domain.high:
                moved = float(rule.function(**{**case.inputs, name: value}, **case.parameters))
                if (moved - start) * move * (1.0 if sign == "+" else -1.0) > 1e-9:
                    return
    message = f"{rule.name}: no case in which a step of {name} by {step} moves the result as '{sign}' says"
    raise AssertionError(message)


def check_purity(rule: Rule, worlds: Worlds) -> None:
    """Inputs stay as they were; the result is a new float64 array, or the one input that a bare `return` hands on."""
    given = {**worlds.inputs, **worlds.parameters}
    before = {name: array.copy() for name, array in given.items()}
    result = worlds.run(rule)
    for name, array in given.items():
        assert array.tobytes() == before[name].tobytes(), f"{rule.name} changes {name}"
    assert isinstance(result, np.ndarray), f"{rule.name} gives a {type(result).__name__}"
    assert result.dtype == np.float64, f"{rule.name} gives {result.dtype}"
    assert result.shape == next(iter(given.values())).shape, f"{rule.name} gives the shape {result.shape}"
    shared = [name for name, array in given.items() if np.shares_memory(result, array)]
    assert not shared or is_identity(rule), f"{rule.name} gives back memory of {shared}"


# Checks of how a rule is written

NUMPY_ALLOWED = frozenset({"maximum", "minimum", "where", "exp", "log", "abs"})
NUMBERS_ALLOWED = frozenset({0.0, 1.0, 2.0, 0.5})
CALENDAR = frozenset({"calendar", "date", "day", "month", "quarter", "season", "time", "today", "week", "year"})
EQUATION = (
    *(ast.Load, ast.Store, ast.Name, ast.Assign, ast.Return, ast.Call, ast.Attribute, ast.Constant),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub),
    *(ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
)
"""All that the body of a rule is made of; so no branch, loop, subscript, power, `and`, `or`, `not` or `+=`."""


def source_of(rule: Rule) -> str:
    """The text of a rule, with its decorator."""
    return inspect.getsource(rule.function)


def function_in(source: str) -> ast.FunctionDef:
    """The one function that a text holds."""
    return next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def statements(function: ast.FunctionDef) -> list[ast.stmt]:
    """The body of a function without its docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def is_identity(rule: Rule) -> bool:
    """Whether a rule is a bare `return <input>`."""
    body = statements(function_in(source_of(rule)))
    return len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Name)


def check_source(function: ast.FunctionDef, helpers: frozenset[str], *, form: bool = False) -> None:
    """A rule is an equation: allowed pieces, functions and numbers only, no default values, no calendar."""
    if form:
        function = FlagsLeftOut().visit(function)
    problems = list(_source_problems(function, helpers))
    assert not problems, f"{function.name}: " + "; ".join(problems)


class FlagsLeftOut(ast.NodeTransformer):
    """A tree in which what makes a flag or a limit is replaced by what it is made from.

    `forms` and `choice` turn a comparison into a flag with `as_number`, and `forms` limits a number with `within`, to
    limits that it names; a rule calls `flag`, `above`, `below`, `positive`, `clip01` or `clip11`.
    """

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name("as_number"), args=[condition], keywords=[]):
                return condition
            case ast.Call(func=ast.Name("within"), args=[limited, ast.Name(low), ast.Name(high)], keywords=[]) if (
                low.startswith("_") and high.startswith("_")
            ):
                return limited
        return node


def _source_problems(function: ast.FunctionDef, helpers: frozenset[str]) -> Iterator[str]:
    arguments = function.args
    if arguments.defaults or any(d is not None for d in arguments.kw_defaults) or arguments.vararg or arguments.kwarg:
        yield "an argument has a default or a star"
    names = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    yield from (f"'{n}' is of the calendar" for n in sorted(names) if CALENDAR & set(n.split("_")))
    nodes = [node for statement in statements(function) for node in ast.walk(statement)]
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    yield from (f"'{n}' is an argument and assigned again" for n in sorted(names & stored))
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in helpers:
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), keywords=[]) if name in NUMPY_ALLOWED:
                pass
            case ast.Call():
                yield f"calls {ast.unparse(node.func)}"
            case ast.Attribute() if ast.unparse(node) not in {f"np.{name}" for name in NUMPY_ALLOWED}:
                yield f"uses {ast.unparse(node)}"
            case ast.Name(id=name) if name not in names | stored | helpers | {"np"}:
                yield f"uses '{name}', which is no argument"
            case ast.Constant(value=value) if type(value) not in (int, float) or value not in NUMBERS_ALLOWED:
                yield f"holds {value!r}"
            case ast.Compare(ops=[_, _, *_]):
                yield f"chains comparisons: {ast.unparse(node)}"
            case ast.Assign(targets=targets) if not all(isinstance(t, ast.Name) for t in targets):
                yield f"assigns to something that is no name: {ast.unparse(node)}"
            case _ if not isinstance(node, EQUATION):
                yield f"has a {type(node).__name__}: {ast.unparse(node)}"


def check_all_used(function: ast.FunctionDef) -> None:
    """Every input and every parameter occurs in the equation."""
    read = {
        node.id
        for statement in statements(function)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    idle = [a.arg for a in (*function.args.args, *function.args.kwonlyargs) if a.arg not in read]
    assert not idle, f"{function.name} does not use {idle}"
