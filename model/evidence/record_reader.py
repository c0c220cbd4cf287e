"""Reads the record out of `seeds/record.yaml`: episodes and their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from model.evidence.claims_reader import ClaimReader
from model.evidence.documents import Claim
from model.evidence.record import Certainty, Episode, Fact, Form
from model.yaml_files.hints import Between, Key, Shaped
from model.yaml_files.nodes import Node, quoted
from model.yaml_files.records import Reading

MONTHS = re.compile("20(1[3-9]|2[01])-(0[1-9]|1[0-2])")
OBSERVABLE = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*")

Month = Annotated[str, Shaped(MONTHS, "a month such as 2015-08, from 2013-01 to 2021-12")]
Observable = Annotated[str, Shaped(OBSERVABLE, "a move, a series or a posture such as eu.rung or posture.client")]


@dataclass(frozen=True, kw_only=True)
class _Fact:
    """A fact as it is written: one of the four forms, and one month or a period."""

    name: str
    first: Observable | None = None
    once: Observable | None = None
    always: Observable | None = None
    never: Observable | None = None
    above: float | None = None
    below: float | None = None
    month: Month | None = None
    start: Annotated[Month | None, Key("from")] = None
    end: Annotated[Month | None, Key("until")] = None
    tolerance: Annotated[int | None, Between(0)] = None
    certainty: Certainty
    because: str = ""
    claims: tuple[Claim, ...]


class EpisodeReader:
    """Reads episodes, whose claims another reader reads."""

    def __init__(self, claims: ClaimReader) -> None:
        self.claims = claims
        self.found = claims.found
        self.read_before: dict[str, int] = {}

    def episode(self, key: str, node: Node, place: str) -> Episode | None:
        """One episode with its facts."""
        facts = {"facts": partial(self._facts, key)}
        return self.claims.records.read(node, Episode, facts, key=key, place=place).record

    def _facts(self, episode: str, node: Node) -> dict[str, Fact]:
        entries = self.found.entries(node)
        if isinstance(node.value, dict) and not entries:
            self.found.add(node, "at least one fact must be given")
        read = {key: self._fact(key, entry, episode) for key, entry in entries.items()}
        return {key: fact for key, fact in read.items() if fact is not None}

    def _fact(self, key: str, node: Node, episode: str) -> Fact | None:
        line = self.read_before.setdefault(key, node.heading.line)
        if line != node.heading.line:
            self.found.add(node.heading, f"fact {quoted(key)} is given twice, first in line {line}")
        before = len(self.found.problems)
        read = self.claims.records.read(node, _Fact, {"claims": partial(self.claims.claims_of, key)})
        forms = [form for form in Form if form in read.nodes]
        if len(forms) != 1:
            self.found.add(node, f"a fact has exactly one of {', '.join(Form)}; got {', '.join(forms) or 'none'}")
        else:
            self._check_tolerance(node, forms[0], read)
        self._check_period(node, read)
        if {"above", "below"} <= read.nodes.keys():
            self.found.add(read.nodes["below"], "'above' and 'below' cannot both be given")
        written = read.record
        if written is None or len(self.found.problems) > before:
            return None
        return Fact(
            key=key,
            name=written.name,
            form=forms[0],
            of=read.values[forms[0]],
            above=written.above,
            below=written.below,
            start=written.month or read.values["start"],
            end=written.month or read.values["end"],
            tolerance=written.tolerance or 0,
            certainty=written.certainty,
            because=written.because,
            episode=episode,
            claims=written.claims,
            place=f"{node.file}:{node.heading.line}",
        )

    def _check_tolerance(self, node: Node, form: Form, read: Reading[_Fact]) -> None:
        if form.lasts and "tolerance" in read.nodes:
            self.found.add(read.nodes["tolerance"], f"what is {form} so has no tolerance; give the period itself")
        elif not form.lasts and "tolerance" not in read.nodes:
            self.found.add(node, f"{node.called} has no 'tolerance'; it must be given")

    def _check_period(self, node: Node, read: Reading[_Fact]) -> None:
        given = read.nodes.keys() & {"month", "start", "end"}
        if given not in ({"month"}, {"start", "end"}):
            self.found.add(node, "a fact has either 'month', or 'from' and 'until'")
        start, end = read.values.get("start"), read.values.get("end")
        if start is not None and end is not None and start > end:
            self.found.add(read.nodes["start"], f"'from' ({start}) is later than 'until' ({end})")
