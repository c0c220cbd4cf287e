"""The answers of a sweep in sentences: indices and what they mean, maps, abrupt changes, and regret."""

from __future__ import annotations

from itertools import groupby, islice

from experiments.sweeps.results.analyse import SweepAnswers
from experiments.sweeps.results.maps import PhaseMap
from experiments.sweeps.results.regret import Regret, Regrets
from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from viz.common.words import capital
from viz.sentences.sweep_text import map_sentence
from viz.terminal.sweeps import indices_of

SHOWN = 8
"""Factors shown per outcome."""

BEST_SHOWN = 3
"""Settings of levers shown, those with the least regret."""

MEANS = {
    Method.SOBOL: (
        "first: the part of the variance that would disappear on average if the number were known. total: the part "
        "that would remain if all others were known. Total well above first: the number interacts with others. Shares "
        "refer to the variance over the given ranges; a number with a wider range gets a larger share, and no index "
        "says that a number is wrong."
    ),
    Method.MORRIS: (
        "mu*: mean absolute change of the outcome when the number crosses its range. mu: the same with its sign. "
        "sigma: how much that change differs from place to place; large where the number interacts with others or its "
        "effect is not linear. They rank numbers and find those without influence; they are not shares of variance."
    ),
    Method.PAWN: (
        "index: the values of the factor are cut into slices. Within each, the distribution of the outcome is compared "
        "with that at all points; the index is the median of the greatest distances. It ranks; it is not a share of "
        "variance."
    ),
}


def answer_lines(answers: SweepAnswers) -> list[str]:
    """The answers of a sweep, for a terminal."""
    results = answers.results
    lines = [results.title, f"  {results.sample.count:,} points, {results.worlds:,} worlds each, seed {results.seed}"]
    lines += [f"  note: {note}" for note in answers.notes]
    labels = {outcome.name: outcome.label for outcome in results.outcomes}
    for indices in answers.indices:
        lines += ["", *_index_lines(indices, labels[indices.outcome])]
    if answers.indices:
        method = answers.indices[0].method
        lines += ["", f"These are indices of {indices_of(results.worlds)}.", MEANS[method]]
    for phase_map in answers.maps:
        lines += ["", map_sentence(phase_map), *map_lines(phase_map)]
    lines += ["", *(curve.sentence for curve in answers.curves)] if answers.curves else []
    for regrets in answers.regrets:
        if not regrets.is_idle:
            lines += ["", *regret_lines(regrets)]
        elif regrets.wants_more:
            label, states = regrets.outcome.label, f"{regrets.states:,} states"
            lines += ["", f"{label}: the levers make no difference in any of {states}."]
    return lines + (["", *(box.sentence for box in answers.boxes)] if answers.boxes else [])


def outcome_lines(answers: SweepAnswers, name: str) -> list[str]:
    """What `answer_lines` says of one outcome besides the sentence of its map, with words for keys."""
    lines = [line for one in answers.maps if one.outcome.name == name for line in map_lines(one)]
    lines += [one.sentence for one in answers.curves if one.outcome.name == name]
    lines += [one.sentence for one in answers.boxes if one.outcome.name == name]
    for found in answers.regrets:
        if found.outcome.name == name and not found.is_idle:
            lines += regret_lines(found)
    for factor in answers.results.factors:
        lines = [line.replace(factor.key, factor.label) for line in lines]
    return [capital(line.strip()) for line in lines]


def _index_lines(indices: SensitivityIndices, label: str) -> list[str]:
    lines = [f"{label} ({indices.outcome}): {indices.note}"]
    for one in indices.indices[:SHOWN]:
        lines.append(f"  {_numbers(indices.method, one)}   {one.key.removeprefix('parameters.')}: {one.label}")
    if len(indices.beyond_noise) < min(len(indices.indices), SHOWN):
        lines.append(f"  Beyond noise: {len(indices.beyond_noise)} of {len(indices.indices)}.")
    return lines


