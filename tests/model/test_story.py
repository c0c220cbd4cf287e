"""Stories: what is told happened, its reasons are the terms of the choice, and what the scenario orders is said so."""

import json
import re

import numpy as np
import pytest

from model.ensemble.record import HEADLINE, Posture
from model.evidence.load import load_seeds
from model.runs.outcomes import path_shares, posture_paths
from model.runs.run import run
from model.scenario.load import load_scenario
from model.story.decomposition import definition
from model.story.diary import Diary, deed, diary_of
from model.story.events import institutional_steps
from model.story.page import paragraphs
from model.story.parts import Chapter, Sentence
from model.story.paths import all_paths, change_timings, medoid, run_for_paths
from model.story.phrases import RUNGS, STEPS, month_in_words
from model.story.segments import lasting_changes
from model.story.story import story_of
from model.story.weights import (
    COUNTED_AS,
    MOVE_IMPORTANCE,
    STEP_MOVES,
    TERMS,
    months_in_words,
    signed,
    term_in_words,
)
from model.theory.theory import theory

WORLDS = 97


@pytest.fixture(scope="module")
def baseline():
    return load_scenario("baseline", settings=["sampling=prior"])


@pytest.fixture(scope="module")
def finished(baseline):
    return run(baseline, worlds=WORLDS)


@pytest.fixture(scope="module")
def told(baseline):
    return story_of(baseline, 41)


def sentences(story):
    return [(chapter.date, one) for chapter in story.chapters for one in chapter.sentences]


def test_the_diary_of_a_world_is_its_row_of_the_ensemble(baseline, finished):
    diary = diary_of(baseline, 41)
    np.testing.assert_array_equal(diary.series[HEADLINE], finished.series[HEADLINE][:, 41])
    for name, move in theory().moves.items():
        taken = [one.taken for one in diary.moves[name]]
        assert taken == finished.moves[move.series][:, 41].tolist()
    assert diary.posture == tuple(Posture(int(code)) for code in finished.posture[:, 41])


def test_moves_told_were_taken_and_begin_there(told, finished):
    begun = [(date, one.about) for date, one in sentences(told) if one.kind == "move"]
    assert begun
    for date, about in begun:
        month = finished.at(date)
        assert finished.moves[about][month, 41]
        assert month == 0 or not finished.moves[about][month - 1, 41]


def test_no_move_is_told_while_it_goes_on(told):
    keys = [(date, one.about) for date, one in sentences(told) if one.kind == "move"]
    assert len(keys) == len(set(keys))


def test_reasons_are_terms_of_the_utility(told):
    seeds = load_seeds()
    moves = {move.series: name for name, move in theory().moves.items()}
    for _, one in sentences(told):
        for reason in (*one.reasons, *one.against):
            for key in reason.parameters:
                parameter = seeds.parameters[key]
                assert parameter.term is not None
                assert moves[one.about] in parameter.term.weighed_in
                assert set(parameter.mechanisms) <= set(reason.mechanisms)
            assert reason.words in one.text
        amounts = [reason.amount for reason in one.reasons]
        assert amounts == sorted(amounts, reverse=True)
        assert all(amount > 0 for amount in amounts)
        assert all(reason.amount < 0 for reason in one.against)
        assert len(amounts) <= 3


def test_terms_and_thresholds_add_up_to_the_utility(baseline):
    diary = diary_of(baseline, 41)
    seeds, utilities = load_seeds(), theory().utilities(load_seeds())
    numbers = run(baseline, keep=[HEADLINE], moves=False, worlds=[41]).parameters

    def constants(name):
        utility = utilities[name]
        own = [(k, t.sign) for k, t in utility.terms if t.motive is None]
        values = [sign * (numbers[k][0] if k in numbers else seeds.parameters[k].best) for k, sign in own]
        return (
            sum(values)
            + sum(constants(part) for part in utility.parts)
            - sum(constants(part) for part in utility.against)
        )

    for name, months in diary.moves.items():
        for one in months:
            assert sum(t[2] for t in one.terms) + constants(f"utility_{name}") == pytest.approx(one.utility)


