"""Conditions on worlds: read, refused at their place, the same for the schema, and worked by hand."""

from __future__ import annotations

import jsonschema
import numpy as np
import pytest

from model.ensemble.record import Posture, Run
from model.runs.outcomes import counted, meets
from model.runs.run import run
from model.scenario.condition import Condition, Subject, condition_schema, read_conditions
from model.scenario.context import Context
from model.scenario.load import load_scenario
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector
from model.yaml_files.tree import parse_yaml
from tests.model.test_yaml_files import plain

WORDS = Vocabulary(
    moves={"mobilise": "army", "rescue": "rescue"},
    movers={"mobilise": "belarus", "rescue": "russia"},
    variables=("belarus.alignment", "belarus.unrest"),
    parameters={},
    mechanisms=(),
)


def read(text: str) -> tuple[tuple[Condition, ...], list[str]]:
    found = Collector()
    node = parse_yaml(f"given: {text}", "f").get("given")
    made = read_conditions(Context(found, WORDS).records, node)
    return made, [str(problem) for problem in sorted(found.problems)]


def accepted_by_schema(text: str) -> bool:
    data = plain(parse_yaml(f"given: {text}", "f"))["given"]
    schema = condition_schema(WORDS)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(data)


RIGHT = [
    ("{stands: 2021-06}", Condition(Subject.STANDS, "2021-06"), "the regime stands in 2021-06"),
    ("{stands: {at: 2021-06}}", Condition(Subject.STANDS, "2021-06"), "the regime stands in 2021-06"),
    ("{stands: true, at: 2021-06}", Condition(Subject.STANDS, "2021-06"), "the regime stands in 2021-06"),
    ("{fallen: {by: 2020-12}}", Condition(Subject.FALLEN, "2020-12", by=True), "the regime has fallen by 2020-12"),
    ("{fallen: true, by: 2020-12}", Condition(Subject.FALLEN, "2020-12", by=True), "the regime has fallen by 2020-12"),
    ("{posture: client@2021-06}", Condition(Subject.POSTURE, "2021-06", name="client"), "posture client in 2021-06"),
    ("{posture: leaning_west, by: 2018-12}", Condition(Subject.POSTURE, "2018-12", by=True, name="leaning_west"),
     "posture leaning_west by 2018-12"),
    ("{move: belarus.mobilise, at: 2020-08}", Condition(Subject.MOVE, "2020-08", name="belarus.mobilise"),
     "belarus.mobilise in 2020-08"),
    ("{variable: belarus.unrest, above: 0.5, by: 2020-08}",
     Condition(Subject.VARIABLE, "2020-08", by=True, name="belarus.unrest", above=0.5),
     "belarus.unrest above 0.5 by 2020-08"),
    ("{variable: belarus.unrest, below: 0, at: 2020-08}",
     Condition(Subject.VARIABLE, "2020-08", name="belarus.unrest", below=0.0), "belarus.unrest below 0 in 2020-08"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "condition", "words"), RIGHT, ids=[text for text, _, _ in RIGHT])
def test_a_condition_is_read_and_said(text: str, condition: Condition, words: str) -> None:
    assert read(text) == ((condition,), [])
    assert str(condition) == words
    assert accepted_by_schema(text)


def test_a_list_of_conditions_means_all() -> None:
    made, problems = read("[{stands: 2021-06}, {posture: client@2018-01}]")
    assert ([condition.subject for condition in made], problems) == ([Subject.STANDS, Subject.POSTURE], [])


