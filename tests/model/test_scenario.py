"""Scenario files: layers, refusals at their exact place, and the schema for editors."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from model.core.declarations import COUNT, SIGNED, UNIT
from model.core.draws import Draws
from model.ensemble.drivers import Pressures
from model.evidence.domains import NumberDomain
from model.evidence.load import load_seeds
from model.rules.system import DRIVERS
from model.scenario.changes import Change
from model.scenario.condition import Condition, Subject
from model.scenario.files import SCENARIOS, read_layers, scenario_names
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario, settled
from model.scenario.pressure import Combine
from model.scenario.pressure_keys import KEYS as KEYS_OF_PRESSURES
from model.scenario.pressure_keys import described
from model.scenario.reader import KEYS as KEYS_OF_FILES
from model.scenario.scenario import ParameterSetting, Sampling, Scenario
from model.scenario.schema import SCHEMA_FILE, json_schema, schema_text
from model.theory.names import Vocabulary, vocabulary
from model.theory.theory import theory
from model.yaml_files.nodes import InputError, Node, Problem

BIDS = ("bid_karabakh", "bid_syria", "bid_peacekeepers", "bid_helsinki")
BELARUS = {"grant_base": "base", "repress_harshly": "repression", "repress_restrained": "repression"}
WEIGHT = NumberDomain(name="positive", says="a positive number", low=0.0)
SHARE = NumberDomain(name="share", says="a share, from 0 to 1", low=0.0, high=1.0)
WORDS = Vocabulary(
    moves=BELARUS | {"rescue": "rescue"} | dict.fromkeys(BIDS, "bid"),
    movers=dict.fromkeys((*BELARUS, *BIDS), "belarus") | {"rescue": "russia"},
    variables=("belarus.alignment", "belarus.unrest", "belarus.bids", "belarus.threat"),
    parameters={"conditionality.weight": (0.2, 0.8), "mediation.pace": (0.0, 1.0)},
    mechanisms=("M27", "M28"),
    hypotheses={
        "room": {"grew": ("mediation.pace",), "shrank": ("conditionality.weight",)},
        "thaw": {"reward": ("mediation.pace",)},
    },
    domains={"belarus.alignment": SIGNED, "belarus.unrest": UNIT, "belarus.bids": COUNT, "belarus.threat": UNIT},
    stocks=("belarus.alignment", "belarus.unrest", "belarus.bids"),
    switches={"M27": (), "M28": ("conditionality.weight",)},
    divisors=("mediation.pace",),
    number_domains={"conditionality.weight": WEIGHT, "mediation.pace": SHARE},
)
HISTORY = """\
pressures:
  history.crimea: {kind: precedent, start: 2014-03, duration: 1, because: the shock}
  history.tension:
    kind: tension
    path: {2013-01: 0.3, 2014-03: 0.5}