def test_months_in_words():
    assert month_in_words("2014-06") == "June 2014"


def test_chapters_are_dated_paragraphs(told):
    dates = [chapter.date for chapter in told.chapters]
    assert dates == sorted(set(dates))
    for chapter in told.chapters:
        assert chapter.text.startswith(f"In {month_in_words(chapter.date)} ")
        assert "\n" not in chapter.text


def test_history_is_told(told):
    texts = {date: one.text for date, one in sentences(told) if one.about == "history.crimea"}
    assert texts == {"2014-03": "A border in the neighbourhood is moved by force."}


def test_what_the_scenario_orders_is_said_so():
    forced = story_of(load_scenario("s09_airbase_2016", settings=["sampling=prior"]), 5)
    (base,) = [(date, one) for date, one in sentences(forced) if one.about == "belarus.grant_base"]
    assert base[0] == "2016-01"
    assert base[1].text == "Minsk grants a permanent Russian base: the scenario orders it."
    assert base[1].ordered
    forbidden = story_of(load_scenario("s14_no_rescue", settings=["sampling=prior"]), 5)
    texts = [one.text for _, one in sentences(forbidden) if one.about == "no_rescue"]
    assert texts == ["The scenario rules out that Moscow rescues the regime."]


def test_a_pressure_by_chance_is_told_only_where_it_comes():
    settings = ["pressures.luck={kind: energy_cut, level: 0.5, start: 2015-03, end: 2015-06, probability: 0.5}"]
    scenario = load_scenario("baseline", settings=[*settings, "end=2015-12"])
    months = [[date for date, one in sentences(story_of(scenario, n)) if one.about == "luck"] for n in range(12)]
    assert {tuple(found) for found in months} == {(), ("2015-03", "2015-07")}


def test_a_drawn_onset_is_told_in_the_month_that_the_world_drew():
    settings = ["pressures.cut={kind: energy_cut, start: {between: [2015-03, 2015-05]}, duration: 2}", "end=2015-12"]
    scenario = load_scenario("baseline", settings=settings)
    months = [[date for date, one in sentences(story_of(scenario, n)) if one.about == "cut"] for n in range(16)]
    assert {tuple(found) for found in months} == {
        ("2015-03", "2015-05"),
        ("2015-04", "2015-06"),
        ("2015-05", "2015-07"),
    }


def test_the_story_ends_with_the_regime():
    settings = ["pressures.storm={kind: unrest, level: 1.0, start: 2015-01, end: 2021-12}"]
    diary = diary_of(load_scenario("s14_no_rescue", settings=settings), 3)
    story = story_of(load_scenario("s14_no_rescue", settings=settings), 3)
    assert diary.fall is not None
    assert np.isnan(diary.series[HEADLINE][diary.fall :]).all()
    assert story.final is None
    assert all(change.until < story.scenario.date(diary.fall) for change in story.changes)
    assert story.chapters[-1].date == story.scenario.date(diary.fall)
    assert story.chapters[-1].sentences[-1].text == "The regime falls, and the story ends here."
    assert story.paragraphs()[-1].lower().endswith(" the regime falls, and the story ends here.")
    assert "From the start the scenario rules out that Moscow rescues the regime." in " ".join(story.paragraphs())


def test_the_medoid_takes_the_path_and_is_nearest_to_the_others(finished):
    path, share = path_shares(finished)[0]
    world = medoid(finished, path)
    paths = posture_paths(finished)
    members = [n for n, one in enumerate(paths) if one == path]
    assert share == pytest.approx(len(members) / WORLDS)
    assert paths[world] == path
    courses = np.concatenate([finished.series[n][:, members] for n in finished.series if n.startswith(HEADLINE)])
    spread = [np.sum((courses - courses[:, [place]]) ** 2) for place in range(len(members))]
    assert members[int(np.argmin(spread))] == world


