"""The answers of a sweep in words: what an index means, what changes abruptly, which setting regrets least."""

from __future__ import annotations

from experiments.sweeps.plan.design import Design
from experiments.sweeps.results.analyse import SweepAnswers
from experiments.sweeps.results.maps import PhaseMap
from experiments.sweeps.results.regret import Regrets
from experiments.sweeps.results.sensitivity import FactorIndex, SensitivityIndices
from viz.terminal.sweeps import indices_of

SHOWN = 8
"""Factors shown per outcome."""

BEST_SHOWN = 3
"""Settings of levers shown, those that regret least."""

MEANS = {
    Design.SOBOL: (
        "first: what the spread would lose on average if the number were known. total: what would be left of it if all "
        "others were known. Total well above first: the number works through others. They divide up the spread over "
        "the ranges that were given; a wider range gives a number more of it, and no index says that a number is wrong."
    ),
    Design.MORRIS: (
        "mu*: mean absolute change of the outcome when the number crosses its range. mu: the same with its sign. "
        "sigma: how much that change differs from place to place; large where the number works through others or "
        "bends. They rank numbers and find those without influence; they are no shares of a spread."
    ),
}


def answer_lines(answers: SweepAnswers) -> list[str]:
    """The answers of a sweep, for a terminal."""
    results = answers.results
    lines = [results.title, f"  {results.sample.count:,} points, {results.worlds:,} worlds each, seed {results.seed}"]
    lines += [f"  note: {note}" for note in answers.notes]
    for one in answers.indices:
        lines += ["", *_index_lines(one, answers.results.outcomes)]
    if answers.indices:
        design = answers.indices[0].design
        lines += ["", f"These are indices of {indices_of(results.worlds)}.", MEANS[design]]
    for made in answers.maps:
        lines += ["", *map_lines(made)]
    lines += ["", *(curve.sentence for curve in answers.curves)] if answers.curves else []
    for some in answers.regrets:
        if not some.is_idle:
            lines += ["", *regret_lines(some)]
        elif some.wants_more:
            lines += ["", f"{some.outcome.label}: the levers make no difference in any of {some.states:,} states."]
    return lines + (["", *(box.sentence for box in answers.boxes)] if answers.boxes else [])


def _index_lines(found: SensitivityIndices, outcomes: tuple[object, ...]) -> list[str]:
    label = next(getattr(o, "label", "") for o in outcomes if getattr(o, "name", "") == found.outcome)
    lines = [f"{label} ({found.outcome}): {found.note}"]
    for one in found.indices[:SHOWN]:
        if found.design is Design.SOBOL:
            text = f"first {one.first:5.2f} ±{one.first_half:.2f}   total {one.total:5.2f} ±{one.total_half:.2f}"
        else:
            text = f"mu* {one.total:8.4f} ±{one.total_half:.4f}   mu {one.first:+8.4f}   sigma {one.sigma:8.4f}"
        lines.append(f"  {text}   {one.key.removeprefix('parameters.')}: {one.label}")
    return lines


def map_lines(made: PhaseMap) -> list[str]:
    """A map in words: how much of it lies beyond the boundary, and where that runs."""
    name = f"{made.outcome.label} over {made.across.key} and {made.up.key}"
    if made.is_flat:
        return [f"{name}: hardly any difference anywhere."]
    lines = [f"{name}: above {made.boundary:.3g} in {100 * made.share_above:.0f} % of the map."]
    along, other, crossings = made.crossings()
    if all(where == "nowhere" for _, where in crossings):
        return lines
    if len({where for _, where in crossings}) == 1:
        return [*lines, f"  Crossed {crossings[0][1]} on {along.key}, whatever {other.key} is."]
    return lines + [f"  {other.key} = {at}: crossed {where} on {along.key}" for at, where in crossings]


def regret_lines(some: Regrets) -> list[str]:
    """The settings of the levers that regret least."""
    wish = "high" if some.wants_more else "low"
    lines = [f"If {some.outcome.label} is wanted {wish}, over {some.states:,} states:"]
    for one in some.settings[:BEST_SHOWN]:
        text = f"regret {one.mean_regret:.4f}, in the worst tenth {one.q90:.4f} or more; best in {100 * one.best:.0f} %"
        lines.append(f"  {one.setting}: mean {one.mean:.4f}, {text}")
    return lines


def answers_as_plain(answers: SweepAnswers) -> dict[str, object]:
    """The answers for other programs."""
    return {
        "points": answers.results.sample.count,
        "worlds": answers.results.worlds,
        "notes": list(answers.notes),
        "most_influential": answers.influential,
        "indices": [
            {
                "outcome": one.outcome,
                "design": str(one.design),
                "note": one.note,
                "indices": [_index_as_plain(one.design, index) for index in one.indices],
            }
            for one in answers.indices
        ],
        "maps": [
            {
                "outcome": m.outcome.name,
                "across": m.across.key,
                "up": m.up.key,
                "boundary": m.boundary,
                "share_above": m.share_above,
            }
            for m in answers.maps
        ],
        "courses": [
            {"outcome": c.outcome.name, "factor": c.factor.key, "tips": c.is_abrupt, "sentence": c.sentence}
            for c in answers.curves
        ],
        "regrets": [
            {
                "outcome": some.outcome.name,
                "wanted": "high" if some.wants_more else "low",
                "states": some.states,
                "least": some.settings[0].setting,
            }
            for some in answers.regrets
        ],
        "boxes": [{"outcome": box.outcome.name, "sentence": box.sentence} for box in answers.boxes],
    }


def _index_as_plain(design: Design, one: FactorIndex) -> dict[str, object]:
    if design is Design.SOBOL:
        return {
            "factor": one.key,
            "first": one.first,
            "first_half_interval": one.first_half,
            "total": one.total,
            "total_half_interval": one.total_half,
        }
    return {
        "factor": one.key,
        "mu": one.first,
        "mu_star": one.total,
        "mu_star_half_interval": one.total_half,
        "sigma": one.sigma,
    }
