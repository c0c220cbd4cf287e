"""What one scenario makes of another one, in sentences: the same words for the command line, pages, figures and docs.

    effect_sentence(comparison)
    # EU sanctions push Minsk 0.24 towards Moscow by December 2018, in every world. Half of it is gone by August 2019,
    # nearly all by January 2021.

`experiments.comparison.verdict` decides which case holds; here it is put into words.
"""

from __future__ import annotations

from collections.abc import Mapping

from experiments.comparison.bindings import Binding
from experiments.comparison.compare import Comparison
from experiments.comparison.verdict import Case, Verdict, verdict_on
from model.core.names import CAPITALS
from model.runs.outcomes import KEY_EVENTS
from model.scenario.pressure import Combine
from model.story.phrases import month_in_words
from viz.common.summary import in_share, label_of, percent
from viz.common.words import capital, difference_decimals, two_decimals
from viz.sentences.change_names import Subject, named

ACTING = {str(owner): capital for owner, capital in CAPITALS.items() if owner in ("russia", "eu", "us", "ukraine")}
"""Actors whose series are what they themselves do."""


PARTS = (
    (0.95, "nearly all", False),
    (0.85, "nine tenths", True),
    (0.775, "four fifths", True),
    (0.7, "three quarters", True),
    (0.633, "two thirds", True),
    (0.55, "three fifths", True),
    (0.45, "half", False),
    (0.367, "two fifths", True),
    (0.292, "a third", False),
    (0.225, "a quarter", False),
    (0.15, "a fifth", False),
    (0.1, "a tenth", False),
)
"""From which part on it is called what, and whether that is a plural."""
NONE_LEFT_OUT = 0.005
"""Up to which share worlds that are left out are not spoken of."""


def effect_sentence(found: Comparison) -> str:
    """What a scenario does to alignment beside another one: how much, by when, in how many worlds, and for how long."""
    base, other = found.base.scenario, found.other.scenario
    subject, verdict = named(base, other), verdict_on(found)
    if not subject.count:
        return f"Nothing differs between {base.name} and {other.name}."
    if verdict.falls is None:
        return " ".join(_course(found, verdict, subject))
    return f"{_falls(found, verdict, subject)} {' '.join(_where_it_stands(found, verdict))}"


def _where_it_stands(found: Comparison, verdict: Verdict) -> tuple[str, ...]:
    """What becomes of alignment, where the regime falls more or less often than before."""
    month = _month(found, verdict.month)
    match verdict.case:
        case Case.NOWHERE:
            return ("In no world does it stand in both runs.",)
        case Case.NONE:
            return (f"Where it stands in both, alignment hardly changes: {_at_most(found, verdict)}.",)
        case Case.APART:
            return (f"Where it stands in both, worlds come apart by {month}: {_sides(verdict)}.",)
    size = f"{two_decimals(abs(verdict.difference))} nearer {_towards(verdict)}"
    text = f"Where it stands in both, Minsk is {size} by {month}{_growing(verdict)}."
    return (text, *_becomes(found, verdict))


def _course(found: Comparison, verdict: Verdict, subject: Subject) -> tuple[str, ...]:
    """What becomes of alignment, where the regime falls as often as before."""
    month = _month(found, verdict.month)
    match verdict.case:
        case Case.NOWHERE:
            return (f"{subject.text} cannot be judged by alignment: the regime stands in both runs in no world.",)
        case Case.APART:
            return (f"{subject.text} {subject.verb('pull')} worlds apart by {month}: {_sides(verdict)}.",)
        case Case.NONE:
            showing = "" if verdict.clear or abs(verdict.difference) < found.apart.margin else _too_few(found)
            but = f"; but {_turning(found, verdict)}" if verdict.turning_point else ""
            hardly = "no" if float(two_decimals(verdict.difference)) == 0.0 or showing else "hardly any"
            text = f"{subject.text} {subject.verb('make')} {hardly} difference to alignment{showing}"
            return (f"{text}: {_at_most(found, verdict)}{but}.",)
    verb = subject.verb("push" if verdict.difference < 0 else "move")
    size = f"{two_decimals(abs(verdict.difference))} towards {_towards(verdict)} by {month}"
    text = f"{subject.text} {verb} Minsk {size}, {_in_worlds(found, verdict)}{_growing(verdict)}."
    return (text, *_becomes(found, verdict))


