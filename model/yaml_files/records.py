'''Records read by their type hints; `model.yaml_files.schemas` makes their JSON Schema from the same hints.

    @dataclass(frozen=True)
    class Span:
        """From a first month on, something holds in a share of worlds."""

        start: Annotated[str, Key("from"), Shaped(MONTH, "a month such as 2017-05")]
        share: Annotated[float, Between(0, 1)] = 1.0

    span = RecordReader(found).read(node, Span).record      # None where something is wrong; `found` holds what

Which hints and limits there are, `model.yaml_files.hints` says.
'''

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from model.yaml_files.fields import Collector, unknown_key_message
from model.yaml_files.hints import Hint, Items, Known, Part, Shaped, parts_of, taken_apart
from model.yaml_files.nodes import Node, quoted, shown

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
    """Reads records and notes every problem.

    Attributes:
        readers: Functions for hints that say too little by themselves.
        names: The words of each set, by what messages call them; words of a set that is not here are not checked.
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
            node: A mapping, or None where it is missing and its owner has noted that.
            kind: The class of the record.
            readers: Functions that read single fields, by their names, in place of the hints.
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

    def value(self, node: Node, hint: object) -> Any:  # noqa: ANN401
        """The value of a node; it means nothing where something is wrong, which is then noted."""
        whole = taken_apart(hint)
        read = self.readers.get(hint) or self.readers.get(whole.bare)
        if read is not None:
            return read(node)
        if Known in whole.limits or Shaped in whole.limits:
            return self._word(node, whole)
        if whole.choices:
            word = self.found.choice(node, whole.choices)
            return whole.bare(word) if word and whole.origin is None else word
        if whole.origin is tuple:
            return self._list(node, whole.inner[0], whole.items)
        if whole.origin is Mapping:
            return self._mapping(node, whole)
        return self.read(node, whole.bare).record if whole.is_record else self._plain(node, whole)

    def _word(self, node: Node, hint: Hint) -> str | None:
        shape: Shaped | None = hint.limits.get(Shaped)
        if shape is None:
            word, what = self.found.text(node), hint.limits[Known].what
            return self.found.choice(node, self.names[what], what=what) if word and what in self.names else word
        if isinstance(node.value, str) and shape.pattern.fullmatch(node.value):
            return node.value
        bare = isinstance(node.value, (int, float)) and shape.pattern.fullmatch(str(node.value))
        self.found.wanted(node, shape.wanted + (" in quotes" if bare else ""))
        return None

    def _list(self, node: Node, hint: object, limits: Items) -> tuple[object, ...]:
        items = self.found.sequence(node)
        self._check_count(node, len(items), limits)
        values = [item.value for item in items]
        for position, item in enumerate(items):
            if limits.distinct and item.value in values[:position]:
                self.found.add(item, f"{shown(item)} is named twice")
        return tuple(self.value(item, hint) for item in items)

    def _mapping(self, node: Node, hint: Hint) -> dict[str, object]:
        read = {key: self.value(item, hint.inner[1]) for key, item in self.table(node, hint.inner[0]).items()}
        self._check_count(node, len(node.value) if isinstance(node.value, dict) else 0, hint.items)
        return read

    def _check_count(self, node: Node, count: int, limits: Items) -> None:
        if isinstance(node.value, (list, dict)) and count < limits.least:
            entries = "one entry" if limits.least == 1 else f"{limits.least} entries"
            self.found.add(node, f"{node.called} needs at least {entries}")
        if limits.most is not None and count > limits.most:
            self.found.add(node, f"{node.called} takes at most {limits.most} entries, got {count}")

    def table(self, node: Node, key_hint: object) -> dict[str, Node]:
        """The entries of a mapping whose keys are known, or have a shape; others are noted."""
        limits, fitting = taken_apart(key_hint).limits, {}
        for key, item in self.found.entries(node).items():
            if Known in limits and key not in self.names.get(limits[Known].what, (key,)):
                what = limits[Known].what
                self.found.add(item.heading, unknown_key_message(what, key, self.names[what]))
            elif Shaped in limits and not limits[Shaped].pattern.fullmatch(key):
                self.found.add(item.heading, f"must be {limits[Shaped].wanted}, got {quoted(key)}")
            else:
                fitting[key] = item
        return fitting

    def _plain(self, node: Node, hint: Hint) -> object:
        if hint.bare in (int, float):
            number = self.found.whole if hint.bare is int else self.found.number
            return number(node, hint.between.low, hint.between.high)
        if hint.bare is str:
            return self.found.text(node)
        if hint.bare is not bool:
            message = f"no value of YAML is read as {hint.bare}"
            raise TypeError(message)
        if not isinstance(node.value, bool):
            self.found.wanted(node, "true or false")
        return node.value
