"""`docs/effects.md`: dated tests of single changes, whom each move moves, and how far rival hypotheses differ."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.conditioning.worlds import ensure_listed
from experiments.responses.effects import By, Measured, measured
from experiments.responses.effects_reader import load_effects
from experiments.responses.moves import READ, WINDOWS, Largest, MoveMoved, moves_moved
from experiments.responses.rivals import LEAST, Between, Rivals, rivals
from model.core.files import write_whole
from model.runs.digest import factual_scenario
from model.runs.world_lists import listed_at_most
from model.scenario.scenario import Sampling
from viz.common.markdown import DOCS, bullets, joined, prose, stamp, table
from viz.common.summary import percent
from viz.common.words import MISSING, rounded, signed_decimals
from viz.terminal.progress import progress

PAGE, DATA = DOCS / "effects.md", DOCS / "data" / "effects.json"
MOST_WORLDS, FEWER_WORLDS, PRIOR_WORLDS = 500, 300, 1000
"""Worlds of each run of a dated test and of a move, where so many are listed; and of a hypothesis."""
ENOUGH = 12
"""Hypotheses whose variants should differ."""

Plain = dict[str, Any]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this page."""
    parser.add_argument("--before", type=Path, metavar="FILE", help="data of an earlier run, shown beside")
    parser.add_argument("--seed", type=int, help="another seed; the worlds that agree with the record are searched")


def page(
    found: Sequence[Measured],
    moves: Sequence[MoveMoved],
    rival: Sequence[Rivals],
    before: Plain,
    seed: int | None = None,
) -> str:
    """The whole page.

    Args:
        found: The dated tests.
        moves: What each move does to the moves of others.
        rival: What the variants of each hypothesis change.
        before: The data of an earlier run; empty for none.
        seed: Seed of the dated tests; that of the baseline if None.
    """
    labels = [one for one in moves if one.is_label]
    return (
        joined(
            "# Effects: what single changes do",
            prose(summary(found, moves, rival, before)),
            stamp("effects" if seed is None else f"effects --seed {seed}"),
            "## Dated tests",
            prose(TESTS),
            table((*TEST_HEAD, *(["Before"] if before else [])), (_test_row(one, before) for one in found)),
            "What the documents say:",
            bullets(f"{effect.name}: {_said(effect.why, effect.texts)}" for effect in _effects(found)),
            "## Whom each move moves",
            prose(_moves_text(labels)),
            table(MOVE_HEAD, map(_move_row, moves)),
            "## Rival hypotheses",
            prose(RIVALS),
            table((*RIVAL_HEAD, *(["Before"] if before else [])), (_rival_row(one, before) for one in rival)),
            "Where they are judged:",
            bullets(f"{one.hypothesis.key}: {_judged(one)}" for one in rival),
        )
        + "\n"
    )


def summary(found: Sequence[Measured], moves: Sequence[MoveMoved], rival: Sequence[Rivals], before: Plain) -> str:
    """The result in a few sentences."""
    differ = sum(one.differs for one in rival)
    text = (
        f"**{sum(one.met for one in found)} of {len(found)} dated tests are met.** Of {len(moves)} moves, "
        f"{len(moves) - sum(one.is_label for one in moves)} change a move of another actor in a hundredth of the "
        f"worlds; {sum(one.is_label for one in moves)} are labels. The variants of {differ} of {len(rival)} rival "
        f"hypotheses lead to different ends ({ENOUGH} are asked for)."
    )
    if not before:
        return text
    earlier = [test["met"] for effect in before["tests"].values() for test in effect.values()]
    return (
        f"{text} Before: {sum(earlier)} of {len(earlier)} tests met, "
        f"{sum(one['label'] for one in before['moves'].values())} labels, "
        f"{sum(one['differs'] for one in before['hypotheses'].values())} hypotheses."
    )


TESTS = (
    "Each figure is a mean or a share of the worlds that count, with its interval at 95 %; a change is the difference "
    "to the same worlds of the baseline. A headline is known only where the regime stands, in both runs for a change; "
    "'left out' is the share of worlds that do not count. Worlds agree with the record, unless 'prior' stands beside. "
    "What each figure has to be stands in `seeds/effects.yaml`, and was written down before the rules were changed "
    "for it. After 2021 the drivers keep their values: the model knows no war of 2022."
)
TEST_HEAD = ("Change or course", "Number", "Asked for", "Is", "Interval", "Worlds", "Left out", "Met")
RIVALS = (
    f"Each hypothesis has a scenario that is named for it. Its variants run there in the same {PRIOR_WORLDS:,} prior "
    "worlds, and are compared two by two at the end of each year: share of worlds in each posture, share that has come "
    f"to each turning point, mean headline of the worlds that stand in both. They differ where a posture's share does "
    f"by {100 * LEAST['posture']:.0f} points, a turning point's by {100 * LEAST['turning_point']:.0f}, or the headline "
    f"by {LEAST['headline']:.2f}, beyond two standard errors. Shown is the largest difference of each kind."
)
RIVAL_HEAD = ("Hypothesis", "Posture", "Turning point", "Headline", "Differ")
MOVE_HEAD = ("Move", "Made in", "Forced, it changes", "by", "in", "Forbidden, it changes", "by", "in", "Label")


def _effects(found: Sequence[Measured]) -> list[Any]:
    return list({one.effect.key: one.effect for one in found}.values())


def _said(why: str, texts: Sequence[str]) -> str:
    return f"{why} ({', '.join(texts)})" if texts else why


