"""The page of scores, made from real searches of 2,000 worlds, one false world and one hypothesis."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.conditioning import agreements
from experiments.conditioning.false_worlds import load_false_worlds
from experiments.conditioning.forecasts import JANUARIES
from experiments.patterns.by_hypothesis import active_variants
from model.evidence.load import load_seeds
from viz.figures.frame import save_figure
from viz.figures.held_back import held_back_figure
from viz.reports import scores
from viz.reports.__main__ import main
from viz.reports.scores import ScoreRuns, page, run_all

TRIED = 2_000
FALSE = "no_shock_of_2020"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ScoreRuns:
    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache")
        patch.setattr(agreements, "cache_folder", lambda name: cache / name)
        return run_all(TRIED, {FALSE: load_false_worlds()[FALSE]}, active_variants()[:2])


@pytest.fixture(scope="module")
def text(found: ScoreRuns) -> str:
    return page(found)


def row_of(text: str, begin: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {begin} |")]
    return line.strip("| ").split(" | ")


def test_every_fact_held_back_stands_with_its_four_shares(text: str) -> None:
    for fact in load_seeds().record.held_back:
        row = row_of(text, f"{fact.key} {fact.name}")
        assert len(row) == 5
        assert all(re.fullmatch(r"[<>]?\d+ %", cell) for cell in row[1:]), row


def test_scores_are_those_of_the_searches(found: ScoreRuns, text: str) -> None:
    conditioned, prior, shuffled, before = found.found.held_back
    assert row_of(text, "prior worlds")[:2] == ["prior worlds", "2,000"]
    for one in (conditioned, prior, shuffled, before):
        cells = row_of(text, one.name)
        assert (cells[3], cells[4]) == (f"{one.log_score:.2f}", f"{one.brier:.2f}")
    assert conditioned.log_score > prior.log_score > shuffled.log_score
    assert "4 episodes are few" in text.replace("\n", " ")
    assert "tuned on these" in before.name


def test_every_january_is_scored(found: ScoreRuns, text: str) -> None:
    for year in found.found.years:
        cells = row_of(text, year.month)
        assert cells[1:6] == [
            *(str(year.chosen.counted), str(year.chosen.least), f"{year.chosen.worlds:,}"),
            *(str(len(year.facts)), str(len(year.facts) - year.used)),
        ]
    assert [year.month for year in found.found.years] == list(JANUARIES)


def test_a_world_without_the_shock_is_not_accepted_and_says_what_it_fails(found: ScoreRuns, text: str) -> None:
    (one,) = found.false_worlds
    assert one.share.rate == 0.0
    assert one.less.value < 0.0
    cells = row_of(text, one.world.name)
    assert cells[1].startswith("0.0 (0.0 to ")
    failed = [test for test in one.world.must_fail if test in one.failed]
    assert cells[5] == f"{len(failed)} of {len(one.world.must_fail)}"
    assert {"F53", "SF08"} <= set(failed), "a rescue and the end of hedging need the shock; terror may come without it"
    for result in found.patterns:
        assert row_of(text, f"{result.id} {result.name}")[2] == str(int(result.id in one.failed))


def test_variants_stand_beside_the_default(found: ScoreRuns, text: str) -> None:
    default = found.found.share
    assert default.worlds == TRIED
    for one in found.variants:
        cells = row_of(text, f"{one.hypothesis.key} {one.hypothesis.title} | `{one.variant}`")
        assert cells[2].startswith(f"{1000 * one.share.rate:.1f} (")
        assert cells[3] == f"{one.share.rate / default.rate:.2g}"


def test_the_figure_has_a_row_for_each_fact(found: ScoreRuns, tmp_path: Path) -> None:
    conditioned, prior = found.found.held_back[:2]
    facts = load_seeds().record.held_back
    figure = held_back_figure(facts, prior.rates, conditioned.rates)
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [f"{fact.key} {fact.name}" for fact in facts]
    before, after = (points.get_offsets()[:, 0].tolist() for points in axes.collections[1:])
    assert (before, after) == ([prior.rates[f.key] for f in facts], [conditioned.rates[f.key] for f in facts])
    save_figure(figure, tmp_path / "scores.svg")
    assert (tmp_path / "scores.svg").stat().st_size > 1000


def test_one_command_writes_page_figure_and_file(
    found: ScoreRuns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, kept = [], []
    monkeypatch.setattr(scores, "run_all", lambda tried, *_: asked.append(tried) or found)
    monkeypatch.setattr(scores, "PAGE", tmp_path / "scores.md")
    monkeypatch.setattr(scores, "FIGURE", tmp_path / "scores.svg")
    monkeypatch.setattr(scores, "store", kept.append)
    main(["scores", "--tried", "2000"])
    assert asked == [2000]
    assert (tmp_path / "scores.md").read_text(encoding="utf-8").startswith("# Scores: ")
    assert (tmp_path / "scores.svg").exists()
    assert kept[0].tried == 2000


def test_fewer_worlds_than_a_thousandth_can_be_taken_of_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["scores", "--tried", "999"])
    assert "must be 1,000 or more, got 999" in capsys.readouterr().err
