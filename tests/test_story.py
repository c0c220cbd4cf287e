"""Stories: what is told happened, its reasons are the terms of the choice, and what the scenario orders is said so."""

import json

import numpy as np
import pytest

from model.evidence import load_seeds
from model.keeping.outcomes import commonest_path, posture_paths
from model.record import HEADLINE, Posture
from model.run import run
from model.scenario import load_scenario
from model.story import medoid, run_for_medoid, tell
from model.telling.story_record import keep_diary
from model.telling.story_words import MOTIVES, month_in_words, motive_in_words
from model.theory import theory

WORLDS = 97


@pytest.fixture(scope="module")
def baseline():
    return load_scenario("baseline")


@pytest.fixture(scope="module")
def finished(baseline):
    return run(baseline, worlds=WORLDS)


@pytest.fixture(scope="module")
def told(baseline):
    return tell(baseline, 41)


def sentences(story):
    return [(chapter.date, one) for chapter in story.chapters for one in chapter.sentences]


def test_the_diary_of_a_world_is_its_row_of_the_ensemble(baseline, finished):
    diary = keep_diary(baseline, 41)
    np.testing.assert_array_equal(diary.series[HEADLINE], finished.series[HEADLINE][:, 41])
    for name, move in theory().moves.items():
        taken = [one is not None for one in diary.moves[name]]
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
            parameter = seeds.parameters[reason.parameter]
            assert parameter.term is not None
            assert moves[one.about] in parameter.term.weighed_in
            assert reason.motive == parameter.term.motive
            assert reason.mechanisms == parameter.mechanisms
            assert reason.words in one.text
        amounts = [reason.amount for reason in one.reasons]
        assert amounts == sorted(amounts, reverse=True)
        assert all(amount > 0 for amount in amounts)
        assert all(reason.amount < 0 for reason in one.against)
        assert len(amounts) <= 3


def test_terms_and_thresholds_add_up_to_the_utility(baseline):
    diary = keep_diary(baseline, 41)
    seeds, urges = load_seeds(), theory().urges(load_seeds())
    numbers = run(baseline, keep=[HEADLINE], moves=False, first=41, worlds=1).parameters

    def constants(name):
        urge = urges[name]
        own = [(k, t.sign) for k, t in urge.terms if t.motive is None]
        values = [sign * (numbers[k][0] if k in numbers else seeds.parameters[k].best) for k, sign in own]
        return sum(values) + sum(constants(part) for part in urge.parts)

    for name, months in diary.moves.items():
        for one in months:
            if one is not None and not one.forced:
                assert sum(t[2] for t in one.terms) + constants(f"urge_{name}") == pytest.approx(one.utility)


def test_every_motive_has_words():
    weighed = {p.term.motive for p in load_seeds().parameters.values() if p.term is not None and p.term.motive}
    assert weighed - set(MOTIVES) == set()


def test_degrees_of_a_motive():
    assert motive_in_words("need_of_talks", 0.1) == "the need of talks on the war is modest"
    assert motive_in_words("need_of_talks", 0.4) == "the need of talks on the war is considerable"
    assert motive_in_words("need_of_talks", 0.9) == "the need of talks on the war is great"
    assert motive_in_words("room_beyond_middle", -0.2) == "the room for manoeuvre is narrow"


def test_months_in_words():
    assert month_in_words("2014-06") == "June 2014"


def test_chapters_are_dated_paragraphs(told):
    dates = [chapter.date for chapter in told.chapters]
    assert dates == sorted(set(dates))
    for chapter in told.chapters:
        assert chapter.text.startswith(f"In {month_in_words(chapter.date)} ")
        assert "\n" not in chapter.text
    assert told.text().count("\n\n") == len(told.chapters) - 1


def test_history_is_told(told):
    texts = {date: one.text for date, one in sentences(told) if one.about == "history.crimea"}
    assert texts == {"2014-03": "A border in the neighbourhood is moved by force."}


def test_what_the_scenario_orders_is_said_so():
    forced = tell(load_scenario("s09_airbase_2016"), 5)
    (base,) = [(date, one) for date, one in sentences(forced) if one.about == "belarus.grant_base"]
    assert base[0] == "2016-01"
    assert base[1].text == "Minsk grants a permanent Russian base: the scenario orders it."
    assert base[1].ordered
    forbidden = tell(load_scenario("s14_no_rescue"), 5)
    texts = [one.text for _, one in sentences(forbidden) if one.about == "no_rescue"]
    assert len(texts) == 1
    assert texts[0].startswith("The scenario orders it: from now on it forbids Russia the move 'rescue'")


def test_a_pressure_by_chance_is_told_only_where_it_comes():
    settings = ["pressures.luck={kind: energy_cut, level: 0.5, start: 2015-03, end: 2015-06, probability: 0.5}"]
    scenario = load_scenario("baseline", settings=settings)
    months = [[date for date, one in sentences(tell(scenario, n)) if one.about == "luck"] for n in range(12)]
    assert {tuple(found) for found in months} == {(), ("2015-03", "2015-07")}


def test_the_story_ends_with_the_regime():
    settings = ["pressures.storm={kind: unrest, level: 1.0, start: 2015-01, end: 2021-12}"]
    diary = keep_diary(load_scenario("s14_no_rescue", settings=settings), 3)
    story = tell(load_scenario("s14_no_rescue", settings=settings), 3)
    assert diary.fall is not None
    assert story.chapters[-1].date == story.scenario.date(diary.fall)
    assert story.chapters[-1].sentences[-1].text == "The regime falls, and the story ends here."


def test_the_medoid_takes_the_path_and_is_nearest_to_the_others(finished):
    path, share = commonest_path(finished)
    world = medoid(finished, path)
    paths = posture_paths(finished)
    members = [n for n, one in enumerate(paths) if one == path]
    assert share == pytest.approx(len(members) / WORLDS)
    assert paths[world] == path
    courses = np.concatenate([finished.series[n][:, members] for n in finished.series if n.startswith(HEADLINE)])
    spread = [np.sum((courses - courses[:, [place]]) ** 2) for place in range(len(members))]
    assert members[int(np.argmin(spread))] == world


def test_a_path_nobody_takes_is_refused(finished):
    with pytest.raises(ValueError, match="no world takes the path leaning_west, fallen, client"):
        medoid(finished, (Posture.LEANING_WEST, Posture.FALLEN, Posture.CLIENT))


def test_a_small_run_is_enough_for_the_medoid(baseline, finished):
    assert medoid(run_for_medoid(baseline, WORLDS)) == medoid(finished)


def test_the_same_world_is_the_same_story(baseline, told):
    assert tell(baseline, 41).text() == told.text()
    assert tell(baseline, 42).text() != told.text()


def test_a_story_is_plain_data_too(told):
    plain = json.loads(json.dumps(told.as_plain()))
    assert plain["world"] == 41
    assert plain["chapters"][0]["sentences"][0]["text"]
