"""Records read by their type hints; `model.yaml_files.schemas` makes their JSON Schema from the same hints.

    @dataclass(frozen=True)
    class Span:
        \"\"\"Months in which something holds.

Attributes:
            start: First month.
            share: Share of worlds.
        \"\"\"

        start: Annotated[str, Key("from"), Shaped(MONTH, "a month such as 2017-05")]
        share: Annotated[float, Between(0, 1)] = 1.0

    span = RecordReader(found).read(node, Span).record      # None where something is wrong, which `found` then holds

What hints there are, and which limits they carry, `model.yaml_files.hints` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from model.yaml_files.fields import Collector, Node, shaped
from model.yaml_files.hints import Between, Known, Part, Shaped, parts_of, taken_apart

Record = TypeVar("Record")
Read = Callable[[Node], Any]


@dataclass(frozen=True, slots=True)
class Reading(Generic[Record]):
    """What could be read of one record.

    Attributes:
        record: The record; None where something is wrong.
        values: The values that are right, by field.
        nodes: What was written, by field.
    """

    record: Record | None
    values: Mapping[str, Any]
    nodes: Mapping[str, Node]


class RecordReader:
    """Reads records, and notes every problem.

    Attributes:
        found: Where problems go.
        readers: What reads a hint, where the hint alone does not say it.
        names: What words there are, by what messages call them; those of a set that is not here are not checked.
    """

    def __init__(
        self,
        found: Collector,
        readers: Mapping[Any, Read] | None = None,
        names: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.found = found
        self.readers = dict(readers or {})
        self.names = dict(names or {})

    def read(
        self,
        node: Node | None,
        kind: type[Record],
        readers: Mapping[str, Read] | None = None,
        /,
        **given: object,
    ) -> Reading[Record]:
        """Read one record.

        Args:
            node: A mapping, or None where it is missing, which its owner has noted.
            kind: The class of the record.
            readers: What reads a field, by its name, in place of its hint.
            **given: Fields that are not in the file.
        """
        before = len(self.found.problems)
        written = {part.key: part for part in parts_of(cast("type", kind)) if part.name not in given}
        required = [key for key, part in written.items() if part.required]
        nodes = self.found.mapping(node, required, [key for key in written if key not in required])
        values: dict[str, Any] = dict(given)
        for key, item in nodes.items():
            part, known = written[key], len(self.found.problems)
            read = (readers or {}).get(part.name)
            value = read(item) if read else self._field(item, part)
            values |= {part.name: value} if len(self.found.problems) == known else {}
        whole = node is not None and len(self.found.problems) == before
        by_name = {written[key].name: item for key, item in nodes.items()}
        return Reading(kind(**values) if whole else None, values, by_name)

    def _field(self, node: Node, part: Part) -> object:
        return None if part.nullable and node.value is None else self.value(node, part.hint)

    def value(self, node: Node, hint: object) -> object:
        """The value of a node; where something is wrong, which is noted, it means nothing."""
        if hint in self.readers:
            return self.readers[hint](node)
        bare, origin, inner, limits, _ = whole = taken_apart(hint)
        if bare in self.readers:
            return self.readers[bare](node)
        if Known in limits:
            return self._known(node, limits[Known].what)
        if Shaped in limits:
            return shaped(self.found, node, limits[Shaped].pattern, limits[Shaped].wanted)
        if whole.choices:
            word = self.found.choice(node, whole.choices)
            return bare(word) if word and origin is None else word
        if origin is tuple:
            return self._list(node, inner[0], whole.least)
        if origin is Mapping:
            return {key: self.value(item, inner[1]) for key, item in self.found.entries(node).items()}
        return self.read(node, bare).record if whole.is_record else self._plain(node, bare, whole.between)

    def _known(self, node: Node, what: str) -> str | None:
        word = self.found.text(node)
        return word if word is None or what not in self.names else self.found.choice(node, self.names[what], what=what)

    def _list(self, node: Node, hint: object, least: int) -> tuple[object, ...]:
        items = self.found.sequence(node)
        if isinstance(node.value, list) and len(items) < least:
            self.found.add(node, f"{node.called} must name at least {least}")
        return tuple(self.value(item, hint) for item in items)

    def _plain(self, node: Node, bare: type, between: Between) -> object:
        if bare is int:
            return self.found.integer(node, between.low, between.high)
        if bare is float:
            return self.found.number(node, between.low, between.high)
        if bare is bool:
            return self.found.boolean(node)
        if bare is str:
            return self.found.text(node)
        message = f"no value of YAML is read as {bare}"
        raise TypeError(message)
