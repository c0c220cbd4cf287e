"""What `import tightrope` gives a Python program: scenarios, and runs to be printed, tabulated, drawn and saved."""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.conditioning.worlds import ensure_listed
from experiments.explanation import explain as explaining
from model.ensemble import record
from model.runs import run as running
from model.runs.outcomes import POSTURE_LABELS, conditioned, counted, outcome_series
from model.runs.save import MOST_WITH_MOVES, save, scenario_again, with_own
from model.runs.tables import series_table
from model.scenario.changes import Change, dotted_parts
from model.scenario.files import SCENARIOS, scenario_names
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from model.yaml_files.fields import read_yaml, unknown_key_message
from viz.common.exits import WrongInputError, refuse_too_much
from viz.common.summary import percent, summary
from viz.common.words import signed_decimals
from viz.sentences.explanation_text import explanation_sentence, method_sentence

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_WORLDS, LARGEST_SEED = 1_000_000, 2**63 - 1

Settings = Mapping[str, object] | Sequence[str]


class Explanation(explaining.Explanation):
    """A change that is split over what differs between two scenarios, to be printed, tabulated and drawn."""

    def __repr__(self) -> str:
        """The sentence, and over which worlds it is."""
        return f"{explanation_sentence(self)}\n{method_sentence(self)}"

    def to_frame(self) -> pd.DataFrame:
        """A row per part, the largest first: name, members, mean, and the two ends of its 95 % interval."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": [part.group.name for part in self.parts],
                "members": [", ".join(member.key for member in part.group.members) for part in self.parts],
                "value": [part.mean.value for part in self.parts],
                "low": [part.mean.low for part in self.parts],
                "high": [part.mean.high for part in self.parts],
            }
        )

    def plot(self) -> Figure:
        """The waterfall: from one scenario to the other by its parts."""
        from viz.figures.waterfall import waterfall_figure

        return waterfall_figure(self, explanation_sentence(self))


class Run(record.Run):
    """A finished run: its numbers, to be printed, tabulated, drawn and saved."""

    def __repr__(self) -> str:
        """A few lines: what ran, and where it ends."""
        return "\n".join(f"{head}: {text}" for head, text in self._facts())

    def _repr_html_(self) -> str:
        """The same as a small table, for notebooks."""
        rows = (f"<tr><th>{escape(head)}</th><td>{escape(text)}</td></tr>" for head, text in self._facts())
        return f"<table>{''.join(rows)}</table>"

    def _facts(self) -> list[tuple[str, str]]:
        scenario, last = self.scenario, self.months[-1]
        facts = [
            ("Scenario", f"{scenario.name} ({scenario.title})"),
            ("Worlds", f"{self.worlds:,}, seed {scenario.seed}, sampling {scenario.sampling}"),
            ("Months", f"{len(self.months)}, {self.months[0]} to {last}"),
        ]
        if record.HEADLINE not in self.series:
            return facts
        found = summary(self)
        if found is None:
            return [*facts, ("Condition", "no world meets the scenario's 'given'")]
        if found.share_kept < 1:
            text = f"{found.worlds:,} worlds meet the scenario's 'given'; only these are counted below"
            facts.append(("Condition", text))
        median, low, high = (signed_decimals(value) for value in (found.median, found.low, found.high))
        whose = f"the {found.standing:,} worlds whose regime stands" if found.standing < found.worlds else "the worlds"
        alignment = f"median {median}, 5 to 95 % of {whose} {low} to {high}" if found.standing else "no regime stands"
        shares = (f"{POSTURE_LABELS[posture]} {percent(share.value)}" for posture, share in found.postures.items())
        return [*facts, (f"Alignment in {last}", alignment), (f"Postures in {last}", ", ".join(shares))]

    def to_frame(self, series: str | Sequence[str] | None = None, *, worlds: bool = False) -> pd.DataFrame:
        """The run as a table for pandas, over the worlds that meet the scenario's condition, if it has one.

        An alignment exists only while the regime stands: where it has fallen it is missing, and bands are of the other
        worlds. The column `fallen` is the share of the worlds whose regime has fallen.

        Args:
            series: Dotted name of a series, or several; all that the run recorded if None.
            worlds: One row per month and world with a column per series, instead of one row per month and series with
                the median and the bands.

        Raises:
            WrongInputError: The run has no series of that name.
        """
        import pandas as pd

        asked = self.series if series is None else series
        names = [asked] if isinstance(asked, str) or not isinstance(asked, Iterable) else list(asked)
        for name in names:
            if name not in self.series:
                raise WrongInputError(unknown_key_message("series", str(name), self.series))
        if not worlds:
            frame = series_table(replace(self, series={name: self.series[name] for name in names}))[0].to_pandas()
            return frame.assign(month=pd.to_datetime(frame["month"].astype(str)), series=frame["series"].astype(str))
        kept, numbers = conditioned(self), self.numbers[counted(self)]
        rows = {
            "month": pd.to_datetime(list(self.months)).repeat(len(numbers)),
            "world": np.tile(numbers, len(self.months)),
        }
        return pd.DataFrame(rows | {name: kept.series[name].ravel() for name in names})

    def plot(self) -> Figure:
        """The figure of the run: alignment with its bands, events and turning points, four dimensions, postures.

        Raises:
            WrongInputError: No world meets the scenario's condition.
        """
        from viz.figures.alignment import alignment_figure

        if not counted(self).any():
            message = f"none of the {self.worlds:,} worlds meets the scenario's condition 'given'"
            raise WrongInputError(message)
        return alignment_figure(self)

    def save(self, folder: str | Path) -> Path:
        """Write the run to a folder, as `tightrope run` does: tables, figure, and a manifest to get it again.

        Raises:
            SavingError: The folder cannot be written, or holds something else than a run.
        """
        from viz.figures.frame import save_figure

        return save(self, Path(folder), draw=lambda unfinished: save_figure(self.plot(), unfinished / "alignment.svg"))


def scenarios() -> dict[str, str]:
    """The scenarios there are: name -> title."""
    titles = {}
    for name in scenario_names():
        keys = read_yaml(SCENARIOS / f"{name}.yaml").value
        titles[name] = str(keys["title"].value) if isinstance(keys, dict) and "title" in keys else name
    return titles


def load(scenario: str | Path, *, settings: Settings = ()) -> Scenario:
    """Read a scenario.

    Args:
        scenario: A name out of `scenarios()`, or the path of a file, of a saved run or of its manifest.
        settings: What to change in it, e.g. ``{"pressures.eu_2017.level": 0.5}`` or ``["sampling=best"]``.

    Raises:
        InputError: With every problem of the file and the settings.
    """
    again = scenario_again(Path(scenario))
    if again is None:
        return load_scenario(scenario, settings=_changes(settings))
    if settings:
        message = "settings cannot change a saved run; load its scenario instead"
        raise WrongInputError(message)
    return again


def run(
    scenario: str | Path | Scenario = "baseline",
    *,
    worlds: int | None = None,
    seed: int | None = None,
    settings: Settings = (),
) -> Run:
    """Simulate a scenario.

    Args:
        scenario: What `load` takes or gave.
        worlds: Number of worlds; the scenario's if None.
        seed: Seed of all random draws; the scenario's if None.
        settings: What to change in it, as in `load`; not for a scenario that is loaded already.

    Raises:
        InputError: The scenario or the settings have problems.
        WrongInputError: The worlds or the seed are not such a number, or there is not enough memory.
    """
    asked = asked_for(scenario, worlds=worlds, seed=seed, settings=settings)
    check_size(asked)
    return simulate(asked)


def asked_for(
    scenario: str | Path | Scenario, *, worlds: int | None, seed: int | None, settings: Settings = ()
) -> Scenario:
    """The scenario that `run` and `compare` are asked for.

    Raises:
        InputError: The scenario or the settings have problems.
        WrongInputError: The worlds or the seed are not such a number, or settings come too late.
    """
    own: dict[str, Any] = {}
    if worlds is not None:
        own["worlds"] = _whole("worlds", worlds, 1, MOST_WORLDS)
    if seed is not None:
        own["seed"] = _whole("seed", seed, 0, LARGEST_SEED)
    again = scenario if isinstance(scenario, Scenario) else scenario_again(Path(scenario))
    if again is None:
        assert not isinstance(scenario, Scenario)
        return load_scenario(scenario, settings=[*_changes(settings), *(Change((key,), own[key]) for key in own)])
    if settings:
        message = "settings belong to load(), as this scenario is loaded already"
        raise WrongInputError(message)
    return with_own(again, own)


def explain(
    a: str | Path | Scenario,
    b: str | Path | Scenario | None = None,
    *,
    outcome: str | None = None,
    month: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Explanation:
    """Split the change of an outcome over what differs between two scenarios, exactly (Shapley values).

    Args:
        a: Where the change starts: what `load` takes or gave.
        b: Where it ends; if None, the change from what `a` extends to `a`.
        outcome: A dotted series, a turning point such as ``fall`` or a posture; alignment if None.
        month: The month it is read in, ``YYYY-MM``; the one of the largest difference if None.
        groups: Name -> differences that count as one part, e.g. ``{"sanctions": ["pressures.eu_2017", ...]}``.

    Raises:
        InputError: A scenario has problems.
        ExplanationError: The two cannot be compared, do not differ, or differ in too much.
    """
    one, other = (None if asked is None else asked if isinstance(asked, Scenario) else load(asked) for asked in (a, b))
    assert one is not None
    start, end = explaining.ends(one, other)
    ensure_listed(start, lambda: announced(start.seed))
    found = explaining.explain(start, end, outcome=outcome, month=month, groups=groups)
    return Explanation(**vars(found))


def check_size(asked: Scenario) -> None:
    """Refuse a scenario whose worlds would not fit into the free memory.

    Raises:
        WrongInputError: With what is needed and what there is.
    """
    if asked.worlds > MOST_WITH_MOVES:
        refuse_too_much(asked.worlds, asked.months * len(outcome_series()) * 8)  # bytes of a number


def simulate(asked: Scenario, progress: Callable[[int, int], None] | None = None) -> Run:
    """Run a scenario; of very many worlds only what bands and outcomes need is recorded."""
    small = asked.worlds <= MOST_WITH_MOVES
    ensure_listed(asked, lambda: announced(asked.seed))
    return Run(**vars(running.run(asked, keep=None if small else outcome_series(), moves=small, progress=progress)))


@contextmanager
def announced(seed: int) -> Iterator[None]:
    """Say what a program has to wait for."""
    message = f"Searching worlds of seed {seed} that agree with the record; this takes some minutes, once."
    print(message, file=sys.stderr)
    yield


def _whole(name: str, value: object, low: int, high: int) -> int:
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = low - 1
    if isinstance(value, bool) or not low <= number <= high:
        message = f"{name} must be a whole number from {low} to {high:,}, got {value!r}"
        raise WrongInputError(message)
    return number


def _changes(settings: object) -> list[str | Change]:
    if isinstance(settings, Mapping):
        return [Change(_parts(key), _plain(value)) for key, value in settings.items()]
    texts = [settings] if isinstance(settings, str) else settings
    if not isinstance(texts, Iterable) or not all(isinstance(text, str) for text in texts):
        message = f"settings must be a dictionary or a list of texts KEY=VALUE, got {settings!r}"
        raise WrongInputError(message)
    return list(texts)


def _parts(key: object) -> tuple[str, ...]:
    if key == "extends":
        message = "'extends' can only be written in a file"
        raise WrongInputError(message)
    return dotted_parts(str(key))


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else value
