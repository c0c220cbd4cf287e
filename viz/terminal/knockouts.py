"""What the command line says about knock-outs: a table for readers, and plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.comparison.effects import Effect
from experiments.comparison.knockout import Knockout, Knockouts, PatternChange
from viz.common.summary import percent
from viz.terminal.tables import Table

MOST = 3
"""Effects printed of each mechanism."""

COLUMNS = ("id", "mechanism", "grade", "names in advance", "moves it by", "headline", "moves most else")


def table_of(found: Knockouts) -> Table:
    """One row per mechanism; a column for the patterns lost where they were scored."""
    scored = any(knockout.patterns is not None for knockout in found.results)
    rows = tuple(_row(knockout) for knockout in found.results)
    return Table("knock-outs", (*COLUMNS, "patterns lost") if scored else COLUMNS, rows)


def _row(knockout: Knockout) -> dict[str, object]:
    mechanism = knockout.mechanism
    return {
        "id": mechanism.key,
        "mechanism": mechanism.name,
        "grade": str(mechanism.grade),
        "names in advance": mechanism.diagnostic.series if mechanism.diagnostic else "",
        "moves it by": moved_in_words(knockout.diagnostic),
        "headline": f"{signed(knockout.headline.change)} in {percent(knockout.headline.touched)}",
        "moves most else": [effect_in_words(effect) for effect in knockout.beyond[:MOST]],
        "patterns lost": [lost_in_words(change) for change in knockout.lost],
    }


def closing_lines(found: Knockouts) -> list[str]:
    """How to read the table, and which mechanisms do not move what they name."""
    scenario = found.scenario
    still = [k.mechanism.key for k in found.results if k.diagnostic is not None and not k.diagnostic.shows]
    alone = [k.mechanism.key for k in found.results if k.alone]
    lines = [
        f"Each switched off on its own in {found.worlds:,} worlds of {scenario.name}, seed {scenario.seed}; the "
        "differences are between worlds with the same random numbers.",
        "Moves it by: mean difference without its sign, and the share of worlds touched. Headline: mean difference in "
        f"{scenario.end}{_left_out(found)}. What else moves: mean difference (±: both ways) and, in brackets, its size "
        "in units of the spread of that series.",
    ]
    lines += [f"In this scenario these hardly move the series they name: {', '.join(still)}."] if still else []
    return lines + ([f"These move nothing to speak of but their own: {', '.join(alone)}."] if alone else [])


def _left_out(found: Knockouts) -> str:
    most = max((knockout.headline.left_out for knockout in found.results), default=0.0)
    return (
        f", where the regime stands with the mechanism and without ({percent(most)} left out at most)" if most else ""
    )


def as_plain(found: Knockouts) -> dict[str, object]:
    """The results as `tightrope knockout --json` prints them; effects of nothing are left out."""
    return {
        "scenario": found.scenario.name,
        "worlds": found.worlds,
        "seed": found.scenario.seed,
        "knockouts": [_plain(knockout) for knockout in found.results],
    }


def _plain(knockout: Knockout) -> dict[str, object]:
    mechanism, ending, diagnostic = knockout.mechanism, knockout.headline, knockout.mechanism.diagnostic
    named = None
    if diagnostic is not None and knockout.diagnostic is not None:
        named = {
            "series": diagnostic.series,
            "from": diagnostic.start,
            "to": diagnostic.end,
            "moves": knockout.diagnostic.shows,
            "difference": knockout.diagnostic.size,
            "touched": knockout.diagnostic.touched,
        }
    plain: dict[str, object] = {
        "id": mechanism.key,
        "name": mechanism.name,
        "grade": str(mechanism.grade),
        "witness": named,
        "headline": {
            "change": ending.change,
            "p10": ending.low,
            "p90": ending.high,
            "touched": ending.touched,
            "worlds": ending.worlds,
            "left_out": ending.left_out,
        },
        "beyond": [effect.name for effect in knockout.beyond],
        "effects": [_plain_effect(effect) for effect in knockout.effects if effect.in_spreads > 0.0],
    }
    if knockout.patterns is not None:
        plain["patterns"] = [_plain_change(change) for change in knockout.patterns]
    return plain


def _plain_effect(effect: Effect) -> dict[str, object]:
    return {
        "name": effect.name,
        "is_move": effect.is_move,
        "change": effect.change,
        "size": effect.size,
        "in_spreads": effect.in_spreads,
        "touched": effect.touched,
    }


def _plain_change(change: PatternChange) -> dict[str, object]:
    return {
        "id": change.before.id,
        "rate": change.before.to_json()["rate"],
        "rate_off": change.after.to_json()["rate"],
        "lost": change.lost,
    }


def moved_in_words(moved: Effect | None) -> str:
    """How far a diagnostic moves, e.g. ``0.166 in 99 %``."""
    return "" if moved is None else f"{number(moved.size)} in {percent(moved.touched)}"


def effect_in_words(effect: Effect, mark: str = "") -> str:
    """An effect, e.g. ``russia.border_zones -0.18 (0.60)``; one that goes both ways is printed without a sign."""
    text = signed(effect.change) if abs(effect.change) >= effect.size / 2 else f"±{number(effect.size)}"
    return f"{mark}{effect.name}{mark} {text} ({effect.in_spreads:.2f})"


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