left_out: {E13: before}
"""
BASE = "title: Base\nend: 2021-12\nworlds: 97\nseed: 2013\n"
NAMES = "history.crimea, history.tension"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "history.yaml").write_text(HISTORY)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "base.yaml").write_text(BASE)
    return tmp_path


def load(folder: Path, text: str | bytes, *settings: str, words: Vocabulary = WORDS) -> Scenario:
    path = folder / "scenarios" / "asked.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_scenario(
        path, settings=settings, vocabulary=words, folder=folder / "scenarios", history=folder / "history.yaml"
    )


def refusals(folder: Path, text: str | bytes, *settings: str) -> list[str]:
    """Every problem as LINE:COLUMN: message, without the folder."""
    with pytest.raises(InputError) as caught:
        load(folder, text, *settings)
    here = f"{folder}/scenarios/asked.yaml"
    return [
        str(p).removeprefix(f"{here}:").replace(here, "HERE").replace(f"{folder}/", "") for p in caught.value.problems
    ]


def pressure(line: str) -> str:
    return f"extends: base\npressures:\n  x: {line}\n"


TOP = [
    ("ttle: x", "1:1: unknown key 'ttle'; did you mean 'title'? allowed: because, end, extends, given, hypotheses, "
                "initial, parameters, pressures, question, read, read_from, sampling and 5 more"),
    ("title: 3", "1:8: 'title' must be text, got 3; put it in quotes"),
    ("worlds: 0", "1:9: 'worlds' must be a whole number between 1 and 1,000,000, got 0"),
    ("worlds: 1000000000", "1:9: 'worlds' must be a whole number between 1 and 1,000,000, got 1000000000"),
    ("worlds: 7.5", "1:9: 'worlds' must be a whole number between 1 and 1,000,000, got 7.5"),
    ("worlds: true", "1:9: 'worlds' must be a whole number between 1 and 1,000,000, got true"),
    ("worlds: [7]", "1:9: 'worlds' must be a whole number between 1 and 1,000,000, got a list"),
    ("seed: -1", "1:7: 'seed' must be a whole number between 0 and 9,223,372,036,854,775,807, got -1"),
    ("seed: 9223372036854775808", "1:7: 'seed' must be a whole number between 0 and 9,223,372,036,854,775,807, "
                                  "got 9223372036854775808"),
    ("sampling: worst", "1:11: unknown sampling 'worst'; allowed: best, conditioned, prior"),
    ("sampling: parameters", "1:11: 'parameters' is called 'prior' now"),
    ("sampling: wide", "1:11: 'wide' is called 'prior' now"),
    ("end: 2012-12", "1:6: 'end' must be a month such as 2017-05, from 2013-01 to 2040-12, got '2012-12'"),
    ("end: 2041-01", "1:6: 'end' must be a month such as 2017-05, from 2013-01 to 2040-12, got '2041-01'"),
    ("end: 2017", "1:6: 'end' must be a month such as 2017-05, from 2013-01 to 2040-12, got 2017"),
    ("end: 2017-05-01", "1:6: 'end' must be a month such as 2017-05, from 2013-01 to 2040-12, got '2017-05-01'"),
    ("start: 2014-01", "1:8: a run that starts in 2014-01 needs 'initial', "
                         "because the model's own initial values are for 2013-01"),
    ("read_from: 2022-01", "1:12: 2022-01 lies outside the run, 2013-01 to 2021-12"),
    ("given: {posture: client@2022-06}", "1:8: 2022-06 lies outside the run, 2013-01 to 2021-12"),
    ("switch_off: M28", "1:13: 'switch_off' must be a list, got 'M28'"),
    ("switch_off: [M28, M82]", "1:19: unknown mechanism 'M82'; did you mean 'M28'? allowed: M27, M28"),
    ("switch_off: [M28, M28]", "1:19: 'M28' is named twice"),
    ("hypotheses: {rom: grew}", "1:14: unknown hypothesis 'rom'; did you mean 'room'? allowed: room, thaw"),
    ("hypotheses: {room: shrunk}", "1:20: unknown variant of 'room' 'shrunk'; did you mean 'shrank'? "
                                   "allowed: grew, shrank"),
    ("hypotheses: {room: grew, thaw: reward}", "1:32: the hypotheses 'room' and 'thaw' both set 'mediation.pace'; "
                                               "choose one of them"),
    ("parameters: {mediation.pac: 1}", "1:14: unknown parameter 'mediation.pac'; did you mean 'mediation.pace'? "
                                       "allowed: conditionality.weight, mediation.pace"),
    ("parameters: {mediation.pace: .nan}", "1:30: 'mediation.pace' must be a number, got nan"),
    ("parameters: {conditionality.weight: 0.9}", "1:37: 'conditionality.weight' = 0.9 is outside 0.2 to 0.8; "
                                                 "say why under 'because'"),
    ("parameters: {conditionality.weight: {low: 0.1, high: 0.3}}", "1:43: 'conditionality.weight' = 0.1 is outside "
                                                                   "0.2 to 0.8; say why under 'because'"),
    ("parameters: {mediation.pace: {low: 0.4, high: 0.3}}", "1:47: 'high' 0.3 is below 'low' 0.4"),
    ("parameters: {mediation.pace: {low: 0.4}}", "1:14: 'mediation.pace' needs either 'fix', or 'low' and 'high', or "
                                                 "'scale'; got low"),
    ("parameters: {mediation.pace: {fix: 0.4, scale: 1}}", "1:14: 'mediation.pace' needs either 'fix', or 'low' and "
                                                           "'high', or 'scale'; got fix, scale"),
    ("parameters: {mediation.pace: {because: so}}", "1:14: 'mediation.pace' needs either 'fix', or 'low' and 'high', "
                                                    "or 'scale'; got none of them"),
    ("parameters: {mediation.pace: {scale: -1}}", "1:38: 'scale' must be a number between 0.001 and 1,000, got -1"),
    ("initial: {belarus.alignmen: 0}", "1:11: unknown stock 'belarus.alignmen'; did you mean 'belarus.alignment'? "
                                       "allowed: belarus.alignment, belarus.bids, belarus.unrest"),
    ("initial: {belarus.unrest: .inf}", "1:27: 'belarus.unrest' must be a number between 0 and 1, got inf"),
    ("initial: {belarus.unrest: 7}", "1:27: 'belarus.unrest' must be a number between 0 and 1, got 7"),
    ("initial: {belarus.unrest: -5}", "1:27: 'belarus.unrest' must be a number between 0 and 1, got -5"),
    ("initial: {belarus.bids: 1e300}", "1:25: 'belarus.bids' must be a number between 0 and 1,000,000, got 1e+300"),
    ("initial: {belarus.bids: 0.5}", "1:25: 'belarus.bids' must be a whole number, got 0.5"),
    ("initial: {belarus.threat: 0.5}", "1:11: 'belarus.threat' is computed each month, so it takes no initial value"),
    ("parameters: {mediation.pace: 1.2}",
     "1:30: 'mediation.pace' = 1.2 leaves its domain (a share, from 0 to 1); say why under 'because'"),
    ("parameters: {conditionality.weight: {scale: 2}}", "1:45: 'conditionality.weight' = 1.6 (scaled by 2) is outside "
                                                        "0.2 to 0.8; say why under 'because'"),
    ("parameters: {conditionality.weight: {scale: 0, because: so}}", "1:45: 'scale' must be a number between 0.001 "
                                                                     "and 1,000, got 0"),
    ("parameters: {conditionality.weight: {fix: -1, because: so}}",
     "1:43: 'conditionality.weight' = -1 has the wrong sign; it must be a positive number"),
    ("parameters: {conditionality.weight: {low: -1, high: 1, because: so}}",
     "1:43: 'conditionality.weight' = -1 has the wrong sign; it must be a positive number"),
    ("parameters: {conditionality.weight: {fix: 1e300, because: so}}",
     "1:43: 'conditionality.weight' = 1e+300 is too large; at most 800 is possible"),
    *((f"{section}:{rest}", f"1:1: '{section}' is empty; leave it out, or give it entries (null deletes single entries "
                            "only)")
      for section in ("pressures", "parameters", "hypotheses", "initial") for rest in ("", " null", " # one: 1")),
    ("end:", "1:1: 'end' is empty; give it a value, or write null to delete what is given below"),
    ("pressures: {history.crimea: }", "1:13: 'history.crimea' is empty; give it a value, or write null to delete what "
                                      "is given below"),
    ("pressures: {history.crimea: {start: }}", "1:30: 'start' is empty; give it a value, or write null to delete what "
                                               "is given below"),
    ("pressures: {history: {crimea: null}}", "1:13: a pressure of history is named by one key, such as "
                                             "'history.crimea'"),
    ("worlds: null", "1:9: null deletes a value, but no file below gives 'worlds'"),
    ("extends: 3", "1:10: 'extends' must be text, got 3; put it in quotes"),
    ("extends: bse", "1:10: unknown scenario to extend 'bse'; did you mean 'base'? allowed: base"),
    ("extends: asked", "1:10: 'extends' goes round in a circle: asked -> asked"),
    ("pressures: 3", "1:12: 'pressures' must be a mapping of keys to values, got 3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), TOP, ids=[text for text, _ in TOP])
def test_a_wrong_key_is_refused_at_its_place(folder: Path, text: str, message: str) -> None:
    assert refusals(folder, text) == [message]


WINDOWS = "start, end, duration, every, times, when, repeat"
ALWAYS = "kind, probability, delay, events, because"
WRONG = [
    ("«3", ["'x' must be a mapping of keys to values, got 3"]),
    ("{level: 0.5}", ["'x' needs a 'kind', because no file below has such a pressure"]),
    ("null", [f"unknown pressure to delete 'x'; allowed: {NAMES}"]),
    ("{kind: «sanctons, «levl: 1}", [
        "unknown kind of pressure 'sanctons'; did you mean 'sanctions'? allowed: aid, base_demand, bid_success, "
        "border_closure, deployment, election_shock, energy_cut, enlarged_meeting, exercise, exploitation, forbid, "
        "force and 26 more",
        "unknown key 'levl'; did you mean 'level'? allowed: backing, because, by, conflict, delay, duration, "
        "end, events, every, kind, level, move and 10 more"]),
    ("{kind: sanctions, by: «EUU}", ["unknown actor 'EUU'; did you mean 'EU'? allowed: EU, Russia, US"]),
    ("{kind: sanctions, by: EU, on: «Ukraine}", [
        "sanctions by EU on Ukraine has no effect in the model; allowed: EU on Belarus, EU on Russia, "
        "US on Belarus, US on Russia, Russia on Belarus, Russia on Ukraine, Russia on EU, Russia on US"]),
    ("{kind: sanctions, level: «1.01}", ["'level' must be a number between 0 and 1, got 1.01"]),
    ("{kind: sanctions, level: «.nan}", ["'level' must be a number between 0 and 1, got nan"]),
    ("{kind: sanctions, level: «-.inf}", ["'level' must be a number between 0 and 1, got -inf"]),
    ("{kind: sanctions, level: «'0.5'}", ["'level' must be a number between 0 and 1, got '0.5'"]),
    ("{kind: sanctions, level: «yes}", ["'level' must be a number between 0 and 1, got 'yes'"]),
    ("{kind: tension, level: «-1.5}", ["'level' must be a number between -1 and 1, got -1.5"]),
    ("{kind: tension}", ["tension needs a 'level' from -1 to 1, or a 'path'"]),
    ("{kind: tension, level: 0.1, «by: EU}", [
        f"'by' cannot be used in tension; allowed: {ALWAYS}, {WINDOWS}, level, ramp, path"]),
    ("{kind: pandemic, level: «0.5}", ["'level' must be a whole number between 0 and 1, got 0.5"]),
    ("{kind: pandemic, «ramp: 2}", [f"'ramp' cannot be used in pandemic; allowed: {ALWAYS}, {WINDOWS}, level"]),
    ("{kind: energy_cut, end: «2017-01, start: 2018-01}", ["'end' 2017-01 is before 'start' 2018-01"]),
    ("{kind: energy_cut, start: «2018-1}", [
        "'start' must be a month such as 2017-05, from 2013-01 to 2040-12, got '2018-1'"]),
    ("{kind: energy_cut, start: {between: [2017-01, 2018-12]}, end: «2018-11}", [
        "'end' 2018-11 is before 2018-12, the last month that 'start' may be"]),
    ("{kind: energy_cut, start: {between: «[2018-12, 2017-01]}}", [
        "'between' ends in 2017-01, before it begins in 2018-12"]),
    ("{kind: energy_cut, start: {between: «[2017-01]}}", ["'between' needs at least 2 entries"]),
    ("{kind: energy_cut, start: {between: «[2017-01, 2017-03, 2017-05]}}", [
        "'between' takes at most 2 entries, got 3"]),
    ("{kind: energy_cut, start: {between: [2017-01, «2017-01]}}", ["'2017-01' is named twice"]),
    ("{kind: energy_cut, start: {between: [2017-01, 2017-03]}, duration: 1, «every: 12}", [
        "'every' cannot be used with a 'start' that is drawn; give one month"]),
    ("{kind: energy_cut, start: {between: [2017-01, 2017-03]}, «when: {variable: belarus.unrest, above: 0}}", [
        "'when' cannot be used with a 'start' that is drawn; give one month"]),
    ("{kind: energy_cut, end: 2018-01, «duration: 3}", [
        "'end' and 'duration' cannot both be given; 'end' is given in HERE:3 (null deletes it)"]),
    ("{kind: energy_cut, duration: «0}", ["'duration' must be a whole number between 1 and 336, got 0"]),
    ("{kind: energy_cut, ramp: «1.5}", ["'ramp' must be a whole number between 0 and 336, got 1.5"]),
    ("{kind: energy_cut, probability: «2}", ["'probability' must be a number between 0 and 1, got 2"]),
    ("{kind: energy_cut, delay: «999}", ["'delay' must be a whole number between -336 and 336, got 999"]),
    ("{kind: energy_cut, «times: 2}", ["'times' needs 'every'"]),
    ("{kind: energy_cut, «every: 12}", [
        "'every' repeats a window; give the window a 'duration' or an 'end'"]),
    ("{kind: energy_cut, every: «2, duration: 3}", ["a window of 3 months cannot repeat every 2 months"]),
    ("{kind: energy_cut, «repeat: true}", ["'repeat' needs 'when' and 'duration'"]),
    ("{kind: energy_cut, when: «3}", ["'when' must be a mapping of keys to values, got 3"]),
    ("{kind: energy_cut, when: «{above: 0.1}}", ["'when' has no 'variable'; it must be given"]),
    ("{kind: energy_cut, when: «{variable: belarus.unrest}}", ["'when' needs either 'above' or 'below'"]),
    ("{kind: energy_cut, when: {variable: «unrest, above: 0}}", [
        "unknown variable 'unrest'; did you mean 'belarus.unrest'? allowed: belarus.alignment, belarus.bids, "
        "belarus.threat, belarus.unrest"]),
    ("{kind: energy_cut, when: {variable: belarus.unrest, above: 0, for: «0}}", [
        "'for' must be a whole number between 1 and 336, got 0"]),
    ("{kind: energy_cut, when: {variable: belarus.unrest, above: 0}, «every: 3, duration: 1}", [
        "'every' cannot be used with 'when'; use 'repeat: true' instead"]),
    ("{kind: tension, path: «{}}", ["'path' needs at least one entry"]),
    ("{kind: tension, path: «0.3}", ["'path' must be a mapping of keys to values, got 0.3"]),
    ("{kind: tension, path: {«2014-13: 0, 2014-05: «7}}", [
        "must be a month such as 2017-05, from 2013-01 to 2040-12, got '2014-13'",
        "'2014-05' must be a number between -1 and 1, got 7"]),
    ("{kind: tension, path: {2014-05: 0}, «start: 2014-01}", [
        "'start' cannot be used with 'path', which gives every month its value"]),
    ("{kind: mediation_bid}", ["mediation_bid has no 'by'; say who bids"]),
    ("{kind: mediation_bid, by: «belarus}", ["unknown actor 'belarus'; did you mean 'Belarus'?"]),
    ("{kind: mediation_bid, by: Belarus}", [
        "mediation_bid by Belarus has no 'conflict'; allowed: karabakh, syria, donbas_peacekeepers, helsinki, bridge"]),
    ("{kind: mediation_bid, by: Belarus, conflict: «kashmir}", [
        "unknown conflict 'kashmir'; allowed: bridge, donbas_peacekeepers, helsinki, karabakh, syria"]),
    ("{kind: mediation_bid, by: Belarus, conflict: syria, «venue: Minsk}", [
        f"'venue' cannot be used in mediation_bid by Belarus; allowed: {ALWAYS}, by, {WINDOWS}, conflict"]),
    ("{kind: rival_venue, backing: {«USA: 0.7, US: «1.7}}", [
        "unknown actor 'USA'; did you mean 'US'? allowed: Armenia, Azerbaijan, Belarus, China, EU, France, "
        "Germany, Kazakhstan, NATO, OSCE, Poland, Russia and 5 more",
        "'US' must be a number between 0 and 1, got 1.7"]),
    ("{kind: occasion}", ["occasion has no 'of'; allowed: un_vote, assembly_vote, counter_sanctions, forum"]),
    ("{kind: occasion, of: «party}", [
        "unknown occasion 'party'; allowed: assembly_vote, counter_sanctions, forum, un_vote"]),
    ("{kind: force}", ["'x' has no 'move'; say which"]),
    ("{kind: force, move: «grant_bas, by: Belarus}", [
        "unknown move 'grant_bas'; did you mean 'grant_base'? allowed: bid_helsinki, bid_karabakh, "
        "bid_peacekeepers, bid_syria, grant_base, repress_harshly, repress_restrained"]),
    ("{kind: forbid, by: Belarus, move: «rescue}", ["'rescue' is a move of Russia, not of Belarus"]),
    ("{kind: force, move: rescue, «level: 1}", [
        f"'level' cannot be used in force; allowed: {ALWAYS}, by, {WINDOWS}, move"]),
    ("{kind: war, level: 0.1, events: [«E1]}", ["'events' item 1 must be the id of an event, such as E25, got 'E1'"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "messages"), WRONG, ids=[line for line, _ in WRONG])
def test_a_wrong_pressure_is_refused_at_its_place(folder: Path, line: str, messages: list[str]) -> None:
    """The sign « stands before what each message points at; without one it is the name of the pressure."""
    before = line.split("«")[:-1]
    places = [len("  x: ") + len("".join(before[: i + 1])) + 1 for i in range(len(before))] or [len("  x")]
    expected = [f"3:{column}: {message}" for column, message in zip(places, messages, strict=True)]
    assert refusals(folder, pressure(line.replace("«", ""))) == expected


def test_names_of_pressures_are_checked(folder: Path) -> None:
    text = 'pressures:\n  history.crimae: {delay: 1}\n  history.new: {kind: pandemic}\n  "a b": {kind: pandemic}\n'
    assert refusals(folder, text) == [
        f"2:3: unknown pressure of history 'history.crimae'; did you mean 'history.crimea'? allowed: {NAMES}",
        f"3:3: unknown pressure of history 'history.new'; did you mean 'history.crimea'? allowed: {NAMES}",
        "4:3: 'a b' is not a valid name; use letters, digits, '_' and '-', with a letter first",
    ]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("{kind: force, move: grant_base}", "{kind: forbid, move: grant_base, start: 2016-01}",
         "3:3: 'y' forbids 'grant_base' in 2016-01, but 'x' forces it"),
        ("{kind: forbid, move: rescue, when: {variable: belarus.unrest, above: 0.5}}",
         "{kind: force, move: rescue, start: 2020-08, end: 2020-09}",
         "3:3: 'y' forces 'rescue' in 2020-08, but 'x' forbids it"),
        ("{kind: force, move: repress_harshly, end: 2015-01}", "{kind: force, move: repress_restrained}",
         "3:3: 'y' forces 'repress_restrained' in 2013-01, but 'x' forces 'repress_harshly' in the same slot"),
        ("{kind: force, move: bid_syria, start: 2015-02}", "{kind: mediation_bid, by: Belarus, conflict: karabakh}",
         "3:3: 'y' forces 'bid_karabakh' in 2015-02, but 'x' forces 'bid_syria' in the same slot"),
    ],
)  # fmt: skip
def test_clashing_moves_are_refused(folder: Path, first: str, second: str, message: str) -> None:
    assert refusals(folder, f"pressures:\n  x: {first}\n  y: {second}\n") == [message]


def test_the_same_move_may_be_forced_twice_or_in_other_months(folder: Path) -> None:
    text = (
        "pressures:\n"
        "  x: {kind: force, move: grant_base, start: 2016-01, end: 2016-02}\n"
        "  y: {kind: force, move: grant_base}\n"
        "  z: {kind: forbid, move: rescue, end: 2016-02}\n"
        "  w: {kind: force, move: rescue, start: 2016-03, every: 12, duration: 1}\n"
    )
    assert len(load(folder, text).pressures) == 6


def test_every_problem_is_told_at_once(folder: Path) -> None:
    text = "extends: base\nworlds: 0\nseed: x\npressures:\n  a: {kind: war, level: 9, start: 13}\n  b: {kind: wr}\n"
    found = refusals(folder, text, "pressures.a.ramp=-1", "end=2000-01")
    assert [line.split(" ")[0] for line in found] == [
        "--set", "--set", "2:9:", "3:7:", "5:25:", "5:35:", "6:13:",
    ]  # fmt: skip


BAD_FILES = [
    (b"", "1:1: the file is empty"),
    (b"\x00\x01", "1:1: byte 1 is NUL; this is not a text file"),
    (b"title: \xff", "1:8: byte 8 is not UTF-8 text; save the file as UTF-8"),
    (b"a" * 10_000_000, "1:1: the file has 10,000,000 bytes; 256,000 are allowed"),
    (b"[1]", "1:1: the top level must be a mapping of keys to values, got a list"),
    (b"title: " + b"[" * 60, "1:37: values are nested deeper than 30 levels"),
    (b"title: !!str x", "1:8: tags ('!!str') are not allowed"),
    (b"title: &a x", "1:8: anchors ('&a') are not allowed"),
    (b"worlds: 7\nworlds: 8", "2:1: duplicate key 'worlds'; it is first given in line 1"),
]


@pytest.mark.parametrize(("data", "message"), BAD_FILES, ids=[message for _, message in BAD_FILES])
def test_files_that_are_no_scenario_are_refused(folder: Path, data: bytes, message: str) -> None:
    assert message in refusals(folder, data)


def test_missing_files_and_names_are_refused(folder: Path) -> None:
    scenarios = folder / "scenarios"
    with pytest.raises(InputError, match=r"unknown scenario 'bse'; did you mean 'base'\? allowed: base"):
        load_scenario("bse", vocabulary=WORDS, folder=scenarios, history=folder / "history.yaml")
    with pytest.raises(InputError, match=r"gone\.yaml:1:1: there is no such file"):
        load_scenario(scenarios / "gone.yaml", vocabulary=WORDS, folder=scenarios, history=folder / "history.yaml")
    with pytest.raises(InputError, match="scenarios:1:1: this is a folder"):
        load_scenario(scenarios, vocabulary=WORDS, folder=scenarios, history=folder / "history.yaml")


def test_a_circle_of_extends_is_refused_where_it_closes(folder: Path) -> None:
    (folder / "scenarios" / "one.yaml").write_text("extends: two\n")
    (folder / "scenarios" / "two.yaml").write_text("title: Two\nextends: one.yaml\n")
    assert refusals(folder, "extends: one\n") == [
        "scenarios/two.yaml:2:10: 'extends' goes round in a circle: one -> two -> one"
    ]


SETTINGS = [
    ("nonsense", "must be KEY=VALUE on one line, got 'nonsense'", 1),
    ("worlds=", "must be KEY=VALUE on one line, got 'worlds='", 1),
    ("worlds=7\nseed: 3", "must be KEY=VALUE on one line, got 'worlds=7\\nseed: 3'", 1),
    ("a..b=3", "'a..b' is not a dotted key such as pressures.eu_2017.level", 1),
    ("extends=base", "'extends' can only be written in a file", 1),
    ("extends.x=base", "'extends' can only be written in a file", 1),
    ("read.origin=ours", "'read' can only be written in a file", 1),
    ("worlds=1e9", "'worlds' must be a whole number between 1 and 1,000,000, got 1000000000.0", 8),
    ("pressures.x.level=[1", "the list '[' is not closed, or a comma is missing", 19),
    ("pressures.x=#1", "text that begins with '#' must be in quotes", 13),
    ("pressures.x.level=0.1", "'x' needs a 'kind', because no file below has such a pressure", 11),
    ("pressures.x={kind: war, level: 7}", "'level' must be a number between -1 and 1, got 7", 32),
    ("pressures.history.crimea.levl=1",
     "unknown key 'levl'; did you mean 'level'? allowed: backing, because, by, conflict, delay, duration, end, "
     "events, every, kind, level, move and 10 more", 26),
    ("pressures.history.crimea.end=2015-01",
     "'end' and 'duration' cannot both be given; 'duration' is given in history.yaml:2 (null deletes it)", 26),
    ("parameters.conditionality.weight=0.9",
     "'conditionality.weight' = 0.9 is outside 0.2 to 0.8; say why under 'because'", 34),
    ("switch_off=[M28, Q]", "unknown mechanism 'Q'; allowed: M27, M28", 18),
    ("pressures.history.crimea.kind=null", "'history.crimea' has no 'kind'; it must be given", 26),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "message", "column"), SETTINGS, ids=[setting for setting, _, _ in SETTINGS])
def test_a_wrong_setting_is_refused_at_its_place(folder: Path, setting: str, message: str, column: int) -> None:
    assert refusals(folder, BASE, setting) == [f"--set {setting.partition('=')[0]}:1:{column}: {message}"]


CHANGES = [
    Change(("worlds",), 7), Change(("pressures", "history.crimea", "level"), 0), Change(("hypotheses", "room"), "grew"),
    Change(("parameters", "mediation.pace"), 0.25), Change(("switch_off",), ["M28"]), Change(("end",), "2018-05"),
]  # fmt: skip


def test_a_typed_change_is_the_same_as_its_text(folder: Path) -> None:
    path = folder / "scenarios" / "base.yaml"
    layers = read_layers(path, folder=folder / "scenarios", history=folder / "history.yaml")
    typed = settled(layers, CHANGES, vocabulary=WORDS)
    assert [str(change) for change in CHANGES[:2]] == ["worlds=7", "pressures.history.crimea.level=0"]
    assert typed == settled(layers, [str(change) for change in CHANGES], vocabulary=WORDS)
    assert (typed.worlds, typed.end, typed.switch_off) == (7, "2018-05", ("M28",))
    gone = settled(layers, [Change(("pressures", "history.crimea"), None)], vocabulary=WORDS)
    assert list(gone.pressures) == ["history.tension"]
    assert typed.origins["worlds"] == "--set worlds:1"


def test_a_wrong_change_is_refused_at_its_place(folder: Path) -> None:
    path = folder / "scenarios" / "base.yaml"
    layers = read_layers(path, folder=folder / "scenarios", history=folder / "history.yaml")
    at = Node(None, 4, 9, "sweep.yaml")
    wrong = [Change(("parameters", "mediation.pace"), {"fix": "x"}, at), "worlds=0", Change(("seed",), True)]
    with pytest.raises(InputError) as caught:
        settled(layers, wrong, vocabulary=WORDS)
    assert [str(problem) for problem in caught.value.problems] == [
        "--set seed:1:6: 'seed' must be a whole number between 0 and 9,223,372,036,854,775,807, got true",
        "--set worlds:1:8: 'worlds' must be a whole number between 1 and 1,000,000, got 0",
        "sweep.yaml:4:9: 'fix' must be a number, got 'x'",
    ]


def test_layers_merge_by_key_and_the_last_writer_wins(folder: Path) -> None:
    (folder / "scenarios" / "middle.yaml").write_text(
        "title: Middle\nquestion: Whose?\nextends: base\nworlds: 7\nswitch_off: [M27, M28]\n"
        "pressures:\n  eu: {kind: sanctions, level: 0.8, start: 2017-05, end: 2018-12}\n"
    )
    text = (
        "extends: middle\nswitch_off: [M28]\npressures:\n  eu: {level: 0.5, end: null, duration: 3}\n"
        "  history.crimea: {delay: 12}\n  history.tension: {path: {2014-03: null, 2015-01: 0.9}}\n"
    )
    made = load(folder, text, "pressures.eu.ramp=2", "seed=5")
    assert (made.title, made.question, made.worlds, made.seed, made.end) == ("asked", "", 7, 5, "2021-12")
    assert made.switch_off == ("M28",)
    eu = made.pressures["eu"]
    assert (eu.level, eu.start, eu.end, eu.duration, eu.ramp) == (0.5, 52, None, 3, 2)
    assert made.pressures["history.crimea"].start == 14 + 12
    assert made.pressures["history.tension"].path == ((0, 0.3), (24, 0.9))
    assert list(made.pressures) == ["history.crimea", "history.tension", "eu"]
    assert [Path(file).name for file in made.chain] == ["history.yaml", "base.yaml", "middle.yaml", "asked.yaml"]


def test_every_value_tells_where_it_was_written(folder: Path) -> None:
    text = "extends: base\npressures:\n  history.crimea:\n    delay: 12\n  eu: {kind: sanctions}\n"
    made = load(folder, text, "pressures.eu.level=0.5").origins
    short = {key: place.replace(f"{folder}/", "") for key, place in made.items()}
    assert short == {
        "extends": "scenarios/asked.yaml:1",
        "end": "scenarios/base.yaml:2",
        "worlds": "scenarios/base.yaml:3",
        "seed": "scenarios/base.yaml:4",
        "pressures.history.crimea.kind": "history.yaml:2",
        "pressures.history.crimea.start": "history.yaml:2",
        "pressures.history.crimea.duration": "history.yaml:2",
        "pressures.history.crimea.because": "history.yaml:2",
        "pressures.history.crimea.delay": "scenarios/asked.yaml:4",
        "pressures.history.tension.kind": "history.yaml:4",
        "pressures.history.tension.path.2013-01": "history.yaml:5",
        "pressures.history.tension.path.2014-03": "history.yaml:5",
        "pressures.eu.kind": "scenarios/asked.yaml:5",
        "pressures.eu.level": "--set pressures.eu.level:1",
    }


def test_null_deletes_a_pressure_of_history(folder: Path) -> None:
    assert list(load(folder, "pressures: {history.crimea: null}").pressures) == ["history.tension"]
    again = refusals(folder, "pressures: {history.crimea: null}", "pressures.history.crimea.delay=3")
    assert again == ["--set pressures.history.crimea.delay:1:26: 'history.crimea' has no 'kind'; it must be given"]


def test_a_deletion_of_what_is_deleted_says_so(folder: Path) -> None:
    assert refusals(folder, "pressures: {history.crimea: null}", "pressures.history.crimea=null") == [
        "--set pressures.history.crimea:1:11: 'history.crimea' is already deleted"
    ]


def test_a_key_set_twice_is_refused(folder: Path) -> None:
    assert refusals(folder, BASE, "worlds=7", "seed=3", "worlds=8") == ["--set worlds:1:1: 'worlds' is set twice"]


def test_a_name_too_long_to_save_results_under_is_refused(folder: Path) -> None:
    path = folder / "scenarios" / ("x" * 120 + ".yaml")
    path.write_text(BASE)
    with pytest.raises(InputError, match="the name of the file is too long: it names the results"):
        load_scenario(path, vocabulary=WORDS, folder=folder / "scenarios", history=folder / "history.yaml")


def test_a_file_beside_a_missing_name_is_pointed_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "q-1.yaml").write_text(BASE)
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=r"unknown scenario 'q-1'; for the file in this folder write 'q-1\.yaml'"):
        load_scenario("q-1", vocabulary=WORDS, folder=folder / "scenarios")


def test_a_title_is_one_line(folder: Path) -> None:
    assert load(folder, "title: |\n  Two\n  lines\n").title == "Two lines"


NOTES = [
    ("{kind: energy_cut, start: 2022-01}",
     "has no effect: it begins in 2022-01, after the run ends in 2021-12"),
    ("{kind: energy_cut, start: 2015-01, end: 2015-12, delay: -36}",
     "has no effect: it is over before the run starts in 2013-01"),
    ("{kind: energy_cut, when: {variable: belarus.unrest, above: 0.5}, start: 2022-01}",
     "has no effect: it begins in 2022-01, after the run ends in 2021-12"),
    ("{kind: energy_cut, when: {variable: belarus.unrest, above: 5}}",
     "never starts: belarus.unrest is never above 5, it lies between 0 and 1"),
    ("{kind: energy_cut, when: {variable: belarus.alignment, below: -1}}",
     "never starts: belarus.alignment is never below -1, it lies between -1 and 1"),
    ("{kind: energy_cut, probability: 0}", "has no effect: its probability is 0"),
    ("{kind: energy_cut, level: 0}", "has no effect: its level is 0"),
    ("{kind: pandemic, level: 0}", "has no effect: its level is 0"),
    ("{kind: tension, path: {2014-01: 0, 2015-01: 0}}", "has no effect: its level is 0"),
    ("{kind: energy_cut, ramp: 12, duration: 3}", "never reaches its level: it grows over 12 months, but lasts 3"),
    ("{kind: energy_cut, ramp: 12, start: 2021-11}", "never reaches its level: it grows over 12 months, but lasts 2"),
    ("{kind: tension, path: {2022-01: 0.3, 2023-01: 0.5}}",
     "is 0.3 all the time: its path begins in 2022-01, after the run ends"),
    ("{kind: tension, path: {2013-01: 0.3, 2014-01: 0.5}, delay: -24}",
     "is 0.5 all the time: its path ends in 2012-01, before the run starts"),
    ("{kind: forbid, move: rescue, start: 2022-01}",
     "has no effect: it begins in 2022-01, after the run ends in 2021-12"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "note"), NOTES, ids=[line for line, _ in NOTES])
def test_a_pressure_that_cannot_act_is_noted(folder: Path, line: str, note: str) -> None:
    made = load(folder, pressure(line))
    assert made.notes == (f"pressures.x {note}",)
    assert made.resolved()["notes"] == list(made.notes)


def test_settings_that_others_undo_are_noted(folder: Path) -> None:
    def notes(text: str) -> tuple[str, ...]:
        return load(folder, text).notes

    assert notes("switch_off: [M27]") == ("switch_off M27 has no effect: the model has no switch for this mechanism",)
    every = "switch_off names every mechanism that has a switch: hardly anything of the theory is left"
    weight = "{conditionality.weight: 0.3}"
    assert notes(f"switch_off: [M28]\nparameters: {weight}") == (
        every, "parameters.conditionality.weight has no effect: switch_off M28 sets it to zero",
    )  # fmt: skip
    assert notes(f"hypotheses: {{room: shrank}}\nparameters: {weight}") == (
        "parameters.conditionality.weight replaces what the hypothesis 'room: shrank' says",
    )
    assert notes("sampling: best\nparameters: {mediation.pace: {low: 0.1, high: 0.2}}") == (
        "parameters.mediation.pace has a range, but with sampling 'best' all worlds use a single value",
    )


def test_history_is_noted_only_where_it_is_changed(folder: Path) -> None:
    late = "start: 2016-01\ninitial: {belarus.unrest: 0}\n"
    assert load(folder, late).notes == ()
    assert load(folder, late, "pressures.history.crimea.delay=1").notes == (
        "pressures.history.crimea has no effect: it is over before the run starts in 2016-01",
    )


def test_no_parameter_by_which_the_model_divides_can_be_zero() -> None:
    """A rule at zero of one parameter, in many states: where a result is no number, the reader refuses that zero."""
    made, parameters, random = theory(), load_seeds().parameters, np.random.default_rng(1)
    worlds, broken = 64, set()
    for rule in made.rules:
        ends = [(max(made.domain(name).low, -10.0), min(made.domain(name).high, 10.0)) for name in rule.inputs]
        reads = [np.r_[[low] * 8, [high] * 8, random.uniform(low, high, worlds - 16)] for low, high in ends]
        best = {name: np.full(worlds, parameters[f"{rule.subject}.{name}"].best) for name in rule.parameters}
        for name in rule.parameters:
            with np.errstate(all="ignore"):
                result = rule.function(*reads, **best | {name: np.zeros(worlds)})
            broken |= set() if np.isfinite(result).all() else {f"{rule.subject}.{name}"}
    assert broken <= {*vocabulary().divisors}


def test_parameters_and_settings_are_read(folder: Path) -> None:
    text = "parameters:\n  conditionality.weight: {fix: 0.9, because: the line prevails}\n  mediation.pace: 0.4\n"
    made = load(folder, text, "parameters.mediation.pace={low: 0.1, high: 0.2}", "hypotheses.room=grew")
    assert made.parameters == {
        "conditionality.weight": ParameterSetting(fix=0.9, because="the line prevails"),
        "mediation.pace": ParameterSetting(low=0.1, high=0.2),
    }
    assert made.hypotheses == {"room": "grew"}
    assert made.sampling is Sampling.CONDITIONED
    assert load(folder, BASE, "parameters.mediation.pace=0.3").parameters["mediation.pace"].fix == 0.3


def test_another_start_counts_its_months_from_there(folder: Path) -> None:
    text = "start: 2016-01\nend: 2016-12\ninitial: {belarus.unrest: 0.1}\nread_from: 2016-06\n" + (
        "given: {posture: client@2016-03}\npressures:\n  eu: {kind: sanctions, start: 2016-02}\n"
    )
    made = load(folder, text)
    assert (made.months, made.read_from, made.pressures["eu"].start) == (12, 5, 1)
    assert made.given == (Condition(Subject.POSTURE, "2016-03", name="client"),)
    assert made.pressures["history.crimea"].start == -22
    assert made.date(11) == "2016-12"


def test_effects_follow_who_presses_on_whom(folder: Path) -> None:
    def moved(line: str) -> tuple[str, Combine]:
        made = load(folder, pressure(line)).pressures["x"]
        return made.moves, made.combine

    assert moved("{kind: sanctions}") == ("eu_sanctions_pressure", Combine.FLOOR)
    assert moved("{kind: sanctions, by: US}") == ("us_sanctions_pressure", Combine.FLOOR)
    assert moved("{kind: sanctions, by: Russia}") == ("trade_ban_pressure", Combine.FLOOR)
    assert moved("{kind: sanctions, by: US, on: Russia}") == ("economic_warfare", Combine.ADD)
    assert moved("{kind: sanctions, by: Russia, on: Ukraine}") == ("economic_warfare", Combine.ADD)
    assert moved("{kind: relief, by: Russia}") == ("russian_relief_pressure", Combine.FLOOR)
    assert moved("{kind: border_closure, by: Poland}") == ("western_border_pressure", Combine.FLOOR)
    assert moved("{kind: deployment, by: Russia, level: 0.2}") == ("forces_pressure", Combine.FLOOR)
    assert moved("{kind: integration, level: 0.9}") == ("signed_integration_pressure", Combine.FLOOR)
    assert moved("{kind: rival_clients, level: 0.9}") == ("rival_clients_pressure", Combine.FLOOR)
    assert moved("{kind: deployment, level: 0.2}") == ("outside_deployments", Combine.ADD)
    assert moved("{kind: mediation_bid, by: Belarus, conflict: helsinki}") == ("bid_helsinki", Combine.FORCE)
    assert moved("{kind: mediation_bid, by: Norway}") == ("rival_venue", Combine.ADD)
    assert moved("{kind: occasion, of: counter_sanctions}") == ("sanctions_occasion", Combine.FLAG)
    assert moved("{kind: forbid, move: rescue}") == ("rescue", Combine.FORBID)
    assert load(folder, pressure("{kind: forbid, move: rescue}")).pressures["x"].by == "Russia"


def test_the_manifest_is_plain_and_the_same_each_time(folder: Path) -> None:
    text = pressure("{kind: rival_venue, backing: {US: 0.7}, start: 2018-01}") + "given: {posture: client@2021-06}\n"
    made = load(folder, text)
    plain = made.resolved()
    assert json.dumps(plain) == json.dumps(load(folder, text).resolved())
    assert Scenario.from_resolved(plain) == made
    assert plain["pressures"]["x"]["start"] == "2018-01"  # type: ignore[index]
    assert plain["pressures"]["history.tension"]["path"] == {"2013-01": 0.3, "2014-03": 0.5}  # type: ignore[index]
    assert pickle.loads(pickle.dumps(made)) == made


# -- whatever is written

KEYS = [*KEYS_OF_FILES, *KEYS_OF_PRESSURES, "variable", "above", "below", "for", "fix", "low", "high", "scale", "room",
        "mediation.pace", "history.crimea", "x", "2014-05", "US"]  # fmt: skip
WRITTEN = [*KINDS, "EU", "Belarus", "Kazakhstan", "rescue", "grant_base", "belarus.unrest", "M28", "grew", "base",
           "2014-05", "2019-01", "client@2015-01", "syria", "forum", "best"]  # fmt: skip
scalars = (
    st.sampled_from(WRITTEN) | st.none() | st.booleans() | st.integers(-3, 400) | st.floats() | st.text(max_size=3)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)
pressures_ = st.fixed_dictionaries(
    {"kind": st.sampled_from(list(KINDS))}, optional=dict.fromkeys(list(KEYS_OF_PRESSURES)[1:], values)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(KEYS), values, max_size=4),
    st.dictionaries(st.sampled_from(["x", "y", "history.crimea"]), pressures_ | values, max_size=3),
    st.lists(
        st.tuples(st.sampled_from(["worlds", "pressures.x.level", "pressures.x", "parameters.mediation.pace"]), values)
    ),
)
def test_whatever_is_written_is_read_or_refused_with_a_place(
    folder: Path, top: dict[str, object], pressures: dict[str, object], sets: list[tuple[str, object]]
) -> None:
    text = dump(top | {"pressures": pressures})
    problems: tuple[Problem, ...] = ()
    try:
        made = load(folder, text, *(f"{key}={dump(value)}" for key, value in sets))
        json.dumps(made.resolved())
        Pressures(made, DRIVERS, Draws(1, 7), 7).at(0, lambda _: np.zeros(7))
    except InputError as refused:
        problems = refused.problems
        event("refused")
    assert all(p.line >= 1 and p.column >= 1 and p.message for p in problems)


def dump(value: object) -> str:
    """As JSON, which YAML reads, with YAML's words for what JSON does not have."""
    text = json.dumps(value)
    return text.replace("-Infinity", "-.inf").replace("Infinity", ".inf").replace("NaN", ".nan")