def _test_row(one: Measured, before: Plain) -> tuple[str, ...]:
    number = _number(one)
    prior = " (prior)" if one.effect.worlds is Sampling.PRIOR else ""
    asked = str(one.test.bounds) + (", clearly" if one.test.clear else "")
    shown = (MISSING, MISSING, "0", "100 %")
    if not math.isnan(one.value):
        interval = " to ".join(map(number, one.interval))
        shown = (number(one.value), interval, f"{one.worlds:,}", percent(one.left_out))
    row = (one.effect.name, one.test.name + prior, asked, *shown, "yes" if one.met else "**no**")
    if not before:
        return row
    earlier = before["tests"].get(one.effect.key, {}).get(one.test.name)
    if earlier is None or earlier["value"] is None:
        return *row, MISSING
    return *row, f"{number(earlier['value'])} {'met' if earlier['met'] else 'not met'}"


def _number(one: Measured) -> Callable[[float], str]:
    """How its number is written: a share in per cent, a change with its sign."""
    if one.test.is_share:
        return percent
    sign = "+" if one.test.by is By.CHANGE else ""
    return lambda value: f"{round(value, 3) + 0.0:{sign}.3f}"


def _moves_text(labels: Sequence[MoveMoved]) -> str:
    named = ", ".join(f"`{one.move.series}`" for one in labels) or "none"
    return (
        f"Every move is forced for twelve months from {', '.join(WINDOWS)} on, and forbidden throughout. Shown is the "
        f"move of another actor whose share of worlds changes most, in points, within {READ} months of one of these "
        f"dates. A move that changes none in a hundredth of the worlds is a label: {named}. 'Made in' is the share of "
        "worlds of the baseline in which it is made at all. A move may be a label because nobody answers it, or "
        "because those who would do so act anyway."
    )


def _move_row(one: MoveMoved) -> tuple[str, ...]:
    return (
        f"`{one.move.series}`",
        percent(one.made),
        *_largest(one.forced),
        *_largest(one.forbidden),
        "**yes**" if one.is_label else "",
    )


def _largest(one: Largest) -> tuple[str, str, str]:
    return (f"`{one.other}`", f"{100 * one.change:+.1f}", one.window) if one.change else ("nobody", "", "")


def _rival_row(one: Rivals, before: Plain) -> tuple[str, ...]:
    row = (
        f"{one.hypothesis.key} {one.hypothesis.title}",
        _points(one.posture),
        _points(one.turning_point),
        f"{signed_decimals(one.headline.change.value)} {one.headline.month}, {_pair(one.headline)}",
        "yes" if one.differs else "**no**",
    )
    if not before:
        return row
    earlier = before["hypotheses"].get(one.hypothesis.key)
    return *row, MISSING if earlier is None else "yes" if earlier["differs"] else "no"


def _points(one: Between) -> str:
    return f"{one.what} {100 * one.change.value:+.0f} points {one.month}, {_pair(one)}"


def _pair(one: Between) -> str:
    return " to ".join(f"`{name}`" for name in one.variants)


def _judged(one: Rivals) -> str:
    judged = one.hypothesis.judged_in
    where = f"`{judged.scenario}`" + (" changed" if judged.changes else "")
    return f"{where}. {judged.because}"


def data(
    found: Sequence[Measured], moves: Sequence[MoveMoved], rival: Sequence[Rivals], worlds: int, seed: int | None
) -> str:
    """All numbers as JSON, to stand beside those of other rules."""
    tests: dict[str, Plain] = {}
    for one in found:
        low, high = (rounded(end) for end in one.interval)
        tests.setdefault(one.effect.key, {})[one.test.name] = {
            "value": rounded(one.value), "low": low, "high": high, "worlds": one.worlds,
            "left_out": rounded(one.left_out), "asked": str(one.test.bounds), "met": one.met,
        }  # fmt: skip
    counts = {"tests": worlds, "moves": min(FEWER_WORLDS, worlds), "hypotheses": PRIOR_WORLDS}
    plain: Plain = {"worlds": counts, "seed": seed, "tests": tests}
    plain["moves"] = {
        one.move.series: {
            "made": rounded(one.made), "forced": _plain(one.forced), "forbidden": _plain(one.forbidden),
            "label": one.is_label,
        }
        for one in moves
    }  # fmt: skip
    plain["hypotheses"] = {
        one.hypothesis.key: {"differs": one.differs}
        | {
            kind: [
                getattr(one, kind).what, getattr(one, kind).month, *getattr(one, kind).variants,
                rounded(getattr(one, kind).change.value), rounded(getattr(one, kind).change.error),
            ]
            for kind in LEAST
        }
        for one in rival
    }  # fmt: skip
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {_lines(value)}" for key, value in plain.items()) + "}\n"


def _lines(value: object) -> str:
    if not isinstance(value, Mapping):
        return json.dumps(value)
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(one)}" for key, one in value.items()) + "}"


def _plain(one: Largest) -> list[object]:
    return [one.other, rounded(one.change), one.window]


def write(*, before: Path | None = None, seed: int | None = None) -> None:
    """Write the page and its data, with progress on standard error."""
    earlier = json.loads(before.read_text(encoding="utf-8")) if before else {}
    worlds = min(MOST_WORLDS, listed_at_most())
    if seed is not None:
        asked = replace(factual_scenario(), seed=seed, worlds=worlds)
        ensure_listed(asked, lambda: progress("Searching worlds that agree with the record", quiet=False))
    with progress("Dated tests", quiet=False) as advance:
        found = tuple(measured(load_effects(), worlds=worlds, seed=seed, progress=advance))
    with progress("Moves", quiet=False) as advance:
        moves = tuple(moves_moved(min(FEWER_WORLDS, worlds), progress=advance))
    with progress("Rival hypotheses", quiet=False) as advance:
        rival = tuple(rivals(PRIOR_WORLDS, progress=advance))
    write_whole(PAGE, page(found, moves, rival, earlier, seed))
    write_whole(DATA, data(found, moves, rival, worlds, seed))
