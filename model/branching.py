"""Runs that begin where another one was left: two scenarios live the same months until their pressures differ.

    first, trunk = branched(scenario)                  # all months, with the state every few months
    other, trunk = branched(changed, trunk=trunk)      # only from where a pressure was changed

The result is the same to the last bit as that of `model.run.run`; only the time differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from model.draws import Draws
from model.record import Recorder, Run
from model.run import kept_by_default
from model.vocabulary import Array
from model.world import World

if TYPE_CHECKING:
    from model.reading.pressure_types import Pressure
    from model.scenario import Scenario

EVERY = 6
"""Months from one state that is kept to the next."""
WORDS = ("name", "title", "question", "because", "chain", "origins", "given", "read_from", "pressures")
"""What a scenario may differ in without any month being another, and the pressures, which are looked at one by one."""
SAID = {"because": "", "events": ()}
"""What a pressure may differ in without any effect."""

State = tuple[Array | None, ...]


@dataclass(frozen=True)
class Trunk:
    """A run from which others can branch off.

    Attributes:
        run: The run.
        states: Month -> everything that lasts, at its start.
        draws: The luck, which a branch shares.
    """

    run: Run
    states: Mapping[int, State]
    draws: Draws


def branched(
    scenario: Scenario,
    *,
    keep: Sequence[str] | None = None,
    draws: Draws | None = None,
    trunk: Trunk | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Run, Trunk]:
    """Run a scenario from where it parts from another one, without its moves.

    Args:
        scenario: The scenario.
        keep: Dotted series to keep; those of `run` if None.
        draws: The luck, which also says which worlds are run; all worlds of the scenario if None.
        trunk: A run with the same luck to branch off from, if it has lived any of the same months.
        progress: Called with months lived and months in all.

    Returns:
        The run, and the same as a trunk for others.
    """
    names = tuple(keep) if keep is not None else kept_by_default()
    luck = draws or Draws(scenario.seed, scenario.worlds, keep=True)
    world = World(scenario, worlds=luck.worlds, first=luck.first, draws=luck, watch=names)
    recorder = Recorder(world, names, moves=False)
    month = 0 if trunk is None or not _serves(trunk, luck, names) else fork(trunk, scenario)
    states: dict[int, State] = {}
    if trunk is not None and month:
        states = {at: state for at, state in trunk.states.items() if at <= month}
        world.resume(month, states[month])
    while world.month < scenario.months:
        if world.month % EVERY == 0:
            states[world.month] = world.state()
        world.step()
        recorder.write(world)
        if progress is not None:
            progress(world.month, scenario.months)
    found = recorder.finish(world)
    if trunk is not None and month:
        _copy(trunk.run, found, month)
    return found, Trunk(found, states, luck)


def _serves(trunk: Trunk, luck: Draws, names: Sequence[str]) -> bool:
    return trunk.draws is luck and tuple(trunk.run.series) == tuple(names)


def _copy(lived: Run, run: Run, months: int) -> None:
    """Write down months that another run has lived."""
    for name, rows in run.series.items():
        rows[:months] = lived.series[name][:months]
    run.posture[:months] = lived.posture[:months]


def fork(trunk: Trunk, scenario: Scenario) -> int:
    """The last month at whose start the trunk kept its state, and until which a scenario lives the same; 0 for none."""
    same = months_in_common(trunk.run.scenario, scenario)
    return max((month for month in trunk.states if month <= same), default=0)


def months_in_common(one: Scenario, other: Scenario) -> int:
    """How many months two scenarios surely live alike, world by world, before any of their pressures differs."""
    if any(getattr(one, f.name) != getattr(other, f.name) for f in fields(one) if f.name not in WORDS):
        return 0
    pairs = list(zip(one.pressures.items(), other.pressures.items(), strict=False))
    if len(one.pressures) != len(other.pressures) or any(left != right for (left, _), (right, _) in pairs):
        return 0
    if any(pressure.when is not None for pressure in (*one.pressures.values(), *other.pressures.values())):
        return 0
    onsets = [
        _first_month(pair, one.months) for (_, a), (_, b) in pairs if (pair := (_bare(a), _bare(b)))[0] != pair[1]
    ]
    return min(onsets, default=one.months)


def _bare(pressure: Pressure) -> Pressure:
    return replace(pressure, **SAID)  # type: ignore[arg-type]


def _first_month(pair: tuple[Pressure, Pressure], months: int) -> int:
    """The first month in which either of two pressures has any effect."""
    if pair[0].path or pair[1].path or pair[0].every is not None or pair[1].every is not None:
        return 0
    return min((max(first, 0) for pressure in pair for first, _ in pressure.windows(months)), default=months)
