"""What the command line says about what a spread rests on: a sentence, a table, and plain data for other programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np

from experiments.measures.outcomes import Outcome
from experiments.variance.groups import Group
from experiments.variance.indices import Estimate
from experiments.variance.shares import WITHOUT_TEXT, AgreeingShares, Shares, agreeing_shares, outcomes_of
from model.core.declarations import Progress
from model.runs.world_lists import NoListError
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.fields import unknown_key_message
from viz.common.exits import WrongInputError
from viz.common.words import NO_SKILL_SHOWN
from viz.terminal.studies.variance_words import (
    DEPENDENT,
    INDICES_SAID,
    KINDS_SAID,
    MODEL_ONLY,
    cell,
    share_in_words,
    spread_of,
    whole,
)
from viz.terminal.tables import aligned

WIDE = 0.05
"""Half an interval from which more worlds are advised."""


def asked_outcomes(scenario: Scenario, names: Sequence[str]) -> tuple[Outcome, ...]:
    """The outcomes of a scenario with these names, all of them if none is given.

    Raises:
        WrongInputError: A name is not one of them.
    """
    known = {outcome.name: outcome for outcome in outcomes_of(scenario)}
    for name in names:
        if name not in known:
            raise WrongInputError(unknown_key_message(f"outcome of {scenario.name}", name, known))
    return tuple(known[name] for name in dict.fromkeys(names or known))


def agreeing_or_why_not(found: Shares, advance: Progress | None) -> AgreeingShares | str | None:
    """The share of chance in worlds that agree with the record, or why it is not known."""
    try:
        return agreeing_shares(found, advance)
    except NoListError as error:
        return str(error)


def sentence(found: Shares, outcome: int) -> str:
    """What the spread of one outcome rests on."""
    shown, name = found.indices, spread_of(found.outcomes[outcome])
    numbers = [group for group in found.kinds[:-1] if not group.is_certain]
    if not shown.spread[outcome] > 0.0:
        return f"There is no spread of {name}: it is the same in every world that has it."
    if not numbers:
        return f"All of the spread of {name} rests on chance, for no number differs between the worlds."
    parts = [
        (found.without_text, "on numbers whose size no text gives"),
        (found.chance, "on chance alone"),
        *((group, f"on {group.name} numbers") for group in numbers if group.name not in WITHOUT_TEXT),
    ]
    said = [f"{share_in_words(shown.first_of(group, outcome))} {text}" for group, text in parts if not group.is_certain]
    meet = whole(_together(found, outcome))
    rest = f"; {meet} % arises only where these meet" if meet != "0" else ""
    said[0] = said[0].replace(" on ", " rests on ", 1)
    prior = " in prior worlds" if found.scenario.sampling is Sampling.CONDITIONED else ""
    return f"Of the spread of {name}{prior}, {', '.join(said)}{rest}."


def conditioned_sentence(found: Shares, agreeing: AgreeingShares | str | None, outcome: int) -> str:
    """Of which worlds the shares are, and what can be said of those that agree with the record."""
    if found.scenario.sampling is not Sampling.CONDITIONED:
        return ""
    start = f"These are shares of prior worlds. {DEPENDENT}"
    if agreeing is None or isinstance(agreeing, str):
        return f"{start}. What rests on chance in them is not known: {agreeing}."
    share = agreeing.indices.total_of(agreeing.chance, outcome)
    if np.isnan(share.value):
        return f"{start}."
    found_with = "" if agreeing.found_with_own else " (found with the hypotheses and numbers of the baseline)"
    return (
        f"{start}, except for chance beside all numbers taken together: with the numbers of "
        f"{agreeing.worlds:,} such worlds{found_with}, {share_in_words(share)} of the spread of "
        f"{spread_of(found.outcomes[outcome])} rests on chance, alone or with numbers, and the rest on numbers alone."
    )


def sentences(found: Shares, agreeing: AgreeingShares | str | None, asked: Sequence[str]) -> list[str]:
    """One sentence for each outcome asked for, or for alignment at the end; then of which worlds they are."""
    names = [outcome.name for outcome in found.outcomes]
    last = max(place for place, name in enumerate(names) if name.startswith("alignment")) if not asked else 0
    places = [names.index(name) for name in dict.fromkeys(asked)] or [last]
    more = conditioned_sentence(found, agreeing, places[0])
    return [*(sentence(found, place) for place in places), *([more] if more else [])]


def variance_lines(found: Shares, agreeing: AgreeingShares | str | None, said: Iterable[str], width: int) -> list[str]:
    """Sentences, the table, and how to read it."""
    lines = [line for text in said for line in (*textwrap.wrap(text, width), "")]
    lines += [*_table(found, agreeing), ""]
    read = (
        "Per cent of the variance of the worlds' ranks, alone and with all its interactions. "
        f"{INDICES_SAID.replace('*', '')} No text: judged and assumed numbers as one group. Together: what arises only "
        "where numbers and chance meet."
    )
    if isinstance(agreeing, AgreeingShares):
        read += (
            " Chance, conditioned: with all its interactions, with the numbers of worlds that agree with the record."
        )
    if found.indices.missing.max() > 0:
        read += " Alignment is of worlds whose regime stands in the runs compared."
    for text in (read, f"{KINDS_SAID} {MODEL_ONLY}", f"{_accuracy(found)} {NO_SKILL_SHOWN}"):
        lines += [*textwrap.wrap(text, width), ""]
    return lines[:-1]


def _together(found: Shares, place: int) -> float:
    """What neither chance alone makes, nor numbers, those without a text taken together."""
    others = [group for group in found.kinds if group.name not in WITHOUT_TEXT]
    return found.indices.together([found.without_text, *others], place)


def _shown(found: Shares) -> list[tuple[str, Group]]:
    kinds = [(group.name, group) for group in found.kinds[:-1] if group.name != "defined"]
    return [*kinds, ("no text", found.without_text), ("chance", found.chance)]


def _table(found: Shares, agreeing: AgreeingShares | str | None) -> list[str]:
    known = agreeing if isinstance(agreeing, AgreeingShares) else None
    more = [] if known is None else ["chance, conditioned"]
    rows = [["Outcome", *(name for name, _ in _shown(found)), "together", *more]]
    for place, outcome in enumerate(found.outcomes):
        cells = [cell(found.indices, group, place) for _, group in _shown(found)]
        more = [] if known is None else [whole(known.indices.total_of(known.chance, place).value)]
        rows.append([outcome.short, *cells, whole(_together(found, place)), *more])
    return aligned(rows, numbers=range(1, len(rows[0])))


def _accuracy(found: Shares) -> str:
    ends = np.stack([found.indices.first[2] - found.indices.first[1], found.indices.total[2] - found.indices.total[1]])
    half = float(np.nanmax(ends)) / 2 if not np.isnan(ends).all() else 0.0
    text = f"{found.worlds:,} worlds: the shares are accurate to within {max(round(100 * half), 1)} points (95 %)"
    return f"{text}; more worlds narrow that (--worlds {4 * found.worlds})." if half > WIDE else f"{text}."


def as_plain(found: Shares, agreeing: AgreeingShares | str | None, said: Sequence[str]) -> dict[str, object]:
    """The same for other programs."""
    return {
        "scenario": found.scenario.name,
        "sentence": said[0],
        "sentences": list(said),
        "sampling": "prior" if found.scenario.sampling is Sampling.CONDITIONED else str(found.scenario.sampling),
        "worlds": found.worlds,
        "seed": found.scenario.seed,
        "caveat": NO_SKILL_SHOWN,
        "outcomes": [_plain(found, agreeing, place) for place in range(len(found.outcomes))],
    }


def _plain(found: Shares, agreeing: AgreeingShares | str | None, place: int) -> dict[str, object]:
    outcome, shown = found.outcomes[place], found.indices
    shares = {
        name.replace(" ", "_"): {
            "alone": _estimate(shown.first_of(group, place)),
            "with_all": _estimate(shown.total_of(group, place)),
            "drawn": len(group.draws),
        }
        for name, group in _shown(found)
    }
    plain: dict[str, object] = {"name": outcome.name, "label": outcome.label, "missing": float(shown.missing[place])}
    plain |= {"shares": shares, "together": _together(found, place)}
    if isinstance(agreeing, AgreeingShares):
        share = _estimate(agreeing.indices.total_of(agreeing.chance, place))
        plain["conditioned"] = {"worlds": agreeing.worlds, "chance_with_all": share}
    return plain


def _estimate(share: Estimate) -> dict[str, float]:
    return share._asdict()
