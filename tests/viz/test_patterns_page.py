"""The page of patterns: what it says of each, and that it is made from runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.measures.pooled import Interval, Share
from experiments.patterns.by_hypothesis import VariantScore, active_variants
from experiments.patterns.placebo import YEARS, Placebo, Translation, dated
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Per, Strength
from experiments.patterns.score import score
from experiments.patterns.verdicts import PatternResult
from experiments.patterns.widths import WIDTHS, WidthScore, at_width, by_width
from model.core.draws import Draws
from model.ensemble.parameters import hypothesis_settings, parameter_values
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario
from viz.reports.__main__ import main
from viz.reports.patterns import SAMPLINGS, PatternRuns, page, rate_in_words, run_all, weakest

WORLDS = 7
HELD = PatternResult("SF01", "Low", Strength.HIGH, Per.WORLD, 0.9, Interval(0.85, 0.93), 0.8, met=True)


ALL = Share(1.0, Interval(0.9, 1.0), 97)


def scenario_of(worlds: int, sampling: Sampling) -> Scenario:
    return load_scenario("baseline", settings=[f"worlds={worlds}", "seed=5", f"sampling={sampling}"])


@pytest.fixture(scope="module")
def found() -> PatternRuns:
    """One real score, told as if it were all of them; what the other parts come to is tested where they are made."""
    report = score(scenario_of(WORLDS, Sampling.BEST))
    reports = {sampling: replace(report, sampling=str(sampling)) for sampling in SAMPLINGS}
    by_id = {result.id: result for result in report.results if result.id in dated(load_patterns()).patterns}
    return PatternRuns(
        worlds=WORLDS, probed=WORLDS, seed=5, reports=reports,
        moved=(Translation("belarus.hosting", "2014-07", 12, None),),
        shocks=tuple(Placebo(year, ALL, ALL, ALL) for year in (2020, 2017, None)),
        dated=dict.fromkeys((2020, *YEARS), by_id),
        variants=tuple(VariantScore(hypothesis, name, report) for hypothesis, name in active_variants()[:2]),
        widths=tuple(WidthScore(name, report) for name in ("best", "±25 %")),
    )  # fmt: skip


def test_everything_is_run_with_the_same_seed(found: PatternRuns, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scores in all worlds, the probes in a thousand at most, the variants in as many as asked for."""
    asked: list[object] = []
    report = found.reports[Sampling.BEST]

    def noted(name: str, answer: object) -> None:
        def called(*given: object, **_: object) -> object:
            asked.extend((name, (s.worlds, s.seed, str(s.sampling)) if isinstance(s, Scenario) else s) for s in given)
            return answer

        monkeypatch.setattr(f"viz.reports.patterns.{name}", called)

    monkeypatch.setattr("viz.reports.patterns.listed_at_most", lambda: 350)
    answers = {"by_width": found.widths, "score": report, "translation": found.moved, "placebos": found.shocks}
    for name, answer in {**answers, "dated_results": found.dated[2020], "by_variant": found.variants}.items():
        noted(name, answer)
    made = run_all(2000, 7, variants=300)
    assert [what for name, what in asked if name == "score"] == [(2000, 7, str(s)) for s in SAMPLINGS]  # type: ignore[misc]
    assert ("translation", ["worlds=350", "sampling=prior"]) in asked
    assert ("placebos", ["worlds=350", "sampling=conditioned"]) in asked
    assert asked.count(("dated_results", (350, 2013, "conditioned"))) == 1 + len(YEARS)
    assert ("by_variant", (300, 7, "prior")) in asked
    assert ("by_width", (350, 2013, "conditioned")) in asked
    assert (made.worlds, made.probed, made.seed, made.variants) == (2000, 350, 7, found.variants)


def test_the_page_says_what_is_met_at_each_width(found: PatternRuns) -> None:
    part = page(found).partition("## How wide the numbers may be")[2].partition("\n## ")[0]
    met = found.reports[Sampling.BEST].met
    assert f"| `best` | {met} of 30 | " in part
    assert f"| ±25 % | {met} of 30 | " in part
    assert "Robustness is claimed" in part


@pytest.mark.parametrize("width", WIDTHS)
def test_every_sampled_number_lies_so_far_around_its_best_value_inside_its_domain(width: float) -> None:
    scenario, seeds = at_width(scenario_of(97, Sampling.CONDITIONED), width), load_seeds()
    assert scenario.sampling is Sampling.PRIOR
    values = parameter_values(scenario, seeds, Draws(scenario.seed, 97)).by_key
    kept = hypothesis_settings(scenario, seeds)
    sampled = [one for one in seeds.parameters.values() if one.key in scenario.parameters]
    assert len(sampled) > 600
    for one in sampled:
        assert one.key not in kept
        drawn, aside = values[one.key], width * abs(one.best) + 0.5 * one.domain.whole
        assert (np.abs(drawn - one.best) <= aside + 1e-12).all(), one.key
        assert one.domain.holds(*drawn), one.key
    assert Kind.DEFINITION not in {one.kind for one in sampled}


def test_what_a_scenario_sets_keeps_its_value_at_every_width() -> None:
    scenario = load_scenario("baseline", settings=["parameters.coercion.coercion_by_oil=0.4"])
    assert at_width(scenario, 0.5).parameters["coercion.coercion_by_oil"].fix == 0.4


