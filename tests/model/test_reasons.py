"""Reasons of a move are what changed in its favour, since the usual months without it."""

import numpy as np
import pytest

from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from model.story.diary import Weighed, diary_of, episodes
from model.story.phrases import MOTIVES, change_in_words, reasons_joined
from model.story.reasons import LEAST_CHANGE, USUAL, reasons
from model.theory.theory import theory

MOVES = theory().moves


def keys_of(move):
    """Motive -> key of its weight in a move, for motives with one weight."""
    terms = load_seeds().parameters.items()
    return {p.term.motive: key for key, p in terms if p.term and p.term.motive and move in p.term.weighed_in}


def month_of(move, taken=False, **values):
    """A month by hand: motive -> its value and what it adds to the utility."""
    keys = keys_of(move)
    terms = tuple((keys[motive], value, amount) for motive, (value, amount) in values.items())
    return Weighed(sum(term[2] for term in terms), terms, taken=taken, forced=False)


def by_hand(move, before, now):
    """Reasons of a move taken after four months without it."""
    weighed = [month_of(move, **before)] * 4 + [month_of(move, taken=True, **now)]
    return reasons(MOVES[move], weighed, 4)


def test_a_reason_is_what_changed_and_not_what_is_large():
    """Trust in Kyiv: large and as usual; alarm: small, and .3 more than before."""
    before = {"alarm_ukraine": (0.1, 0.03), "ukraine_credibility": (0.2, -0.1)}
    (only,), against = by_hand(
        "reject_venue", before, {"alarm_ukraine": (0.4, 0.12), "ukraine_credibility": (0.2, -0.1)}
    )
    assert (only.motive, only.usual, only.value) == ("alarm_ukraine", pytest.approx(0.1), 0.4)
    assert only.amount == pytest.approx(0.09)
    assert only.words == "the threat Kyiv sees on its northern border has grown"
    assert against == ()


def test_what_fades_and_speaks_against_a_move_is_a_reason():
    before = {"alarm_ukraine": (0.3, 0.1), "ukraine_credibility": (0.8, -0.4)}
    given, _ = by_hand("reject_venue", before, {"alarm_ukraine": (0.4, 0.16), "ukraine_credibility": (0.4, -0.2)})
    assert [one.words for one in given] == [
        "Kyiv trusts Minsk less", "the threat Kyiv sees on its northern border has grown"
    ]  # fmt: skip
    assert [one.amount for one in given] == pytest.approx([0.2, 0.06])


def test_what_changed_against_a_move_is_said_and_is_no_reason():
    before = {"alarm_ukraine": (0.3, 0.1), "ukraine_credibility": (0.4, -0.2)}
    given, against = by_hand("reject_venue", before, {"alarm_ukraine": (0.6, 0.4), "ukraine_credibility": (0.6, -0.3)})
    assert [one.words for one in given] == ["the threat Kyiv sees on its northern border has grown"]
    assert [one.words for one in against] == ["Kyiv trusts Minsk more"]
    assert against[0].amount == pytest.approx(-0.1)


def test_a_move_that_little_changed_for_in_all_has_no_reason():
    before = {"alarm_ukraine": (0.3, 0.1), "ukraine_credibility": (0.4, -0.2)}
    assert by_hand("reject_venue", before, before) == ((), ())
    now = {"alarm_ukraine": (0.4, 0.2), "ukraine_credibility": (0.6, -0.3)}
    assert by_hand("reject_venue", before, now) == ((), ())


def test_what_an_actor_did_before_in_the_same_slot_is_no_reason():
    """Oil that has been cut already speaks for restoring it, but moves nobody."""
    before = {"oil_cut": (0.1, 0.05), "loyalty_gap": (0.5, -0.3)}
    given, _ = by_hand("restore_oil", before, {"oil_cut": (0.6, 0.3), "loyalty_gap": (0.3, -0.2)})
    assert [one.motive for one in given] == ["loyalty_gap"]
    given, _ = by_hand("assure", {"recent_assurance": (0.9, -0.5)}, {"recent_assurance": (0.1, -0.1)})
    assert given == ()


