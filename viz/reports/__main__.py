"""Writes the pages of `docs/` that are made from the code, the seeds and runs: `python -m viz.reports --help`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from viz.reports import effects, mechanisms, patterns, responses, scenarios, scores, skill, stories, variance
from viz.reports.evidence import odd, ranges, record

PAGES: dict[str, tuple[Callable[..., None], str]] = {
    "odd": (odd.write, "the tables of docs/ODD.md and docs/parameters.md, within seconds"),
    "ranges": (ranges.write, "docs/ranges.md and its figure, within seconds"),
    "record": (record.write, "docs/record.md, within seconds"),
    "responses": (responses.write, "docs/responses.md, its figure and docs/data/responses.json, in about two minutes"),
    "effects": (effects.write, "docs/effects.md and docs/data/effects.json, in about a minute and a half"),
    "scenarios": (scenarios.write, "docs/scenarios.md, in about a minute"),
    "mechanisms": (mechanisms.write, "docs/mechanisms.md, in about a minute; with --patterns in about six"),
    "stories": (stories.write, "docs/stories.md, in about half a minute"),
    "patterns": (patterns.write, "docs/patterns.md, in about four minutes"),
    "scores": (scores.write, "docs/scores.md, its figure and what patterns says of false worlds, in ten minutes"),
    "skill": (skill.write, "docs/skill.md, from a folder of observed tables, within seconds"),
    "variance": (variance.write, "docs/variance.md, its figure and its block of docs/ODD.md, in about three minutes"),
}
"""Page -> what writes it, given its options, and what is written."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one page."""
    parser = argparse.ArgumentParser(prog="python -m viz.reports", description="Writes a page of docs/ anew.")
    pages = parser.add_subparsers(dest="page", required=True, metavar="PAGE")
    parsers = {name: pages.add_parser(name, help=text, description=text) for name, (_, text) in PAGES.items()}
    parsers["mechanisms"].add_argument("--patterns", action="store_true", help="also score the stylised facts")
    effects.add_options(parsers["effects"])
    patterns.add_options(parsers["patterns"])
    scores.add_options(parsers["scores"])
    skill.add_options(parsers["skill"])
    options = vars(parser.parse_args(arguments))
    write, _ = PAGES[options.pop("page")]
    write(**options)


if __name__ == "__main__":
    main()
