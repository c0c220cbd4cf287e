"""What a visitor changed, a few words each: in the context bar, in files and under figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from model.evidence.load import load_seeds
from model.scenario.pressure import Combine, Pressure
from model.scenario.scenario import ParameterSetting, Sampling, Scenario
from model.story.phrases import month_in_words
from viz.common.words import capital, two_decimals
from viz.dashboard.state import Chosen, State, scenario_of
from viz.sentences.change_names import Difference, differences
from viz.sentences.pressure_names import onsets_in_words

ARROW = " \N{RIGHTWARDS ARROW} "
SAMPLINGS = {
    Sampling.CONDITIONED: "worlds that agree with the record",
    Sampling.PRIOR: "all worlds, whether or not they agree with the record",
    Sampling.BEST: "every number at its best value",
}
CACHED = 64


@dataclass(frozen=True, slots=True)
class Chip:
    """One difference from what the scenario's file says; `Visitor.take_back` of its key takes it back."""

    key: str
    text: str


def chips_of(state: State) -> tuple[Chip, ...]:
    """One for each difference between what is chosen and what the file of the scenario says."""
    chosen = state.chosen
    return _chips(Chosen(chosen.scenario, chosen.own, changes=chosen.changes)) if chosen.changes else ()


@lru_cache(maxsize=CACHED)
def _chips(chosen: Chosen) -> tuple[Chip, ...]:
    state = State(chosen)
    file, made = scenario_of(state.as_it_was()), scenario_of(state)
    found = [Chip(one.key, capital(f"{one.text}{_detail(one, file, made)}")) for one in differences(file, made)]
    if made.sampling != file.sampling:
        found.append(Chip("sampling", capital(SAMPLINGS[made.sampling])))
    if made.worlds != file.worlds:
        found.append(Chip("worlds", f"Worlds {file.worlds:,}{ARROW}{made.worlds:,}"))
    if made.end != file.end:
        found.append(Chip("end", f"Last month {month_in_words(file.end)}{ARROW}{month_in_words(made.end)}"))
    if made.seed != file.seed:
        found.append(Chip("seed", f"Random numbers {file.seed}{ARROW}{made.seed}"))
    return tuple(found)


def _detail(one: Difference, file: Scenario, made: Scenario) -> str:
    """The numbers of a change, behind a colon; empty where its name says it all."""
    section, _, name = one.key.partition(".")
    if section == "pressures":
        before, after = file.pressures.get(name), made.pressures.get(name)
        text = ", ".join(_pressure(before, after, made)) if after is not None else ""
    elif section == "parameters":
        text = _number(name, file.parameters.get(name), made.parameters.get(name))
    else:
        text = ""
    return f": {text}" if text else ""


def _pressure(before: Pressure | None, after: Pressure, made: Scenario) -> Iterator[str]:
    """Strength and months of a pressure, and what they were; only what is another than it was."""
    old = after if before is None else before
    if after.combine not in (Combine.FORCE, Combine.FORBID) and not after.path and (before is None or old != after):
        levels = [two_decimals(one.level) for one in (old, after)]
        if before is None or levels[0] != levels[1]:
            yield levels[1] if before is None else ARROW.join(levels)
    spans = [span_in_words(one, made) for one in (old, after)]
    if before is None or spans[0] != spans[1]:
        yield spans[1] if before is None else ARROW.join(spans)


def span_in_words(pressure: Pressure, scenario: Scenario) -> str:
    """First and last month of the first time a pressure acts; empty where that depends on the course of the run."""
    if pressure.path or pressure.when is not None:
        return ""
    if pressure.latest is not None:
        return f"begins in a month drawn {onsets_in_words(pressure, scenario)}"
    first, last = next(iter(pressure.windows(scenario.months)), (None, None))
    if first is None or last is None:
        return "outside the months of the run"
    months = [month_in_words(scenario.date(max(first, 0)))]
    if last > first:
        months.append(month_in_words(scenario.date(last)))
    return " to ".join(months)


def _number(key: str, before: ParameterSetting | None, after: ParameterSetting | None) -> str:
    """A number that is fixed, and what it was fixed at; or its best value, where every world has one of its own."""
    if after is None or after.fix is None:
        return ""
    best = load_seeds().parameters[key].best
    return f"{best if before is None or before.fix is None else before.fix:.3g}{ARROW}{after.fix:.3g}"
