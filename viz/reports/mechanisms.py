"""`docs/mechanisms.md`: what each mechanism changes, which rules carry it and what its switch turns off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from experiments.comparison.knockout import CLEAR, LOSS, WORLDS, Knockout, Knockouts, knock_out
from model.core.files import write_whole
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from viz.common.markdown import DOCS, bullets, joined, stamp, table
from viz.common.summary import percent
from viz.common.words import capital
from viz.terminal.progress import progress
from viz.terminal.studies.knockouts import MOST, effects_in_words, headline_in_words, lost_in_words, moved_in_words

MECHANISMS_PAGE = DOCS / "mechanisms.md"
BASELINE = "baseline"
EFFECTS = ("Id", "Mechanism", "Grade", "Diagnostic", "Its change", "Largest other changes", "Headline at the end")
CARRIERS = ("Id", "Carried by", "Numbers set to 0", "Moves taken away")


@dataclass(frozen=True, slots=True)
class KnockoutRuns:
    """All knock-outs of the page.

    Attributes:
        baseline: Every mechanism that has a switch, off in the baseline.
        own: Mechanism -> the same in the scenario in which it says that its switch must show.
    """

    baseline: Knockouts
    own: Mapping[str, Knockout]

    @property
    def scored(self) -> bool:
        """Whether the stylised facts were scored too."""
        return any(knockout.patterns is not None for knockout in self.baseline.results)


def run_all(worlds: int = WORLDS, *, mechanisms: Iterable[str] | None = None, patterns: bool = False) -> KnockoutRuns:
    """Switch every mechanism off in the baseline, and in the scenario that it names in advance where it is another."""
    chosen = None if mechanisms is None else list(mechanisms)
    baseline = _knock_out(BASELINE, worlds, chosen, patterns=patterns)
    own = {knockout.mechanism.key: knockout for knockout in baseline.results}
    elsewhere: dict[str, list[str]] = {}
    for key, knockout in own.items():
        diagnostic = knockout.mechanism.diagnostic
        if diagnostic is not None and diagnostic.scenario != BASELINE:
            elsewhere.setdefault(diagnostic.scenario, []).append(key)
    for name, keys in elsewhere.items():
        own |= {k.mechanism.key: k for k in _knock_out(name, worlds, keys, patterns=False).results}
    return KnockoutRuns(baseline, own)


def _knock_out(name: str, worlds: int, mechanisms: list[str] | None, *, patterns: bool) -> Knockouts:
    scenario = load_scenario(name, settings=[f"worlds={worlds}"])
    with progress(f"Knock-outs in {name}", quiet=False) as advance:
        return knock_out(scenario, mechanisms, patterns=patterns, progress=advance)


def page(runs: KnockoutRuns) -> str:
    """The whole page, from the results."""
    known = load_seeds().mechanisms.values()
    baseline = {knockout.mechanism.key: knockout for knockout in runs.baseline.results}
    columns = (*EFFECTS, "Patterns lost") if runs.scored else EFFECTS
    parts = [_head(runs)]
    for family in dict.fromkeys(m.family for m in known if m.key in runs.own):
        members = [m.key for m in known if m.key in runs.own and m.family == family]
        rows = [_row(baseline[key], runs.own[key])[: len(columns)] for key in members]
        parts += [f"## {capital(family)}", table(columns, rows)]
    alone = [k.mechanism for k in runs.baseline.results if k.alone and runs.own[k.mechanism.key].alone]
    parts += [
        "## Switches that change hardly anything but their own series",
        bullets(f"{m.key} {m.name}" for m in alone),
    ]
    reasons = [(m.key, m.name, m.grade, m.label_of or "Planned: no rule yet.") for m in known if not m.switch]
    parts += ["## Without a switch", table(("Id", "Mechanism", "Grade", "Why"), reasons)]
    carriers = [(m.key, *map(_quoted, (m.carried_by, m.switch.parameters, m.switch.moves))) for m in known if m.switch]
    return (
        joined(*parts, "## Rules and moves of each mechanism, and what its switch turns off", table(CARRIERS, carriers))
        + "\n"
    )


def _head(runs: KnockoutRuns) -> str:
    scenario, most = runs.baseline.scenario, max(k.headline.left_out for k in runs.baseline.results)
    patterns = f"""
**Patterns lost** are the stylised facts of `seeds/patterns.yaml` that hold in {LOSS:.2f} of the worlds less than with
the mechanism on, at the best values; one that counts no worlds is lost where its number leaves its bounds.
"""
    return f"""# Mechanisms: what each one changes

Every mechanism that a rule or a move carries is switched off on its own: its numbers are set to 0, its moves are taken
away, and the scenario is run again with the same random numbers ({runs.baseline.worlds:,} worlds, seed
{scenario.seed}).

**How to read it.** For each mechanism, `seeds/mechanisms.yaml` states in advance a *diagnostic*: a series, a scenario
and the months in which switching the mechanism off must show. "Its change" is the mean absolute difference of that
series, world by world and month by month, and the share of worlds in which it differs by a hundredth or more in some
month. "Largest other changes" leaves out whatever the switch sets directly: the diagnostic series, the moves that it
forbids or takes a weight from, and what the mechanism's own rules compute from them. It gives the mean difference with
the mechanism off (of a move: of its monthly rate; ±: the mean absolute difference, where it goes in both directions)
and, in brackets, its size in standard deviations of that series over worlds and months, from {CLEAR:g} up to the
maximum of 2. Minus means: less of it without the mechanism. "Headline at the end" is the mean difference of alignment
in {scenario.end}, and the share of worlds in which it is a hundredth or more, among the worlds whose regime stands both
with the mechanism and without (at most {percent(most)} are left out).
{patterns if runs.scored else ""}
**What it does not say.** A switch is no proof of a cause. It shows what the model does without some of its numbers, not
what the world would have done: a rule can be wrong and change much, or be right and change little because another takes
its place. Effects overlap, so differences do not add up, and a mechanism that acts only together with another shows
only where the other is active. A mechanism that changes little else stays because the documents assert it; those are
listed below. Grades are those of the evidence: A asserted, S asserted with a hedge, I inferred by us.

{stamp("mechanisms --patterns" if runs.scored else "mechanisms")}"""


def _row(baseline: Knockout, own: Knockout) -> tuple[str, ...]:
    mechanism, diagnostic = own.mechanism, own.mechanism.diagnostic
    assert diagnostic is not None
    elsewhere = effects_in_words(baseline.beyond[:MOST], "`")
    if own is not baseline and not baseline.beyond:
        elsewhere += f"; in `{diagnostic.scenario}`: {effects_in_words(own.beyond[:MOST], '`')}"
    named = f"`{diagnostic.series}` in `{diagnostic.scenario}`, {diagnostic.start} to {diagnostic.end}"
    lost = ", ".join(map(lost_in_words, baseline.lost)) or "none"
    numbers = (moved_in_words(own.diagnostic), elsewhere, headline_in_words(baseline), lost)
    return mechanism.key, mechanism.name, mechanism.grade, named, *numbers


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def write(*, patterns: bool = False) -> None:
    """Write the page; with `patterns` also score the stylised facts."""
    write_whole(MECHANISMS_PAGE, page(run_all(patterns=patterns)))
