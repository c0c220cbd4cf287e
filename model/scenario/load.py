"""Reads scenario files strictly and names every problem at once.

    scenario = load_scenario("s03_eu_sanctions_2017", settings=["pressures.eu_2017.level=0.5"])

The lowest layer is always `seeds/history.yaml`; then comes the chain of `extends`, then the settings of the
command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model.core.months import FIRST_MONTH, is_date, months_between
from model.scenario.changes import Change, change_layer, change_layers
from model.scenario.context import Context
from model.scenario.files import HISTORY_FILE, SCENARIOS, Layers, read_layers
from model.scenario.layers import SECTIONS, KeyPath, lay, merge, origins
from model.scenario.notes import notes_on
from model.scenario.pressure_reader import known_pressures
from model.scenario.reader import OWN, READ, ScenarioFile, month_of_run, readers
from model.scenario.scenario import Scenario
from model.theory.names import Vocabulary
from model.theory.names import vocabulary as known_names
from model.yaml_files.fields import Collector, unknown_key_message
from model.yaml_files.hints import parts_of
from model.yaml_files.nodes import InputError, Node, Problem, quoted

LAST_OF_HISTORY = "2021-12"


@dataclass(frozen=True, slots=True)
class Merged:
    """The layers of a scenario, merged."""

    context: Context
    layers: Layers
    whole: Node

    def scenario(self) -> Scenario:
        """The scenario, checked; raises `InputError` with every problem."""
        c, name = self.context, self.layers.name
        read = c.records.read(self.whole, ScenarioFile, readers(c))
        date = read.values.get("read_from")
        read_from = 0 if date is None else month_of_run(c, read.nodes["read_from"], date)
        c.found.raise_if_any()
        file = ScenarioFile(**read.values)
        made = Scenario(
            name=name,
            title=" ".join(file.title.split()) or name.replace("_", " "),
            question=file.question,
            because=file.because,
            start=c.start,
            end=c.end,
            months=months_between(c.start, c.end) + 1,
            worlds=file.worlds,
            sampling=file.sampling,
            seed=file.seed,
            hypotheses=file.hypotheses or {},
            switch_off=file.switch_off,
            parameters=file.parameters or {},
            pressures=file.pressures or {},
            initial=file.initial or {},
            given=file.given,
            read_from=read_from,
            chain=self.layers.files,
            origins=dict(origins(self.whole)),
        )
        return replace(made, notes=tuple(notes_on(made, c.vocabulary)))

    def problems_with(self, change: Change) -> list[Problem]:
        """What is wrong with one more change of a parameter, a pressure or a first value, as far as that one shows."""
        c = replace(self.context, found=Collector())
        head, name = change.parts[:2]
        layer = change_layer(change).get(head)
        assert layer is not None
        merged = merge(self.whole.get(head), layer, [])
        one = merged.get(name) if merged is not None else None
        if merged is not None and one is not None:
            changed = replace(merged, value={name: one})
            known = readers(c)
            _ = known[head](changed) if head in known else c.records.value(changed, HINTS[head])
        return c.found.problems


HINTS = {part.key: part.hint for part in parts_of(ScenarioFile)}


def merged_layers(found: Collector, vocabulary: Vocabulary, layers: Layers, changes: Iterable[str | Change]) -> Merged:
    """History, the chain of files and the changes, lowest first, merged; the dates of the run are settled."""
    found.problems += layers.problems
    sweep = layers.chain[-1].get("vary")
    if sweep is not None:
        raise InputError([sweep.heading.problem("this is a sweep file, not a scenario; run it with: tightrope sweep")])
    history = found.mapping(layers.past, ("pressures",), ("left_out",))
    bottom = replace(layers.past, value={key: node for key, node in history.items() if key == "pressures"})
    *below, top = layers.chain
    files = [*(_without(layer, (*OWN, READ)) for layer in below), _without(top, (READ,))]
    whole, idle = lay([bottom, *files, *change_layers(found, changes)])
    names = tuple(found.entries(history.get("pressures")))
    context = Context(found, vocabulary, *_dates(found, whole), names, layers.files)
    for path, node in idle:
        _nothing_to_delete(context, path, node, whole.get("pressures"))
    return Merged(context, layers, whole)


def _dates(found: Collector, whole: Node) -> tuple[str, str]:
    """First and last month of the run; what is no month is noted when the whole is read."""
    given = {key: node for key in ("start", "end") if (node := whole.get(key)) is not None}
    dates = {key: str(node.value) for key, node in given.items() if is_date(node.value)}
    start = dates.get("start", FIRST_MONTH)
    end = dates.get("end", max(LAST_OF_HISTORY, start))
    if end < start:
        found.add(given.get("end") or given["start"], f"'end' {end} is before 'start' {start}")
        end = start
    if start != FIRST_MONTH and whole.get("initial") is None:
        why = f"because the model's own initial values are for {FIRST_MONTH}"
        found.add(given["start"], f"a run that starts in {start} needs 'initial', {why}")
    return start, end


def _nothing_to_delete(c: Context, path: KeyPath, node: Node, pressures: Node | None) -> None:
    if len(path) == 1 and path[0] in SECTIONS:
        message = f"{node.called} is empty; leave it out, or give it entries (null deletes single entries only)"
        c.found.add(node.heading, message)
    elif node.blank:
        message = f"{node.called} is empty; give it a value, or write null to delete what is given below"
        c.found.add(node.heading, message)
    elif path[0] == "pressures" and len(path) == 2 and path[1] in c.history:
        c.found.add(node.heading, f"{quoted(path[1])} is already deleted")
    elif path[0] == "pressures" and len(path) == 2:
        known = known_pressures(c, c.found.entries(pressures))
        c.found.add(node.heading, unknown_key_message("pressure to delete", path[1], known))
    elif path[:2] != ("pressures", "history"):  # no such pressure, which the reader of pressures says
        c.found.add(node, f"null deletes a value, but no file below gives {quoted('.'.join(path))}")


def _without(layer: Node, keys: Iterable[str]) -> Node:
    value = layer.value
    assert isinstance(value, dict)
    return replace(layer, value={key: node for key, node in value.items() if key not in keys})


def load_scenario(
    name_or_path: str | Path,
    *,
    settings: Sequence[str | Change] = (),
    vocabulary: Vocabulary | None = None,
    folder: Path = SCENARIOS,
    history: Path = HISTORY_FILE,
) -> Scenario:
    """Read a scenario with everything it extends, above the history of 2013 to 2021.

    Args:
        name_or_path: A name in `folder`, or the path of a file.
        settings: ``KEY=VALUE`` strings laid on top, e.g. ``pressures.eu_2017.level=0.5``.
        vocabulary: Names that may be used; those of the theory if None.
        folder: Where names are looked up.
        history: The lowest layer.

    Returns:
        The scenario, checked as a whole.

    Raises:
        InputError: With every problem of every file, each at its place.
    """
    return settled(read_layers(name_or_path, folder=folder, history=history), settings, vocabulary=vocabulary)


def settled(layers: Layers, changes: Sequence[str | Change] = (), *, vocabulary: Vocabulary | None = None) -> Scenario:
    """The scenario that layers and changes make together, checked as a whole; a change may be a text ``KEY=VALUE``.

    Raises:
        InputError: With every problem of every file and change, each at its place.
    """
    return merged_layers(Collector(), vocabulary or known_names(), layers, changes).scenario()
