"""The answers of a sweep in words: what an index means, what changes abruptly, which setting regrets least."""

from __future__ import annotations

from experiments.sweeps.results.analyse import SweepAnswers
from experiments.sweeps.results.maps import PhaseMap
from experiments.sweeps.results.regret import Regret, Regrets
from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from viz.terminal.sweeps import indices_of

SHOWN = 8
"""Factors shown per outcome."""

BEST_SHOWN = 3
"""Settings of levers shown, those that regret least."""

MEANS = {
    Method.SOBOL: (
        "first: what the spread would lose on average if the number were known. total: what would be left of it if all "
        "others were known. Total well above first: the number works through others. They divide up the spread over "
        "the ranges that were given; a wider range gives a number more of it, and no index says that a number is wrong."
    ),
    Method.MORRIS: (
        "mu*: mean absolute change of the outcome when the number crosses its range. mu: the same with its sign. "
        "sigma: how much that change differs from place to place; large where the number works through others or "
        "bends. They rank numbers and find those without influence; they are no shares of a spread."
    ),
    Method.PAWN: (
        "index: the greatest distance between the distribution of the outcome at all points and at those where the "
        "factor lies in a slice of its values, the median over the slices. It ranks, and is no share of a spread."
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
        method = answers.indices[0].method
        lines += ["", f"These are indices of {indices_of(results.worlds)}.", MEANS[method]]
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
        lines.append(f"  {_numbers(found.method, one)}   {one.key.removeprefix('parameters.')}: {one.label}")
    if len(found.beyond_noise) < min(len(found.indices), SHOWN):
        lines.append(f"  Only {len(found.beyond_noise)} of them do more than noise.")
    return lines


def _numbers(method: Method, one: FactorIndex) -> str:
    if method is Method.SOBOL:
        return f"first {one.first:5.2f} ±{one.first_half:.2f}   total {one.total:5.2f} ±{one.total_half:.2f}"
    if method is Method.MORRIS:
        return f"mu* {one.total:8.4f} ±{one.total_half:.4f}   mu {one.first:+8.4f}   sigma {one.sigma:8.4f}"
    return f"index {one.total:5.2f}"


def map_lines(made: PhaseMap) -> list[str]:
    """A map in words: how much of it lies beyond the boundary, and where that runs."""
    name = f"{made.outcome.label} over {made.across.key} and {made.up.key}"
    if made.is_flat:
        return [f"{name}: no difference beyond noise anywhere."]
    unsure = float((made.sides == 0.0).mean())
    doubt = f", {100 * unsure:.0f} % are too close to tell" if unsure else ""
    lines = [f"{name}: above {made.boundary:.3g} in {100 * made.share_above:.0f} % of the map{doubt}."]
    along, other, crossings = made.crossings()
    if all(where == "nowhere" for _, where in crossings):
        return lines
    if len({where for _, where in crossings}) == 1:
        return [*lines, f"  Crossed {crossings[0][1]} on {along.key}, whatever {other.key} is."]
    return lines + [f"  {other.key} = {at}: crossed {where} on {along.key}" for at, where in crossings]


def regret_lines(some: Regrets) -> list[str]:
    """The setting of the levers that regrets least, how many others may regret as little, and the next ones."""
    wish, left_out = "high" if some.wants_more else "low", ""
    if some.left_out:
        left_out = f" ({100 * some.left_out:.0f} % are left out: the outcome is missing under some setting)"
    lines = [f"If {some.outcome.label} is wanted {wish}, over {some.states:,} states{left_out}:"]
    best, *others = some.settings
    lines.append(_regret_line(best))
    if some.tied > 1:
        lines.append(f"  {some.tied - 1:,} of the other {len(others):,} settings differ from it by no more than noise.")
    return lines + [_regret_line(one) for one in others if not one.is_tied][: BEST_SHOWN - 1]


def _regret_line(one: Regret) -> str:
    text = f"regret {one.mean_regret:.4f}, in the worst tenth {one.q90:.4f} or more; best in {100 * one.best:.0f} %"
    return f"  {one.setting}: mean {one.mean:.4f}, {text}"


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
                "method": str(one.method),
                "note": one.note,
                "noise": one.noise,
                "indices": [{"factor": index.key} | plain_numbers(one.method, index) for index in one.indices],
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
        "curves": [
            {"outcome": c.outcome.name, "factor": c.factor.key, "abrupt": c.is_abrupt, "sentence": c.sentence}
            for c in answers.curves
        ],
        "regrets": [
            {
                "outcome": some.outcome.name,
                "wanted": "high" if some.wants_more else "low",
                "states": some.states,
                "least": some.settings[0].setting,
                "tied": some.tied,
            }
            for some in answers.regrets
        ],
        "boxes": [{"outcome": box.outcome.name, "sentence": box.sentence} for box in answers.boxes],
    }


def plain_numbers(method: Method, one: FactorIndex) -> dict[str, float]:
    """The numbers of an index by the names that tables and other programs use."""
    if method is Method.PAWN:
        return {"pawn": one.total}
    if method is Method.MORRIS:
        names = {"first": "mu", "total": "mu_star", "total_half": "mu_star_half_interval", "sigma": "sigma"}
    else:
        names = {"first": "first", "first_half": "first_half_interval"}
        names |= {"total": "total", "total_half": "total_half_interval"}
    return {name: getattr(one, key) for key, name in names.items()}
