"""Sweeps and scores as a Python program uses them: a sweep runs in the background; a score is waited for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.conditioning.worlds import ensure_listed
from experiments.scoring.observables import read_observables
from experiments.scoring.observed import read_csv
from experiments.scoring.score import SkillReport
from experiments.scoring.score import score as score_file
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.reader import load_sweep
from experiments.sweeps.results.analyse import SweepAnswers, analyse
from experiments.sweeps.results.results import SweepResults, read_sweep
from experiments.sweeps.run.runner import OnError, SweepProgress, SweepRun
from experiments.sweeps.run.workers import Where, check_program
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


class SweepHandle:
    """A sweep that runs in the background.

    Attributes:
        progress: How far it is; None at the very start.
    """

    def __init__(self, sweep_run: SweepRun) -> None:
        """Start it."""
        self.plan: SweepPlan = sweep_run.plan
        self.folder = sweep_run.folder
        self.progress: SweepProgress | None = None
        self._sweep_run = sweep_run
        self._error: BaseException | None = None
        sweep_run.progress = self._note
        self._thread = threading.Thread(target=self._run, name=f"sweep {sweep_run.plan.name}", daemon=True)
        self._thread.start()

    def _note(self, progress: SweepProgress) -> None:
        self.progress = progress

    def _run(self) -> None:
        try:
            self.progress = self._sweep_run.run()
        except BaseException as error:  # handed on to whoever waits
            self._error = error

    def stop(self) -> None:
        """Finish what has begun and begin nothing more; starting the same sweep again resumes it."""
        self._sweep_run.stop.set()

    def wait(self, seconds: float | None = None) -> SweepProgress:
        """Wait until it is done or stopped, and say how far it came.

        Raises:
            SweepError: Whatever stopped it.
            TimeoutError: It is still at work after so many seconds.
        """
        self._thread.join(seconds)
        if self._thread.is_alive():
            message = f"the sweep is still running after {seconds} seconds"
            raise TimeoutError(message)
        if self._error is not None:
            raise self._error
        assert self.progress is not None
        return self.progress

    def results(self) -> SweepResults:
        """The sweep as its folder holds it, once it is done or stopped."""
        self.wait()
        return read_sweep(self.folder)

    def points(self) -> pd.DataFrame:
        """A row per point: its values, how it went, the mean of each outcome."""
        return self.results().frame()

    def runs(self) -> pd.DataFrame:
        """A row per world."""
        return self.results().runs()

    def answers(self) -> SweepAnswers:
        """Everything that its design can answer."""
        self.wait()
        return analyse(self.folder)


def sweep(
    file: str | Path,
    out: str | Path | None = None,
    *,
    settings: Sequence[str] = (),
    workers: int | None = None,
    where: str = Where.PROCESSES,
    scheduler: str | None = None,
    on_error: str = OnError.STOP,
) -> SweepHandle:
    """Start a sweep, or resume one that was stopped, and return at once.

    A program that uses processes must keep its own start under ``if __name__ == "__main__":``.

    Args:
        file: A name in `scenarios/sweeps/`, or the path of a file.
        out: Folder for the results; `runs/sweep-NAME` if None.
        settings: ``KEY=VALUE`` strings, as `--set` takes them.
        workers: How many workers; all cores if None.
        where: ``processes``, ``threads`` or ``here``.
        scheduler: Address of a Dask scheduler instead, e.g. ``tcp://host:8786``.
        on_error: ``stop`` or ``continue``.

    Returns:
        A handle to watch, stop, wait for and read it.

    Raises:
        InputError: The file has problems; nothing was started.
    """
    if where == Where.PROCESSES and scheduler is None:
        check_program()
    plan = load_sweep(file, settings=settings)
    folder = Path("runs") / f"sweep-{plan.name}" if out is None else Path(out)
    return SweepHandle(
        SweepRun(plan, folder, Where(where), workers=workers, scheduler=scheduler, on_error=OnError(on_error))
    )


def score(
    scenario: str | Path | Scenario,
    observed: str | Path,
    *,
    series: Sequence[str] = (),
    registry: str | Path | None = None,
    settings: Sequence[str] = (),
    out: str | Path | None = None,
) -> SkillReport:
    """Score a scenario against observed series: its skill relative to naive forecasts and placebos.

    Args:
        scenario: A name, the path of a file, or a scenario that is loaded already.
        observed: A CSV file in the plain layout (series, month or year, value), or a table that the registry describes.
        series: Only these series; all that stand in the file if empty.
        registry: A file in the form of `seeds/observables.yaml`; that of the project if None.
        settings: ``KEY=VALUE`` strings, as `--set` takes them; not for a scenario that is loaded already.
        out: Folder in which looks at data held back are logged; without it there may be none.

    Returns:
        What could be scored, and why the rest was refused.

    Raises:
        TightropeError: The files have problems, or data held back would be looked at without a log.
    """
    asked = scenario if isinstance(scenario, Scenario) else load_scenario(scenario, settings=settings)
    known = None if registry is None else read_observables(Path(registry))
    file = read_csv(Path(observed))
    ensure_listed(asked)
    return score_file(asked, file, registry=known, series=series, out=None if out is None else Path(out))
