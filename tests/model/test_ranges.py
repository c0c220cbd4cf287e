"""The ranges of all numbers: as wide as ignorance, inside their domains; a best value that moved says what it was."""

from __future__ import annotations

import csv
import re

import pytest

from experiments.conditioning.ranges_before import RANGES_BEFORE, in_ranges_before, ranges_before
from model.core.draws import Draws
from model.ensemble.parameters import parameter_values
from model.evidence.load import load_seeds
from model.evidence.parameters import FittedOn, Kind, Parameter
from model.evidence.ranges import is_narrow
from model.scenario.load import load_scenario

NUMBERS = load_seeds().parameters
DRAWN = [one for one in NUMBERS.values() if one.kind is not Kind.DEFINITION]


def relative(one: Parameter) -> float:
    return (one.high - one.low) / 2.0 / abs(one.best)


def best_before() -> dict[str, float]:
    with RANGES_BEFORE.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: float(row["best"]) for row in csv.DictReader(stream)}


MOVED = {key for key, best in best_before().items() if key in NUMBERS and NUMBERS[key].best != best}


def test_a_best_value_that_moved_says_what_it_was() -> None:
    silent = {key for key in MOVED if not re.search(rf"\b(was|from) {best_before()[key]:g}\b", NUMBERS[key].why)}
    assert not silent
    assert len(MOVED) < len(best_before()) / 10


def test_no_range_became_narrower_around_a_best_value_that_has_not_moved() -> None:
    for key, (low, high) in ranges_before().items():
        if key in MOVED:
            continue
        assert NUMBERS[key].low <= low + 1e-9, key
        assert NUMBERS[key].high >= high - 1e-9, key


def test_every_number_is_at_least_as_wide_as_ignorance_or_says_why_not() -> None:
    for one in DRAWN:
        low, high = one.least_range
        wide = one.low <= low + 1e-6 * abs(one.best) and one.high >= high - 1e-6 * abs(one.best)
        assert wide is not bool(one.narrow), one.key
        assert is_narrow(one) is not wide, one.key


def test_no_assumption_is_narrower_than_judgements_are() -> None:
    """A half of the best value, unless the scale ends sooner or the number says why: so no kind is known too well."""
    for one in DRAWN:
        if one.kind is Kind.ASSUMPTION and not one.narrow and one.high < one.domain.high:
            assert one.high - one.low >= abs(one.best) * (1 - 2e-6), one.key


def test_paces_and_clocks_reach_from_half_to_twice_the_best_value() -> None:
    paces = [one for one in DRAWN if one.unit in ("1/month", "months") and not one.narrow]
    assert len(paces) > 80
    for one in paces:
        assert one.low <= one.best / 2 * (1 + 1e-6), one.key
        assert one.high >= min(2 * one.best, one.domain.high) * (1 - 1e-6), one.key


def test_every_range_lies_in_its_domain() -> None:
    for one in NUMBERS.values():
        assert one.domain.holds(one.low, one.best, one.high), one.key


def test_what_variants_of_hypotheses_fix_or_range_lies_in_the_domain_too() -> None:
    for hypothesis in load_seeds().hypotheses.values():
        for variant in hypothesis.variants.values():
            for key, setting in variant.parameters.items():
                values = [one for one in (setting.fix, setting.low, setting.high) if one is not None]
                assert NUMBERS[key].domain.holds(*values), (hypothesis.name, variant.name, key)


def test_only_what_a_text_fixes_is_a_point() -> None:
    points = {one.key for one in DRAWN if one.low == one.high}
    assert points == {"conditionality.licence_term"}


def test_the_reasons_of_old_widths_are_gone() -> None:
    old = re.compile(r"with an? \w+ to either side|not sampled|range is the one written down|range is absolute")
    assert not [one.key for one in DRAWN if old.search(one.why)]


@pytest.mark.parametrize(("kind", "least"), [(FittedOn.PATTERNS, 247), (FittedOn.RECORD, 5), (FittedOn.TEXT, 1)])
def test_what_numbers_were_fitted_on_is_counted(kind: FittedOn, least: int) -> None:
    assert sum(one.fitted_on is kind for one in NUMBERS.values()) >= least
    tuned = {one.key for one in NUMBERS.values() if "against the patterns" in one.why or "seen after 2020" in one.why}
    assert tuned <= {one.key for one in NUMBERS.values() if one.fitted_on is FittedOn.PATTERNS}


def test_the_sizes_of_what_is_drawn_together_share_one_draw() -> None:
    for one in NUMBERS.values():
        assert NUMBERS[one.drawn_as].drawn_with is None, one.key
        assert one.kind is not Kind.DEFINITION or one.drawn_with is None, one.key


def test_a_scenario_can_be_run_in_the_ranges_of_before() -> None:
    """A variant's factor is laid on the range of before; what the scenario itself sets stays as it says."""
    settings = ["hypotheses.room_for_manoeuvre=grew", "parameters.hedging.initial_room={fix: 0.4}", "worlds=53"]
    scenario = load_scenario("baseline", settings=settings)
    then = parameter_values(in_ranges_before(scenario), load_seeds(), Draws(scenario.seed, 53)).by_key
    for key, (low, high) in ranges_before().items():
        factor = {"hedging.room_by_mediation": 1.6}.get(key, 1.0)
        fits = low <= NUMBERS[key].best <= high  # else the number belongs to a rule that has changed
        if fits and NUMBERS[key].kind is not Kind.DEFINITION and not key.startswith("hedging.room_lost_by_"):
            assert low * factor - 1e-12 <= then[key].min() <= then[key].max() <= high * factor + 1e-12, key
    assert set(then["hedging.initial_room"]) == {0.4}