def test_a_series_that_ends_early_changes_as_if_it_ended_there():
    rng = np.random.default_rng(7)
    whole = np.cumsum(rng.normal(0, 0.05, (60, 7)), axis=0)
    cut = whole.copy()
    cut[40:, 3] = np.nan
    cut[:, 5] = np.nan
    found = lasting_changes(cut)
    assert found[3] == lasting_changes(whole[:40])[3]
    assert found[5] == ()
    assert [found[i] for i in (0, 1, 2, 4, 6)] == [lasting_changes(whole)[i] for i in (0, 1, 2, 4, 6)]


def test_a_typical_world_of_those_whose_regime_falls():
    settings = ["sampling=prior", "pressures.storm={kind: unrest, level: 1.0, start: 2015-01, end: 2021-12}"]
    fallen = run_for_paths(load_scenario("s14_no_rescue", settings=settings), WORLDS)
    first = all_paths(fallen)[0]
    assert first.postures[-1] == Posture.FALLEN
    assert posture_paths(fallen)[first.world] == first.postures
    west, moscow = change_timings(fallen)
    assert {0 <= one.share <= 1 for one in (west, moscow)} == {True}


def test_a_move_without_which_the_regime_falls_is_told_so():
    """In world 0 of the prior the regime is rescued: without the rescue it would not have lived to the end."""
    rescued = story_of(load_scenario("baseline", settings=["sampling=prior"]), 0)
    assert rescued.final is not None
    told = {move.move: (change, move) for change in rescued.changes for move in change.moves if move.share is None}
    change, rescue = told["russia.rescue"]
    date, by = month_in_words(rescue.date), month_in_words(change.until)
    assert rescue.words == f"Moscow rescues the regime ({date}; without it the regime falls by {by})"


def test_a_path_nobody_takes_is_refused(finished):
    with pytest.raises(ValueError, match="no world takes the path leaning_west, fallen, client"):
        medoid(finished, (Posture.LEANING_WEST, Posture.FALLEN, Posture.CLIENT))


def test_a_small_run_is_enough_for_the_medoid(baseline, finished):
    assert medoid(run_for_paths(baseline, WORLDS)) == medoid(finished)


def test_the_same_world_is_the_same_story(baseline, told):
    assert story_of(baseline, 41).as_plain() == told.as_plain()
    assert story_of(baseline, 42).chapters != told.chapters


def test_a_story_is_plain_data_too(told):
    plain = json.loads(json.dumps(told.as_plain()))
    assert plain["world"] == 41
    assert plain["chapters"][0]["sentences"][0]["text"]


def test_a_page_is_short_and_in_order(told):
    paragraphs = told.paragraphs()
    assert len(paragraphs) <= 11
    assert paragraphs[-1].startswith("The story ends in December 2021, with alignment at ")
    told_on_page = sum(paragraph.count(". ") + 1 for paragraph in paragraphs)
    assert 20 <= told_on_page + len(told.changes) <= 60
    years = [year for p in paragraphs[1:] if (year := re.findall(r"\b20\d\d\b", p)[0])]
    assert years == sorted(years)
    assert paragraphs[0].startswith("As the story opens, in January 2013, Belarus counts as a client of Moscow (")


def test_a_page_tells_what_matters_and_leaves_out_what_does_not(told):
    page = " ".join(told.paragraphs())
    texts = " ".join(one.text for _, one in sentences(told))
    assert "Kyiv accepts Minsk as venue" in page
    assert "many believe that an election was stolen" in page
    assert "exercise is announced" in texts
    assert "exercise is announced" not in page
    assert "Minsk is now the venue of the talks" in texts
    assert "Minsk is now the venue of the talks" not in page


