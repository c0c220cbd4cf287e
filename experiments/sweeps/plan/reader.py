"""Sweep files, `scenarios/sweeps/*.yaml`: what to vary in a scenario, read strictly, every problem named at once.

plan = load_sweep("sanctions_x_rescue", settings=["worlds=100"])
plan.points, plan.total        # how many points, how many histories
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from experiments.sweeps.plan.design import Design, Sample
from experiments.sweeps.plan.factor_check import FactorTrial
from experiments.sweeps.plan.factor_reader import FactorReader, Given
from experiments.sweeps.plan.factors import END, SCENARIO, Factor
from experiments.sweeps.plan.outcomes import SweepOutcome, months_outside, read_outcomes
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.point_check import check_points
from model.scenario.changes import Change, change_layers, read_change
from model.scenario.files import SCENARIOS, Layers, is_written_as_path, path_of, read_layers, shown_path
from model.scenario.load import settled
from model.scenario.reader import LARGEST_SEED, MOST_WORLDS
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.hints import Between, Key
from model.yaml_files.nodes import InputError, Node
from model.yaml_files.records import RecordReader

SWEEPS = SCENARIOS / "sweeps"
SETTABLE = ("design", "n", "others", "worlds", "seed")
"""Keys of a sweep file that a setting may change; every other setting changes the scenario."""

FORMER_OTHERS = {"sampled": "prior", "wide": "prior"}
"""What 'others' was called before, and what takes its place."""

MOST_POINTS = 10_000_000
MOST_NUMBERS = 64_000_000
"""Numbers that the base of a sample may keep in memory, half a gigabyte."""


@dataclass(frozen=True, slots=True)
class SweepFile:
    """A sweep file as it is written.

    Attributes:
        title: A few words.
        scenario: The scenario that every point is a change of.
        vary: Dotted keys, beginning with parameters, pressures, hypotheses, switch_off, initial, and their values.
        design: How the points are laid out.
        outcomes: What is read off every world, by name.
        question: What it asks of the model.
        because: Why it is set up so.
        settings: Settings KEY=VALUE on top of the scenario, as on the command line.
        n: Size of the base sample; a power of two for sobol.
        others: Parameters that are not varied: all at their best (unless said otherwise), drawn in each world from
            their ranges (prior), or those of worlds that agree with the record (conditioned).
        worlds: Worlds per point.
        seed: Seed of all random draws.
    """

    title: str
    scenario: str
    vary: Node
    design: Design
    outcomes: Node
    question: str = ""
    because: str = ""
    settings: Annotated[tuple[str, ...], Key("set")] = ()
    n: Annotated[int, Between(2, MOST_POINTS)] | None = None
    others: Sampling | None = None
    worlds: Annotated[int, Between(1, MOST_WORLDS)] = 256
    seed: Annotated[int, Between(0, LARGEST_SEED)] | None = None


UNREAD = SweepFile("", "", Node(None, 1, 1, ""), Design.GRID, Node(None, 1, 1, ""))
"""What stands in for keys that cannot be read, while the others are."""


def load_sweep(name_or_path: str | Path, *, settings: Sequence[str] = (), folder: Path = SWEEPS) -> SweepPlan:
    """Read a sweep file.

    Args:
        name_or_path: A name in `folder`, or the path of a file.
        settings: ``KEY=VALUE`` strings: those that name a key of the sweep change it, others change the scenario.
        folder: Where names are looked up.

    Raises:
        InputError: With every problem, each at its place.
    """
    path = path_of(name_or_path, folder, "sweep")
    return SweepReader(read_yaml(path, name=shown_path(path)), path.stem, settings).read()


class SweepReader:
    """Reads one sweep file and notes every problem."""

    def __init__(self, root: Node, name: str, settings: Sequence[str]) -> None:
        """Lay the settings on top: those of the sweep here, the others later on the scenario."""
        self.found = Collector()
        self.name = name
        mine = [setting for setting in settings if setting.partition("=")[0] in SETTABLE]
        self.others = [setting for setting in settings if setting not in mine]
        for layer in change_layers(self.found, mine):
            root = replace(root, value=_mapping(root) | _mapping(layer))
        self.root = root
        as_it_is: dict[str, Callable[[Node], object]] = {"vary": lambda node: node, "outcomes": lambda node: node}
        as_it_is["others"] = self._others
        read = RecordReader(self.found).read(root, SweepFile, as_it_is)
        self.nodes = read.nodes
        self.file = replace(UNREAD, **read.values)

    def read(self) -> SweepPlan:
        """The sweep; raises `InputError` with every problem."""
        file, vary, read = self.file, self.nodes.get("vary"), self.nodes.get("outcomes")
        outcomes = read_outcomes(self.found, read)
        changes = self._changes()
        self._refuse_dependent()
        text, scenario = self._scenario(changes)
        given: list[Given] = []
        if scenario is not None and text is not None:
            if SCENARIO in self.found.entries(vary):
                changes.append(Change(("seed",), scenario.seed))  # whatever another scenario says
            trial = FactorTrial(self.found, text, changes, scenario, self.found.entries(vary))
            given = FactorReader(trial, file.design).read(vary) if vary is not None else []
            self._check_outcomes(outcomes, scenario, [one.factor for one in given])
        sample = self._sample(given, 0 if scenario is None else scenario.seed)
        self.found.raise_if_any()
        assert text is not None
        assert scenario is not None
        texts = (self.name, file.title, file.question, file.because)
        plan = SweepPlan(*texts, text, tuple(changes), scenario, sample, file.worlds, outcomes, asked=self._asked())
        check_points(self.found, self.root, plan)
        self.found.raise_if_any()
        return plan

    def _others(self, node: Node) -> Sampling | None:
        word = self.found.choice(node, Sampling, former=FORMER_OTHERS)
        return None if word is None else Sampling(word)

    def _refuse_dependent(self) -> None:
        """Indices of Sobol and Morris need numbers that are independent of each other; conditioned ones are not."""
        file = self.file
        if file.others is Sampling.CONDITIONED and file.design in (Design.SOBOL, Design.MORRIS):
            self.found.add(
                self.nodes["others"],
                f"the design '{file.design}' needs numbers independent of each other, and in worlds that agree with "
                "the record they are not; say 'others: prior', or take a latin_hypercube",
            )

    def _asked(self) -> dict[str, object]:
        """What a file needs to ask the same of other factors."""
        name = self.file.scenario
        is_path = is_written_as_path(name)
        return {
            "scenario": str(Path(name).resolve()) if is_path else name,
            "set": [*self.file.settings, *self.others],
            "others": str(self.file.others or Sampling.BEST),
            "outcomes": _plain(self.file.outcomes),
        }

    def _changes(self) -> list[str | Change]:
        """What is set on top of the scenario, and problems with it, noted in this file where it stands in it."""
        changes: list[str | Change] = []
        for item in self.found.sequence(self.nodes.get("settings")):
            if not isinstance(item.value, str):
                continue
            try:
                changes.append(replace(read_change(item.value, item.file), place=item))
            except InputError as error:
                for problem in error.problems:
                    self.found.add(item, problem.message)
        file = self.file
        self._check_settings(changes)
        sampling = Change(("sampling",), str(file.others or Sampling.BEST))
        changes += [*self.others, sampling, Change(("worlds",), file.worlds)]
        return changes if file.seed is None else [*changes, Change(("seed",), file.seed)]

    def _check_settings(self, changes: Sequence[str | Change]) -> None:
        """Refuse settings that the sweep itself decides, and would override."""
        own = {"sampling": "others", "worlds": "worlds"}
        placed = [(change.parts[0], change.place) for change in changes if isinstance(change, Change)]
        given = [(text.partition("=")[0], None) for text in self.others]
        for key, place in [*placed, *given]:
            if key in own:
                message = f"'{key}' is set by the sweep; use its own key '{own[key]}' instead"
                self.found.add(place or Node(None, 1, 1, "--set"), message)

    def _scenario(self, changes: Sequence[str | Change]) -> tuple[Layers | None, Scenario | None]:
        """The scenario's files, and the scenario with the changes."""
        named = self.nodes.get("scenario")
        if named is None or not self.file.scenario:
            return None, None
        try:
            text = read_layers(self.file.scenario)
            scenario = settled(text, changes)
            return text, scenario
        except InputError as error:
            for problem in error.problems:
                if problem.message.startswith("unknown scenario "):
                    self.found.add(named, problem.message)
                else:
                    self.found.problems += [problem]
            return None, None

    def _check_outcomes(self, outcomes: Sequence[SweepOutcome], scenario: Scenario, factors: Sequence[Factor]) -> None:
        node = self.nodes.get("outcomes")
        if node is not None:
            for message in months_outside(outcomes, scenario):
                self.found.add(node, message)
        leaves = [leaf for outcome in outcomes for leaf in outcome.leaves]
        if any(factor.key == END for factor in factors) and not any(leaf.reads_end for leaf in leaves):
            where = "write 'at: end' or 'to: end' in an outcome"
            self.found.add_key(
                self.nodes["vary"], END, f"'{END}' changes no outcome: none reads the end of the run; {where}"
            )

    def _sample(self, given: Sequence[Given], seed: int) -> Sample:
        design, factors, n = self.file.design, tuple(one.factor for one in given), self._n()
        if design in (Design.SOBOL, Design.MORRIS) and len(factors) == 1:
            self.found.add_key(self.root, "vary", f"the design '{design}' needs at least two factors")
        rows: tuple[tuple[int, ...], ...] = ()
        if design is Design.LIST and given:
            if len({len(one.rows) for one in given}) > 1:
                counts = ", ".join(f"{one.factor.key} has {len(one.rows)}" for one in given)
                self.found.add_key(self.root, "vary", f"in a list all factors need the same number of values: {counts}")
            rows = tuple(zip(*(one.rows for one in given), strict=False))
        sample = Sample(design, factors, n, seed, rows)
        if sample.count > MOST_POINTS or sample.numbers > MOST_NUMBERS:
            message = f"{sample.count:,} points are too many; at most {MOST_POINTS:,} are possible, and a base of "
            self.found.add_key(self.root, "design", f"{message}{MOST_NUMBERS:,} numbers")
        return sample

    def _n(self) -> int:
        node, design, n = self.nodes.get("n"), self.file.design, self.file.n
        if not design.is_sampled:
            if node is not None:
                why = f"the design '{design}' takes no 'n', because its points follow from the values"
                self.found.add_key(self.root, "n", why)
            return 0
        if node is None:
            self.found.add_key(self.root, "design", f"the design '{design}' needs 'n', the size of its base sample")
        elif n is not None and design is Design.SOBOL and n & (n - 1):
            near, why = 2 ** int(math.log2(n)), "its points cover the space evenly only in such numbers"
            message = f"'n' must be a power of two for Sobol's design, got {n}: {why}; take {near} or {2 * near}"
            self.found.add(node, message)
        return n or 2


def _plain(node: Node) -> object:
    if isinstance(node.value, dict):
        return {key: _plain(part) for key, part in node.value.items()}
    return [_plain(part) for part in node.value] if isinstance(node.value, list) else node.value


def _mapping(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}