# -- the files of the project


def test_every_scenario_of_the_project_can_be_loaded() -> None:
    for name in scenario_names():
        made = load_scenario(name)
        assert made.title != name
        assert made.question
        assert made.because
        text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=schema.json\n")


def test_every_kind_moves_drivers_and_moves_of_the_theory() -> None:
    effects = [effect for kind in KINDS.values() for effect in kind.effects if effect.moves]
    forced = {effect.moves for effect in effects if effect.combine is Combine.FORCE}
    assert {effect.moves for effect in effects} - forced == {driver.name for driver in DRIVERS}
    assert forced <= set(vocabulary().moves)


def test_every_driver_is_moved_in_one_way() -> None:
    ways: dict[str, set[Combine]] = {}
    for kind in KINDS.values():
        for effect in kind.effects:
            ways.setdefault(effect.moves, set()).add(effect.combine)
    assert {name for name, combines in ways.items() if name and len(combines) > 1} == set()


def test_every_kind_is_described() -> None:
    rows = list(described())
    assert [row["kind"] for row in rows] == list(KINDS)
    assert all(row["does"].endswith(".") and row["moves"] for row in rows)


def test_the_schema_accepts_every_scenario_file_and_is_up_to_date() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for name in scenario_names():
        data = YAML(typ="safe", pure=True).load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
        assert list(validator.iter_errors(data)) == []
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), (
        "scenarios/schema.json is out of date; run: tightrope schema > scenarios/schema.json"
    )


REFUSED_BY_SCHEMA = [
    "{kind: sanctons}", "{kind: sanctions, by: EUU}", "{kind: sanctions, level: 2}", "{kind: tension, by: EU}",
    "{kind: pandemic, ramp: 2}", "{kind: force, level: 1}", "{kind: rival_venue, backing: {USA: 1}}",
    "{kind: war, level: 0.1, start: 2018-13}", "{kind: war, levl: 1}", "{kind: occasion, of: party}",
]  # fmt: skip


@pytest.mark.parametrize("line", REFUSED_BY_SCHEMA)
def test_the_schema_underlines_what_the_reader_refuses(folder: Path, line: str) -> None:
    refusals(folder, pressure(line))
    data = YAML(typ="safe", pure=True).load(pressure(line))
    assert list(jsonschema.Draft202012Validator(json_schema(WORDS)).iter_errors(data))


def test_an_unknown_scenario_to_extend_does_not_hide_the_other_problems(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("extends: baselin\nworlds: 0\npressures:\n  a: {kind: sanctons}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert [(p.line, p.column) for p in caught.value.problems] == [(1, 10), (2, 9), (4, 13)]
