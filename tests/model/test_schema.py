"""Program and published schema agree, file by file, on what is right, and on the key that is wrong.

Each file in `scenario_files` says in its first line what it is: good, or refused and for which key. The schema is asked
as any stock checker asks it, and the key is the one that its best match points at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from jsonschema.exceptions import best_match
from ruamel.yaml import YAML

from model.scenario.load import load_scenario
from model.scenario.schema import json_schema
from model.yaml_files.fields import read_yaml
from model.yaml_files.nodes import InputError, Node

FILES = sorted((Path(__file__).parent / "scenario_files").glob("*.yaml"))


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def read(path: Path) -> tuple[str, object]:
    """What the first line says, and the data that a stock checker sees."""
    text = path.read_text(encoding="utf-8")
    return text.splitlines()[0].removeprefix("# "), YAML(typ="safe", pure=True).load(text)


def nodes(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every value of a file by its dotted key."""
    yield path.removeprefix("."), node
    inner = enumerate(node.value) if isinstance(node.value, list) else ()
    for key, part in node.value.items() if isinstance(node.value, dict) else inner:
        yield from nodes(part, f"{path}.{key}")


def test_there_are_enough_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_program_and_schema_agree(path: Path) -> None:
    says, data = read(path)
    problems = ()
    try:
        load_scenario(path)
    except InputError as error:
        problems = error.problems
    errors = list(validator().iter_errors(data))
    assert (not problems, not errors) == (says == "good", says == "good"), (list(map(str, problems)), errors)
    if errors:
        key = says.removeprefix("refused: ")
        found = best_match(errors)
        place = ".".join(map(str, found.absolute_path))
        named = place == key or (key.startswith(place) and f"{key[len(place) :].lstrip('.')}'" in found.message)
        assert named, f"the schema says of '{place}': {found.message}"


def test_the_program_names_the_key_that_is_wrong() -> None:
    for path in FILES:
        key = read(path)[0].removeprefix("refused: ")
        if key == "good":
            continue
        with pytest.raises(InputError) as caught:
            load_scenario(path)
        there = [node for name, node in nodes(read_yaml(path)) if f"{name}.".startswith(f"{key}.")]
        places = {(node.line, node.column) for one in there for node in (one, one.heading)}
        problems = caught.value.problems
        named = any(
            (one.line, one.column) in places or f"'{key.rpartition('.')[2]}'" in one.message for one in problems
        )
        assert named, (path.stem, str(caught.value))
