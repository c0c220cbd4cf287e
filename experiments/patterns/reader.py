"""Reads `seeds/patterns.yaml` strictly: every problem at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Annotated

from experiments.measures.forms import MAIN
from experiments.measures.pooled import PooledTest, leaves_of
from experiments.measures.reader import FormReader
from experiments.patterns.records import Numbers, Pattern, Patterns, Per, Rule, Statistic, Variant
from model.evidence.claims_reader import ClaimReader
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.evidence.records import Seeds
from model.scenario.context import Context
from model.scenario.pressure import Pressure
from model.scenario.pressure_reader import read_pressure
from model.theory.names import vocabulary
from model.theory.theory import theory
from model.yaml_files.fields import Collector, read_yaml, unknown_key_message
from model.yaml_files.hints import Between
from model.yaml_files.nodes import Node
from model.yaml_files.records import Read

PATTERNS_FILE = SEEDS_FOLDER / "patterns.yaml"
INTERVALS = {Per.WORLD: "wilson", Per.POOLED: "jackknife", Per.RUNS: "jackknife"}


@dataclass(frozen=True)
class _Sweep:
    """Runs that differ in the level of one pressure."""

    what: str
    pressure: str
    levels: tuple[float, ...]


@dataclass(frozen=True)
class _File:
    """The whole file as it is written."""

    confidence: Annotated[float, Between(0, 1)]
    groups: Annotated[int, Between(2)]
    runs: None
    sweeps: None
    patterns: Mapping[str, Pattern]
    watched: Numbers


class PatternReader:
    """Reads the whole file."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.found = Collector()
        self.forms = FormReader(self.found, (*theory().series, *(move.series for move in theory().moves.values())))
        self.records = self.forms.records
        self.records.names |= {"source": seeds.sources, "mechanism": seeds.mechanisms}
        self.records.readers |= {
            tuple[PooledTest, ...]: self.forms.pooled_tests,
            Numbers: self.forms.shown,
            Rule: self._rule,
        }
        self.claims = ClaimReader(self.records)
        self.claims.parts = {source.key: source.parts for source in seeds.sources.values()}
        self.variants: dict[str, Variant] = {}

    def read(self, root: Node) -> Patterns:
        """Everything in the file; raises `InputError` with every problem."""
        readers = {"runs": self._runs, "sweeps": self._sweeps, "patterns": self._patterns}
        written = self.records.read(root, _File, readers).record
        self.found.raise_if_any()
        assert written is not None
        return Patterns(written.confidence, written.groups, written.patterns, self.variants, written.watched)

    def _runs(self, node: Node) -> None:
        readers = {"pressures": self._pressures, "parameters": self._parameters}
        for name, entry in self.found.entries(node).items():
            run = self.records.read(entry, Variant, readers, name=name, sweep="", levels=()).record
            self.variants |= {} if run is None else {name: run}
            self.forms.runs.append(name)

    def _pressures(self, node: Node) -> tuple[Pressure | None, ...]:
        context, written = Context(self.found, vocabulary()), self.found.entries(node)
        return tuple(read_pressure(context, key, item) for key, item in written.items())

    def _parameters(self, node: Node) -> tuple[tuple[str, float | None], ...]:
        given = self.found.entries(node)
        for key in given.keys() - self.seeds.parameters.keys():
            self.found.add(node, unknown_key_message("parameter", key, self.seeds.parameters))
        return tuple((key, self.found.number(item)) for key, item in given.items())

    def _sweeps(self, node: Node) -> None:
        for name, entry in self.found.entries(node).items():
            sweep = self.records.read(entry, _Sweep).record
            runs = {} if sweep is None else {f"{name} {level:g}": ((sweep.pressure, level),) for level in sweep.levels}
            what = "" if sweep is None else sweep.what
            self.variants |= {run: Variant(run, what, sweep=name, levels=levels) for run, levels in runs.items()}
            self.forms.sweeps[name] = tuple(runs)
            self.forms.runs += runs

    def _patterns(self, node: Node) -> dict[str, Pattern | None]:
        return {key: self._pattern(key, entry) for key, entry in self.found.entries(node).items()}

    def _pattern(self, key: str, node: Node) -> Pattern | None:
        readers: dict[str, Read] = {"claims": partial(self.claims.claims_of, key), "statistic": lambda written: written}
        read = self.records.read(node, Pattern, readers, key=key)
        statistic = self._statistic(read.nodes.get("statistic"), read.values.get("rule"))
        if statistic is not None and read.nodes.keys() & {"needs", "beside"} <= read.values.keys():
            beside = [leaf for number in read.values.get("beside", {}).values() for leaf in leaves_of(number)]
            runs = {leaf.run for leaf in (*statistic.leaves, *beside)}
            self._check_needs(node, key, read.values.get("needs", ()), runs)
        return replace(read.record, statistic=statistic) if read.record and statistic else None

    def _statistic(self, node: Node | None, rule: Rule | None) -> Statistic | None:
        """What is tested, world by world or of all worlds together."""
        if rule is None or rule.per is Per.WORLD:
            return self.records.read(node, Statistic).record
        statistic = self.records.read(node, Statistic, tests=(), among=()).record
        if node is not None and statistic is not None and not statistic.also:
            self.found.add(node, "must have a condition under 'also', which gives the rate")
        return statistic

    def _rule(self, node: Node) -> Rule | None:
        read = self.records.read(node, Rule)
        per, interval = read.values.get("per"), read.values.get("interval")
        if per is not None and ("share" in read.nodes) is not (per is Per.WORLD):
            self.found.add(node, "'share' must be given for a rule per world, and for no other")
        if per is not None and interval is not None:
            self.found.choice(read.nodes["interval"], [INTERVALS[per]], what="interval")
        return read.record

    def _check_needs(self, node: Node, key: str, needs: Iterable[str], runs: Iterable[str]) -> None:
        sweep_of = {name: variant.sweep for name, variant in self.variants.items()}
        used = {sweep_of.get(run) or run for run in runs if run != MAIN}
        if used != set(needs):
            names = ", ".join(sorted(used)) or "no other run"
            self.found.add_key(node, "needs", f"'needs' of {key} must name what it reads: {names}")


@cache
def load_patterns(path: Path = PATTERNS_FILE) -> Patterns:
    """The stylised facts, checked against the theory and the evidence; raises `InputError` with every problem."""
    return PatternReader(load_seeds()).read(read_yaml(path, name=f"{path.parent.name}/{path.name}"))
