"""The command that a page gives: it is quoted for a shell, and says what the page says."""

import json
import shlex

import pytest

import tightrope
from experiments.comparison.compare import compare
from viz.dashboard.address import arrival
from viz.dashboard.command import command_of, split_command, story_command
from viz.dashboard.pages.why.split import DIFFERENCES, MECHANISMS, said_of, split
from viz.dashboard.state import pair_of
from viz.sentences.effect_text import effect_sentence

SMALL = "scenario=s03_eu_sanctions_2017&set=worlds=12&set=end=2019-06"
LEVEL = "set=pressures.eu_2017.level=0.5"


def asked(query, page="/", month="2018-12"):
    state = arrival(query).state
    return command_of(state, page, state.view.month or month)


@pytest.mark.parametrize(
    ("query", "page", "command"),
    [
        ("", "/", "tightrope run baseline"),
        ("scenario=s03_eu_sanctions_2017", "/", "tightrope compare baseline s03_eu_sanctions_2017"),
        (
            f"scenario=s03_eu_sanctions_2017&{LEVEL}&compare=s14_no_rescue&beliefs=each",
            "/",
            "tightrope compare s14_no_rescue s03_eu_sanctions_2017 --beliefs each --set pressures.eu_2017.level=0.5",
        ),
        ("scenario=s03_eu_sanctions_2017&compare=nothing", "/", "tightrope run s03_eu_sanctions_2017"),
        (
            f"scenario=s03_eu_sanctions_2017&{LEVEL}&month=2018-01",
            "/why",
            "tightrope explain baseline s03_eu_sanctions_2017 --mechanisms --month 2018-01 --set "
            "pressures.eu_2017.level=0.5",
        ),
        (
            "scenario=s13_moscow_exploits_unrest_2017",
            "/why",
            "tightrope explain baseline s13_moscow_exploits_unrest_2017 --mechanisms --month 2018-12",
        ),
        (
            "scenario=s03_eu_sanctions_2017&set=switch_off=[M23]",
            "/why",
            "tightrope explain baseline s03_eu_sanctions_2017 --mechanisms --month 2018-12 --beliefs together --set "
            "'switch_off=[M23]'",
        ),
        ("scenario=baseline", "/why", ""),
        (
            f"scenario=s03_eu_sanctions_2017&{LEVEL}&compare=unchanged",
            "/",
            "tightrope compare s03_eu_sanctions_2017 s03_eu_sanctions_2017 --set pressures.eu_2017.level=0.5",
        ),
        (
            "scenario=s03_eu_sanctions_2017&world=7",
            "/relations",
            "tightrope network s03_eu_sanctions_2017 --month 2018-12 --world 7",
        ),
        ("thing=001P16", "/evidence", "tightrope show 001P16"),
        ("", "/sweeps", ""),
        (
            "set=pressures.cut={kind: energy_cut, start: 2016-01}",
            "/",
            "tightrope compare baseline baseline --set 'pressures.cut={kind: energy_cut, start: 2016-01}'",
        ),
    ],
)  # fmt: skip
def test_each_page_has_its_command(query, page, command):
    assert asked(query, page) == command


def test_the_command_says_what_the_page_says(capsys):
    query = f"scenario=s03_eu_sanctions_2017&set=worlds=12&{LEVEL}&set=switch_off=[M23]"
    words = shlex.split(asked(query))
    assert tightrope.program([*words[1:], "--json"]) == 0
    pair = pair_of(arrival(query).state.chosen)
    (found,) = compare([pair.base, pair.scenario])
    assert json.loads(capsys.readouterr().out)["sentence"] == effect_sentence(found)


@pytest.mark.parametrize("over", [MECHANISMS, DIFFERENCES])
def test_the_command_of_a_waterfall_says_what_the_page_says(capsys, over):
    query = "scenario=s03_eu_sanctions_2017&set=worlds=12&set=end=2018-12&set=switch_off=[M28]"
    state = arrival(query).state
    words = shlex.split(split_command(state, "2018-06", mechanisms=over == MECHANISMS))
    assert "--mechanisms" in words or over == DIFFERENCES
    assert tightrope.program([*words[1:], "--quiet"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    ((made, _),) = split(pair_of(state.chosen), "2018-06", over, lambda: True, lambda _: None)
    sentence, method = said_of(made)
    assert sentence in told
    assert method in told


def test_the_command_of_a_story_tells_that_world():
    state = arrival(f"scenario=s03_eu_sanctions_2017&{LEVEL}").state
    command = story_command(state, 7)
    assert command == "tightrope story s03_eu_sanctions_2017 --world 7 --set pressures.eu_2017.level=0.5"
