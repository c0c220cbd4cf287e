"""Reads what a sweep varies: dotted keys with their lists and ranges; every problem is noted at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from experiments.sweeps.plan.factor_check import FactorTrial
from experiments.sweeps.plan.factors import FLOAT_KEYS, SWITCH, Factor, Written
from model.evidence.load import Kind, Parameter, load_seeds
from model.evidence.records import Distribution
from model.scenario.changes import dotted_parts
from model.scenario.load import Layers, Scenario
from model.theory.theory import theory
from model.yaml_files.fields import Collector, Fields, Node, quoted, shown, unknown_key_message

HEADS = ("parameters", "pressures", "hypotheses", SWITCH, "initial")
WHOLE_KEYS = ("duration", "ramp", "delay", "every", "times")
"""Keys of a pressure that take whole numbers, so that a range stands for a list."""

WORD_KEYS = ("start", "end", "by", "on", "venue")
MOST_WHOLE = 336
OWN = "own"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Given:
    """A factor as read, and for the design `list` the place of each point's value."""

    factor: Factor
    rows: tuple[int, ...] = ()


class FactorReader:
    """Reads factors against one scenario.

    Attributes:
        found: Where problems go.
        text: The scenario's files, to try values on.
        settings: Settings on top of the scenario.
        scenario: The scenario without any factor.
        listed: Whether the design is a list, in which values may come again.
        gridded: Whether it is a grid, in which a range needs steps.
    """

    def __init__(
        self, found: Collector, text: Layers, settings: Sequence[str], scenario: Scenario, design: str
    ) -> None:
        self.found = found
        self.text = text
        self.settings = tuple(settings)
        self.scenario = scenario
        self.listed, self.gridded = design == "list", design == "grid"
        self.parameters = load_seeds().parameters
        self.trial = FactorTrial(found, text, self.settings, scenario, ())

    def read(self, node: Node | None) -> list[Given]:
        """Every factor; a key with a star stands for many."""
        entries = self.found.entries(node)
        self.trial = FactorTrial(self.found, self.text, self.settings, self.scenario, entries)
        if node is not None and isinstance(node.value, dict) and not entries:
            self.found.add(node, "'vary' names nothing to vary")
        given: dict[str, Given] = {}
        for key, item in entries.items():
            for one in self._star(node, key, item) if key.endswith(f".{ANY}") else [self._factor(node, key, item)]:
                if one is not None and one.factor.key in given:
                    self._at_key(node, key, f"{quoted(one.factor.key)} is varied twice")
                elif one is not None:
                    given[one.factor.key] = one
        return list(given.values())

    def _at_key(self, node: Node | None, key: str, message: str) -> None:
        if node is not None:
            self.found.add_key(node, key, message)

    # -- keys

    def _star(self, node: Node | None, key: str, item: Node) -> list[Given | None]:
        parts = key.split(".")
        subject = parts[1] if len(parts) == 3 else None
        subjects = sorted({name.partition(".")[0] for name in self.parameters})
        if parts[0] != "parameters" or len(parts) > 3 or (subject is not None and subject not in subjects):
            allowed = ", ".join((f"parameters.{ANY}", *(f"parameters.{name}.{ANY}" for name in subjects)))
            self._at_key(node, key, f"{quoted(key)} stands for no parameters; allowed: {allowed}")
            return []
        if self._spread(item) != OWN:
            self.found.add(item, f"{quoted(key)} needs 'range: own', as each number has another range")
            return []
        chosen = [
            p
            for p in self.parameters.values()
            if p.kind is not Kind.DEFINITION
            and p.low < p.high
            and subject in (None, p.subject)
            and not self._is_off(p.key)
        ]
        return [self._factor(node, f"parameters.{p.key}", item) for p in chosen]

    def _spread(self, item: Node) -> object:
        given = item.value.get("range") if isinstance(item.value, dict) else None
        return None if given is None else given.value

    def _factor(self, node: Node | None, key: str, item: Node) -> Given | None:
        parts = dotted_parts(key)
        label = self._label(node, key, parts)
        if label is None:
            return None
        before = len(self.found.problems)
        bare = Factor(key, label)
        given = self._listed(bare, item) if isinstance(item.value, list) else self._ranged(bare, item, parts)
        if given is None or len(self.found.problems) > before:
            return None
        self.trial.try_values(given.factor, item)
        if len(self.found.problems) > before:
            return None
        return replace(given, factor=replace(given.factor, base=self.trial.base(given.factor)))

    def _label(self, node: Node | None, key: str, parts: Sequence[str]) -> str | None:
        """What a key stands for; None after a problem was noted."""
        head, rest = parts[0], parts[1:]
        if head not in HEADS:
            hint = f"; did you mean {quoted(f'parameters.{key}')}?" if key in self.parameters else ""
            self._at_key(
                node, key, f"{quoted(key)} cannot be varied{hint or ';'} a key to vary begins with {', '.join(HEADS)}"
            )
            return None
        what, names = self._known(head)
        wanted = 2 if head == "pressures" else 1
        if not rest or rest[0] not in names or len(rest) != wanted:
            self._unknown(node, key, what, rest, names)
            return None
        if head == "pressures" and rest[1] not in (*FLOAT_KEYS, *WHOLE_KEYS, *WORD_KEYS):
            allowed = (*FLOAT_KEYS, *WHOLE_KEYS, *WORD_KEYS)
            self._at_key(node, key, unknown_key_message("key to vary of a pressure", rest[1], allowed))
            return None
        if head == "parameters" and self._is_off(rest[0]):
            self._at_key(node, key, f"{quoted(rest[0])} changes nothing, because 'switch_off' sets it to zero")
            return None
        return self._words(head, rest)

    def _known(self, head: str) -> tuple[str, frozenset[str]]:
        """What a name under a head is called, and the names there are."""
        seeds = load_seeds()
        if head == SWITCH:
            return "mechanism", frozenset(key for key, one in seeds.mechanisms.items() if one.switch is not None)
        known: dict[str, tuple[str, Iterable[str]]] = {
            "parameters": ("parameter", self.parameters),
            "pressures": ("pressure", self.scenario.pressures),
            "hypotheses": ("hypothesis", (one.name for one in seeds.hypotheses.values())),
            "initial": ("variable", theory().series),
        }
        what, names = known[head]
        return what, frozenset(names)

    def _unknown(self, node: Node | None, key: str, what: str, rest: Sequence[str], names: Iterable[str]) -> None:
        if rest and rest[0] not in names:
            self._at_key(node, key, unknown_key_message(what, rest[0], names))
        elif what == "pressure":
            self._at_key(node, key, f"{quoted(key)} names no key of the pressure, such as {quoted(f'{key}.level')}")
        else:
            self._at_key(node, key, f"{quoted(key)} is no key to vary; a {what} is varied by its name alone")

    def _words(self, head: str, rest: Sequence[str]) -> str:
        if head == "parameters":
            return self.parameters[rest[0]].label
        if head == SWITCH:
            return f"{load_seeds().mechanisms[rest[0]].name} switched off"
        return " of ".join([rest[1], rest[0]]) if head == "pressures" else rest[0].replace("_", " ")

    def _is_off(self, key: str) -> bool:
        switches = [load_seeds().mechanisms[name].switch for name in self.scenario.switch_off]
        return any(switch is not None and key in switch.parameters for switch in switches)

    # -- values

    def _listed(self, factor: Factor, item: Node) -> Given | None:
        values: list[Written] = []
        rows: list[int] = []
        for part in self.found.sequence(item):
            value = part.value
            if not isinstance(value, (str, int, float)):
                self.found.wanted(part, "a number, a word, true or false")
                continue
            if factor.is_switch and not isinstance(value, bool):
                self.found.wanted(part, "true (switched off) or false")
            elif factor.is_float and (isinstance(value, bool) or self.found.number(part) is None):
                if isinstance(value, bool):
                    self.found.wanted(part, "a number")
            elif value in values and not self.listed:
                self.found.add(part, f"{shown(part)} is named twice")
            else:
                rows.append(values.index(value) if value in values else len(values))
                values += [] if value in values else [value]
        if not item.value:
            self.found.add(item, f"{quoted(factor.key)} has no values")
        elif len(values) == 1 and not self.listed:
            self.found.add(item, f"{quoted(factor.key)} has one value only, so that nothing varies")
        return Given(replace(factor, values=tuple(values)), tuple(rows)) if values else None

    def _ranged(self, factor: Factor, item: Node, parts: Sequence[str]) -> Given | None:
        if self.listed:
            self.found.wanted(item, "a list, because the design is a list")
            return None
        if not isinstance(item.value, dict):
            self.found.wanted(item, "a list of values, or a range such as {low: 0, high: 1}")
            return None
        if not factor.is_float and parts[-1] not in WHOLE_KEYS:
            self.found.wanted(item, "a list of values, because it takes no range")
            return None
        if "range" in item.value:
            return self._own(factor, item, parts)
        r = Fields(self.found, item, "low high", "distribution best steps because")
        low, high = self.found.number(r.get("low")), self.found.number(r.get("high"))
        if low is None or high is None:
            return None
        if low >= high:
            self.found.add(
                item, f"the range of {quoted(factor.key)} is empty: 'low' {low:g} is not below 'high' {high:g}"
            )
            return None
        if not factor.is_float:
            return self._whole(factor, item, low, high)
        distribution = Distribution.UNIFORM if r.get("distribution") is None else r.one_of("distribution", Distribution)
        best = self.found.number(r.get("best"), low, high)
        if (distribution is Distribution.PERT) is (r.get("best") is None):
            self.found.add(item, "'best' must be given for 'distribution: pert', and for no other")
        middle = 0.5 * (low + high) if best is None else best
        made = replace(factor, low=low, high=high, best=middle, distribution=distribution)
        return Given(replace(made, steps=self._steps(r, item)))

    def _own(self, factor: Factor, item: Node, parts: Sequence[str]) -> Given | None:
        r = Fields(self.found, item, "range", "steps")
        if self.found.choice(r.get("range"), [OWN], what="range") is None:
            return None
        if parts[0] != "parameters":
            self.found.add(item, "only parameters have a range of their own; give 'low' and 'high'")
            return None
        own: Parameter = self.parameters[parts[1]]
        if own.low == own.high:
            self.found.add(item, f"{quoted(own.key)} is stated as a point, {own.low:g}; give 'low' and 'high'")
            return None
        made = replace(factor, low=own.low, high=own.high, best=own.best, distribution=own.distribution)
        return Given(replace(made, steps=self._steps(r, item)))

    def _steps(self, r: Fields, item: Node) -> int:
        node = r.get("steps")
        if self.gridded and node is None:
            self.found.add(item, "a grid needs 'steps', the number of values it takes of a range")
        if not self.gridded and node is not None:
            self.found.add(node, "'steps' has its place in a grid only")
            return 0
        return self.found.integer(node, 2, 1000) or 0

    def _whole(self, factor: Factor, item: Node, low: float, high: float) -> Given | None:
        if not (low.is_integer() and high.is_integer()) or high - low >= MOST_WHOLE:
            self.found.add(item, f"{quoted(factor.key)} takes whole numbers, at most {MOST_WHOLE} of them")
            return None
        return Given(replace(factor, values=tuple(range(int(low), int(high) + 1))))
