"""`docs/mechanisms.md`: what each mechanism moves, by whom it is carried and what its switch turns off.

`python -m viz.reports mechanisms` writes it anew; `--patterns` adds which stylised facts each one holds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from experiments.comparison.knockout import CLEAR, LOSS, WORLDS, Knockout, Knockouts, knock_out
from model.core.files import write_whole
from model.evidence.load import Mechanism, load_seeds
from model.scenario.load import load_scenario
from viz.common.markdown import DOCS, stamp, table
from viz.common.summary import percent
from viz.terminal import progress as terminal
from viz.terminal.knockouts import MOST, effects_in_words, lost_in_words, moved_in_words, signed

MECHANISMS_PAGE = DOCS / "mechanisms.md"
BASELINE = "baseline"
EFFECTS = (
    "Id",
    "Mechanism",
    "Grade",
    "Names in advance",
    "Moves it by",
    "Worlds",
    "What else it moves most",
    "Headline at the end",
)
CARRIERS = ("Id", "Carried by", "Numbers set to 0", "Moves taken away")
PATTERNS = """
**Patterns lost** are the stylised facts of `seeds/patterns.yaml` that hold in {loss:.2f} of the worlds less than with
the mechanism on, at the best values; one that counts no worlds is lost where its number leaves its bounds.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """All knock-outs of the page.

    Attributes:
        baseline: Every mechanism that has a switch, off in the baseline.
        own: Mechanism -> the same in the scenario in which it says that its switch must show.
    """

    baseline: Knockouts
    own: Mapping[str, Knockout]


def measured(worlds: int = WORLDS, *, mechanisms: Iterable[str] | None = None, patterns: bool = False) -> Measured:
    """Switch every mechanism off in the baseline, and in the scenario of its witness where that is another one."""
    chosen = None if mechanisms is None else list(mechanisms)
    baseline = _knocked_out(BASELINE, worlds, chosen, patterns=patterns)
    own = {knockout.mechanism.key: knockout for knockout in baseline.results}
    elsewhere: dict[str, list[str]] = {}
    for key, knockout in own.items():
        witness = knockout.mechanism.witness
        if witness is not None and witness.scenario != BASELINE:
            elsewhere.setdefault(witness.scenario, []).append(key)
    for name, keys in elsewhere.items():
        own |= {k.mechanism.key: k for k in _knocked_out(name, worlds, keys, patterns=False).results}
    return Measured(baseline, own)


def _knocked_out(name: str, worlds: int, mechanisms: list[str] | None, *, patterns: bool) -> Knockouts:
    asked = load_scenario(name, settings=[f"worlds={worlds}"])
    with terminal.progress(f"Knock-outs in {name}", quiet=False) as tell:
        return knock_out(asked, mechanisms, patterns=patterns, progress=tell)


def page(found: Measured) -> str:
    """The whole page, from the results."""
    known = load_seeds().mechanisms
    families: dict[str, list[Mechanism]] = {}
    for mechanism in known.values():
        if mechanism.key in found.own:
            families.setdefault(mechanism.family, []).append(mechanism)
    sections = [_family(name, members, found) for name, members in families.items()]
    parts = [_head(found), *sections, _alone(found), _without_switch(known.values()), _carriers(known.values())]
    return "\n\n".join(parts) + "\n"


