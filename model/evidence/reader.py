"""Reads the whole of `seeds/` strictly: every problem of every file in one pass, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from model.evidence.claims_reader import ClaimReader
from model.evidence.domains import ANY, Domains, NumberDomain
from model.evidence.files import SUBJECTS, SeedFiles
from model.evidence.hypotheses import NAME
from model.evidence.hypotheses_reader import HypothesisReader, refuse_disorder
from model.evidence.mechanisms import WORDS
from model.evidence.parameters import Parameter, Term
from model.evidence.ranges import check_range, refuse_chain
from model.evidence.record import Record
from model.evidence.record_reader import EpisodeReader
from model.evidence.records import Seeds
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Between, Items, Known
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

SIGNS = {"+": 1, "-": -1}

Entry = TypeVar("Entry")
Share = Annotated[float, Between(0, 1)]


@dataclass(frozen=True)
class _Range:
    """A range of shares as it is written."""

    low: Share
    high: Share


@dataclass(frozen=True)
class _Term:
    """A weight in the choice of moves as it is written."""

    moves: Annotated[tuple[str, ...], Items(1)]
    sign: Literal["+", "-"]
    motive: str | None = None
    opposite: tuple[str, ...] = ()


class SeedReader:
    """Reads one seeds folder: what the documents say, and then the numbers that rest on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found = Collector()
        self.files = SeedFiles(folder, self.found)
        self.records = RecordReader(self.found, {Term: self._term, NumberDomain: self._named_domain}, self._names())
        before = len(self.found.problems)
        self.domains = self._domains()
        self.knows_domains = self.files.are_read("domains") and len(self.found.problems) == before
        named = [(subject, key, node) for subject in SUBJECTS for key, node, _ in self.files.records(subject)]
        self.sharing = {f"{subject}.{key}" for subject, key, node in named if node.get("drawn_with") is not None}
        self.claims = ClaimReader(self.records)
        self.hypotheses = HypothesisReader(self.claims)

    def _names(self) -> dict[str, Iterable[str]]:
        """What records may refer to; what stands in a file that cannot be read is not checked."""
        names: dict[str, Iterable[str]] = dict(WORDS)
        keys = {file: [key for key, _, _ in self.files.records(file)] for file in self.files.parts}
        if self.files.are_read("sources"):
            names["source"] = keys["sources"]
        if self.files.are_read("mechanisms", "hypotheses"):
            names["mechanism"] = [*keys["mechanisms"], *keys["hypotheses"]]
        if self.files.are_read(*SUBJECTS):
            names["parameter"] = [f"{subject}.{key}" for subject in SUBJECTS for key in keys[subject]]
        return names

    def read(self) -> Seeds:
        """All files of the folder as one frozen record, or `InputError` with every problem of every file."""
        scale, not_supported = self._scale()
        sources = self._each("sources", self.claims.source)
        mechanisms = self._each("mechanisms", self.claims.mechanism)
        events = self._each("events", self.claims.event)
        codes = self._each("actors", self.hypotheses.code)
        hypotheses = self._each("hypotheses", self.hypotheses.hypothesis)
        if self.files.are_read("mechanisms", "events", "actors", "hypotheses"):
            whole = [key for file in ("events", "actors", "hypotheses") for key, _, _ in self.files.records(file)]
            self.records.names["claim"] = [*self.claims.claims, *whole]
        parameters = [self._each(subject, partial(self._parameter, subject)) for subject in SUBJECTS]
        record = Record(self._each("record", EpisodeReader(self.claims).episode))
        self.found.raise_if_any()
        return Seeds(
            folder=self.folder,
            sources=sources,
            mechanisms=mechanisms,
            events=events,
            scale=scale,
            not_supported=not_supported,
            codes=codes,
            hypotheses=hypotheses,
            parameters={one.key: one for read in parameters for one in read.values()},
            record=record,
            claims={key: claim for key, claim in self.claims.claims.items() if claim is not None},
        )

    def _each(self, file: str, one: Callable[[str, Node, str], Entry | None]) -> dict[str, Entry]:
        read = {key: one(key, node, place) for key, node, place in self.files.records(file)}
        return {key: record for key, record in read.items() if record is not None}

    def _scale(self) -> tuple[dict[str, float], tuple[float, float]]:
        parts = self.files.parts.get("actors", {})
        written = parts.get("scale")
        scale = self.records.value(written, Mapping[str, Share]) if written is not None else {}
        if self.files.are_read("actors"):
            self.records.names["code"] = [*scale, "NS", "yes", "no"]
        limits = self.records.read(parts.get("not_supported"), _Range)
        if limits.record is not None and limits.record.low > limits.record.high:
            self.found.add(limits.nodes["low"], "'low' is greater than 'high'")
        return scale, (0.0, 1.0) if limits.record is None else (limits.record.low, limits.record.high)

    def _domains(self) -> Domains:
        parts = self.files.parts.get("domains", {})
        written = [(key, node) for key, node, _ in self.files.records("domains")]
        read = {key: self.records.read(node, NumberDomain, name=key).record for key, node in written}
        self.records.names["domain"] = [key for key, _ in written]
        usual = parts.get("usual")
        named = self.records.value(usual, Mapping[str, Annotated[str, Known("domain")]]) if usual is not None else {}
        return Domains({key: one for key, one in read.items() if one is not None}, named)

    def _named_domain(self, node: Node) -> NumberDomain:
        name = self.records.value(node, Annotated[str, Known("domain")])
        return self.domains.by_name.get(name or "", ANY)  # one that cannot be read holds every number meanwhile

    def _parameter(self, subject: str, name: str, node: Node, place: str) -> Parameter | None:
        read = self.records.read(node, Parameter, key=f"{subject}.{name}", place=place)
        if not NAME.fullmatch(name):
            self.found.add(node, f"must be named in lower case and underscores, got {name!r}")
        refuse_disorder(self.found, read, "low", "best", "high", at=read.nodes.get("best", node))
        kind = read.values.get("kind")
        needed = {"mechanisms": ("mechanism", "a mechanism"), "rests_on": ("rests_on", "claims to rest on")}
        for field, (key, what) in needed.items() if kind is not None and kind.needs_evidence else ():
            if not (entry := read.nodes.get(field, node)).value or entry is node:
                message = f"kind '{kind}' needs {what} under '{key}'; use 'assumption' if there is none"
                self.found.add(entry, message)
        one = read.record
        if one is None:
            return None
        if "domain" not in read.nodes:
            weighs, motive = one.term is not None, one.term is not None and one.term.motive is not None
            one = replace(one, domain=self.domains.of(one.kind, one.unit, weighs=weighs, motive=motive))
        if self.knows_domains:
            check_range(self.found, one, read.nodes)
        refuse_chain(self.found, one, read.nodes, self.sharing)
        return one

    def _term(self, node: Node) -> Term | None:
        read = self.records.read(node, _Term)
        for move in sorted(set(read.values.get("moves", ())) & set(read.values.get("opposite", ()))):
            self.found.add(node, f"'{move}' is among 'moves' and under 'opposite'; no move is its own opposite")
        term = read.record
        return None if term is None else Term(term.moves, term.motive, SIGNS[term.sign], term.opposite)