def test_the_usual_is_the_mean_of_the_last_months_without_the_move():
    month = lambda value, taken=False: month_of("criticise", taken, eu_outrage=(value, value))  # noqa: E731
    weighed = [month(9.0), *[month(0.1)] * (USUAL // 2), *[month(0.3)] * (USUAL // 2), month(0.9, taken=True)]
    (only,), _ = reasons(MOVES["criticise"], weighed, len(weighed) - 1)
    assert only.usual == pytest.approx(0.2)
    assert only.amount == pytest.approx(0.7)
    assert reasons(MOVES["criticise"], [month(0.3, taken=True)] * 2, 1) == ((), ())


def test_terms_of_which_the_same_is_said_are_one_reason(monkeypatch):
    """Two motives of terror that are given the same words: the reader hears of one threat, as large as both."""
    said = {"grave_threat_of_a_crowd": "the threat has grown", "fear_of_reckoning": "the threat has grown"}
    monkeypatch.setattr("model.story.reasons.change_in_words", lambda motive, change: said[motive])
    before, now = dict.fromkeys(said, (0.2, 0.1)), dict.fromkeys(said, (0.8, 0.4))
    (only,), against = by_hand("repress_harshly", before, now)
    assert (only.words, against) == ("the threat has grown", ())
    assert only.amount == pytest.approx(0.6)
    assert set(only.parameters) == {keys_of("repress_harshly")[motive] for motive in said}


@pytest.mark.parametrize("world", [7, 41])
def test_no_reason_of_a_story_speaks_against_its_move(world):
    """In each month in which a move begins: reasons raise the utility, objections lower it, and each did change."""
    diary = diary_of(load_scenario("baseline", settings=["sampling=prior"]), world)
    given_somewhere = 0
    for name, weighed in diary.moves.items():
        for first, _ in episodes(weighed):
            usual = [one for one in weighed[max(0, first - USUAL) : first] if not one.taken]
            given, against = reasons(MOVES[name], weighed, first)
            for one in (*given, *against):
                places = [at for at, term in enumerate(weighed[first].terms) if term[0] in one.parameters]
                was = sum(np.mean([month.terms[at][2] for month in usual]) for at in places)
                now = sum(weighed[first].terms[at][2] for at in places)
                assert now - was == pytest.approx(one.amount)
                assert abs(one.amount) >= LEAST_CHANGE
            assert all(one.amount > 0 for one in given)
            assert all(one.amount < 0 for one in against)
            assert {one.words for one in given}.isdisjoint(one.words for one in against)
            given_somewhere += bool(given)
    assert given_somewhere > 20


def test_every_motive_has_words_for_both_signs():
    weighed = {p.term.motive for p in load_seeds().parameters.values() if p.term is not None and p.term.motive}
    assert weighed - set(MOTIVES) == set(), "give these their words in model/story/phrases.py"
    for motive in MOTIVES:
        risen, fallen = change_in_words(motive, 0.1), change_in_words(motive, -0.1)
        assert risen != fallen
        for clause in (risen, fallen):
            assert clause == clause.strip()
            assert not {"|", ":", "_"} & set(clause)
            assert "  " not in clause


def test_changes_in_words():
    assert change_in_words("need_of_talks", 0.1) == "the need for talks on the war has grown"
    assert change_in_words("need_of_talks", -0.1) == "the need for talks on the war has faded"
    assert change_in_words("contacts", -0.1) == "contacts between Minsk and the West have shrunk"
    assert change_in_words("ukraine_credibility", -0.1) == "Kyiv trusts Minsk less"
    assert change_in_words("something_new", 0.1) == "the something new has grown"


def test_clauses_that_end_alike_share_their_end():
    assert reasons_joined(["the fear has grown", "the need has grown"]) == "the fear and the need have grown"
    assert reasons_joined(["the fear has grown", "the doubts have grown"]) == "the fear and the doubts have grown"
    assert reasons_joined(["the fear has grown", "the need has faded"]) == "the fear has grown and the need has faded"
    assert reasons_joined(["the fear has grown"]) == "the fear has grown"
