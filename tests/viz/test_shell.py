"""The shell without a browser: what the bar shows and does, what files say they are of, what is no page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import viz
from tests.viz.test_guard import HERE, PORT, inner, sent
from tests.viz.test_pages import SMALL, screen
from viz import app
from viz.dashboard.address import query_of
from viz.dashboard.shell.context import comparisons_of
from viz.dashboard.shell.exports import files_of, provenance
from viz.dashboard.visitor import Visitor
from viz.dashboard.yaml_file import as_yaml
from viz.server.guard import SESSION, Guard
from viz.server.not_found import OnlyPages, not_found
from viz.server.serve import page_names

LEVEL = "pressures.eu_2017.level"
PAGES = {"/": "Scenario", "why": "Why", "sweeps": "Sweeps", "relations": "Relations", "evidence": "Evidence"}


def bar(page):
    (found,) = page.parts("can_undo")
    return found


def test_the_bar_shows_what_is_compared_and_takes_changes_back():
    with screen(f"/?own=small&set={LEVEL}=0.4") as page:
        page.settled()
        assert (bar(page).scenario, bar(page).comparison, len(bar(page).worlds.value)) == ("small", "baseline", 24)
        (chip,) = bar(page).chips.value
        assert chip["key"] == "pressures.eu_2017"
        assert "0.80 \N{RIGHTWARDS ARROW} 0.40" in chip["text"]
        bar(page).vue_taken(chip["key"])
        page.wait(lambda p: not bar(p).chips.value)
        assert bar(page).can_undo
        bar(page).vue_undone(None)
        page.wait(lambda p: bar(p).chips.value and bar(p).can_redo)
        bar(page).vue_redone(None)
        page.wait(lambda p: not bar(p).chips.value)


def test_the_bar_chooses_scenario_comparison_month_and_world():
    with screen() as page:
        page.settled()
        bar(page).vue_followed("7")
        bar(page).vue_looked_at("2018-12")
        bar(page).vue_compared("nothing")
        page.wait(lambda p: bar(p).comparison == "nothing")
        assert (bar(page).world, bar(page).month) == ("7", "2018-12")
        query = page.parts("query")[0].query
        assert all(part in query for part in ("world=7", "month=2018-12", "compare=nothing"))
        bar(page).vue_followed("")
        page.wait(lambda p: not bar(p).world)
        bar(page).vue_chose("nobody")
        bar(page).vue_looked_at("1999-01")
        assert (bar(page).scenario, bar(page).month) == ("small", "2018-12")
        bar(page).vue_chose("s13_moscow_exploits_unrest_2017")
        page.wait(lambda p: bar(p).scenario.startswith("s13"))


def test_the_bar_names_the_baseline_briefly_and_the_usual_month_first():
    with screen() as page:
        texts = {one["value"]: one["text"] for one in bar(page).comparisons.value}
        assert texts["baseline"] == "Baseline"
        assert [one["value"] for one in bar(page).months.value][:2] == ["2013-01", "2013-02"]
    assert dict(comparisons_of("baseline"))["baseline"] == "Baseline as it was"
    assert "unchanged" not in dict(comparisons_of("baseline"))


def test_both_pages_tell_the_bar_the_same_usual_month():
    told = []
    for path in ("/?own=small", "/relations?own=small"):
        with screen(path) as page:
            page.settled()
            page.wait(lambda p: bar(p).usual.endswith("(usual)"))
            told.append(bar(page).usual)
    assert told[0] == told[1] != "December 2019 (usual)"


def test_a16_the_title_names_scenario_and_page():
    with screen() as page:
        titles = {one.title: one.level for one in page.parts("level")}
        assert max(titles, key=titles.get) == "Small - Scenario - Tightrope"


def changed_visitor():
    visitor = Visitor(None)
    visitor.load("small.yaml", SMALL)
    visitor.set(LEVEL, 0.4)
    return visitor


def test_a05_every_file_says_what_it_is_of():
    visitor = changed_visitor()
    lines = provenance(visitor)
    assert lines[0] == "Scenario: Small"
    assert "0.80 \N{RIGHTWARDS ARROW} 0.40" in lines[1]
    assert lines[2] == "Worlds: 24, seed 2013, sampling conditioned"
    assert lines[-1].endswith(f"?{query_of(visitor.state)}")
    files = {name: make() for name, (_, make) in files_of(visitor).items()}
    head = "".join(f"# {line}\n" for line in lines)
    assert files["scenario.yaml"].decode() == head + as_yaml(visitor.state)
    assert files["bands.csv"].decode().startswith(head + "month,series,")
    assert "Scenario: Small" in files["alignment.svg"].decode()
    with Image.open(io.BytesIO(files["alignment.png"])) as picture:
        assert picture.text["Description"] == "\n".join(lines)


def test_a_file_without_changes_says_so():
    assert provenance(Visitor("scenario=s14_no_rescue"))[1] == "Changed: nothing"


@pytest.mark.parametrize("path", ["/nothing", "/relations/deeper/more", "/Relations"])
def test_a16_an_address_that_is_no_page_leads_back(path):
    answers = through(path)
    assert (answers[0]["status"], answers[1]["body"]) == (404, not_found(PAGES))
    assert b'<a href="/relations">Relations</a>' in answers[1]["body"]


@pytest.mark.parametrize(
    "path", ["/", "/relations", "/relations/", "/static/x.js", "/_solara/cdn/x", "/jupyter/x", "/readyz"]
)
def test_pages_and_files_pass(path):
    assert through(path)[0]["status"] == 200


def through(path):
    """What the guarded pages answer to a request."""
    answers = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        answers.append(message)

    scope = {"type": "http", "headers": [HERE], "path": path, "raw_path": path.encode(), "query_string": b""}
    run = Guard(OnlyPages(inner, lambda: PAGES), PORT)(scope | {"method": "GET"}, receive, send)
    with pytest.raises(StopIteration):
        run.send(None)
    return answers


def test_names_of_pages_are_text():
    assert b"<b>" not in not_found({'"><b>': "<b>"})
    assert page_names(app.routes) == PAGES


def test_a01_every_start_of_the_server_has_a_session_of_its_own():
    sessions = [dict(sent(HERE)[0]["headers"])[SESSION] for _ in range(2)]
    assert len(set(sessions)) == 2


@pytest.mark.parametrize("file", sorted(Path(viz.__file__).parent.rglob("*.vue")), ids=lambda file: file.name)
def test_a16_a_script_of_a_part_begins_with_what_it_exports(file):
    script = file.read_text(encoding="utf-8").partition("<script>")[2]
    lines = [line for line in script.splitlines() if line and not line.startswith("//")]
    assert not lines or lines[0] == "module.exports = {", "a browser warns of anything before it"
