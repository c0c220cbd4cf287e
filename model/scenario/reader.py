"""A scenario's merged layers, read key by key; every problem is noted at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from model.core.months import FIRST_MONTH, date_of, is_date, months_between
from model.scenario.layers import HISTORY, Entry, fields, lay, origins
from model.scenario.pressure import Combine, Pressure
from model.scenario.pressure_reader import NAME, PressureReader
from model.scenario.scenario import Given, ParameterSetting, Sampling
from model.scenario.words import read_date
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector, Node, quoted, shown, unknown_key_message

MOST_WORLDS = 1_000_000
LARGEST_SEED = 2**63 - 1
LARGEST_SCALE = 1000.0
WORLDS = 1000
SEED = 2013
LAST_OF_HISTORY = "2021-12"
OWN = ("title", "question", "because", "extends")
"""Keys that speak of one file only and are not handed on by `extends`."""
KEYS = (
    *OWN,
    "start",
    "end",
    "worlds",
    "sampling",
    "seed",
    "hypotheses",
    "switch_off",
    "parameters",
    "pressures",
    "initial",
    "given",
    "read_from",
)


class ScenarioReader:
    """Reads the merged layers of one scenario.

    Attributes:
        found: Where problems go.
        words: Names that may be used.
        start: Date of the first month of the run.
        end: Date of its last month.
        months: Number of months.
    """

    def __init__(
        self, found: Collector, words: Vocabulary, past: Node, chain: Sequence[Node], settings: Sequence[Node]
    ) -> None:
        """Merge history, the chain of files and the settings, lowest first, and settle the dates of the run."""
        self.found = found
        self.words = words
        history = self._history(past)
        self._history_names = tuple(self._names_in(history))
        below = [_without(layer, OWN) for layer in chain[:-1]]
        self._all, idle = lay([history, *below, *chain[-1:], *settings])
        self._top = fields(found, self._all, (), KEYS)
        for path, entry in idle:
            self._nothing_to_delete(path, entry)
        self.start, self.end = self._dates()
        self.months = months_between(self.start, self.end) + 1

    def _history(self, past: Node) -> Node:
        kept = self.found.mapping(past, ("pressures",), ("left_out",))
        return replace(past, value={key: node for key, node in kept.items() if key == "pressures"})

    def _names_in(self, layer: Node) -> Iterable[str]:
        pressures = self.found.mapping(layer, (), KEYS).get("pressures")
        return pressures.value if pressures is not None and isinstance(pressures.value, dict) else ()

    def _nothing_to_delete(self, path: str, entry: Entry) -> None:
        first, _, name = path.partition(".")
        if first == "pressures" and name in self._names_known() | {entry.key.value}:
            self._unknown_pressure(name, entry, "pressure to delete")
        else:
            self.found.add(entry.node, f"null deletes a value, but no layer below gives {quoted(path)}")

    # -- the run

    def _dates(self) -> tuple[str, str]:
        start = read_date(self.found, self._node("start")) or FIRST_MONTH
        end = read_date(self.found, self._node("end")) or max(LAST_OF_HISTORY, start)
        last = self._top.get("end")
        if end < start:
            at = last or self._top["start"]
            self.found.add(at.node, f"'end' {end} is before 'start' {start}")
            end = start
        if start != FIRST_MONTH and self._top.get("initial") is None and "start" in self._top:
            message = f"a run that starts in {start} needs 'initial', as the model's own begins in {FIRST_MONTH}"
            self.found.add(self._top["start"].node, message)
        return start, end

    def _node(self, key: str) -> Node | None:
        entry = self._top.get(key)
        return None if entry is None else entry.node

    def text(self, key: str) -> str:
        """A text of the file itself; empty if it has none."""
        return self.found.text(self._node(key)) or ""

    def worlds(self) -> int:
        """Number of worlds, 1 to a million."""
        return self._whole("worlds", 1, MOST_WORLDS, "1 to a million", WORLDS)

    def seed(self) -> int:
        """Seed of all luck, 0 to 2**63 - 1."""
        return self._whole("seed", 0, LARGEST_SEED, "0 to 2**63 - 1", SEED)

    def _whole(self, key: str, low: int, high: int, span: str, default: int) -> int:
        node = self._node(key)
        if node is None:
            return default
        if isinstance(node.value, int) and not isinstance(node.value, bool) and low <= node.value <= high:
            return node.value
        self.found.add(node, f"{quoted(key)} must be a whole number from {span}, got {shown(node)}")
        return default

    def sampling(self) -> Sampling:
        """Whether each world has its own parameters."""
        chosen = self.found.choice(self._node("sampling"), [str(s) for s in Sampling], what="sampling")
        return Sampling.PARAMETERS if chosen is None else Sampling(chosen)

    def read_from(self) -> int:
        """Index of the month from which results are read."""
        node = self._node("read_from")
        return self._month(node, read_date(self.found, node)) if node is not None else 0

    def given(self) -> Given | None:
        """The condition on worlds, if there is one."""
        entry = self._top.get("given")
        part = fields(self.found, entry, ("posture",)).get("posture")
        text = self.found.text(part.node) if part is not None else None
        if part is None or text is None:
            return None
        posture, _, date = text.partition("@")
        if posture not in self.words.postures:
            self.found.add(part.node, unknown_key_message("posture", posture, self.words.postures))
        elif not is_date(date):
            self.found.add(part.node, f"must be a posture and a month such as client@2021-06, got {quoted(text)}")
        else:
            return Given(posture, self._month(part.node, date))
        return None

    def _month(self, node: Node, date: str | None) -> int:
        if date is None:
            return 0
        if not self.start <= date <= self.end:
            self.found.add(node, f"{date} lies outside the run, {self.start} to {self.end}")
        return months_between(self.start, date)

    def initial(self) -> dict[str, float]:
        """Values to start from, by dotted series."""
        values = {}
        for name, entry in self._free("initial", self.words.variables, "variable").items():
            value = self.found.number(entry.node)
            if value is not None:
                values[name] = value
        return values

    def _free(self, key: str, known: Iterable[str], what: str) -> dict[str, Entry]:
        """The parts of a mapping whose keys must be among `known`."""
        entry = self._top.get(key)
        if entry is None:
            return {}
        self.found.entries(entry.node)
        parts = entry.parts or {}
        for name, part in parts.items():
            if name not in known:
                self.found.add(part.key, unknown_key_message(what, name, known))
        return {name: part for name, part in parts.items() if name in known}

    # -- beliefs

    def switch_off(self) -> tuple[str, ...]:
        """Mechanisms that are off."""
        node = self._node("switch_off")
        seen: list[str] = []
        for item in self.found.sequence(node):
            name = self.found.choice(item, sorted(self.words.mechanisms), what="mechanism")
            if name is not None and name in seen:
                self.found.add(item, f"{quoted(name)} is named twice")
            elif name is not None:
                seen.append(name)
        return tuple(seen)

    def hypotheses(self) -> dict[str, str]:
        """Hypothesis -> variant; two that set one parameter are refused."""
        chosen, parts = {}, self._free("hypotheses", self.words.hypotheses, "hypothesis")
        for name, part in parts.items():
            variant = self.found.choice(part.node, self.words.hypotheses[name], what=f"variant of {quoted(name)}")
            if variant is not None:
                chosen[name] = variant
        for one, other in combinations(chosen, 2):
            sets = [set(self.words.hypotheses[name][chosen[name]]) for name in (one, other)]
            for key in sorted(sets[0] & sets[1]):
                names = f"{quoted(one)} and {quoted(other)}"
                self.found.add(parts[other].node, f"the hypotheses {names} both set {quoted(key)}; choose one of them")
        return chosen

    def parameters(self) -> dict[str, ParameterSetting]:
        """Key -> what is set."""
        parts = self._free("parameters", self.words.parameters, "parameter")
        return {key: self._parameter(key, part) for key, part in parts.items()}

    def _parameter(self, key: str, entry: Entry) -> ParameterSetting:
        bounds = self.words.parameters[key]
        if entry.parts is None:
            fix = self.found.number(entry.node)
            self._outside(key, entry, (fix,), bounds, "")
            return ParameterSetting(fix=fix)
        parts = fields(self.found, entry, (), ("fix", "low", "high", "scale", "because"))
        fix, low, high = (self.found.number(entry.node_of(k)) for k in ("fix", "low", "high"))
        scale = self.found.number(entry.node_of("scale"), 0, LARGEST_SCALE)
        because = self.found.text(entry.node_of("because")) or ""
        given = tuple(k for k in ("fix", "low", "high", "scale") if k in parts)
        if given not in (("fix",), ("low", "high"), ("scale",)):
            got = ", ".join(given) or "none of them"
            self.found.add(entry.key, f"{quoted(key)} needs either 'fix', or 'low' and 'high', or 'scale'; got {got}")
        if low is not None and high is not None and low > high:
            self.found.add(parts["high"].node, f"'high' {high:g} is below 'low' {low:g}")
        self._outside(key, parts.get("fix") or parts.get("low") or entry, (fix, low, high), bounds, because)
        return ParameterSetting(fix, low, high, scale, because)

    def _outside(
        self, key: str, at: Entry, values: Iterable[float | None], bounds: tuple[float, float], because: str
    ) -> None:
        low, high = bounds
        for value in values:
            if value is not None and not low <= value <= high and not because:
                message = f"{quoted(key)} = {value:g} is outside {low:g} to {high:g}; say why under 'because'"
                self.found.add(at.node, message)
                return

    # -- pressures

    def pressures(self) -> dict[str, Pressure]:
        """Every pressure by name, history first."""
        entry = self._top.get("pressures")
        if entry is None:
            return {}
        self.found.entries(entry.node)
        reader, read = PressureReader(self.found, self.words, self.start), {}
        for name, part in (entry.parts or {}).items():
            if self._named_well(name, part):
                pressure = reader.read(name, part)
                if pressure is not None:
                    read[name] = pressure
        self._clashes(read, entry.parts or {})
        return read

    def _names_known(self) -> set[str]:
        entry = self._top.get("pressures")
        parts = (entry.parts or {}) if entry is not None else {}
        return {*self._history_names, *(name for name, part in parts.items() if part.get("kind") is not None)}

    def _named_well(self, name: str, part: Entry) -> bool:
        if name.startswith(f"{HISTORY}.") and name not in self._history_names:
            self._unknown_pressure(name, part, "pressure of history")
        elif not name.startswith(f"{HISTORY}.") and not NAME.fullmatch(name):
            message = f"{quoted(name)} is no name for a pressure; letters, digits, '_' and '-', a letter first"
            self.found.add(part.key, message)
        elif part.parts is not None and "kind" not in part.parts and name not in self._history_names:
            self._unknown_pressure(name, part, "pressure to change")
        else:
            return True
        return False

    def _unknown_pressure(self, name: str, part: Entry, what: str) -> None:
        past = name.startswith(f"{HISTORY}.")
        known = set(self._history_names) if past else self._names_known() - {name}
        hint = "" if past or part.node.value is None else "; a new one needs 'kind'"
        self.found.add(part.key, unknown_key_message(what, name, known) + hint)

    def _clashes(self, pressures: Mapping[str, Pressure], parts: Mapping[str, Entry]) -> None:
        acts = [p for p in pressures.values() if p.combine in (Combine.FORCE, Combine.FORBID) and p.moves]
        months = {p.name: self._months_of(p) for p in acts}
        for one, other in combinations(acts, 2):
            forced = (one.combine, other.combine) == (Combine.FORCE, Combine.FORCE)
            same = one.moves == other.moves
            if forced and (same or self.words.slot(one.moves) != self.words.slot(other.moves)):
                continue
            if not forced and (not same or one.combine is other.combine):
                continue
            common = months[one.name] & months[other.name]
            if common:
                does = "forces" if other.combine is Combine.FORCE else "forbids"
                why = f"forces {quoted(one.moves)} in the same slot" if forced else f"{one.combine}s it"
                date = date_of(min(common), self.start)
                message = f"{quoted(other.name)} {does} {quoted(other.moves)} in {date}, but {quoted(one.name)} {why}"
                self.found.add(parts[other.name].key, message)

    def _months_of(self, pressure: Pressure) -> set[int]:
        return {m for first, last in pressure.windows(self.months) for m in range(max(first, 0), last + 1)}

    def origins(self) -> dict[str, str]:
        """Dotted key -> ``file:line`` of every value."""
        return dict(origins(self._all))


def _without(layer: Node, keys: Iterable[str]) -> Node:
    value = layer.value
    assert isinstance(value, dict)
    return replace(layer, value={key: node for key, node in value.items() if key not in keys})
