"""Reads `seeds/observables.yaml`: which output of the model stands for which observed series.

    load_observables()["votes"].output.text      # "belarus.alignment_diplomacy"

The head of the file explains its keys. Users give files of their own in the same form to `tightrope score --registry`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from experiments.comparison.questions import check_texts
from experiments.scoring.formula import Formula, FormulaError, parse_formula
from model.evidence.load import SEEDS_FOLDER
from model.scenario.files import HISTORY_FILE
from model.theory.theory import theory
from model.yaml_files.fields import Collector, read_yaml, unknown_key_message
from model.yaml_files.hints import Between, Items, Key, Known, Shaped
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

OBSERVABLES_FILE = SEEDS_FOLDER / "observables.yaml"
Month = Annotated[str, Shaped(re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])"), "a month such as 2017-05")]


class Standing(StrEnum):
    """What an output is: a result of the rules, set from outside by history's drivers, or put in to begin with."""

    PRODUCED = "produced"
    IMPOSED = "imposed"
    INPUT = "input"


class Link(StrEnum):
    """How an output is brought to the units of the observed series; the numbers are fitted on the training window."""

    NONE = "none"
    SHIFT = "shift"
    PROPORTIONAL = "proportional"
    AFFINE = "affine"

    @property
    def has_slope(self) -> bool:
        """Whether a slope is fitted."""
        return self in (Link.PROPORTIONAL, Link.AFFINE)


class Sign(StrEnum):
    """Whether the observed series should rise or fall when the output rises."""

    UP = "up"
    DOWN = "down"


class Frequency(StrEnum):
    """How often a series is observed."""

    MONTH = "month"
    YEAR = "year"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Window:
    """Months from the first to the last, both included."""

    start: Annotated[Month, Key("from")]
    end: Annotated[Month, Key("to")]


@dataclass(frozen=True, slots=True)
class Selection:
    """One column of a table, in the rows whose other columns have these values."""

    value: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Where a series stands in a table made by others.

    Attributes:
        time: The column of the year or month.
        parts: Name -> column and rows.
        value: What the series is, made of the parts.
        until: Column of the last year in which a row holds, for tables of cases; rows of one year are then added up.
    """

    time: str
    parts: Annotated[Mapping[str, Selection], Items(1)]
    value: Formula
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observable:
    """An observed series and the output that stands for it.

    Attributes:
        label: What is observed, in a few words.
        why: Why this output stands for it, or why none can be scored.
        texts: Paragraphs of the documents that say so, e.g. ``001 P9``.
        standing: Whether the output is a result of the rules; only such can be scored.
        output: The output, made of dotted series.
        sign: Whether the observed series should rise or fall with it.
        link: How it is brought to the units of the series.
        training: The months in which link and noise are fitted; what comes later is scored.
        frequency: Whether the series comes by month or by year.
        yes_or_no: Whether the series is 0 or 1; the forecast is the share of worlds, and needs no link.
        least_move: The median output must move at least so much in the training window for a slope to be fitted.
        step: Month of a known break, for the step made by hand.
        shock: A pressure of the scenario; the placebo without a shock is run without it.
        held_back_from: Points from this month on are held back; every look at them is logged.
        table: Where it stands in a table made by others; the plain layout is always read.
        source: Who made that table, as to be cited.
    """

    label: str
    why: str
    texts: tuple[str, ...] = ()
    standing: Standing = Standing.PRODUCED
    output: Formula | None = None
    sign: Sign = Sign.UP
    link: Link = Link.NONE
    training: Window | None = None
    frequency: Frequency = Frequency.EITHER
    yes_or_no: bool = False
    least_move: Annotated[float, Between(1e-6)] = 0.05
    step: Month | None = None
    shock: Annotated[str | None, Known("pressure of history")] = None
    held_back_from: Month | None = None
    table: Table | None = None
    source: str = ""


def read_observables(path: Path, *, name: str | None = None) -> Mapping[str, Observable]:
    """Every entry of a registry, by its name; raises `InputError` with every problem."""
    found = Collector()
    root = found.mapping(read_yaml(path, name=name), ("observables",))
    records = RecordReader(found, {Formula: lambda node: _formula(found, node)})
    past = read_yaml(HISTORY_FILE).get("pressures")
    records.names["pressure of history"] = list(found.entries(past))
    read: dict[str, Observable] = {}
    for key, node in found.entries(root.get("observables")).items():
        one = records.read(node, Observable).record
        if one is not None:
            _check(found, node, one)
            read[key] = one
    found.raise_if_any()
    return read


def _formula(found: Collector, node: Node) -> Formula | None:
    text = found.text(node)
    try:
        return None if text is None else parse_formula(text)
    except FormulaError as error:
        found.add(node, str(error))
        return None


def _check(found: Collector, node: Node, one: Observable) -> None:
    check_texts(found, node, "texts", one.texts)
    for name in () if one.output is None else one.output.names:
        if name not in theory().series:
            found.add_key(node, "output", unknown_key_message("series", name, theory().series))
    for name in () if one.table is None else one.table.value.names:
        if one.table is not None and name not in one.table.parts:
            found.add_key(node, "table", unknown_key_message("part", name, one.table.parts))
    if one.standing is Standing.PRODUCED and (one.output is None or one.training is None):
        found.add(node, "an output that the model produces needs 'output' and 'training'")
    if one.training is not None and one.training.start > one.training.end:
        found.add_key(node, "training", f"'to' ({one.training.end}) is before 'from' ({one.training.start})")
    if one.sign is Sign.DOWN and not one.link.has_slope:
        found.add_key(node, "sign", f"the link '{one.link}' keeps the sign of the output, so that it must be 'up'")
    if one.yes_or_no and one.link is not Link.NONE:
        found.add_key(node, "link", "a series of yes and no has the link 'none': its forecast is a share of worlds")


@cache
def load_observables() -> Mapping[str, Observable]:
    """The registry of the project."""
    return read_observables(OBSERVABLES_FILE, name=f"seeds/{OBSERVABLES_FILE.name}")