def second_line(found: Comparison) -> str:
    """How far worlds differ around the median, and what stays: a turning point that comes more or less often."""
    verdict = verdict_on(found)
    if verdict.case is Case.NOWHERE:
        return ""
    low, high = (
        difference_decimals(float(ends[verdict.month])) for ends in (found.apart.most.low, found.apart.most.high)
    )
    of = f"{found.apart.pairs[verdict.month]:,} worlds"
    standing = " whose regime stands in both" if found.apart.left_out(verdict.month) else ""
    spread = f"Nine worlds in ten differ by {low} to {high} in {_month(found, verdict.month)} ({of}{standing})."
    texts = [spread] if float(low) or float(high) else []
    if verdict.turning_point and (verdict.case is not Case.NONE or verdict.falls):
        text = _turning(found, verdict)
        texts.append(f"{capital(text)}.")
    return " ".join(texts)


def _falls(found: Comparison, verdict: Verdict, subject: Subject) -> str:
    assert verdict.falls is not None
    now, before = percent(verdict.falls.with_it), percent(verdict.falls.without)
    end = month_in_words(found.months[-1])
    if verdict.falls.difference > 0:
        bring = subject.verb("bring")
        return f"{subject.text} {bring} the regime down in {now} of worlds instead of {before} by {end}."
    keep = subject.verb("keep")
    return f"{subject.text} {keep} the regime in place: by {end} it falls in {now} of worlds instead of {before}."


def _becomes(found: Comparison, verdict: Verdict) -> tuple[str, ...]:
    """What is left of a difference, and when it is gone."""
    if verdict.growing:
        return ()
    end = month_in_words(found.months[found.apart.last])
    text, several = part_in_words(verdict.left)
    left = f"{text} of it {'are' if several else 'is'} left in {end}"
    if verdict.case is Case.LASTS or verdict.half_gone is None:
        return (f"{capital(left)}.",)
    half = month_in_words(found.months[verdict.half_gone])
    if verdict.nearly_gone is None:
        return (f"Half of it is gone by {half}; {left}.",)
    nearly = month_in_words(found.months[verdict.nearly_gone])
    return (f"Half of it is gone by {half}, nearly all by {nearly}." if half != nearly else f"It is gone by {half}.",)


def part_in_words(part: float) -> tuple[str, bool]:
    """A part as a common fraction, e.g. ``four fifths``, and whether that is a plural."""
    return next(((text, several) for least, text, several in PARTS if part >= least), ("hardly any", False))


def _turning(found: Comparison, verdict: Verdict) -> str:
    """The turning point that comes more or less often, as a clause."""
    pair = found.outcomes[verdict.turning_point]
    clause = next(event.clause for event in KEY_EVENTS if event.name == verdict.turning_point)
    return f"{clause} in {percent(pair.with_it)} of worlds instead of {percent(pair.without)}"


def _in_worlds(found: Comparison, verdict: Verdict) -> str:
    standing = found.apart.left_out(verdict.month) > NONE_LEFT_OUT
    return in_share(verdict.share, standing=standing)


def _at_most(found: Comparison, verdict: Verdict) -> str:
    size = two_decimals(abs(verdict.difference))
    if float(size) == 0.0:
        return f"the median difference rounds to {size} in every month"
    return f"{size} at most, in {_month(found, verdict.month)}"


def _too_few(found: Comparison) -> str:
    return f" that {found.worlds:,} worlds can show"


def _sides(verdict: Verdict) -> str:
    assert verdict.sides is not None
    texts = (f"{percent(side.share)} (by {two_decimals(side.size)})" for side in verdict.sides)
    return ", ".join(f"nearer {where} in {text}" for where, text in zip(("Moscow", "the West"), texts, strict=True))


def _growing(verdict: Verdict) -> str:
    return ", and the difference is still growing" if verdict.growing and verdict.case is Case.LASTS else ""


