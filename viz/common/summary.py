"""What a run says in a few numbers: where it ends, its turning points, and how far those numbers can be trusted.

Plain data, the same for the command line, the figure and the dashboard.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.measures.pooled import wilson
from model.core.arrays import order_statistic
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import KEY_EVENTS, conditioned, counted, first_months
from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY, Combine, Pressure
from viz.common.words import NO_SKILL_SHOWN, likelihood

Z95 = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""

ALL = 0.995
"""From which share on worlds are all, in a sentence."""
PERCENT, HUNDREDTH, WIDE = 0.01, 0.01, 0.05
"""Units of the last digit that is printed, of a share and of an alignment; and a median that is far from accurate."""

HISTORY_MARKS = {
    "history.zapad_2013": "Zapad 2013",
    "history.crimea": "Crimea",
    "history.donbas": "Donbas war",
    "history.zapad_2017": "Zapad 2017",
    "history.pandemic": "pandemic",
    "history.election_2020": "election 2020",
    "history.zapad_2021": "Zapad 2021",
}
"""Pressures of history that figures mark, in the order of time."""


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share of the worlds with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """When, and in which share of the worlds, something happens for the first time.

    Its label is a sentence without full stop, its short one a few words. By month `p10` it has happened in 10 % of the
    worlds in which it happens at all, and so on; None where it never happens.
    """

    name: str
    label: str
    short: str
    share: float
    p10: int | None
    p50: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class EventMark:
    """A pressure as a figure shows it: a few words, why it is there, and first and last month of each time it acts.

    Attributes:
        own: Whether the scenario added it, rather than history.
        by: Who presses; empty if nobody.
    """

    label: str
    spans: tuple[tuple[int, int], ...]
    own: bool
    because: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How accurate the printed numbers are, for the number of worlds.

    Attributes:
        median: Half of the 95 % interval of the final median; 0 where no regime stands, so that there is none.
        share: Half of the widest 95 % interval among the shares printed.
        worlds_for_share: Number of worlds at which every share would be accurate to one point.
        worlds_for_median: Number of worlds at which the median would be accurate to a hundredth, by their density now.
    """

    median: float
    share: float
    worlds_for_share: int
    worlds_for_median: int

    @property
    def enough(self) -> bool:
        """Whether the last printed digits are accurate to one unit."""
        return self.share <= PERCENT and self.median <= HUNDREDTH

    @property
    def split(self) -> bool:
        """Whether the worlds split into two camps around the median, so that more of them would not settle it."""
        return self.median > WIDE


@dataclass(frozen=True)
class Summary:
    """A run in a few numbers; months are indices into the months of the run.

    Attributes:
        worlds: Number of worlds that count.
        share_kept: Share of all worlds that meet the scenario's condition.
        standing: Number of these whose regime stands in the last month; only they have an alignment.
        median: Median headline alignment of those in the last month; NaN where no regime stands.
        low: 5 % of them end at or below this.
        high: 95 % of them end at or below this.
        postures: Share of the worlds in each posture in the last month.
        turning_points: In the order in which they usually come.
        precision: How accurate these numbers are.
    """

    worlds: int
    share_kept: float
    standing: int
    median: float
    low: float
    high: float
    postures: dict[Posture, ShareInterval]
    turning_points: tuple[TurningPoint, ...]
    precision: Precision


def summary(run: Run) -> Summary | None:
    """A run in a few numbers, over the worlds that count; None where no world counts."""
    kept = conditioned(run)
    if not kept.worlds:
        return None
    final = kept.series[HEADLINE][-1][kept.standing[-1]]
    low, median, high = (order_statistic(final, share) for share in (0.05, 0.5, 0.95))
    shares = {p: interval(float(s[-1]), kept.worlds) for p, s in kept.posture_shares().items()}
    points = turning_points(kept)
    return Summary(
        worlds=kept.worlds,
        share_kept=float(np.mean(counted(run))),
        standing=len(final),
        median=median,
        low=low,
        high=high,
        postures=shares,
        turning_points=points,
        precision=_precision(final, kept.worlds, [s.value for s in shares.values()] + [p.share for p in points]),
    )


def interval(share: float, worlds: int) -> ShareInterval:
    """The 95 % interval of Wilson for a share of so many worlds; it stays within 0 and 1."""
    return ShareInterval(share, *wilson(round(share * worlds), worlds, 0.95))


