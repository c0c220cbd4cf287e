"""Reads what the documents say out of `seeds/`: sources, claims, mechanisms, events."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from typing import Annotated

from model.evidence.documents import Claim, Lines, Source
from model.evidence.mechanisms import Diagnostic, Event, Mechanism, Switch
from model.yaml_files.fields import unknown_key_message
from model.yaml_files.hints import Shaped
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")


class ClaimReader:
    """Reads sources, mechanisms and events.

    Attributes:
        records: Reads all records of the seeds.
        parts: Source -> its parts that claims may name.
        claims: Every claim by its key; None where something is wrong with it.
    """

    def __init__(self, records: RecordReader) -> None:
        self.records = records
        self.found = records.found
        self.parts: dict[str, Collection[str]] = {}
        self.claims: dict[str, Claim | None] = {}
        records.readers |= {Lines: self._lines, Switch: self._switch, Diagnostic: self._diagnostic}

    def source(self, key: str, node: Node, place: str) -> Source | None:
        """One document."""
        read = self.records.read(node, Source, key=key, place=place)
        for name in ("author", "title", "outlet"):
            if name in read.nodes and read.nodes[name].value is None and f"{name}_why" not in read.nodes:
                self.found.add(read.nodes[name], f"'{name}' is null; say why under '{name}_why'")
        parts = read.nodes.get("parts")
        if parts is not None and isinstance(parts.value, dict):
            self.parts[key] = parts.value.keys()
        return read.record

    def _lines(self, node: Node) -> Lines:
        """The ranges behind '7-14, 16'."""
        text = self.records.value(node, Annotated[str, Shaped(LINES, "lines such as '7-14, 16'")]) or ""
        ranges = (part.partition("-") for part in text.split(", ") if part)
        return tuple((int(first), int(last or first)) for first, _, last in ranges)

    def claims_of(self, owner: str, node: Node, *, says: bool = False, least: int = 1) -> tuple[Claim | None, ...]:
        """The claims of a record; `says` where each needs a paraphrase of its own."""
        given = {} if says else {"says": ""}
        read: dict[str, Claim | None] = {}
        for letter, entry in self.found.entries(node).items():
            key, line, column = f"{owner}.{letter}", entry.heading.line, entry.heading.column
            place = {"place": f"{entry.file}:{line}", "line": line, "column": column}
            claim = self.records.read(entry, Claim, key=key, **place, **given)
            source, where = claim.values.get("source"), claim.values.get("where")
            if where is not None and source in self.parts and where not in self.parts[source]:
                message = unknown_key_message(f"part of source '{source}':", where, self.parts[source])
                self.found.add(claim.nodes["where"], message)
            read[key] = claim.record
        if isinstance(node.value, dict) and len(read) < least:
            self.found.add(node, "at least one claim must be given")
        self.claims |= read
        return tuple(read.values())

    def mechanism(self, key: str, node: Node, place: str) -> Mechanism | None:
        """One mechanism."""
        claims = partial(self.claims_of, key, says=True)
        return self.records.read(node, Mechanism, {"claims": claims, "rivals": claims}, key=key, place=place).record

    def _switch(self, node: Node) -> Switch | None:
        read = self.records.read(node, Switch)
        if not read.nodes:
            self.found.add(node, "a switch must name 'parameters' or 'moves'")
        return read.record

    def _diagnostic(self, node: Node) -> Diagnostic | None:
        read = self.records.read(node, Diagnostic)
        start, end = read.values.get("start", ""), read.values.get("end", "")
        if start > end > "":
            self.found.add(node, f"'from' ({start}) is later than 'to' ({end})")
        return read.record

    def event(self, key: str, node: Node, place: str) -> Event | None:
        """One event."""
        return self.records.read(node, Event, {"claims": partial(self.claims_of, key)}, key=key, place=place).record
