"""`docs/responses.md`: how the model responds to every kind of pressure, and which ways the documents would have it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from experiments.comparison.questions import Direction
from experiments.responses.compute import Course, Response, reached, responses
from experiments.responses.reader import pressures_tried
from experiments.responses.records import LATER, LEVELS, QUANTITIES, SHARES
from experiments.responses.verdicts import (
    LEAST_LEVEL,
    LEAST_SHARE,
    Moves,
    Sign,
    Verdict,
    clear,
    kinds_that_move,
    sign,
    verdicts,
)
from model.core.files import write_whole
from model.runs.world_lists import listed_at_most
from model.scenario.scenario import Sampling
from viz.common.markdown import DOCS, bullets, joined, prose, stamp, table
from viz.common.summary import percent
from viz.common.words import rounded, signed_decimals
from viz.figures.frame import save_figure
from viz.figures.responses import response_figure
from viz.terminal.progress import progress

PAGE, FIGURE, DATA = DOCS / "responses.md", DOCS / "responses.svg", DOCS / "data" / "responses.json"
MOST_WORLDS = 500
"""Worlds of each run, where so many are listed."""
MOST_NAMED = 3
ENOUGH = 0.8
"""Share of the kinds of pressure that should move something."""
HEADLINE = LEVELS[0]
NAMES = {"alignment": "headline", "leaning_west": "leaning West", "fallen": "regime fallen", "base": "base granted"}
"""What quantities are called where their own names do not say it."""
WAYS = {Direction.UP: "up", Direction.DOWN: "down", Direction.OPEN: "no sign"}

Held = Mapping[str, str]
"""Key of a stiff pressure -> what holds it."""


def page(found: Sequence[Verdict], held: Held, worlds: int) -> str:
    """The whole page.

    Args:
        found: A verdict on each pressure.
        held: What `held_by` says of the stiff ones.
        worlds: Number of worlds of each run.
    """
    against = [one for one in found if one.is_against]
    bent = [one for one in found if one.is_monotone is False]
    stiff = [one for one in found if one.moves is Moves.NOTHING]
    return (
        joined(
            "# Responses: what every kind of pressure does",
            prose(summary(found)),
            f"![Largest change of the headline, pressure by pressure and window by window]({FIGURE.name})",
            prose(_how(worlds)),
            stamp("responses"),
            "## What is asked for",
            bullets(_aims(found)),
            "## Stiff, and what holds it",
            bullets(f"{one.tried.name}: {held[one.tried.key]}" for one in stiff),
            "## Against the sign of the documents",
            bullets(f"{one.tried.name}: {_where(one, Sign.AGAINST)}. {_said(one)}" for one in against),
            "## Not monotone in the dose",
            bullets(f"{one.tried.name}: {_bends(one)}" for one in bent),
            "## The headline, dose by dose",
            table(HEAD, (row for one in found for row in _rows(one))),
            "## Everything else, at the full dose",
            prose(ELSE),
            table(("Pressure", "Window", *map(_name, QUANTITIES[1:])), (row for one in found for row in _others(one))),
            "## What the documents say",
            bullets(f"{one.tried.name} (`{one.tried.kind}`): {_said(one)}" for one in found),
        )
        + "\n"
    )


def summary(found: Sequence[Verdict]) -> str:
    """The result in a few sentences: how many of them move anything, and which way."""
    signed = [one for one in found if one.tried.expects is not Direction.OPEN]
    dosed = [one for one in found if one.is_monotone is not None]

    def count(what: Callable[[Verdict], bool], among: Iterable[Verdict] = found) -> int:
        return sum(map(what, among))

    hardly = count(lambda one: set(one.signs) == {Sign.HARDLY}, signed)
    return (
        f"Of {len(found)} pressures ({len({one.tried.kind for one in found})} kinds), "
        f"**{count(lambda one: one.moves is Moves.HEADLINE)} move the headline** by {LEAST_LEVEL} or more in some "
        f"window, {count(lambda one: one.moves is Moves.ELSEWHERE)} only a dimension by as much or a share of worlds "
        f"by {percent(LEAST_SHARE)}, and **{count(lambda one: one.moves is Moves.NOTHING)} nothing: they are stiff**. "
        f"For {len(signed)} a document implies a sign: **{count(lambda one: one.is_against, signed)} go against it** "
        f"in some window, {hardly} hardly move what it speaks of in any, and "
        f"{len(signed) - hardly - count(lambda one: one.is_against, signed)} move it that way wherever they move it. "
        f"**Not monotone in the dose: {count(lambda one: one.is_monotone is False)}** of {len(dosed)} that have doses. "
        f"The headline is moved by {_by_window(found)}."
    )


def _aims(found: Sequence[Verdict]) -> Iterable[str]:
    """What the table as a whole is asked for, and whether it is met."""
    kinds = kinds_that_move(found)
    still = [kind for kind, moved in kinds.items() if not moved]
    share = 1.0 - len(still) / len(kinds)
    yield (
        f"Of {len(kinds)} kinds of pressure at least {percent(ENOUGH)} move something that they do not set themselves: "
        f"{_met(share >= ENOUGH)}, {percent(share)} do. Not: {', '.join(still) or 'none'}."
    )
    against = [one.tried.name for one in found if one.is_against]
    yield f"None goes against the documents: {_met(not against)}. Against: {', '.join(against) or 'none'}."
    dosed = [one for one in found if one.tried.by_dose]
    yield (
        f"{len(dosed)} pressures act by their dose: no step takes back what another adds, and all of it moves the "
        f"headline or what the documents speak of, a level by {LEAST_LEVEL} or a share of worlds by "
        f"{percent(LEAST_SHARE)}, in some window: {_met(all(one.acts_by_dose for one in dosed))}. "
        + "; ".join(f"{one.tried.name}: {_met(one.acts_by_dose)}" for one in dosed)
        + "."
    )


def _met(is_met: bool) -> str:
    return "met" if is_met else "**not met**"


def _by_window(found: Sequence[Verdict]) -> str:
    """In each window, how many of the pressures tried there move the headline."""
    there: dict[str, list[bool]] = {}
    for one in (response for verdict in found for response in verdict.responses):
        moved = any(clear(HEADLINE, dose.changes[HEADLINE]) for dose in one.doses)
        there.setdefault(one.window.name, []).append(moved)
    return ", ".join(f"{sum(some)} of {len(some)} in {name}" for name, some in there.items())


def _how(worlds: int) -> str:
    return (
        f"Every pressure of `seeds/responses.yaml` is laid upon the baseline in {worlds:,} worlds that agree with the "
        "record, in each window in which it makes sense, at a third, two thirds and the whole of its range (those "
        "that are on or off, once), and compared with the same worlds without it. Numbers are means over worlds. The "
        "headline and its dimensions are compared in worlds whose regime stands in both runs; shares are of all "
        "worlds. 'Largest' is the month of the largest mean, from the window's beginning to a year after its end. A "
        "change counts if it is beyond two standard errors. A pressure is monotone if no step from one dose to the "
        "next takes back what another adds, each by 0.01 or more and beyond two paired standard errors, at the "
        "window's end and a year after. After 2021 the drivers keep their values: the model knows no war of 2022."
    )


HEAD = (
    "Pressure",
    "Window",
    "Largest, dose by dose",
    "In",
    "At the end",
    "A year after",
    "Error",
    "Documents",
    "Comes out",
    "Monotone",
    "Changes nothing in",
    "Left out",
)
ELSE = (
    "Largest changes; shares of worlds in points. 'Left out' in the table before is the share of worlds whose regime "
    "has fallen by the window's end in either run; 'Changes nothing in' the share of months and worlds in which what "
    "the pressure sets happens anyway."
)


def _rows(verdict: Verdict) -> Iterable[tuple[str, ...]]:
    tried = verdict.tried
    for one in verdict.responses:
        course = one.full.changes[HEADLINE]
        said = f"{_name(tried.of)} {WAYS[tried.expects]}" if tried.expects else WAYS[tried.expects]
        monotone = {None: "", True: "yes", False: "**no**"}[one.is_monotone]
        outcome = sign(one)
        yield (
            tried.name,
            one.window.name,
            ", ".join(signed_decimals(dose.changes[HEADLINE].largest.value) for dose in one.doses),
            course.month,
            signed_decimals(course.end.value),
            signed_decimals(course.after.value),
            f"{course.largest.error:.3f}",
            said,
            f"**{outcome}**" if outcome is Sign.AGAINST else "" if outcome is Sign.OPEN else str(outcome),
            monotone,
            "" if one.idle is None else percent(one.idle),
            percent(one.full.left_out),
        )


def _others(verdict: Verdict) -> Iterable[tuple[str, ...]]:
    for one in verdict.responses:
        yield verdict.tried.name, one.window.name, *(_size(name, one.full.changes[name]) for name in QUANTITIES[1:])


def _size(name: str, course: Course) -> str:
    if name in SHARES:
        points = round(100 * course.largest.value)
        return f"{points:+d}" if points else "0"
    return signed_decimals(course.largest.value)


def _where(verdict: Verdict, wanted: Sign) -> str:
    """The windows with an outcome, each with the change of what the documents speak of."""
    of = verdict.tried.of
    pairs = zip(verdict.responses, verdict.signs, strict=True)
    windows = ", ".join(
        f"{_size(of, one.full.changes[of])} in {one.window.name}" for one, out in pairs if out is wanted
    )
    return f"{_name(of)} {windows}"


def _said(verdict: Verdict) -> str:
    tried = verdict.tried
    expected = f"{_name(tried.of)} {WAYS[tried.expects]}" if tried.expects else "no text gives a sign"
    texts = f" ({', '.join(tried.texts)})" if tried.texts else ""
    return f"Expected: {expected}. {tried.why}{texts}"


def _bends(verdict: Verdict) -> str:
    """Where the steps go both ways, and by how much."""
    parts = []
    for one in verdict.responses:
        if one.is_monotone is False:
            at = zip(("the end", "a year after"), one.steps, strict=True)
            steps = "; at ".join(
                f"{when} {', '.join(signed_decimals(step.value) for step in some)}" for when, some in at
            )
            parts.append(f"{one.window.name}, steps at {steps}")
    return "; ".join(parts)


def _name(quantity: str) -> str:
    return NAMES.get(quantity, quantity)


def held_by(verdict: Verdict, worlds: int, sampling: Sampling = Sampling.CONDITIONED) -> str:
    """What holds a stiff pressure, as far as the model can tell: it demands what happens anyway, or nothing follows."""
    one = verdict.strongest
    named = [f"`{effect.name}`" for effect in reached(one.tried, one.window, worlds=worlds, sampling=sampling)]
    moved = ", ".join(named[:MOST_NAMED])
    reach = f"{len(named)} recorded series move, most of all {moved}" if named else "no recorded series moves at all"
    idle = ""
    if one.idle is not None:
        idle = f"changes nothing in {percent(one.idle)} of months and worlds (`{one.idle_by}`); "
    largest = signed_decimals(one.full.changes[HEADLINE].largest.value)
    return f"{idle}in {one.window.name} {reach}; the headline by {largest} at most."


def data(found: Sequence[Verdict], worlds: int) -> str:
    """The numbers as JSON, so that other rules can be compared with these: of smaller doses, the headline alone."""
    plain = {
        "worlds": worlds,
        "least": {"level": LEAST_LEVEL, "share": LEAST_SHARE},
        "months_after": LATER,
        "of_each_change": ["at the end", "error", "a year after", "error", "largest", "error", "month"],
    }
    pressures = ",\n".join(f"{json.dumps(one.tried.key)}: {json.dumps(_plain(one))}" for one in found)
    return f'{json.dumps(plain)[:-1]},\n"pressures": {{\n{pressures}\n}}}}\n'


def _plain(verdict: Verdict) -> dict[str, object]:
    tried = verdict.tried
    return {
        "kind": tried.kind,
        "of": tried.of,
        "expects": WAYS[tried.expects],
        "moves": str(verdict.moves),
        "acts_by_dose": verdict.acts_by_dose if tried.by_dose else None,
        "monotone": verdict.is_monotone,
        "windows": {one.window.name: _plain_window(one) for one in verdict.responses},
    }


def _plain_window(one: Response) -> dict[str, object]:
    return {
        "sign": str(sign(one)),
        "monotone": one.is_monotone,
        "changes_nothing_in": None if one.idle is None else rounded(one.idle),
        "left_out": rounded(one.full.left_out),
        "smaller": {f"{dose.level:.2f}": _plain_course(dose.changes[HEADLINE]) for dose in one.doses[:-1]},
        "full": {name: _plain_course(course) for name, course in one.full.changes.items()},
    }


def _plain_course(course: Course) -> list[float | str | None]:
    changes = (course.end, course.after, course.largest)
    numbers = [number for change in changes for number in (change.value, change.error)]
    return [*map(rounded, numbers), course.month]


def write() -> None:
    """Write the page, its figure and its data, with progress on standard error."""
    worlds = min(MOST_WORLDS, listed_at_most())
    with progress("Trying every pressure", quiet=False) as advance:
        found = tuple(verdicts(responses(pressures_tried(), worlds=worlds, progress=advance)))
    held = {one.tried.key: held_by(one, worlds) for one in found if one.moves is Moves.NOTHING}
    write_whole(PAGE, page(found, held, worlds))
    write_whole(DATA, data(found, worlds))
    save_figure(response_figure(found), FIGURE)