DATE = "must be a month such as 2017-05, from 2013-01 to 2040-12, got"
EITHER = "needs either 'at' or 'by', with a month"
ONE = "a condition names exactly one of stands, fallen, posture, move, variable; got"
WRONG = [
    ("client", "1:8: 'given' must be a mapping of keys to values, got 'client'"),
    ("{}", f"1:8: {ONE} none of them"),
    ("{at: 2020-01}", f"1:8: {ONE} none of them"),
    ("{stands: 2021-06, posture: client@2021-06}", f"1:8: {ONE} stands, posture"),
    ("{standing: 2021-06}", "1:9: unknown key 'standing'; did you mean 'stands'? allowed: above, at, below, by, "
                            "fallen, move, posture, stands, variable"),
    ("{stands: 2021}", f"1:17: 'stands' {DATE} 2021"),
    ("{stands: false, at: 2021-06}", "1:17: 'stands' must be true or a month"),
    ("{stands: true}", f"1:8: a condition on 'stands' {EITHER}"),
    ("{stands: {}}", f"1:8: a condition on 'stands' {EITHER}"),
    ("{stands: {in: 2021-06}}", "1:18: unknown key 'in'; allowed: above, at, below, by, fallen, move, posture, stands, "
                                "variable"),
    ("{stands: 2021-06, at: 2020-01}", "1:17: 'stands' must be true or false, got '2021-06'"),
    ("{posture: vassal@2021-06}", "1:18: unknown posture 'vassal'; allowed: client, hedging, leaning_west"),
    ("{posture: client@2021}", f"1:25: 'posture' {DATE} '2021'"),
    ("{posture: client@}", f"1:25: 'posture' {DATE} ''"),
    ("{posture: client}", f"1:8: a condition on 'posture' {EITHER}"),
    ("{posture: client, at: 2020-01, by: 2020-02}", f"1:8: a condition on 'posture' {EITHER}"),
    ("{move: mobilise, at: 2020-01}", "1:15: unknown move to be made 'mobilise'; did you mean 'belarus.mobilise'? "
                                      "allowed: belarus.mobilise, russia.rescue"),
    ("{move: belarus.mobilise, at: 2020-01, above: 1}", "1:8: a condition on 'move' takes no 'above' or 'below'"),
    ("{variable: belarus.unrest, at: 2020-01}", "1:8: a condition on 'variable' needs either 'above' or 'below'"),
    ("{variable: belarus.unrest, above: 0, below: 1, at: 2020-01}",
     "1:8: a condition on 'variable' needs either 'above' or 'below'"),
    ("{variable: unrest, above: 0, at: 2020-01}", "1:19: unknown variable 'unrest'; did you mean 'belarus.unrest'? "
                                                  "allowed: belarus.alignment, belarus.unrest"),
    ("{variable: belarus.unrest, above: .nan, at: 2020-01}", "1:42: 'above' must be a number, got nan"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_condition_is_refused_at_its_place(text: str, message: str) -> None:
    assert read(text) == ((), [f"f:{message}"])
    assert ".nan" in text or not accepted_by_schema(text)


FALLEN, CLIENT, HEDGING = Posture.FALLEN, Posture.CLIENT, Posture.HEDGING


def by_hand() -> Run:
    """Three months of four worlds: one falls at the end, one is a client for one month."""
    posture = np.array([[HEDGING] * 4, [CLIENT, HEDGING, HEDGING, HEDGING], [HEDGING, HEDGING, FALLEN, HEDGING]])
    return Run(
        scenario=None,
        numbers=np.arange(4),
        months=("2014-01", "2014-02", "2014-03"),
        series={"x": np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.5], [0.0, 0.2, np.nan, 0.5]])},
        moves={"belarus.mobilise": np.array([[False] * 4, [False, True, False, False], [True, False, False, False]])},
        posture=posture.astype(np.int8),
    )


@pytest.mark.parametrize(
    ("condition", "worlds"),
    [
        (Condition(Subject.STANDS, "2014-03"), [0, 1, 3]),
        (Condition(Subject.STANDS, "2014-02", by=True), [0, 1, 2, 3]),
        (Condition(Subject.FALLEN, "2014-02"), []),
        (Condition(Subject.FALLEN, "2014-03", by=True), [2]),
        (Condition(Subject.POSTURE, "2014-03", name="client"), []),
        (Condition(Subject.POSTURE, "2014-03", by=True, name="client"), [0]),
        (Condition(Subject.MOVE, "2014-03", name="belarus.mobilise"), [0]),
        (Condition(Subject.MOVE, "2014-03", by=True, name="belarus.mobilise"), [0, 1]),
        (Condition(Subject.VARIABLE, "2014-03", name="x", above=0.1), [1, 3]),
        (Condition(Subject.VARIABLE, "2014-03", name="x", below=0.1), [0]),
        (Condition(Subject.VARIABLE, "2014-03", by=True, name="x", above=0.9), [1]),
    ],
    ids=str,
)
def test_the_worlds_that_meet_a_condition_by_hand(condition: Condition, worlds: list[int]) -> None:
    assert np.flatnonzero(meets(by_hand(), condition)).tolist() == worlds


def test_a_month_that_the_run_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="'2015-01' is not in this run"):
        meets(by_hand(), Condition(Subject.STANDS, "2015-01"))


def test_what_a_condition_needs_is_recorded_and_all_conditions_count() -> None:
    threat = "{variable: belarus.sovereignty_threat, above: 0.2, by: 2013-06}"
    given = f"given=[{threat}, {{move: belarus.release_prisoners, by: 2013-12}}]"
    made = run(load_scenario("baseline", settings=["end=2013-12", "worlds=7", given]), keep=(), moves=False)
    assert list(made.series) == ["belarus.sovereignty_threat"]
    assert "belarus.release_prisoners" in made.moves
    conditions = made.scenario.given
    assert (counted(made) == (meets(made, conditions[0]) & meets(made, conditions[1]))).all()