def _head(found: Measured) -> str:
    scenario, worlds = found.baseline.scenario, found.baseline.worlds
    scored = _scored(found)
    return f"""# Mechanisms: what each one moves

Every mechanism that a rule or a move carries is switched off on its own: its numbers are set to 0, its moves are taken
away, and the run is lived again with the same luck ({worlds:,} worlds, seed {scenario.seed}).

**How to read it.** A mechanism names in advance, in `seeds/mechanisms.yaml`, a series, a scenario and the months in
which its switch must show. "Moves it by" is the mean difference of that series without its sign, world by world and
month by month; "Worlds" is the share of worlds in which it differs by a hundredth or more in some month. "What else it
moves most" leaves out whatever the switch sets itself: the named series, the moves that it forbids or takes a weight
from, and what the mechanism's own rules make of them directly. It gives the mean difference with the mechanism off (of
a move: of its monthly rate; ±: without its sign, where it goes both ways) and, in brackets, its size in units of the
spread of that series over worlds and months, from {CLEAR:g} up to 2, the most there can be. Minus means: less of it
without the mechanism. "Headline at the end" is the mean difference of the alignment in {scenario.end}, and the share of
worlds in which it is a hundredth or more.
{PATTERNS.format(loss=LOSS) if scored else ""}
**What it does not say.** A switch is no proof of a cause. It tells what the model does without some of its numbers, not
what the world would have done: a rule can be wrong and move much, or be right and move little because another takes its
place. Switches overlap, so that differences do not add up, and what acts only together with something else shows only
where that is there. A mechanism that moves little else is kept because the documents assert it; those are listed below.
Grades are those of the evidence: A asserted, S asserted with a hedge, I inferred by us.

{stamp("mechanisms --patterns" if scored else "mechanisms")}"""


def _scored(found: Measured) -> bool:
    return any(knockout.patterns is not None for knockout in found.baseline.results)


def _family(name: str, members: Iterable[Mechanism], found: Measured) -> str:
    columns = (*EFFECTS, "Patterns lost") if _scored(found) else EFFECTS
    baseline = {knockout.mechanism.key: knockout for knockout in found.baseline.results}
    rows = [_row(baseline[m.key], found.own[m.key], scored=_scored(found)) for m in members]
    return f"## {name[:1].upper()}{name[1:]}\n\n{table(columns, rows)}".rstrip()


def _row(baseline: Knockout, own: Knockout, *, scored: bool) -> tuple[str, ...]:
    mechanism, witness = own.mechanism, own.mechanism.witness
    assert witness is not None
    by, _, share = moved_in_words(own.witness).partition(" in ")
    named = f"`{witness.series}` in `{witness.scenario}`, {witness.start} to {witness.end}"
    cells = (
        mechanism.key,
        mechanism.name,
        str(mechanism.grade),
        named,
        by,
        share,
        _else(baseline, own),
        f"{signed(baseline.headline.change)} in {percent(baseline.headline.touched)}",
    )
    return (*cells, ", ".join(map(lost_in_words, baseline.lost)) or "none") if scored else cells


def _else(baseline: Knockout, own: Knockout) -> str:
    told = effects_in_words(baseline.beyond[:MOST], "`")
    if own is baseline or baseline.beyond or own.mechanism.witness is None:
        return told
    return f"{told}; in `{own.mechanism.witness.scenario}`: {effects_in_words(own.beyond[:MOST], '`')}"


def _alone(found: Measured) -> str:
    alone = [k for k in found.baseline.results if k.alone and found.own[k.mechanism.key].alone]
    lines = [f"- {k.mechanism.key} {k.mechanism.name}" for k in alone] or ["- none"]
    return "\n".join(["## Switches that move nothing to speak of but their own", "", *lines])


def _without_switch(mechanisms: Iterable[Mechanism]) -> str:
    rows = [
        (m.key, m.name, str(m.grade), m.label_of or "Planned: nothing carries it yet.")
        for m in mechanisms
        if m.switch is None
    ]
    return f"## Without a switch\n\n{table(('Id', 'Mechanism', 'Grade', 'Why'), rows)}".rstrip()


def _carriers(mechanisms: Iterable[Mechanism]) -> str:
    rows = []
    for m in mechanisms:
        if m.switch is not None:
            rows.append((m.key, *(_quoted(names) for names in (m.carried_by, m.switch.parameters, m.switch.moves))))
    return f"## Who carries them, and what each switch turns off\n\n{table(CARRIERS, rows)}".rstrip()


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def write(*, patterns: bool = False) -> None:
    """Write the page; with `patterns` also score the stylised facts."""
    write_whole(MECHANISMS_PAGE, page(measured(patterns=patterns)))