def test_six_ensembles_are_scored(found: PatternRuns, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Scenario] = []

    def scored(scenario: Scenario) -> object:
        asked.append(scenario)
        return found.reports[Sampling.BEST]

    monkeypatch.setattr("experiments.patterns.widths.score", scored)
    told: list[tuple[int, int]] = []
    made = list(by_width(scenario_of(7, Sampling.PRIOR), lambda *counts: told.append(counts)))
    assert [one.name for one in made] == ["best", "prior", "conditioned", "±25 %", "±35 %", "±50 %"]
    assert [str(one.sampling) for one in asked] == ["best", "prior", "conditioned", "prior", "prior", "prior"]
    assert told[-1] == (6, 6)


def test_a_rate_that_does_not_meet_what_is_required_is_bold() -> None:
    assert rate_in_words(HELD) == "0.90 (0.85 to 0.93)"
    assert rate_in_words(replace(HELD, met=False)) == "**0.90 (0.85 to 0.93)**"
    assert rate_in_words(replace(HELD, rate=None, interval=None, met=False, reason="no base")) == "**none: no base**"


def test_the_weakest_part_is_the_reason() -> None:
    spread = {"missing": 0.0, "p10": 0.1, "median": 0.25, "p90": 0.4}
    parts = [{"test": "a > 1", "share": 0.9, **spread}, {"test": "b > 1", "share": 0.6, **spread}]
    failed = replace(HELD, rate=0.55, met=False, details={"parts": parts})
    part = (
        "weakest part `b > 1`, which holds in 60 % of worlds (a tenth of worlds at or below 0.10, half 0.25, "
        "nine tenths 0.40)"
    )
    assert weakest(failed) == part
    also = [{"test": "c >= 2", "number": 1.5, "met": False}, {"test": "d >= 2", "number": 3.0, "met": True}]
    both = replace(failed, details={"parts": parts, "also": also})
    assert weakest(both) == f"`c >= 2` does not hold, the number is 1.50; {part}"
    assert weakest(replace(both, rate=0.9)) == "`c >= 2` does not hold, the number is 1.50"
    assert weakest(replace(failed, reason="no such month")) == "no such month"


def test_months_are_told_as_they_are() -> None:
    spread = {"p10": "2014-01", "median": "2014-02", "p90": "2015-01"}
    part = {"test": "first(x) >= 1", "share": 0.5, "missing": 0.0, **spread}
    told = weakest(replace(HELD, rate=0.5, met=False, details={"parts": [part]}))
    assert told.endswith("(a tenth of worlds at or below 2014-01, half 2014-02, nine tenths 2015-01)")


def test_a_part_that_no_world_has_a_number_for_tells_none() -> None:
    part = {"test": "first(x) >= 1", "share": 0.0, "missing": 1.0, "p10": None, "median": None, "p90": None}
    told = weakest(replace(HELD, rate=0.0, met=False, details={"parts": [part]}))
    assert told == "weakest part `first(x) >= 1`, which holds in 0 % of worlds"


def test_every_pattern_is_told_as_formulated_and_with_two_rates(found: PatternRuns) -> None:
    text = page(found)
    patterns = load_patterns().patterns
    assert len(patterns) == 30
    for key, pattern in patterns.items():
        assert f"**{key} {pattern.name}.**" in text
        assert pattern.formulation.strip() in text
        (row,) = [
            line for line in text.splitlines() if line.startswith(f"| {key} | {pattern.name} | {pattern.strength}")
        ]
        assert row.count(" | ") == 5
    assert list(found.reports) == [Sampling.BEST, Sampling.PRIOR]
    for sampling, report in found.reports.items():
        assert f"**{report.met} of 30** at `{sampling}`" in text
        for result in report.results:
            assert (f"- {result.id} {result.name}: " in text.partition(f"At `{sampling}`:")[2]) or result.met


def test_the_page_says_how_it_was_made(found: PatternRuns) -> None:
    text = page(found)
    assert "`python -m viz.reports patterns --worlds 7 --seed 5 --variants 7`" in text
    assert "7 worlds, seed\n5." in text
    assert "sha256 of the code" in text
    assert " nan" not in text


def test_the_page_tells_of_moved_causes_and_variants(found: PatternRuns) -> None:
    text = page(found)
    for part in ("| August 2017 | 100 % (90 to 100) of 97 |", "| nowhere (read in 2020) |",
                 "| `belarus.hosting` Minsk is the venue of the talks | 2014-07 | +12 | never |",
                 "shock in 2019 |"):  # fmt: skip
        assert part in text, part
    for scored in found.variants:
        assert f"| `{scored.variant}` | {scored.report.met} of 30 |" in text
    assert "## Rival hypotheses" not in page(replace(found, variants=()))


def test_the_same_runs_give_the_same_page(found: PatternRuns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("viz.reports.patterns.run_all", lambda *given: asked.append(given) or found)
    for name in ("a.md", "b.md"):
        monkeypatch.setattr("viz.reports.patterns.PATTERNS_PAGE", tmp_path / name)
        main(["patterns", "--worlds", "7", "--seed", "5", "--variants", "3"])
    assert asked == [(7, 5, 3)] * 2
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()


@pytest.mark.parametrize("given", ["0", "-3"])
@pytest.mark.parametrize("option", ["--worlds", "--variants"])
def test_no_worlds_are_refused(option: str, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["patterns", f"{option}={given}"])
    assert left.value.code == 2
    assert f"argument {option}: must be 1 or more, got {given}" in capsys.readouterr().err