def _numbers(method: Method, one: FactorIndex) -> str:
    if method is Method.SOBOL:
        return f"first {one.first:5.2f} ±{one.first_half:.2f}   total {one.total:5.2f} ±{one.total_half:.2f}"
    if method is Method.MORRIS:
        return f"mu* {one.total:8.4f} ±{one.total_half:.4f}   mu {one.first:+8.4f}   sigma {one.sigma:8.4f}"
    return f"index {one.total:5.2f}"


def map_lines(phase_map: PhaseMap) -> list[str]:
    """A map in sentences: how much of it lies beyond the boundary, and where the boundary runs."""
    name = f"{phase_map.outcome.label} over {phase_map.across.label} and {phase_map.up.label}"
    if phase_map.is_flat:
        return [f"{name}: no difference beyond noise anywhere."]
    unsure = float((phase_map.sides == 0.0).mean())
    doubt = f", {100 * unsure:.0f} % is too close to tell" if unsure else ""
    lines = [f"{name}: above {phase_map.boundary:.3g} in {100 * phase_map.share_above:.0f} % of the map{doubt}."]
    along, other, crossings = phase_map.crossings()
    if all(where == "nowhere" for _, where in crossings):
        return lines
    if len({where for _, where in crossings}) == 1:
        return [*lines, f"  Crossed {crossings[0][1]} on {along.label}, whatever {other.label} is."]
    for where, rows in groupby(crossings, lambda one: one[1]):
        at = [value for value, _ in rows]
        span = f"at {at[0]}" if len(at) == 1 else f"from {at[0]} to {at[-1]}"
        lines.append(f"  With {other.label} {span}: crossed {where} on {along.label}.")
    return lines


def regret_lines(regrets: Regrets) -> list[str]:
    """The setting of the levers with the least regret, how many others may have as little, and the next ones."""
    wish, left_out = "high" if regrets.wants_more else "low", ""
    if regrets.left_out:
        left_out = f" ({100 * regrets.left_out:.0f} % are left out: the outcome is missing under some setting)"
    lines = [f"If '{regrets.outcome.label}' is wanted {wish}, over {regrets.states:,} states{left_out}:"]
    best, *others = regrets.settings
    lines.append(_regret_line(best))
    if regrets.tied > 1:
        ties = f"{regrets.tied - 1:,} of the other {len(others):,} settings"
        lines.append(f"  {ties} differ from it by no more than noise.")
    alike = groupby((one for one in others if not one.is_tied), lambda one: (one.mean, one.mean_regret, one.q90))
    for _, (first, *same) in islice(alike, BEST_SHOWN - 1):
        lines.append(_regret_line(first) + (f" (and {len(same)} alike)" if same else ""))
    return lines


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
            {"outcome": indices.outcome, "method": str(indices.method), "note": indices.note, "noise": indices.noise}
            | {"indices": [{"factor": one.key} | index_values(indices.method, one) for one in indices.indices]}
            for indices in answers.indices
        ],
        "maps": [
            {"outcome": m.outcome.name, "across": m.across.key, "up": m.up.key}
            | {"boundary": m.boundary, "share_above": m.share_above, "flat": m.is_flat}
            for m in answers.maps
        ],
        "curves": [
            {"outcome": c.outcome.name, "factor": c.factor.key, "abrupt": c.is_abrupt, "sentence": c.sentence}
            for c in answers.curves
        ],
        "regrets": [
            {"outcome": r.outcome.name, "wanted": "high" if r.wants_more else "low"}
            | {"states": r.states, "least": r.settings[0].setting, "tied": r.tied}
            for r in answers.regrets
        ],
        "boxes": [{"outcome": box.outcome.name, "sentence": box.sentence} for box in answers.boxes],
    }


def index_values(method: Method, one: FactorIndex) -> dict[str, float]:
    """The indices of one factor by their names in tables and JSON."""
    if method is Method.PAWN:
        return {"pawn": one.total}
    if method is Method.MORRIS:
        return {"mu": one.first, "mu_star": one.total, "mu_star_half_interval": one.total_half, "sigma": one.sigma}
    first = {"first": one.first, "first_half_interval": one.first_half}
    return first | {"total": one.total, "total_half_interval": one.total_half}
