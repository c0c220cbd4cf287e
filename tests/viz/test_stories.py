"""The page of stories: the two commonest paths of five scenarios, stamped, and the same each time."""

import pytest

from model.runs.manifest import hash_of
from viz.common.markdown import LETTERS
from viz.reports import stories

WORLDS = 41


@pytest.fixture(scope="module")
def made():
    return stories.page(WORLDS)


def test_the_page_is_the_same_each_time(made, monkeypatch):
    monkeypatch.setattr(stories, "TOLD", stories.TOLD[1:2])
    head, stories_again = stories.page(WORLDS).split("\n## ")
    assert made.startswith(head)
    assert f"\n## {stories_again.rstrip()}\n\n## " in made


def test_the_page_is_stamped(made):
    assert hash_of("model", "*.py")[:LETTERS] in made
    assert hash_of("seeds", "*.yaml")[:LETTERS] in made


def test_the_page_tells_the_two_commonest_paths_of_five_scenarios(made):
    """Few worlds may all take one path."""
    assert made.count("\n## ") == 5
    assert made.count("\n### Path 1: ") == 5
    assert 3 <= made.count("\n### Path 2: ") <= 5
    assert made.count("\nWorld ") == made.count("\n### Path ")
    assert "\n### Path 3: " not in made
    assert made.endswith(".\n")


def test_the_page_in_the_repository_has_the_same_scenarios():
    kept = stories.STORIES_PAGE.read_text(encoding="utf-8")
    assert [line for line in kept.splitlines() if line.startswith("`")] != []
    assert kept.count("\nWorld ") == 10
    for name in stories.TOLD:
        assert f"\n`{name}`. " in kept
