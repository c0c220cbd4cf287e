"""What the command line says about knock-outs: a table for readers, and plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.comparison.effects import Effect
from experiments.comparison.knockout import Ending, Knockout, Knockouts, PatternChange
from model.evidence.mechanisms import Diagnostic
from viz.common.summary import percent
from viz.terminal.tables import Plain, Table

MOST = 3
"""Effects printed for each mechanism."""

COLUMNS = ("id", "mechanism", "grade", "diagnostic", "its change", "headline", "largest other changes")
EFFECT = ("name", "is_move", "change", "size", "in_spreads", "touched")
"""Keys of an effect in JSON."""


def table_of(found: Knockouts) -> Table:
    """One row per mechanism; a column for the patterns lost where they were scored."""
    scored = any(knockout.patterns is not None for knockout in found.results)
    rows = tuple(_row(knockout) for knockout in found.results)
    return Table("knock-outs", (*COLUMNS, "patterns lost") if scored else COLUMNS, rows)


def _row(knockout: Knockout) -> Plain:
    mechanism = knockout.mechanism
    return {
        "id": mechanism.key,
        "mechanism": mechanism.name,
        "grade": str(mechanism.grade),
        "diagnostic": mechanism.diagnostic.series if mechanism.diagnostic else "",
        "its change": moved_in_words(knockout.diagnostic),
        "headline": headline_in_words(knockout),
        "largest other changes": [effect_in_words(effect) for effect in knockout.beyond[:MOST]],
        "patterns lost": [lost_in_words(change) for change in knockout.lost],
    }


def closing_lines(found: Knockouts) -> list[str]:
    """How to read the table, and which mechanisms do not change their diagnostic series."""
    scenario = found.scenario
    still = [k.mechanism.key for k in found.results if k.diagnostic is not None and not k.diagnostic.shows]
    alone = [k.mechanism.key for k in found.results if k.alone]
    lines = [
        f"Each mechanism is switched off alone in {found.worlds:,} worlds of {scenario.name}, seed {scenario.seed};"
        " differences are between worlds with the same random numbers.",
        "Diagnostic: the series in which the mechanism must show, as it states in advance. Its change: mean absolute "
        "difference, and the share of worlds in which it differs. Headline: mean difference of alignment in "
        f"{scenario.end}{_left_out(found)}. Largest other changes: mean difference (±: in both directions) and, in "
        "brackets, its size in standard deviations of that series.",
    ]
    lines += [f"In this scenario these hardly change their diagnostic: {', '.join(still)}."] if still else []
    return lines + ([f"These change hardly anything but their own series: {', '.join(alone)}."] if alone else [])


def _left_out(found: Knockouts) -> str:
    most = max((knockout.headline.left_out for knockout in found.results), default=0.0)
    return f", where the regime stands in both runs (at most {percent(most)} left out)" if most else ""


def as_plain(found: Knockouts) -> dict[str, object]:
    """The results as `tightrope knockout --json` prints them; effects of nothing are left out."""
    return {
        "scenario": found.scenario.name,
        "worlds": found.worlds,
        "seed": found.scenario.seed,
        "knockouts": [_plain(knockout) for knockout in found.results],
    }


def _plain(knockout: Knockout) -> Plain:
    mechanism = knockout.mechanism
    plain: Plain = {
        "id": mechanism.key,
        "name": mechanism.name,
        "grade": str(mechanism.grade),
        "witness": _plain_diagnostic(mechanism.diagnostic, knockout.diagnostic),
        "headline": _plain_headline(knockout.headline),
        "beyond": [effect.name for effect in knockout.beyond],
        "effects": [
            {key: getattr(effect, key) for key in EFFECT} for effect in knockout.effects if effect.in_spreads > 0.0
        ],
    }
    return plain if knockout.patterns is None else plain | {"patterns": list(map(_plain_change, knockout.patterns))}


def _plain_headline(ending: Ending) -> Plain | None:
    if not ending.worlds:
        return None
    change: Plain = {"change": ending.change, "p10": ending.low, "p90": ending.high, "touched": ending.touched}
    return change | {"worlds": ending.worlds, "left_out": ending.left_out}


def _plain_diagnostic(diagnostic: Diagnostic | None, moved: Effect | None) -> Plain | None:
    if diagnostic is None or moved is None:
        return None
    months = {"series": diagnostic.series, "from": diagnostic.start, "to": diagnostic.end}
    return months | {"moves": moved.shows, "difference": moved.size, "touched": moved.touched}


def _plain_change(change: PatternChange) -> Plain:
    before, after = change.before.to_json()["rate"], change.after.to_json()["rate"]
    return {"id": change.before.id, "rate": before, "rate_off": after, "lost": change.lost}


def moved_in_words(moved: Effect | None) -> str:
    """How far a series moves that was named in advance, e.g. ``0.166 in 99 %``."""
    return "" if moved is None else f"{number(moved.size)} in {percent(moved.touched)}"


def headline_in_words(knockout: Knockout) -> str:
    """What the alignment does in the last month, e.g. ``-0.012 in 40 %``."""
    ending = knockout.headline
    return f"{signed(ending.change)} in {percent(ending.touched)}" if ending.worlds else "fallen in all worlds"


def effect_in_words(effect: Effect, mark: str = "") -> str:
    """An effect, e.g. ``russia.border_zones -0.18 (0.60)``; without a sign where it mostly goes in both directions."""
    size = signed(effect.change) if abs(effect.change) >= effect.size / 2 else f"±{number(effect.size)}"
    return f"{mark}{effect.name}{mark} {size} ({effect.in_spreads:.2f})"


def effects_in_words(effects: Iterable[Effect], mark: str = "") -> str:
    """Several effects, the largest first, or that there are none."""
    return "; ".join(effect_in_words(effect, mark) for effect in effects) or "nothing"


def lost_in_words(change: PatternChange) -> str:
    """A pattern lost, e.g. ``SF05 (0.93 to 0.41)``."""
    rates = ("-" if r.rate is None else f"{r.rate + 0.0:.2f}" for r in (change.before, change.after))
    return f"{change.before.id} ({' to '.join(rates)})"


def number(value: float) -> str:
    """Three figures and three decimals at most."""
    return f"{round(value, 3) + 0.0:.3g}"


def signed(value: float) -> str:
    """Two figures and three decimals at most, with their sign; nothing has none."""
    text = f"{round(value, 3):+.2g}"
    return text if float(text) else "0"
