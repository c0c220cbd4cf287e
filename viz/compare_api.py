"""What `tightrope.compare` gives a Python program: comparisons to be printed, tabulated, drawn and saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.comparison import compare as comparing
from experiments.comparison.footing import Beliefs, on_one_footing
from experiments.comparison.monthly import MARGIN
from experiments.conditioning.worlds import ensure_listed
from model.scenario.scenario import Scenario
from viz.api import Settings, announced, asked_for
from viz.common.exits import WrongInputError
from viz.figures.comparison import comparison_figure
from viz.reports.comparison.folder import differences_table, save_comparisons
from viz.sentences.compared import from_saved, only_saved, sides
from viz.sentences.effect_text import effect_sentence, second_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_APART = 2.0
"""Two alignments cannot differ by more."""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(comparing.Comparison):
    """A scenario beside another one in the same worlds: a sentence, to be tabulated, drawn and saved.

    Attributes:
        call: What makes it again.
    """

    call: str = ""

    @property
    def sentence(self) -> str:
        """What the one scenario makes of the other: how much, by when, in how many worlds, and for how long."""
        return effect_sentence(self)

    def __repr__(self) -> str:
        """The sentence."""
        return self.sentence

    def _repr_html_(self) -> str:
        """The sentence and the line below it, for notebooks."""
        return f"<p><b>{escape(self.sentence)}</b><br>{escape(second_line(self))}</p>"

    def to_frame(self) -> pd.DataFrame:
        """The paired difference of alignment as a table for pandas: a row per month with median, bands and shares."""
        import pandas as pd

        frame: pd.DataFrame = differences_table([self])[0].to_pandas()
        return frame.assign(month=pd.to_datetime(frame["month"]))

    def plot(self) -> Figure:
        """The figure: what presses, both alignments, falls, and the difference world by world."""
        return comparison_figure(self)

    def save(self, folder: str | Path) -> Path:
        """Write a folder as `tightrope compare --out` does: report, figure, tables, and a manifest to get it again.

        Raises:
            SavingError: The folder cannot be written, or holds something else than a comparison.
        """
        return save_comparisons([self], Path(folder), command=self.call)


def compare(
    *scenarios: str | Path | Scenario,
    settings: Settings = (),
    beliefs: str = Beliefs.TOGETHER,
    margin: float = MARGIN,
    worlds: int | None = None,
    seed: int | None = None,
) -> Comparison | tuple[Comparison, ...]:
    """Run scenarios in the same worlds, with the same random numbers, and hold each against the first one.

    Args:
        scenarios: What `load` takes or gave, the first being what the others are compared with. One alone is compared
            with what it extends, or with itself without the settings.
        settings: What to change in all but the first, as in `load`.
        beliefs: ``together``: hypotheses, numbers, switches and first values of one hold for all; ``each``: not so.
        margin: The least difference of alignment that counts in shares of worlds.
        worlds: Number of worlds of all; the scenarios' own if None.
        seed: Seed of all random draws; the scenarios' own if None.

    Returns:
        The comparison, or, of three scenarios and more, one for each but the first.

    Raises:
        FootingError: They cannot be compared world by world.
        InputError: A scenario or the settings have problems.
        WrongInputError: There is nothing to compare, or an argument is not what it has to be.
    """
    if not scenarios:
        message = "compare needs a scenario, or several"
        raise WrongInputError(message)
    if beliefs not in list(Beliefs):
        message = f"beliefs must be 'together' or 'each', got {beliefs!r}"
        raise WrongInputError(message)
    if not 0.0 <= margin <= MOST_APART:
        message = f"margin must be a number from 0 to {MOST_APART:g}, got {margin!r}"
        raise WrongInputError(message)
    call = _call(scenarios, settings=settings, beliefs=str(beliefs), margin=margin, worlds=worlds, seed=seed)
    names = [one for one in scenarios if not isinstance(one, Scenario)]
    if len(names) == len(scenarios) and not settings and worlds is None and seed is None and only_saved(names):
        found = from_saved(names, margin=margin)
    else:
        found = _run(scenarios, settings, Beliefs(beliefs), margin, worlds, seed)
    whole = [{field.name: getattr(one, field.name) for field in fields(comparing.Comparison)} for one in found]
    made = tuple(Comparison(**one, call=call) for one in whole)
    return made if len(made) > 1 else made[0]


def _run(
    scenarios: Sequence[str | Path | Scenario],
    settings: Settings,
    beliefs: Beliefs,
    margin: float,
    worlds: int | None,
    seed: int | None,
) -> tuple[comparing.Comparison, ...]:
    """Load what was asked for, search its worlds where that is still to be done, run and compare."""
    alone = len(scenarios) == 1
    loaded = [
        asked_for(one, worlds=worlds, seed=seed, settings=settings if place or alone else ())
        for place, one in enumerate(scenarios)
    ]
    asked = sides(loaded)
    for one in on_one_footing(asked, beliefs=beliefs).scenarios:
        ensure_listed(one, partial(announced, one.seed))
    return comparing.compare(asked, beliefs=beliefs, margin=margin)


def _call(scenarios: Sequence[str | Path | Scenario], **options: object) -> str:
    """The call that makes a comparison again; of a scenario loaded already only its name."""
    usual = {"settings": (), "beliefs": "together", "margin": MARGIN, "worlds": None, "seed": None}
    names = [repr(one.name if isinstance(one, Scenario) else str(one)) for one in scenarios]
    given = [f"{key}={value!r}" for key, value in options.items() if value != usual[key]]
    return f"tightrope.compare({', '.join([*names, *given])})"