def _towards(verdict: Verdict) -> str:
    return "Moscow" if verdict.difference < 0 else "the West"


def _month(found: Comparison, month: int) -> str:
    return month_in_words(found.months[month])


def binding_sentence(binding: Binding) -> str:
    """Whether and how long a pressure acted."""
    pressure = binding.pressure
    name = f"{pressure.name} ({label_of(pressure.name, pressure)})"
    if binding.months is None or binding.worlds is None:
        return f"{name} depends on a condition"
    if not binding.months:
        return f"{name} has no effect: it acts in no month of any world"
    months = f"{binding.months} month{'s' if binding.months > 1 else ''}"
    text = f"{name} acts in {months}" + (f" of {percent(binding.worlds)} of the worlds" if binding.worlds < 1 else "")
    if binding.idle is None:
        return text
    actor = ACTING.get(binding.compared.partition(".")[0])
    anyway = f"it asks no more than {f'{actor} does' if actor else 'happens'} anyway"
    anyway = {Combine.FORCE: "the move would be made anyway", Combine.FORBID: "the move would not be made anyway"}.get(
        pressure.combine, anyway
    )
    return f"{text}; in {percent(binding.idle)} of them {anyway}"


def effect_lines(found: Comparison) -> list[str]:
    """With what it is compared, the sentence, the second line, and one line for each pressure added or changed."""
    beside = f"Compared with {found.base.scenario.name}, world by world and with the same random draws."
    bound = [f"{binding_sentence(one)}." for one in found.bindings]
    return [f"{effect_sentence(found)} {second_line(found)}".rstrip(), beside, *bound]


def effect_as_plain(found: Comparison) -> Mapping[str, object]:
    """The comparison as plain data: `against` in the JSON of a run, and what `compare` prints."""
    verdict, apart = verdict_on(found), found.apart
    first = found.first_difference
    return {
        "a": found.base.scenario.name,
        "b": found.other.scenario.name,
        "sentence": effect_sentence(found),
        "second": second_line(found),
        "case": str(verdict.case),
        "worlds": found.worlds,
        "margin": apart.margin,
        "largest": _of_month(found, found.largest),
        "left": verdict.left,
        "half_gone": None if verdict.half_gone is None else found.months[verdict.half_gone],
        "first_difference": None if first is None else found.months[first],
        "months": [_of_month(found, month, flat=True) for month in range(len(found.months))],
        "outcomes": [
            {
                "name": name,
                "label": pair.reading.name,
                "a": pair.without,
                "b": pair.with_it,
                "diff": {"mean": pair.mean, "low": pair.interval.low, "high": pair.interval.high},
                "probability": pair.probability(pair.reported, clearly=True)[0],
                "worlds": pair.worlds,
            }
            for name, pair in found.outcomes.items()
        ],
        "pressures": _bindings(found),
        "notes": list(found.notes),
    }


def against_as_plain(found: Comparison) -> Mapping[str, object]:
    """The comparison with what a scenario extends as `against` in the JSON of a run."""
    largest = _of_month(found, found.largest)
    return {
        "scenario": found.base.scenario.name,
        "sentence": effect_sentence(found),
        "month": largest["month"],
        "diff": largest["diff"],
        "share": largest["share"],
        "final": _of_month(found, len(found.months) - 1),
        "pressures": _bindings(found),
    }


def _bindings(found: Comparison) -> list[dict[str, object]]:
    return [
        {
            "name": one.pressure.name,
            "months": one.months,
            "worlds": one.worlds,
            "idle": one.idle,
            "compared": one.compared or None,
            "sentence": binding_sentence(one),
        }
        for one in found.bindings
    ]


def _of_month(found: Comparison, month: int, *, flat: bool = False) -> dict[str, object]:
    apart = found.apart
    ends = {"median": apart.median, "p05": apart.most.low, "p95": apart.most.high}
    values = {name: float(row[month]) for name, row in ends.items()}
    plain: dict[str, object] = {"month": found.months[month]}
    plain |= values if flat else {"diff": values}
    return plain | {
        "share": apart.share(month),
        "worlds": int(apart.pairs[month]),
        "left_out": apart.left_out(month),
    }
