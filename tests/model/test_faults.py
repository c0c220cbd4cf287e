"""The checks see: a fault planted by hand in a copy of a rule is caught by the check named beside it."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pytest

from model.core.declarations import Rule
from tests.model.rule_cases import (
    HELPERS,
    RULES,
    WORLDS,
    cases_of,
    check_all_used,
    check_bounds,
    check_case,
    check_monotone,
    check_purity,
    check_source,
    check_strict,
    check_subset,
    corners,
    function_in,
    signs_of,
    source_of,
    worlds_from,
)

ORDER = [5, 2, 6, 0, 3, 1, 4]


@dataclass(frozen=True)
class Fault:
    """A wrong edit of a rule and the check that catches it.

    Attributes:
        name: What is wrong.
        rule: The rule it is planted in.
        right: The text that is replaced, where it stands last.
        wrong: The text that stands there instead.
        check: Name of the check.
        everywhere: Replace the text wherever it stands.
    """

    name: str
    rule: str
    right: str
    wrong: str
    check: str
    everywhere: bool = False


FAULTS = (
    Fault("a wrong sign", "alliance.buffer_value", "+ buffer_by_tension", "- buffer_by_tension", "case"),
    Fault("a wrong sign", "alliance.buffer_value", "+ buffer_by_tension", "- buffer_by_tension", "monotone"),
    Fault("swapped inputs", "alliance.fear_beyond_usual", "fear_of_abandonment - usual_fear",
          "usual_fear - fear_of_abandonment", "monotone"),
    Fault("d (1 - e) for d e", "coercion.coercion_felt", "coercion * effective_dependence",
          "coercion * (1.0 - effective_dependence)", "case"),
    Fault("d (1 - e) for d e", "coercion.coercion_felt", "coercion * effective_dependence",
          "coercion * (1.0 - effective_dependence)", "monotone"),
    Fault("a dropped term", "coercion.coercion", " + coercion_by_border * border_zones", "", "case"),
    Fault("a dropped term", "coercion.coercion", " + coercion_by_border * border_zones", "", "used"),
    Fault("a dead term", "coercion.coercion", "coercion_by_border * border_zones",
          "0.0 * coercion_by_border * border_zones", "strict"),
    Fault("the wrong side of a threshold", "dependence.integration_is_asked_for", "above(integration_demand, ",
          "above(-integration_demand, -", "case"),
    Fault("a threshold not passed when it is reached", "conditionality.licence_expires", "licence_age >= licence_term",
          "licence_age > licence_term", "case"),
    Fault("a forgotten clip", "economy.rent_of_staying_out",
          "clip01(rent_slope * (tension - rent_from) + economic_warfare)",
          "rent_slope * (tension - rent_from) + economic_warfare", "bounds"),
    Fault("a forgotten clip", "hedging.sovereignty_insured", "clip01(sovereignty_threat * insured_by_west)",
          "sovereignty_threat * insured_by_west", "bounds"),
    Fault("a sum for the greatest", "alliance.base_demand_next",
          "np.maximum(demand_published * press_for_base, demand_while_collecting * collecting)",
          "demand_published * press_for_base + demand_while_collecting * collecting", "case"),
    Fault("a gate left open", "dependence.integration_creeps_or_stalls",
          "stance * above(integration_demand, creep_from_demand)", "stance", "case"),
    Fault("a step back forgotten", "stance.stance_moves", " - keep_distance", "", "case"),
    Fault("a step back forgotten", "stance.stance_moves", "- keep_distance", "- 0.0 * keep_distance", "strict"),
    Fault("a clock that is never set back", "coercion.oil_step_ages", "cut_oil + restore_oil > 0.5",
          "cut_oil * restore_oil > 0.5", "case"),
    Fault("a rescue that undoes two steps", "coercion.oil_cut_next", "np.maximum(restore_oil, rescue_given)",
          "(restore_oil + rescue_given)", "case"),
    Fault("a gate left open", "alliance.base_is_asked_for",
          "above(base_demand, base_answered_above)", "above(1.0, base_answered_above)", "strict"),
    Fault("the scenario's rescue left out", "rescue.rescue_given", "np.maximum(rescue, rescue_pressure)",
          "1.0 * rescue", "case"),
    Fault("a division by nothing", "alliance.base_refused", "(1.0 - base_granted)", "(1.0 / (1.0 - base_granted))",
          "bounds"),
    Fault("a hidden constant", "conditionality.eu_indignation", "image_shield * criticism_shield",
          "0.45 * criticism_shield", "source"),
    Fault("a mean over worlds", "alliance.fear_beyond_usual", "- usual_fear", "- usual_fear.mean()", "subset"),
    Fault("a mean over worlds", "alliance.fear_beyond_usual", "- usual_fear", "- usual_fear.mean()",
          "source"),
    Fault("a greatest value over worlds", "alliance.fear_of_entrapment", "* tension", "* np.max(tension)", "subset"),
    Fault("worlds shifted", "alliance.fear_for_the_buffer", "* buffer_value", "* np.roll(buffer_value, 1)", "subset"),
    Fault("worlds sorted", "alliance.fear_for_the_buffer", "* buffer_value", "* np.sort(buffer_value)", "subset"),
    Fault("the first world for all", "alliance.fear_for_the_buffer", "* buffer_value", "* buffer_value[0]", "subset"),
    Fault("a branch on data", "alliance.client_in_moscows_hand",
          "return positive(survival_dependence - dependence_noticed_from)",
          "return survival_dependence if survival_dependence > dependence_noticed_from else 0",
          "source"),
    Fault("a chained comparison", "alliance.client_in_moscows_hand", "positive(survival_dependence - ",
          "flag(0.0 < survival_dependence < ", "source"),
    Fault("a power", "conditionality.us_outrage", "repression * repression", "repression**2", "source"),
    Fault("a default value", "alliance.fear_builds_up", "fear_pace: Array", "fear_pace: Array = 1.0", "source"),
    Fault("an input edited in place", "alliance.fear_for_the_buffer", "return fear_of_abandonment * buffer_value",
          "buffer_value *= fear_of_abandonment; return buffer_value", "purity"),
    Fault("memory of an input given back", "alliance.fear_for_the_buffer", "fear_of_abandonment * buffer_value",
          "fear_of_abandonment[:]", "purity"),
    Fault("a truth value for a number", "dependence.integration_is_asked_for", "above(integration_demand, "
          "integration_answered_above)", "integration_demand > integration_answered_above", "purity"),
    Fault("the calendar", "relations.russia_to_west", "tension", "month", "source", everywhere=True),
)  # fmt: skip


def planted(fault: Fault) -> Rule:
    """The rule with its fault, made from its own text in a copy of its own module."""
    source = source_of(RULES[fault.rule])
    assert fault.right in source, f"{fault.rule} does not hold '{fault.right}' any more"
    if fault.everywhere:
        text = source.replace(fault.right, fault.wrong)
    else:
        head, _, tail = source.rpartition(fault.right)
        text = head + fault.wrong + tail
    file = f"<{fault.name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)  # so that its source can be read
    home = ModuleType(RULES[fault.rule].function.__module__)
    vars(home).update(vars(sys.modules[home.__name__]))
    exec(compile(text, file, "exec"), vars(home))
    rule: Rule = vars(home)[fault.rule.partition(".")[2]].rule
    return rule


def signed(rule: Rule) -> Iterator[tuple[str, str]]:
    """The inputs of a rule that have a sign."""
    yield from ((name, sign) for name, sign in signs_of(rule).items() if sign in ("+", "-"))


def by_case(rule: Rule) -> None:
    for case in cases_of(rule):
        check_case(rule, case)


def by_monotone(rule: Rule) -> None:
    for name, sign in signed(rule):
        check_monotone(rule, name, sign, corners(rule), cases_of(rule)[0].parameters)


def by_strict(rule: Rule) -> None:
    for name, sign in signed(rule):
        check_strict(rule, name, sign)


def by_subset(rule: Rule) -> None:
    shape = (len(rule.inputs) + len(rule.parameters), WORLDS)
    worlds = worlds_from(rule, np.random.default_rng(0).random(shape))
    for turn in range(WORLDS):
        check_subset(rule, worlds, ORDER[turn:] + ORDER[:turn])


def by_bounds(rule: Rule) -> None:
    check_bounds(rule, corners(rule))


def by_purity(rule: Rule) -> None:
    check_purity(rule, corners(rule).pick(list(range(97))))


def by_source(rule: Rule) -> None:
    check_source(function_in(source_of(rule)), HELPERS)


def by_used(rule: Rule) -> None:
    check_all_used(function_in(source_of(rule)))


CHECKS: dict[str, Callable[[Rule], None]] = {
    "case": by_case,
    "monotone": by_monotone,
    "strict": by_strict,
    "subset": by_subset,
    "bounds": by_bounds,
    "purity": by_purity,
    "source": by_source,
    "used": by_used,
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.check}: {fault.name}")
def test_a_planted_fault_is_caught(fault: Fault) -> None:
    rule = planted(fault)
    with pytest.raises(AssertionError):
        CHECKS[fault.check](rule)


@pytest.mark.parametrize(("rule", "check"), sorted({(fault.rule, fault.check) for fault in FAULTS}))
def test_the_same_check_passes_without_the_fault(rule: str, check: str) -> None:
    CHECKS[check](RULES[rule])
