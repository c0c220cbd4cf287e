"""The figure of a comparison, what `tightrope.compare` gives, and the page that reports share."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import tightrope
from experiments.comparison.footing import FootingError, on_one_footing
from viz.common.html import figure, page, paragraph, table
from viz.common.style import DARK_OF
from viz.common.words import difference_decimals, without_nan
from viz.compare_api import Comparison
from viz.figures.comparison import comparison_figure
from viz.figures.frame import svg_text
from viz.sentences.comparison_tables import Sheet
from viz.terminal.why.compare import sheet_lines

SANCTIONS = "pressures.eu={kind: sanctions, by: EU, on: Belarus, start: 2017-05, end: 2018-12, level: 0.8}"
SMALL = ["sampling=prior", "end=2019-12"]


@pytest.fixture(scope="module")
def found():
    return tightrope.compare("baseline", worlds=30, settings=[*SMALL, SANCTIONS])


def texts(drawn):
    FigureCanvasAgg(drawn).draw()
    return [one.get_text().replace("\n", " ") for one in drawn.findobj(lambda part: hasattr(part, "get_text"))]


# -- the figure


def test_the_figure_says_the_sentence_the_largest_month_and_what_was_compared(found):
    said = texts(comparison_figure(found))
    assert found.sentence in said
    month = difference_decimals(float(found.apart.median[found.largest]))
    assert any(text.startswith(f"{month}, ") for text in said)
    for part in ("sanctions by EU", "nearer Moscow", "nearer the West", "Crimea", "baseline, median"):
        assert part in said
    foot = " ".join(text for text in said if text.startswith("baseline, changed against") or "tightrope" in text)
    for part in ("30 worlds", "seed 2013", "sampling prior", f"tightrope {tightrope.__version__}"):
        assert part in foot
    assert found.sentence not in texts(comparison_figure(found, heading=False))


def test_no_word_of_the_figure_is_cut_off(found):
    drawn = comparison_figure(found)
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    width, height = canvas.get_width_height()
    for one in drawn.findobj(lambda part: hasattr(part, "get_text") and part.get_visible()):
        if one.get_text():
            box = one.get_window_extent()
            assert box.x0 >= 0, one.get_text()
            assert box.x1 <= width, one.get_text()
            assert box.y0 >= 0, one.get_text()
            assert box.y1 <= height, one.get_text()


def test_what_the_second_takes_away_is_marked(found):
    without = tightrope.compare("baseline", worlds=5, settings=[*SMALL, "pressures.history.crimea=null"])
    assert "without: Crimea" in texts(comparison_figure(without))


def test_falls_have_a_strip_where_there_are_any(found):
    no_rescue = tightrope.compare("baseline", "s14_no_rescue", worlds=30, settings=["sampling=prior", "end=2020-12"])
    assert "fallen" in texts(no_rescue.plot())
    without, fallen = no_rescue.fallen()
    assert fallen[-1] > without[-1]


# -- in Python


def test_a_comparison_is_its_sentence(found):
    assert repr(found) == found.sentence == str(found)
    assert found.sentence in found._repr_html_()
    assert isinstance(found, Comparison)


def test_its_table_has_a_row_per_month(found):
    frame = found.to_frame()
    assert len(frame) == len(found.months) == 84
    assert frame["month"].dt.strftime("%Y-%m").tolist() == list(found.months)
    np.testing.assert_array_equal(frame["median"], found.apart.median)
    assert (frame.loc[frame["month"] < "2017-05", ["median", "p05", "p95", "west", "moscow"]] == 0).all(axis=None)


def test_it_is_saved_with_the_call_that_makes_it_again(found, tmp_path):
    folder = found.save(tmp_path / "here")
    text = (folder / "report.html").read_text()
    assert "tightrope.compare('baseline', settings=['sampling=prior', 'end=2019-12'," in ET.tostring(
        ET.fromstring(text.removeprefix("<!DOCTYPE html>\n")), encoding="unicode", method="text"
    )
    again = tightrope.compare("baseline", worlds=30, settings=[*SMALL, SANCTIONS]).save(tmp_path / "there")
    assert (again / "report.html").read_text() == text


def test_three_give_two_and_loaded_scenarios_do(found):
    baseline = tightrope.load("baseline", settings=SMALL)
    other = tightrope.load("baseline", settings=[*SMALL, SANCTIONS])
    pair = tightrope.compare(baseline, other, "s14_no_rescue", worlds=30)
    assert [one.other.scenario.name for one in pair] == ["baseline", "s14_no_rescue"]
    np.testing.assert_array_equal(pair[0].apart.median, found.apart.median)


@pytest.mark.parametrize(
    ("arguments", "options", "problem"),
    [
        ((), {}, "compare needs a scenario"),
        (("baseline",), {}, "baseline alone cannot be compared"),
        (("baseline", "s14_no_rescue"), {"beliefs": "mine"}, "beliefs must be 'together' or 'each', got 'mine'"),
        (("baseline", "s14_no_rescue"), {"margin": float("nan")}, "margin must be a number from 0 to 2, got nan"),
        (("baseline", "s14_no_rescue"), {"worlds": 0}, "worlds must be a whole number"),
        (("baseline", "s14_no_rescue", "s14_no_rescue"), {}, "s14_no_rescue is given twice"),
    ],
)
def test_wrong_calls_are_refused(arguments, options, problem):
    with pytest.raises(tightrope.TightropeError, match=problem):
        tightrope.compare(*arguments, **options)


def test_beliefs_that_contradict_are_refused():
    key = "parameters.coercion.coercion_by_oil=%s"
    sides = [tightrope.load("baseline", settings=[*SMALL, key % by]) for by in (0.4, 0.41)]
    with pytest.raises(FootingError, match="--beliefs each"):
        tightrope.compare(*sides, worlds=5)


# -- pages and tables


def test_a_page_takes_texts_as_they_are_and_figures_in_light_and_dark(found):
    drawn = figure(svg_text(found.plot()), "a < b", alt='say "it"', colours=DARK_OF)
    whole = page("1 < 2", [paragraph("x & y"), table([("<1", "2")], head=("a", "b"), numbers=[1]), drawn])
    read = ET.fromstring(whole.removeprefix("<!DOCTYPE html>\n"))
    words = "".join(read.itertext())
    for part in ("1 < 2", "x & y", "<1", "a < b"):
        assert part in words
    (image,) = [one for one in read.iter() if one.attrib.get("role") == "img"]
    assert image.attrib["aria-label"] == 'say "it"'
    styles = " ".join(one.attrib.get("style", "") for one in image.iter())
    assert "var(--c0072b2, #0072b2)" in styles
    assert not re.findall(r"#[0-9a-f]{6}", re.sub(r"var\([^)]*\)", "", styles)), "each colour has one for the dark"


def test_tables_break_first_cells_and_stay_within_the_width():
    sheet = Sheet(("Outcome", "A"), (("a rather long name of an outcome that goes on", "0.10"), ("short", "0.20")))
    lines = sheet_lines(sheet, 40)
    assert lines == [
        "Outcome                                A",
        "  a rather long name of an outcome",
        "    that goes on                    0.10",
        "  short                             0.20",
    ]


def test_differences_have_a_sign_unless_they_are_none():
    assert [difference_decimals(value) for value in (0.234, -0.004, 0.004, -0.3)] == ["+0.23", "0.00", "0.00", "-0.30"]
    assert without_nan({"a": [float("nan"), 1.0], "b": (None,)}) == {"a": [None, 1.0], "b": [None]}


def test_one_that_looks_ahead_does_not_hide_what_happens_before_in_another():
    first, early, ahead = (tightrope.load(name) for name in ("baseline", "s08_osce_meeting_2018", "s29_second_thaw"))
    common = on_one_footing([first, early, ahead]).scenarios
    assert {one.end for one in common} == {"2026-12"}
    assert [one.date(one.read_from) for one in common] == ["2013-01", "2013-01", "2021-06"]
    assert [one.date(one.read_from) for one in on_one_footing([ahead, first]).scenarios] == ["2021-06", "2021-06"]
