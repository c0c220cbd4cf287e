"""Three numbers at the chosen month: with what the scenario changes, without it, and the difference world by world.

The first is alignment, the second how many worlds are clients of Moscow, the third whatever moves most besides: the
fall of the regime, if that differs by three points or more. They are the numbers that `tightrope compare` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import solara
from reacton import ipyvuetify as rv

from experiments.comparison.bindings import added
from experiments.comparison.compare import Comparison, pair_of
from experiments.comparison.monthly import MARGIN
from experiments.comparison.outcomes import FALL, run_readings
from experiments.comparison.paired import PairedDifference
from experiments.comparison.questions import Reading
from experiments.comparison.verdict import LEAST_FALLS, LEAST_TURNING
from model.core.declarations import AGENTS, Owner
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture
from model.runs.outcomes import KEY_EVENTS
from model.story.phrases import month_in_words
from viz.charts.bands import bands
from viz.charts.timeline.runs import TURNING as TURNING_POINTS
from viz.common.summary import interval, percent
from viz.common.words import MISSING, difference_decimals, with_minus
from viz.dashboard.results import Shown

ALIGNMENT, CLIENT = "alignment", "client"
TURNING = tuple(event.name for event in KEY_EVENTS if event.name != FALL)
"""What the third card may be of, besides the fall of the regime; the dimensions of alignment where none of it moves."""
PARTS = tuple(f"alignment_{one}" for one in DIMENSIONS)
WHOLE = 100
NONE, UNCLEAR, NOBODY = "none", "not clear", "no world stands"
BESIDES = "moves most besides"
LABELS = {
    **TURNING_POINTS,
    **{f"alignment_{one}": f"Alignment in {one}" for one in DIMENSIONS},
    ALIGNMENT: "Alignment",
    CLIENT: "Client of Moscow",
    FALL: "Regime fallen",
}
THIS = "this scenario"


@dataclass(frozen=True, slots=True)
class Card:
    """A number at a month.

    Attributes:
        label: What it is.
        note: When, and of what.
        here: With what the scenario changes.
        there: Without it; empty where nothing is compared.
        difference: The difference; empty likewise.
        spread: How far the difference, or the number itself, is certain.
    """

    label: str
    note: str
    here: str
    there: str = ""
    difference: str = ""
    spread: str = ""


def cards(result: Shown, month: int) -> tuple[Card, ...]:
    """The three cards at a month, by its index."""
    found = result.comparison
    if found is None:
        return tuple(_alone(result, month))
    readings = run_readings(found.months[: month + 1], largest=min(found.largest, month))
    date = month_in_words(found.months[month])
    alignment, client, fall = (pair_of(readings[name], found.base, found.other) for name in (ALIGNMENT, CLIENT, FALL))
    third = (FALL, fall)
    if not _moves(fall, LEAST_FALLS):
        third = _largest(found, readings, _open_to(found))
        third = third if _moves(third[1], LEAST_TURNING) else _largest(found, readings, PARTS)
        third = third if _moves(third[1], MARGIN) else (FALL, fall)
    return _alignment(found, alignment, month), _share(CLIENT, client, date), _besides(*third, date)


def _open_to(found: Comparison) -> tuple[str, ...]:
    """The turning points that are no act of a capital abroad which the scenario itself presses with."""
    pressing = {one.by for one in added(found.base.scenario, found.other.scenario)}
    ordered = {owner for owner in AGENTS if owner.label in pressing and owner is not Owner.BELARUS}
    acts = {event.name for event in KEY_EVENTS if Owner(event.series.partition(".")[0]) in ordered}
    return tuple(name for name in TURNING if name not in acts)


def _largest(
    found: Comparison, readings: Mapping[str, Reading], names: Iterable[str]
) -> tuple[str, PairedDifference | None]:
    """The one of several numbers that differs most, with its name."""
    pairs = [(name, pair_of(readings[name], found.base, found.other)) for name in names]
    return max(pairs, key=lambda one: abs(one[1].difference) if one[1] is not None and one[1].beyond_error else 0.0)


def _moves(pair: PairedDifference | None, least: float) -> bool:
    """Whether a number differs by so much, and more than chance."""
    return pair is not None and pair.is_clear(least)


def _alignment(found: Comparison, pair: PairedDifference | None, month: int) -> Card:
    apart = found.apart
    date = month_in_words(found.months[month])
    if pair is None:
        return Card(LABELS[ALIGNMENT], date, MISSING, MISSING, MISSING, f"{NOBODY} in both")
    low, high = (decimals(float(ends[month])) for ends in (apart.most.low, apart.most.high))
    spread = f"world by world {low} to {high}"
    if apart.left_out(month):
        spread += f", {apart.pairs[month]:,} worlds that stand in both"
    difference = _difference(pair, decimals(pair.difference), clear=apart.is_clear(month))
    note = f"{date}, median world"
    return Card(LABELS[ALIGNMENT], note, decimals(pair.with_it), decimals(pair.without), difference, spread)


def _share(name: str, pair: PairedDifference | None, date: str, besides: str = "") -> Card:
    label = LABELS[name]
    note = f"{date}, share of worlds" if name == CLIENT else f"by {date}, {besides or 'share of worlds'}"
    if pair is None:
        return Card(label, note, MISSING, MISSING, MISSING)
    points = round(WHOLE * pair.difference)
    low, high = (round(WHOLE * end) for end in (pair.interval.low, pair.interval.high))
    text = with_minus(f"{points:+d} point{'' if abs(points) == 1 else 's'}")
    if not points:
        return Card(label, note, percent(pair.with_it), percent(pair.without), NONE if not pair.error else "0 points")
    spread = with_minus(f"95 % interval {low} to {high}")
    return Card(label, note, percent(pair.with_it), percent(pair.without), _difference(pair, text), spread)


def _besides(name: str, pair: PairedDifference | None, date: str) -> Card:
    if pair is None or not name.startswith(ALIGNMENT):
        return _share(name, pair, date, "" if name == FALL else BESIDES)
    spread = with_minus(f"eight worlds in ten {decimals(pair.low)} to {decimals(pair.high)}")
    here, there, difference = map(decimals, (pair.with_it, pair.without, pair.difference))
    return Card(LABELS[name], f"{date}, {BESIDES}", here, there, _difference(pair, difference), spread)


def _difference(pair: PairedDifference, text: str, *, clear: bool | None = None) -> str:
    """A difference in words where it is nothing, or may be due to chance."""
    if not pair.rises and not pair.falls:
        return NONE
    nothing = not any(digit in text for digit in "123456789")
    return text if nothing or (pair.beyond_error if clear is None else clear) else UNCLEAR


def decimals(value: float) -> str:
    """A value with its sign and the minus of print; no sign before nothing."""
    return with_minus(difference_decimals(value))


def _alone(result: Shown, month: int) -> Iterator[Card]:
    """The numbers of a run that is compared with nothing."""
    run, date = result.run, month_in_words(result.run.months[month])
    band, shares = bands(run, HEADLINE), run.posture_shares()
    standing = int(run.standing[month].sum())
    spread = f"nine worlds in ten {decimals(float(band.most.low[month]))} to {decimals(float(band.most.high[month]))}"
    where = "" if standing == run.worlds else f", {standing:,} worlds that stand"
    alignment = decimals(float(band.median[month]))
    yield Card(LABELS[ALIGNMENT], f"{date}, median world", alignment, spread=spread + where if standing else NOBODY)
    for name, posture, note in (
        (CLIENT, Posture.CLIENT, f"{date}, share of worlds"),
        (FALL, Posture.FALLEN, f"by {date}, share of worlds"),
    ):
        share = interval(float(shares[posture][month]), run.worlds)
        low, high = round(WHOLE * share.low), round(WHOLE * share.high)
        yield Card(LABELS[name], note, percent(share.value), spread=f"95 % interval {low} to {high} %")


@solara.component
def Cards(three: tuple[Card, ...], base: str) -> None:
    """The cards side by side; `base` names what is compared with."""
    with rv.Html(tag="dl", class_="tr-cards"):
        for card in three:
            with rv.Html(tag="div", class_="tr-numbers"):
                rv.Html(tag="dt", children=[_word("strong", card.label), " ", _word("span", card.note)])
                _Number(card.here, THIS if card.there else card.spread, "tr-here")
                if card.there:
                    _Number(card.there, base, "tr-there")
                    _Number(card.difference, card.spread, "tr-apart")


@solara.component
def _Number(value: str, name: str, kind: str) -> None:
    rv.Html(tag="dd", class_=kind, children=[_word("span", value), " ", _word("small", name)])


def _word(tag: str, text: str) -> solara.Element:
    return rv.Html(tag=tag, children=[text])
