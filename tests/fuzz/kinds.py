"""The kinds of what is made at random: how it is made, and how the program reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from hypothesis import strategies as st

from experiments.sweeps.plan.reader import SWEEPS, SweepReader
from model.core.places import ROOT
from model.evidence import files as seed_files
from model.evidence.files import SUBJECTS
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.evidence.reader import SeedReader
from model.evidence.records import Seeds
from model.scenario.files import HISTORY_FILE, SCENARIOS, Files, Layers, read_layers
from model.scenario.load import load_scenario, settled
from model.scenario.scenario import Scenario
from model.theory.consistency import refuse_mismatch
from model.theory.theory import theory
from model.yaml_files.fields import read_yaml
from model.yaml_files.tree import decode, parse_yaml
from tests.fuzz.mutations import ODD, Stock, settings_of
from viz.dashboard.address import FIELDS, arrival
from viz.dashboard.state import refusal_of, scenario_of

SCENARIO_FILE, HISTORY = SCENARIOS / "made.yaml", HISTORY_FILE.name
LONGEST_REMARK = 600
NAMES = [path.stem for path in sorted(SCENARIOS.glob("*.yaml"))]
Accepted = list[tuple[Scenario, Seeds]]
"""What is to be run: scenarios, each with its evidence."""


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    Attributes:
        name: What it is called.
        made: Makes one.
        read: Reads one as the program does; what it accepts is returned, to be run.
    """

    name: str
    made: Callable[[], st.SearchStrategy[Any]]
    read: Callable[[Any], Accepted]


def node_of(text: str, name: str) -> Any:
    """A text as a file that was read from the disk."""
    return parse_yaml(decode(text.encode("utf-8", "surrogatepass"), name), name)


@lru_cache(64)
def _read_once(path: Path, **options: Any) -> Any:
    """A shipped file, which is read once for all that are made of others."""
    return read_yaml(path, **options)


def texts_in(paths: Iterable[Path]) -> list[str]:
    """The texts of some files, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]


def declared(schema: Path) -> list[str]:
    """Every key that a published schema declares."""
    found: set[str] = set()

    def look(part: Any) -> None:
        if isinstance(part, dict):
            found.update(part["properties"] if isinstance(part.get("properties"), dict) else ())
        for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            look(one)

    look(json.loads(schema.read_text(encoding="utf-8")))
    return sorted(found)


@cache
def scenarios() -> Stock:
    """Shipped scenarios, and those by which program and schema are compared."""
    paths = [*SCENARIOS.glob("*.yaml"), *(ROOT / "tests" / "model" / "scenario_files").glob("*.yaml")]
    return Stock(texts_in(paths), declared(SCENARIOS / "schema.json"))


@cache
def sweeps() -> Stock:
    """Shipped sweeps."""
    return Stock(texts_in(SWEEPS.glob("*.yaml")), declared(SWEEPS / "schema.json"))


@cache
def seeds() -> dict[str, Stock]:
    """Every file of the evidence that a run rests on, each a stock of its own."""
    names = (*seed_files.KEYS, HISTORY_FILE.stem)
    return {f"{name}.yaml": Stock(texts_in([SEEDS_FOLDER / f"{name}.yaml"]), SUBJECTS) for name in names}


def read_scenario(text: str) -> Accepted:
    with patch("model.scenario.files.read_yaml", _read_once):
        layers = Files(SCENARIOS, {SCENARIO_FILE: node_of(text, "made.yaml")}).layers(SCENARIO_FILE, HISTORY_FILE)
    return [(settled(layers), load_seeds())]


def read_sweep(text: str) -> Accepted:
    with patch("model.scenario.files.read_yaml", _read_once):
        plan = SweepReader(node_of(text, "made.yaml"), "made", ()).read()
    ends = (plan.sample.block(0, 1)[0], plan.sample.block(plan.points - 1, plan.points)[0])
    return [(plan.scenario_of(values), load_seeds()) for values in ends]


def read_seeds(made: tuple[str, str]) -> Accepted:
    name, text = made
    node = node_of(text, f"seeds/{name}")
    if name == HISTORY:
        with patch("model.scenario.files.read_yaml", _read_once):
            layers = Files(SCENARIOS, {HISTORY_FILE: node}).layers(SCENARIOS / "baseline.yaml", HISTORY_FILE)
        return [(settled(layers), load_seeds())]
    with patch.object(
        seed_files, "read_yaml", lambda path, **more: node if path.name == name else _read_once(path, **more)
    ):
        read = SeedReader(SEEDS_FOLDER).read()
    refuse_mismatch(theory(), read)
    return [(load_scenario("baseline"), read)]


@lru_cache(64)
def layers_of(name: str) -> Layers:
    """A scenario's files, which are read once for all settings."""
    return read_layers(name)


def read_settings(made: tuple[str, list[str]]) -> Accepted:
    name, settings = made
    return [(settled(layers_of(name), settings), load_seeds())]


def read_link(made: list[tuple[str, str]]) -> Accepted:
    """A link never fails: what is wrong with it is left out with a remark, and the rest can be run."""
    found = arrival(urlencode(made, errors="surrogatepass"))
    assert refusal_of(found.state) == ()
    assert all(len(remark) <= LONGEST_REMARK and remark.isprintable() for remark in found.remarks), found.remarks
    return [(scenario_of(found.state), load_seeds())]


def links() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Fields of a link: a scenario, settings on top of it, and other fields with values of any sort."""
    values = st.sampled_from([*NAMES, *map(str, ODD), "7", "2015-03"])
    fields = st.lists(st.tuples(st.sampled_from([one.name for one in FIELDS]), values), max_size=2)
    return st.builds(
        lambda made, more: [("scenario", made[0]), *(("set", one) for one in made[1]), *more], made_settings(), fields
    )


def made_seeds() -> st.SearchStrategy[tuple[str, str]]:
    """A file of the evidence with changes."""
    return st.sampled_from(sorted(seeds())).flatmap(lambda name: st.tuples(st.just(name), seeds()[name].files()))


@cache
def settings_for(name: str) -> st.SearchStrategy[list[str]]:
    """Settings on top of a shipped scenario: of its own keys, of those of the template, and numbers of the theory."""
    tree = Stock(texts_in([SCENARIOS / f"{name}.yaml"]), scenarios().declared)
    number = st.builds(
        lambda one, share: f"parameters.{one.key}={one.low + share * (one.high - one.low)}",
        st.sampled_from(list(load_seeds().parameters.values())),
        st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.2, -1.0)),
    )
    return st.tuples(settings_of(tree), st.lists(number, max_size=2)).map(lambda two: [*two[0], *two[1]][-2:])


def made_settings() -> st.SearchStrategy[tuple[str, list[str]]]:
    """A scenario's name and settings on top of it."""
    return st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), settings_for(name)))


KINDS = (
    Kind("scenarios", lambda: scenarios().files(), read_scenario),
    Kind("sweeps", lambda: sweeps().files(), read_sweep),
    Kind("seeds", made_seeds, read_seeds),
    Kind("links", links, read_link),
    Kind("settings", made_settings, read_settings),
)
