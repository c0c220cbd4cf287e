"""Whatever the program or its pages advise to type is a command that exists, with options that its verb has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import typer
from typer.core import TyperGroup

from tests.browser.screen import ROOT
from viz.terminal.commands.app import VERBS, app

COMMAND = re.compile(r"tightrope ([a-z]+)((?: [^\n`;]*)?)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the program, and every page for readers, with its place."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("scenarios/**/*.yaml")]:
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    yield from ((name, f"tightrope {name} {example}") for name, _, example in VERBS)
    for folder in ("model", "experiments", "viz"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
                elif isinstance(node, ast.JoinedStr):
                    parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", "".join(map(str, parts))


def test_whatever_is_advised_can_be_typed() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    wrong, seen = [], 0
    for place, text in texts():
        for verb, rest in COMMAND.findall(text):
            command = group.commands.get(verb)
            if command is None:
                continue
            seen += 1
            known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
            wrong += [f"{place}: tightrope {verb} has no {one}" for one in OPTION.findall(rest) if one not in known]
    assert seen > 50
    assert wrong == []
