"""The relations of two runs side by side: worked by hand in a few worlds."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.relations import SIDES, in_one_camp, relations_beside, ties_at
from model.core.declarations import Owner
from model.ensemble.record import HEADLINE, Posture
from model.network.ties import relation_series
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.common.words import printed
from viz.sentences.relations_text import camps_sentence, relation_second, relation_sentence, standing_note

WORLDS = 8
BASE = load_scenario("baseline", settings=[f"worlds={WORLDS}", "end=2013-03"])
OTHER = load_scenario("s03_eu_sanctions_2017", settings=[f"worlds={WORLDS}", "end=2013-03"])
ALL = np.ones(WORLDS, np.bool_)


@pytest.fixture(scope="module")
def base():
    return run(BASE, keep=(HEADLINE, *relation_series()), moves=False)


def with_values(base, **values):
    """The other run: as the base but for some relations, given by how much they differ world by world."""
    named = {name.replace("__", "."): base.series[name.replace("__", ".")] + row for name, row in values.items()}
    return replace(base, scenario=OTHER, series={**base.series, **named})


def fallen(run, worlds):
    posture = run.posture.copy()
    posture[1:, :worlds] = Posture.FALLEN
    return replace(run, posture=posture)


def test_a_relation_that_is_the_same_to_two_is_one():
    assert SIDES["russia.to_west"] == ((Owner.RUSSIA,), (Owner.EU, Owner.US))
    assert SIDES["eu.west_to_ukraine"] == ((Owner.EU, Owner.US), (Owner.UKRAINE,))
    assert len(SIDES) == 16


def test_the_sentence_says_which_relation_differs_most_by_how_much_and_in_how_many_worlds(base):
    other = with_values(base, eu__to_belarus=np.array([-0.3] * 7 + [0.0]), belarus__to_eu=np.full(WORLDS, -0.1))
    found = relations_beside(base, other, ALL)
    assert [one.series for one in found.clear(1)] == ["eu.to_belarus", "belarus.to_eu"]
    assert relation_sentence(found, 1) == (
        "EU sanctions in 2017 and 2018 leave Brussels 0.30 colder towards Minsk in February 2013, in 88 % of worlds."
    )
    assert relation_second(found, 1, "baseline").startswith(
        "Nine worlds in ten differ by -0.30 to 0.00 (8 worlds). Next Minsk towards Brussels, -0.10."
    )
    assert printed(relation_second(found, 1, "baseline")).count("\N{MINUS SIGN}") == 2


def test_only_worlds_whose_regime_stands_in_both_count(base):
    other = with_values(base, russia__to_west=np.array([0.9, 0.9] + [0.2] * 6))
    found = relations_beside(base, fallen(other, 2), ALL)
    assert found.pairs(1) == ties_at(found.base, 1).shape[-1] == 6
    assert relation_sentence(found, 1) == (
        "EU sanctions in 2017 and 2018 leave Moscow 0.20 warmer towards Brussels and Washington in February 2013, "
        "in every world whose regime stands."
    )
    assert standing_note(found.other, 6, 1, compared=True) == (
        "Only the 6 of 8 worlds whose regime stands in both in February 2013 are shown."
    )
    nowhere = relations_beside(base, fallen(other, WORLDS), ALL)
    assert relation_sentence(nowhere, 1) == (
        "The relations of February 2013 cannot be compared: the regime stands in both runs in no world."
    )
    assert relation_second(nowhere, 1, "baseline") == ""
    assert camps_sentence(nowhere.other, 1) == "The regime has fallen in every world by February 2013."


def test_a_difference_within_its_noise_is_not_named(base):
    rows = np.array([0.5, -0.05, 0.03, -0.4, 0.025, 0.024, -0.01, 0.3])
    found = relations_beside(base, with_values(base, eu__to_us=rows), ALL)
    assert found.clear(1) == ()
    assert relation_sentence(found, 1) == (
        "EU sanctions in 2017 and 2018 pull worlds apart by February 2013: Brussels towards Washington warmer in 62 % "
        "of worlds, colder in 25 %."
    )
    chance = np.array([0.5, 0.0, 0.03, 0.0, 0.027, 0.024, 0.0, 0.3])
    assert relation_sentence(relations_beside(base, with_values(base, eu__to_us=chance), ALL), 1) == (
        "EU sanctions in 2017 and 2018 make no difference that 8 worlds can show to how the five stand in "
        "February 2013: the largest median difference is 0.03."
    )


def test_no_difference_at_all_is_said_plainly(base):
    found = relations_beside(base, with_values(base), ALL)
    assert relation_sentence(found, 1) == (
        "EU sanctions in 2017 and 2018 make no difference to how the five stand in February 2013."
    )


def test_one_world_is_named_and_has_no_share(base):
    one = np.arange(WORLDS) == 3
    other = with_values(base, ukraine__to_belarus=np.full(WORLDS, 0.4))
    found = relations_beside(base, other, one)
    assert relation_sentence(found, 1) == (
        "EU sanctions in 2017 and 2018 leave Kyiv 0.40 warmer towards Minsk in February 2013, "
        f"in world {base.numbers[3]}."
    )
    assert relation_second(found, 1, "baseline") == ""
    alone = relations_beside(base, fallen(other, WORLDS), one)
    assert relation_sentence(alone, 1).endswith(f"the regime does not stand in both runs in world {base.numbers[3]}.")


def camped(base, *minsk_with_moscow):
    """Two camps in every world; Minsk is with Moscow where the world says so."""
    sign = np.where(np.array(minsk_with_moscow, np.bool_), 1.0, -1.0)
    shape = np.ones(base.posture.shape)
    west = {"belarus", "eu", "us", "ukraine"} - {"belarus"}
    rows = {}
    for name, (ones, others) in SIDES.items():
        one, other = str(ones[0]), str(others[0])
        if "belarus" in (one, other):
            third = other if one == "belarus" else one
            rows[name] = shape * (sign if third == "russia" else -sign)
        else:
            rows[name] = shape * (1.0 if one in west and other in west else -1.0)
    return replace(base, series={**base.series, **rows})


def test_who_stands_against_whom_is_told_with_its_share(base):
    with_moscow = camped(base, *[1] * 6, 0, 0)
    assert camps_sentence(with_moscow, 0) == (
        "Minsk and Moscow stand against Brussels, Washington and Kyiv in January 2013, in 75 % of worlds."
    )
    found = relations_beside(camped(base, *[0] * 8), replace(with_moscow, scenario=OTHER), ALL)
    camp = in_one_camp(found, 0, Owner.BELARUS, Owner.RUSSIA)
    assert (camp.without, camp.with_it, camp.clear) == (0.0, 0.75, True)
    assert relation_second(found, 0, "baseline").endswith(
        "Minsk is in one camp with Moscow in 75 % of worlds; baseline: 0 %."
    )
