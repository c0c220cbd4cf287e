"""Reads where the documents speak in words or disagree out of `seeds/`: ordinal codes and hypotheses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from model.evidence.claims_reader import ClaimReader
from model.evidence.hypotheses import SAMPLED, Hypothesis, Level, OrdinalCode, Setting, Variant
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Key, Known
from model.yaml_files.nodes import Node
from model.yaml_files.records import Read, Reading

LEVEL_FORMS = {("code",): "code", ("start", "end"): "change", ("between",): "between", ("either",): "either"}
SETTING_FORMS = ({"fix"}, {"scale"}, {"low", "high"})

Code = Annotated[str, Known("code")]


@dataclass(frozen=True)
class _Level:
    """How high a thing stood, as it is written."""

    code: Code | None = None
    start: Annotated[Code | None, Key("from")] = None
    end: Annotated[Code | None, Key("to")] = None
    between: tuple[Code, ...] = ()
    either: tuple[Code, ...] = ()
    inferred: bool = False
    note: str = ""


class HypothesisReader:
    """Reads ordinal codes and hypotheses, whose claims another reader reads."""

    def __init__(self, claims: ClaimReader) -> None:
        self.claims = claims
        self.records = claims.records
        self.found = claims.found
        self.names: set[str] = set()
        self.records.readers |= {Level: self._level, Setting: self._setting}

    def code(self, key: str, node: Node, place: str) -> OrdinalCode | None:
        """One property of an actor, coded over time."""
        readers: dict[str, Read] = {"claims": partial(self.claims.claims_of, key)}
        return self.records.read(node, OrdinalCode, readers, key=key, place=place).record

    def _level(self, node: Node) -> Level | None:
        read = self.records.read(node, _Level)
        given = tuple(name for name in ("code", "start", "end", "between", "either") if name in read.nodes)
        form, level = LEVEL_FORMS.get(given), read.record
        if form is None and isinstance(node.value, dict):
            self.found.add(node, "must give one of: code; from and to; between; either")
        codes = read.nodes[form].value if form in ("between", "either") else None
        if isinstance(codes, list) and len(codes) != 2:
            self.found.add(node, f"'{form}' must name two codes")
        if form is None or level is None:
            return None
        written = (level.code, level.start, level.end, *level.between, *level.either)
        return Level(form, tuple(code for code in written if code is not None), level.inferred, level.note)

    def hypothesis(self, key: str, node: Node, place: str) -> Hypothesis | None:
        """One question with its rival answers."""
        readers: dict[str, Read] = {"variants": partial(self._variants, key)}
        read = self.records.read(node, Hypothesis, readers, key=key, place=place)
        name, default = read.values.get("name"), read.values.get("default")
        if name in self.names:
            self.found.add(read.nodes["name"], f"two hypotheses are named {name!r}")
        self.names |= set() if name is None else {name}
        if default is not None:
            known = [*self.found.entries(read.nodes.get("variants")), SAMPLED]
            self.found.choice(read.nodes["default"], known, what="variant")
        if default is not None and not read.values.get("default_because"):
            self.found.add(read.nodes["default"], "a default needs its reason under 'default_because'")
        return read.record

    def _variants(self, owner: str, node: Node) -> dict[str, Variant | None]:
        read: dict[str, Variant | None] = {}
        for name, entry in self.found.entries(node).items():
            claims = partial(self.claims.claims_of, f"{owner}.{name}", least=0)
            read[name] = self.records.read(entry, Variant, {"claims": claims}, name=name).record
        return read

    def _setting(self, node: Node) -> Setting | None:
        read = self.records.read(node, Setting)
        if isinstance(node.value, dict) and node.value.keys() not in SETTING_FORMS:
            self.found.add(node, "must give one of: fix; scale; low and high")
        refuse_disorder(self.found, read, "low", "high", at=node)
        return read.record


def refuse_disorder(found: Collector, read: Reading[Any], *names: str, at: Node) -> None:
    """Note numbers that should rise and do not; those that are not given do not count."""
    values = [read.values.get(name) for name in names]
    numbers = [value for value in values if value is not None]
    if len(numbers) == len(names) and numbers != sorted(numbers):
        found.add(at, f"need {' <= '.join(names)}, got {', '.join(f'{number:g}' for number in numbers)}")