def test_reasons_on_a_page_are_reasons_of_the_story(told):
    given = {reason.words for _, one in sentences(told) for reason in one.reasons}
    found = re.findall(r", because ([^().]+) \(", " ".join(told.paragraphs()[1:]))
    assert len(found) > 10
    for clause in found:
        assert clause in given or any(clause.startswith(words.split(" has ")[0]) for words in given), clause
    assert not re.search(r"\((M\d+, )*(M\d+), (M\d+, )*\2[,)]", " ".join(told.paragraphs()))


def test_a_page_tells_a_second_time_as_again():
    setting = "pressures.stir={kind: force, move: exploit_unrest, start: 2014-02, duration: 2, every: 24, times: 2}"
    page = story_of(load_scenario("baseline", settings=[setting, "end=2018-12"]), 41).paragraphs()
    assert "Moscow stirs the unrest in Belarus: the scenario orders it." in " ".join(page)
    assert "Moscow again stirs the unrest in Belarus: the scenario orders it." in " ".join(page)


def test_a_page_of_a_quiet_world_names_the_years_without_news():
    page = story_of(load_scenario("s22_no_ukraine_war"), 436).paragraphs()
    assert any(re.fullmatch(r"Nothing important happens (in \d{4}|from \d{4} to \d{4})\.", p) for p in page)


def test_a_page_that_starts_in_the_middle_tells_no_opening_moves():
    story = story_of(load_scenario("baseline", settings=["read_from=2019-01"]), 41)
    assert story.paragraphs()[0].startswith("As the story opens, in ")
    assert story.chapters[0].date >= "2019-01"
    assert story.changes[0].date >= "2019-01"


@pytest.mark.parametrize(
    ("number", "told"), [(1, "a month"), (9, "nine months"), (12, "twelve months"), (30, "30 months")]
)
def test_numbers_of_months(number, told):
    assert months_in_words(number) == told


@pytest.mark.parametrize(("number", "told"), [(0.123, "+0.12"), (-0.5, "−0.50"), (-0.001, "0.00"), (0.0, "0.00")])
def test_signed_numbers(number, told):
    assert signed(number) == told


def test_what_the_headline_rests_on_has_words():
    told = {COUNTED_AS.get(leaf, leaf) for leaf in definition().leaves}
    assert told == set(TERMS), "give these their words in model/story/weights.py"
    assert set(COUNTED_AS) < set(definition().leaves)
    assert term_in_words("contacts", 0.1) == "contacts with the West grew"
    assert term_in_words("contacts", -0.1) == "contacts with the West declined"


def test_every_rung_of_european_sanctions_has_words():
    low, high = theory().domain("eu_rung").low, theory().domain("eu_rung").high
    assert list(range(int(low), int(high) + 1)) == list(range(len(RUNGS)))


def test_the_step_that_waives_the_core_is_told_as_such():
    """A diary by hand: sanctions are lifted in a first month, and what was left of them is waived in a second."""
    series = {stock: np.zeros(4) for stock, _, _ in STEPS} | {"eu_rung": np.array([1.0, 2.0, 3.0, 3.0])}
    diary = Diary({}, series, (), {}, None, {})
    steps = list(institutional_steps(diary))
    assert [(month, one.about, one.text) for month, one in steps] == [
        (0, "eu_rung", "Most European sanctions are lifted."),
        (1, "eu_rung", "What was left of European sanctions is waived."),
    ]
    deeds = [deed(diary, theory().moves["lift_sanctions"], month) for month, _ in steps]
    moves = [Sentence(f"{what}.", "move", "eu.lift_sanctions", 2.6, doing=what) for what in deeds]
    chapters = [Chapter(f"2018-0{month + 1}", (move, one)) for (month, one), move in zip(steps, moves, strict=True)]
    assert paragraphs(chapters, (), "") == (
        "In January 2018 Brussels lifts most of its sanctions. "
        "In February Brussels waives what was left of its sanctions.",
    )


def test_every_move_has_an_importance():
    assert set(MOVE_IMPORTANCE) == set(theory().moves), "model/story/weights.py and the theory name different moves"
    assert {name for names in STEP_MOVES.values() for name in names} <= set(theory().moves)
