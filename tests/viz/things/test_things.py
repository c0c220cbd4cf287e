"""Everything that can be looked up: each thing has its entry, its paragraphs, and links both ways."""

from __future__ import annotations

import pytest

from model.evidence.load import load_seeds
from viz.common.exits import WrongInputError
from viz.things.backlinks import place_of, resting_on
from viz.things.entries import entries, found, matching
from viz.things.records import Kind
from viz.things.thing import thing


def test_every_thing_can_be_shown_and_leads_to_things_that_can():
    known = entries()
    for key, entry in known.items():
        one = thing(key)
        assert one.entry == entry
        assert entry.title
        assert one.details
        assert {passage.paragraph for passage in one.passages} <= known.keys(), key
        assert {other.key for other in one.hangs} <= known.keys(), key
        assert key not in {other.key for other in one.hangs}, key


def test_whatever_rests_on_a_paragraph_is_found_from_there_and_back():
    for key, entry in entries().items():
        if entry.kind in (Kind.NUMBER, Kind.MECHANISM, Kind.DATED, Kind.EVENT, Kind.QUESTION, Kind.FACT):
            for passage in thing(key).passages:
                assert key in resting_on()[passage.paragraph]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("M41", "M41"), ("m41", "M41"), ("001 P16", "001P16"), ("001p16", "001P16"), ("M41.a", "000P13"),
        ("room_for_manoeuvre", "RH01"), (" coercion.coercion_by_oil ", "coercion.coercion_by_oil"),
        ("Belarus.Mobilise", "belarus.mobilise"), ("energy_cut", "energy_cut"), ("F12", "F12"), ("SF29", "SF29"),
    ],
)  # fmt: skip
def test_a_thing_is_found_however_it_is_written(written, key):
    assert thing(written).entry.key == key


def test_what_is_not_there_is_refused_with_the_three_nearest():
    with pytest.raises(
        WrongInputError, match=r"nothing is called 'coersion\.coercion_by_oil'; nearest: coercion"
    ) as one:
        found("coersion.coercion_by_oil")
    assert str(one.value).count(";") == 3
    with pytest.raises(WrongInputError, match=r"nothing is called '§§§'; see tightrope list --help"):
        found("§§§")


def test_a_mechanism_says_who_speaks_for_and_against_it_and_what_carries_it():
    one = thing("M41")
    assert [passage.paragraph for passage in one.passages if passage.against] == ["001P9"]
    assert "model/rules/conditionality.py:" in dict(one.details)["carried by"]
    assert "conditionality.image_shield" in {entry.key for entry in one.hangs}


def test_a_number_says_its_range_who_reads_it_and_what_it_belongs_to():
    one = thing("alliance.fear_by_buffer")
    number = load_seeds().parameters["alliance.fear_by_buffer"]
    details = dict(one.details)
    assert details["range"].startswith(f"{number.low:g} to {number.high:g}, best {number.best:g}")
    assert details["why this size"] == number.why
    assert "model/rules/alliance.py:" in details["read by"]
    assert set(number.mechanisms) <= {entry.key for entry in one.hangs}


def test_the_line_of_a_rule_is_where_it_is_defined():
    from model.core.places import ROOT
    from model.theory.theory import theory

    rule = theory().rules[0]
    file, _, line = place_of(rule).partition(":")
    lines = (ROOT / file).read_text().splitlines()[int(line) - 1 :]
    assert any(f"def {rule.function.__name__}(" in text for text in lines[:5])


def test_a_search_finds_words_in_titles_first():
    keys = [one.key for one in matching("image shield")]
    assert keys[0] in ("M41", "conditionality.image_shield")
    assert matching("image shield", Kind.MECHANISM)[0].key == "M41"
    assert matching("no such words at all") == ()


def test_a_number_rests_on_all_of_its_claims():
    number = load_seeds().parameters["alliance.fear_by_buffer"]
    claims = load_seeds().claims_of(number)
    assert {(one.paragraph, one.words) for one in thing(number.key).passages} == {
        (f"{claim.source}{claim.where}", claim.words) for claim in claims
    }