def percent(share: float) -> str:
    """A share in whole per cent; one that is nearly none or nearly all says so."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1 %"
    return ">99 %" if whole == 100 and share < 1 else f"{whole} %"


def in_share(share: float, *, standing: bool = False, all_from: float = ALL) -> str:
    """In how many worlds, as a clause: in every one from a share on; `standing` where only those that stand count."""
    if share >= all_from:
        return "in every world" + (" whose regime stands" if standing else "")
    return f"in {percent(share)} of " + ("the worlds whose regime stands" if standing else "worlds")


def turning_points(run: Run) -> tuple[TurningPoint, ...]:
    """Every turning point, also one that never comes, as far as it comes in or after the month read from."""
    months, points = first_months(run), []
    for event in KEY_EVENTS:
        if event.name not in months:
            continue
        found = months[event.name]
        known = found[found >= run.scenario.read_from]
        p10, p50, p90 = (int(order_statistic(known, share)) if len(known) else None for share in (0.1, 0.5, 0.9))
        share = len(known) / run.worlds
        points.append(TurningPoint(event.name, event.label, event.short, share, p10, p50, p90))
    return tuple(points)


def _precision(final: NDArray[np.floating], worlds: int, shares: list[float]) -> Precision:
    """Half-widths of the 95 % intervals, and the number of worlds that would bring them to one printed unit."""
    ordered, standing = np.sort(final), len(final)
    half, last = Z95 * math.sqrt(standing) / 2, standing - 1
    low, high = max(0, math.floor(last / 2 - half)), min(last, math.ceil(last / 2 + half))
    median = float(ordered[high] - ordered[low]) / 2 if standing else 0.0
    widest = max((interval(s, worlds) for s in shares), key=lambda s: s.high - s.low)
    share = (widest.high - widest.low) / 2
    needed = [_round_up(worlds * (half / unit) ** 2) for half, unit in ((share, PERCENT), (median, HUNDREDTH))]
    return Precision(median, share, *needed)


def _round_up(number: float) -> int:
    """The next number with one figure that is not zero: 8,734 becomes 9,000."""
    size = 10 ** max(0, math.floor(math.log10(max(number, 1))))
    return math.ceil(number / size) * size


def marks(run: Run, own: Collection[str] | None = None) -> tuple[EventMark, ...]:
    """What the scenario does to the world, as far as its dates are known: some of history, all of its own pressures.

    Args:
        run: The run.
        own: Names of the pressures that count as its own; if None, all that are not of history.
    """
    read = run.scenario.read_from
    found = []
    for name, pressure in run.scenario.pressures.items():
        is_own = name in own if own is not None else not name.startswith(HISTORY)
        spans = tuple(span for span in spans_of(pressure, len(run.months)) if span[1] >= read)
        if spans and (is_own or name in HISTORY_MARKS or not name.startswith(HISTORY)):
            found.append(EventMark(label_of(name, pressure), spans, is_own, pressure.because, pressure.by))
    return tuple(sorted(found, key=lambda mark: (mark.spans, mark.label)))


ONSET_DRAWN = " (first month drawn)"
"""Behind the name of a pressure whose mark covers all months in which it can act."""


def spans_of(pressure: Pressure, months: int) -> Iterator[tuple[int, int]]:
    """First and last month of each time that a pressure acts, as far as its dates are known; the widest if drawn."""
    if not pressure.path:
        if pressure.when is None:
            yield from pressure.windows(months)
        return
    active = [m for m in range(months) if pressure.on_path(m) != 0]
    if active:
        yield active[0], active[-1]


def label_of(name: str, pressure: Pressure) -> str:
    """A pressure in a few words, as figures show it."""
    if name in HISTORY_MARKS:
        return HISTORY_MARKS[name]
    if pressure.combine in (Combine.FORCE, Combine.FORBID):
        text = f"{'forbidden' if pressure.combine is Combine.FORBID else 'ordered'}: {pressure.moves.replace('_', ' ')}"
    else:
        text = KINDS[pressure.kind].title + (f" by {pressure.by}" if pressure.by else "")
    text += ONSET_DRAWN if pressure.latest is not None else ""
    return text if pressure.probability >= 1 else f"{text} ({100 * pressure.probability:.0f} %)"


def as_plain(run: Run, found: Summary) -> dict[str, object]:
    """The summary as the command line prints it with --json; what is missing is NaN here, and null there."""
    final = {"median": found.median, "p05": found.low, "p95": found.high}
    return {
        "notes": list(run.scenario.notes),
        "caveat": NO_SKILL_SHOWN,
        "worlds": found.worlds,
        "share_kept": found.share_kept,
        "months": len(run.months),
        "start": run.months[0],
        "end": run.months[-1],
        "alignment": {"final": final | {"standing": found.standing, "fallen": found.postures[Posture.FALLEN].value}},
        "postures": {
            posture.name.lower(): {
                "share": share.value,
                "interval": [share.low, share.high],
                "in_words": likelihood(share.value),
            }
            for posture, share in found.postures.items()
        },
        "turning_points": [_point(point, run.months) for point in found.turning_points],
        "precision": asdict(found.precision) | {"enough": found.precision.enough},
    }


def _point(point: TurningPoint, months: Sequence[str]) -> dict[str, object]:
    dates = {"p10": point.p10, "p50": point.p50, "p90": point.p90}
    plain: dict[str, object] = {"name": point.name, "label": point.label, "share": point.share}
    plain["in_words"] = likelihood(point.share)
    return plain | {key: None if month is None else months[month] for key, month in dates.items()}
