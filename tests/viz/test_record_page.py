"""The page of the record: every episode and fact, with the paragraph that says it."""

from __future__ import annotations

from model.evidence.load import load_seeds
from viz.reports.evidence.record import RECORD_PAGE, page


def test_every_episode_and_fact_stands_on_the_page():
    record, made = load_seeds().record, page()
    lines = made.splitlines()
    assert [line[3:] for line in lines if line.startswith("## ")] == [e.name for e in record.episodes.values()]
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| F")]
    assert [row[0] for row in rows] == [fact.key for fact in record.facts]
    for row, fact in zip(rows, record.facts, strict=True):
        assert (row[1], row[2], row[4]) == (fact.name, fact.when, f"`{fact.shown}`")
        assert all(f"{claim.source} {claim.where}" in row[6] for claim in fact.claims)
    reasons = [line for line in lines if line.startswith("- F")]
    assert reasons == [f"- {fact.key}: {fact.because}" for fact in record.facts if fact.because]


def test_the_page_in_the_repository_is_the_one_that_is_made():
    kept, made = RECORD_PAGE.read_text(encoding="utf-8").splitlines(), page().splitlines()
    stamped = made.index(next(line for line in made if line.startswith("Made by ")))
    assert kept[:stamped] + kept[stamped + 2 :] == made[:stamped] + made[stamped + 2 :]
