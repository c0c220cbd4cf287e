"""What is said and drawn of a change that is split."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from matplotlib.text import Text

import tightrope
from experiments.explanation.explain import Explanation, Interaction, Mean, Part
from experiments.explanation.groups import Difference, Group, differences
from experiments.explanation.mechanisms import NONE_OF_THEM, Through
from experiments.explanation.outcome import outcome_of
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from viz.api import Explanation as Explained
from viz.common.exits import WrongInputError
from viz.figures.waterfall import waterfall_figure
from viz.sentences.explanation_text import explanation_sentence, interaction_lines, method_sentence, name_of, signed
from viz.sentences.mechanism_text import through_method, through_sentence
from viz.terminal.why.explain import drawing_of, explanation_lines, joined_of


def group(name):
    return Group(name, (Difference("pressures", f"{name}_1", None, 1), Difference("pressures", f"{name}_2", None, 1)))


def made(parts, *, outcome=None, interactions=(), left_out=0.0, month="2018-10"):
    """An explanation with parts name -> value, or (value, half of its interval)."""
    values = {name: one if isinstance(one, tuple) else (one, 0.01) for name, one in parts.items()}
    means = {name: Mean(value, value - half, value + half) for name, (value, half) in values.items()}
    ordered = sorted(means, key=lambda name: -abs(means[name].value))
    change = sum(mean.value for mean in means.values())
    return Explanation(
        a=load_scenario("baseline"),
        b=load_scenario("s03_eu_sanctions_2017"),
        outcome=outcome_of(outcome),
        month=month,
        before=0.2,
        after=0.2 + change,
        change=Mean(change, change - 0.01, change + 0.01),
        parts=tuple(Part(group(name), means[name]) for name in ordered),
        interactions=tuple(Interaction((group(a), group(b)), Mean(v, v - 0.01, v + 0.01)) for a, b, v in interactions),
        worlds=990,
        left_out=left_out,
        each=np.zeros((len(parts), 990)),
    )


def test_the_fewest_parts_that_make_nine_tenths_are_named():
    found = made({"eu": -0.20, "us": -0.03, "poland": -0.01})
    assert explanation_sentence(found) == (
        "Of the 0.24 by which Minsk stands nearer Moscow in October 2018, eu carries 0.20 and us 0.03. "
        "Not distinguishable from zero: poland."
    )
    many = made({"a": 0.2, "b": 0.15, "c": 0.1, "d": 0.09, "e": 0.08})
    assert explanation_sentence(many) == (
        "Of the 0.62 by which Minsk stands nearer the West in October 2018, a carries 0.20, b 0.15, c 0.10 and "
        "2 others 0.17."
    )


def test_what_works_against_the_change_is_named():
    found = made({"eu": -0.20, "relief": 0.05, "visits": (0.01, 0.005)})
    assert explanation_sentence(found) == (
        "Of the 0.14 by which Minsk stands nearer Moscow in October 2018, eu carries 0.20. "
        "Working against it: relief +0.05."
    )


def test_parts_that_cancel_out_and_parts_that_do_nothing():
    found = made({"eu": -0.2, "relief": 0.2})
    assert explanation_sentence(found) == (
        "Alignment in October 2018 does not differ distinguishably between baseline and s03_eu_sanctions_2017: 0.00 "
        "(95 % interval -0.01 to +0.01). Cancelling each other out: eu -0.20 and relief +0.20."
    )
    assert "Cancelling" not in explanation_sentence(made({"eu": 0.001, "us": 0.0}))


def test_a_difference_that_rounds_to_nothing_is_hardly_any():
    found = made({"eu": 0.004})
    found = replace(found, change=Mean(0.004, 0.003, 0.005))
    assert explanation_sentence(found) == (
        "Alignment in October 2018 hardly differs between baseline and s03_eu_sanctions_2017: by under 0.01."
    )
    assert method_sentence(found) == (
        "From baseline to s03_eu_sanctions_2017, means over 990 worlds whose regime stands in both."
    )


def test_one_part_is_the_whole():
    assert explanation_sentence(made({"eu": -0.2})) == (
        "The whole 0.20 by which Minsk stands nearer Moscow in October 2018 is due to eu, the only thing that differs."
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("fall", "Of the 30 points by which the share of worlds is higher in which the regime falls by October 2018, "),
        ("hosting", "is higher in which Minsk becomes the venue of the talks by October 2018, eu carries 20 points"),
        ("client", "is higher in which Minsk is a client of Moscow in October 2018, "),
        (
            "belarus.contacts",
            "Of the 0.30 by which belarus.contacts in October 2018 is higher, eu carries 0.20 and us 0",
        ),
    ],
)
def test_other_outcomes(outcome, words):
    found = made({"eu": 0.2, "us": 0.1}, outcome=outcome)
    assert words in explanation_sentence(found)
    assert "whose regime stands" in method_sentence(found) or "." not in outcome


def test_names_say_what_differs():
    a = load_scenario("baseline", settings=["switch_off=[M40]"])
    b = load_scenario(
        "s03_eu_sanctions_2017",
        settings=[
            "pressures.history.crimea=null", "pressures.history.pandemic.start=2020-06", "switch_off=[M23]",
            "parameters.coercion.coercion_by_oil=0.4", "hypotheses.room_for_manoeuvre=shrank",
            "initial.belarus.contacts=0.5",
        ],
    )  # fmt: skip
    names = [name_of(Group(one.key, (one,))) for one in differences(a, b)]
    assert set(names) >= {
        "eu_2017 (sanctions by EU)", "without Crimea",
        "coercion.coercion_by_oil at 0.4", "room_for_manoeuvre (shrank)", "belarus.contacts 0.5 at the start",
    }  # fmt: skip
    assert {name.partition(" (")[0] for name in names} >= {"M23 switched off", "M40 switched on"}
    assert any("changed" in name and "pandemic" in name for name in names)


def test_differences_have_no_sign_before_nothing():
    alignment, share = outcome_of(None), outcome_of("fall")
    assert [signed(alignment, value) for value in (-0.234, 0.001, -0.001, np.nan)] == ["-0.23", "0.00", "0.00", "–"]
    assert [signed(share, value) for value in (0.384, -0.004, -0.05)] == ["+38", "0", "-5"]


def test_lines_have_bars_intervals_interactions_and_how_it_was_found():
    found = made(
        {"eu": -0.20, "us": -0.10, "x": 0.002}, interactions=[("eu", "us", 0.03), ("eu", "x", 0.001)], left_out=0.01
    )
    lines = explanation_lines(found, width=88, out=StringIO())
    (eu,) = (line for line in lines if line.startswith("  eu  "))
    assert re.fullmatch(r"  eu +-0\.20  [█#]{9}\| +-0\.21 to -0\.19", eu)
    assert any(re.fullmatch(r"  x .*\*", line) for line in lines)
    assert "* not distinguishable from zero" in lines
    assert interaction_lines(found) == ["eu and us: +0.03 (+0.02 to +0.04)"]
    text = " ".join(" ".join(lines).split())
    assert "990 worlds whose regime stands in all 8 combinations (1 % are left out)" in text
    assert "medians do not add up" in text


def test_texts_become_groups():
    assert joined_of(["east=a.b,c.d", "west = e.f"]) == {"east": ["a.b", "c.d"], "west": ["e.f"]}
    for wrong in ("east", "=a.b", "east="):
        with pytest.raises(WrongInputError, match="--group must be NAME=MEMBER,MEMBER"):
            joined_of([wrong])
    with pytest.raises(WrongInputError, match="the name 'east' is given twice"):
        joined_of(["east=a.b", "east=c.d"])


def test_the_waterfall_goes_from_one_scenario_to_the_other():
    found = made({"eu": -0.20, "us": -0.10, "x": 0.002})
    figure = waterfall_figure(found, explanation_sentence(found))
    (axes,) = figure.axes
    figure.draw_without_rendering()
    texts = [text.get_text().strip() for text in axes.findobj(Text)]
    assert {"baseline", "s03_eu_sanctions_2017", "eu", "us", "x", "\u22120.20", "\u22120.10", "under 0.01"} <= set(
        texts
    )
    assert "\u22120.10   difference \u22120.30" in texts
    bars = [(round(bar.get_x(), 3), round(bar.get_width(), 3)) for bar in axes.patches]
    assert bars == [(0.2, -0.2), (0.0, -0.1), (-0.1, 0.002)]
    heading = " ".join(text.get_text() for text in figure.texts)
    assert heading.startswith("Of the 0.30 by which Minsk stands nearer Moscow in October 2018, eu carries 0.20")


def test_python_programs_can_explain_print_tabulate_and_draw():
    settings = {"worlds": 7, "end": "2018-12"}
    found = tightrope.explain(tightrope.load("s03_eu_sanctions_2017", settings=settings))
    assert type(found) is Explained
    assert repr(found).startswith("The whole 0.")
    frame = found.to_frame()
    assert frame["name"].tolist() == ["pressures.eu_2017"]
    assert frame["value"].sum() == pytest.approx(found.change.value, abs=1e-9)
    assert found.plot().axes


# -- over mechanisms


def through(parts, lifts, *, rest=0.0, outcome=None, among=89):
    """A change split over mechanisms: id -> part, and what each does without the change."""
    split = made({**parts, NONE_OF_THEM: (rest, 0.001)}, outcome=outcome, left_out=0.01)
    last = next(part for part in split.parts if part.group.name == NONE_OF_THEM)
    split = replace(split, parts=(*(part for part in split.parts if part is not last), last))
    ids = [part.group.name for part in split.parts[:-1]]
    known = load_seeds().mechanisms
    return Through(split, tuple(known[key] for key in ids), tuple(lifts[key] for key in ids), among)


TWO = "M23 (Conditionality ladder) and M39 (Hosting as niche diplomacy)"
PARTS = {"M23": -0.10, "M39": -0.07, "M40": -0.06, "M26": -0.02}


@pytest.mark.parametrize(
    ("lifts", "rest", "said"),
    [
        (
            {"M23": 0.2, "M39": 0.3, "M40": 0.2, "M26": -0.1},
            -0.01,
            "EU sanctions in 2017 and 2018 work against what moves Minsk towards the West: three mechanisms carry nine "
            f"tenths of the effect, above all {TWO}.",
        ),
        (
            {"M23": -0.2, "M39": -0.3, "M40": -0.2, "M26": -0.1},
            -0.01,
            "EU sanctions in 2017 and 2018 add to what moves Minsk towards Moscow anyway: three mechanisms carry nine "
            f"tenths of the effect, above all {TWO}.",
        ),
        (
            {"M23": 0.2, "M39": -0.3, "M40": 0.2, "M26": -0.1},
            -0.01,
            "EU sanctions in 2017 and 2018 act in more than one way: three mechanisms carry nine tenths of the effect, "
            f"above all {TWO}.",
        ),
        (
            {"M23": 0.2, "M39": 0.3, "M40": 0.2, "M26": -0.1},
            -0.25,
            "No four mechanisms carry four fifths of what changes alignment in October 2018. The largest parts: M23 "
            "(Conditionality ladder) -0.10 and M39 (Hosting as niche diplomacy) -0.07; with none of the four, 50 % "
            "of the change is left.",
        ),
    ],
)
def test_mechanisms_that_carry_a_change_are_counted_and_where_they_pull_without_it(lifts, rest, said):
    assert through_sentence(through(PARTS, lifts, rest=rest)) == said


def test_a_change_that_is_none_has_no_mechanisms():
    same = through({"M23": 0.001, "M39": -0.001}, {"M23": 0.2, "M39": 0.1})
    assert through_sentence(same) == explanation_sentence(same.split)


def test_other_outcomes_are_raised_or_lowered_by_mechanisms():
    found = through({"M81": -0.30}, {"M81": 0.5}, outcome="fall")
    assert "work against what raises the share of worlds in which the regime falls by October 2018: one mech" in (
        through_sentence(found)
    )


def test_how_mechanisms_were_chosen_is_said():
    said = through_method(through(PARTS, dict.fromkeys(PARTS, 0.1)))
    assert "switched off on both sides, in all 16 combinations; means over 990 worlds" in said
    assert "those of 89 whose single switch changes it most" in said
    assert "those of" not in through_method(through(PARTS, dict.fromkeys(PARTS, 0.1), among=4))


def test_mechanisms_are_printed_as_a_table_and_drawn():
    found = through(PARTS, dict.fromkeys(PARTS, 0.1), rest=-0.01)
    lines = explanation_lines(found, width=88, out=StringIO())
    assert lines[0].startswith("EU sanctions in 2017 and 2018 work against")
    assert any(line.strip().startswith(NONE_OF_THEM) for line in lines)
    assert drawing_of(found).axes
