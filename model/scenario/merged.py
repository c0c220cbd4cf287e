"""A scenario's layers laid one above the other, and read as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from model.core.months import FIRST_MONTH
from model.scenario.changes import Change, change_layer, change_layers
from model.scenario.files import Layers
from model.scenario.keys import Context, read_date
from model.scenario.layers import Entry, entry_of, fields, lay, merge, origins
from model.scenario.pressure_reader import unknown_pressure
from model.scenario.reader import KEYS, OWN, READ
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector, Node, Problem, quoted

LAST_OF_HISTORY = "2021-12"


@dataclass(frozen=True, slots=True)
class Merged:
    """The layers of a scenario, merged.

    Attributes:
        context: Where problems go, names, dates.
        whole: Everything.
        parts: What is given for each known key.
    """

    context: Context
    whole: Entry
    parts: Mapping[str, Entry]

    def values(self) -> dict[str, Any]:
        """The value of each key but `extends`, checked; problems are noted."""
        c, dates = self.context, {"start": self.context.start, "end": self.context.end}
        read = {name: key.value(c, self.parts.get(name)) for name, key in KEYS.items() if name != "extends"}
        return read | dates

    def origins(self) -> dict[str, str]:
        """Dotted key -> ``file:line`` of every value."""
        return dict(origins(self.whole))

    def problems_with(self, change: Change, number: int) -> list[Problem]:
        """What is wrong with one more change of a parameter, a pressure or a first value, as far as that one shows."""
        found = Collector()
        head, name = change.parts[:2]
        laid = entry_of(change_layer(change, number), layer=number).parts or {}
        merged = merge(self.parts.get(head), laid[head], [])
        if merged is not None and merged.parts is not None:
            one = replace(merged, parts={name: merged.parts[name]})
            KEYS[head].value(replace(self.context, found=found), one)
        return found.problems


def merged_layers(found: Collector, words: Vocabulary, layers: Layers, changes: Iterable[str | Change]) -> Merged:
    """History, the chain of files and the changes, lowest first, merged; the dates of the run are settled."""
    found.extend(layers.problems)
    history = found.mapping(layers.past, ("pressures",), ("left_out",))
    bottom = replace(layers.past, value={key: node for key, node in history.items() if key == "pressures"})
    *below, top = layers.chain
    files = [*(_without(layer, (*OWN, READ)) for layer in below), _without(top, (READ,))]
    whole, idle = lay([bottom, *files, *change_layers(found, changes)])
    parts = fields(found, whole, (), KEYS)
    names = tuple(found.entries(history.get("pressures")))
    context = Context(found, words, *_dates(found, parts), names)
    for path, entry in idle:
        _nothing_to_delete(context, path, entry, parts)
    return Merged(context, whole, parts)


def _dates(found: Collector, parts: Mapping[str, Entry]) -> tuple[str, str]:
    first, last = (read_date(found, parts[key].node) if key in parts else None for key in ("start", "end"))
    start = first or FIRST_MONTH
    end = last or max(LAST_OF_HISTORY, start)
    if end < start:
        found.add((parts.get("end") or parts["start"]).node, f"'end' {end} is before 'start' {start}")
        end = start
    if start != FIRST_MONTH and "initial" not in parts:
        message = f"a run that starts in {start} needs 'initial', as the model's own begins in {FIRST_MONTH}"
        found.add(parts["start"].node, message)
    return start, end


def _nothing_to_delete(c: Context, path: str, entry: Entry, parts: Mapping[str, Entry]) -> None:
    first, _, name = path.partition(".")
    pressures = (parts["pressures"].parts or {}) if "pressures" in parts else {}
    named = {*c.past, entry.key.value, *(key for key, one in pressures.items() if one.get("kind") is not None)}
    if first == "pressures" and name in named:
        unknown_pressure(c, name, entry, "pressure to delete", pressures)
    else:
        c.found.add(entry.node, f"null deletes a value, but no layer below gives {quoted(path)}")


def _without(layer: Node, keys: Iterable[str]) -> Node:
    value = layer.value
    assert isinstance(value, dict)
    return replace(layer, value={key: node for key, node in value.items() if key not in keys})
