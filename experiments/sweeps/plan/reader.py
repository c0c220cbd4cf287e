"""Sweep files, `scenarios/sweeps/*.yaml`: what to vary in a scenario, read strictly, every problem named at once.

plan = load_sweep("sanctions_x_rescue", settings=["worlds=100"])
plan.points, plan.total        # how many points, how many histories
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path

import numpy as np

from experiments.sweeps.plan.design import Design, Sample
from experiments.sweeps.plan.factor_reader import FactorReader, Given
from experiments.sweeps.plan.factors import described
from experiments.sweeps.plan.outcomes import SweepOutcome, read_outcomes
from experiments.sweeps.plan.plan import SweepPlan
from model.core.months import is_date
from model.scenario.changes import change_layer
from model.scenario.files import ENDINGS, SCENARIOS, shown_path
from model.scenario.load import Layers, Scenario, read_layers, settled
from model.scenario.reader import LARGEST_SEED, MOST_WORLDS
from model.yaml_files.fields import Collector, Fields, InputError, Node, Problem, read_yaml, unknown_key_message

SWEEPS = SCENARIOS / "sweeps"
REQUIRED = "title scenario vary design outcomes"
OPTIONAL = "question because set n others worlds seed"
KEYS = (*REQUIRED.split(), *OPTIONAL.split())
SETTABLE = ("design", "n", "others", "worlds", "seed")
"""Keys of a sweep file that a setting may change; every other setting changes the scenario."""

OTHERS = {"best": "best", "sampled": "parameters"}
"""Where the numbers come from that are not varied, and what scenario files call it."""

WORLDS = 256
MOST_POINTS = 10_000_000
MOST_NUMBERS = 64_000_000
"""Numbers that the base of a sample may keep in memory, half a gigabyte."""

MOST_READ = 20_000
"""Combinations of words and dates that may have to be read, one by one."""


def sweep_names(folder: Path = SWEEPS) -> tuple[str, ...]:
    """Names of the ready sweeps, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def path_of(name_or_path: str | Path, folder: Path = SWEEPS) -> Path:
    """The file behind a name or a path; `InputError` if there is no sweep of this name."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith(ENDINGS):
        return Path(name_or_path)
    if text in sweep_names(folder):
        return folder / f"{text}.yaml"
    message = unknown_key_message("sweep", text, sweep_names(folder))
    raise InputError([Problem(shown_path(folder), 1, 1, message)])


def load_sweep(name_or_path: str | Path, *, settings: Sequence[str] = (), folder: Path = SWEEPS) -> SweepPlan:
    """Read a sweep file.

    Args:
        name_or_path: A name in `folder`, or the path of a file.
        settings: ``KEY=VALUE`` strings: those that name a key of the sweep change it, others change the scenario.
        folder: Where names are looked up.

    Raises:
        InputError: With every problem, each at its place.
    """
    path = path_of(name_or_path, folder)
    return SweepReader(read_yaml(path, name=shown_path(path)), path.stem, settings).read()


class SweepReader:
    """Reads one sweep file and notes every problem."""

    def __init__(self, root: Node, name: str, settings: Sequence[str]) -> None:
        """Lay the settings on top: those of the sweep here, the others later on the scenario."""
        self.found = Collector()
        self.name = name
        self.mine = [s for s in settings if s.partition("=")[0] in SETTABLE]
        self.others = [s for s in settings if s not in self.mine]
        self.root = self._laid(root)
        self.fields = Fields(self.found, self.root, REQUIRED, OPTIONAL)

    def _laid(self, root: Node) -> Node:
        laid, keys = dict(root.value) if isinstance(root.value, dict) else {}, dict(root.keys)
        for number, setting in enumerate(self.mine, start=1):
            layer = change_layer(setting, number)
            assert isinstance(layer.value, dict)
            laid |= layer.value
            keys |= layer.keys
        return replace(root, value=laid, keys=keys)

    def read(self) -> SweepPlan:
        """The sweep; raises `InputError` with every problem."""
        r = self.fields
        design = r.one_of("design", Design)
        worlds = self.found.integer(r.get("worlds"), 1, MOST_WORLDS)
        outcomes = read_outcomes(self.found, r.get("outcomes"))
        text, settings, scenario = self._scenario(worlds or WORLDS)
        given: list[Given] = []
        if scenario is not None and text is not None:
            given = FactorReader(self.found, text, settings, scenario, design).read(r.get("vary"))
            self._within(outcomes, scenario)
        sample = self._sample(design, given, 0 if scenario is None else scenario.seed)
        title = r.text("title")
        question, because = (r.text(key) if r.get(key) else "" for key in ("question", "because"))
        self.found.raise_if_any()
        assert text is not None
        assert scenario is not None
        plan = SweepPlan(
            self.name, title, question, because, text, tuple(settings), scenario, sample, worlds or WORLDS, outcomes
        )
        self._check_points(plan)
        self.found.raise_if_any()
        return plan

    def _scenario(self, worlds: int) -> tuple[Layers | None, list[str], Scenario | None]:
        """The scenario's files, the settings on top of them, and the scenario with these."""
        others = self.found.choice(self.fields.get("others"), OTHERS, what="others") or "best"
        own = self.found.texts(self.fields.get("set"))
        settings = [*own, *self.others, f"sampling={OTHERS[others]}", f"worlds={worlds}"]
        seed = self.found.integer(self.fields.get("seed"), 0, LARGEST_SEED)
        settings += [] if seed is None else [f"seed={seed}"]
        name = self.found.text(self.fields.get("scenario"))
        if name is None:
            return None, settings, None
        try:
            text = read_layers(name)
            return text, settings, settled(text, settings)
        except InputError as error:
            self._blame(error, len(own))
            return None, settings, None

    def _blame(self, error: InputError, own: int) -> None:
        """Problems of the scenario: those of its name and of 'set' belong to this file, all others to its own."""
        named, laid = self.fields.get("scenario"), self.fields.get("set")
        items = laid.value if laid is not None and isinstance(laid.value, list) else []
        places = {f"--set {number}": item for number, item in enumerate(items, start=1)}
        for one in error.problems:
            if named is not None and one.message.startswith("unknown scenario "):
                self.found.add(named, one.message)
            elif one.file in places:
                self.found.add(places[one.file], one.message)
            elif one.file.startswith("--set ") and own:
                self.found.extend([replace(one, file=f"--set {int(one.file.split()[1]) - own}")])
            else:
                self.found.extend([one])

    def _within(self, outcomes: Sequence[SweepOutcome], scenario: Scenario) -> None:
        node = self.fields.get("outcomes")
        for outcome in outcomes:
            months = {
                value for leaf in outcome.leaves for f in fields_of(leaf) if is_date(value := getattr(leaf, f.name))
            }
            for month in sorted(m for m in months if not scenario.start <= m <= scenario.end):
                message = f"outcome '{outcome.name}' reads {month}, outside the run, {scenario.start} to {scenario.end}"
                if node is not None:
                    self.found.add(node, message)

    # -- points

    def _sample(self, design: Design, given: Sequence[Given], seed: int) -> Sample:
        factors, n = tuple(one.factor for one in given), self._n(design)
        if design in (Design.SOBOL, Design.MORRIS) and len(factors) == 1:
            self.found.add_key(self.root, "vary", f"the design '{design}' needs at least two factors")
        rows: tuple[tuple[int, ...], ...] = ()
        if design is Design.LIST and given:
            lengths = {len(one.rows) for one in given}
            if len(lengths) > 1:
                told = ", ".join(f"{one.factor.key} has {len(one.rows)}" for one in given)
                self.found.add_key(self.root, "vary", f"in a list every factor needs as many values: {told}")
            rows = tuple(zip(*(one.rows for one in given), strict=False))
        sample = Sample(design, factors, n, seed, rows)
        if sample.count > MOST_POINTS or sample.numbers > MOST_NUMBERS:
            message = f"{sample.count:,} points are too many; at most {MOST_POINTS:,} are possible, and a base of "
            self.found.add_key(self.root, "design", f"{message}{MOST_NUMBERS:,} numbers")
        return sample

    def _n(self, design: Design) -> int:
        node = self.fields.get("n")
        if not design.is_sampled:
            if node is not None:
                self.found.add_key(
                    self.root, "n", f"'n' has no place in the design '{design}', whose values say it all"
                )
            return 0
        if node is None:
            self.found.add_key(self.root, "design", f"the design '{design}' needs 'n', the size of its base sample")
            return 2
        n = self.found.integer(node, 2, MOST_POINTS) or 2
        if design is Design.SOBOL and n & (n - 1):
            near = 2 ** int(math.log2(n))
            why = "his points fill space evenly only in such numbers"
            message = f"'n' must be a power of two for Sobol's design, got {n}: {why}; take {near} or {2 * near}"
            self.found.add(node, message)
        return n

    def _check_points(self, plan: SweepPlan) -> None:
        """Every point must differ from the others, where the design says so, and its words must go together."""
        if plan.points > MOST_POINTS:
            return
        self._check_words(plan)
        listed = all(factor.is_list for factor in plan.factors)
        if plan.sample.design is Design.LIST or (plan.sample.design is Design.LATIN_HYPERCUBE and listed):
            self._check_twins(plan)
        if plan.sample.design is Design.LIST:
            self._check_base(plan)

    def _check_words(self, plan: SweepPlan) -> None:
        worded = [place for place, factor in enumerate(plan.factors) if not factor.is_direct]
        if not worded:
            return
        seen: dict[tuple[float, ...], int] = {}
        for first, block in plan.blocks():
            for place in np.unique(block[:, worded], axis=0, return_index=True)[1].tolist():
                seen.setdefault(tuple(block[place, worded].tolist()), first + place)
        if len(seen) > MOST_READ:
            message = f"{len(seen):,} combinations of words and dates are too many; at most {MOST_READ:,} can be read"
            self.found.add_key(self.root, "vary", message)
            return
        for point in seen.values():
            values = plan.sample.block(point, point + 1)[0]
            try:
                plan.read(values)
            except InputError as error:
                for one in error.problems:
                    told = described(plan.factors, values.tolist())
                    self.found.add_key(self.root, "vary", f"point {point} ({told}) is not possible: {one.message}")

    def _check_twins(self, plan: SweepPlan) -> None:
        seen: dict[bytes, int] = {}
        for first, block in plan.blocks():
            for place, row in enumerate(block):
                other = seen.setdefault(row.tobytes(), first + place)
                if other != first + place:
                    told = described(plan.factors, row.tolist())
                    message = f"points {other} and {first + place} are the same: {told}"
                    self.found.add_key(self.root, "vary", message)
                    return

    def _check_base(self, plan: SweepPlan) -> None:
        for point in points_equal_to_base(plan):
            told = described(plan.factors, plan.sample.block(point, point + 1)[0].tolist())
            message = f"point {point} is the scenario itself: {told}; leave it out, and run the scenario beside"
            self.found.add_key(self.root, "vary", message)


def points_equal_to_base(plan: SweepPlan) -> list[int]:
    """Numbers of the points that change nothing; empty where the scenario draws its numbers itself."""
    base = np.array([factor.base for factor in plan.factors])
    if np.isnan(base).any():
        return []
    if plan.scenario.sampling != "best" and any(f.parts[0] == "parameters" for f in plan.factors):
        return []
    return [
        first + int(place) for first, block in plan.blocks() for place in np.flatnonzero((block == base).all(axis=1))
    ]
