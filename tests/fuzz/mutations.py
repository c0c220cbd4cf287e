"""Makes files from those that are shipped: what is declared, in the wrong place, with the wrong value, or damaged.

A file is changed as a tree (values and keys exchanged, taken out, put in, crossed with another file's) or as a text
(letters, lines, indentation). Every choice is hypothesis's, so that a failure is made small and comes again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

Draw = st.DrawFn
Tree = Any

ODD = (
    *(None, True, False, 0, 1, -1, 0.5, -0.5, 7, 1e-300, 1e300, -1e300, 10**25, 2**63, 2013, 2**53 + 1, 336, 337),
    *("", " ", "null", "nan", ".nan", ".inf", "-.inf", "0x7f", "1e400", "best", "baseline", "[", "{a: 1}", "M01", "EU"),
    *("2013-01", "2013-06", "2013-12", "2012-12", "2014-02", "2040-12", "2041-01", "2017-13", "2017-6", "history"),
    *(
        "a" * 300,
        "\u001b[2Jx",
        "a\nb",
        "x\u202ey",
        "\u2028",
        "é\u0301",
        "../../x",
        "%s{}",
        "belarus.alignment",
        "\ud800",
    ),
    *([], {}, [[]], {"": None}, [1, 2], ["a", "b"], {"low": 0, "high": 1}, {"fix": 0.5}, {"between": ["2013-01", 1]}),
)
"""Values at the limits of what is allowed, beyond them, and of other types."""
LETTERS = (
    *(
        "\t",
        "\x1b",
        "\0",
        "\x85",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "#",
        "&a ",
        "*a",
        "!!str ",
        "|\n",
        ">\n",
        "%",
    ),
    *("@", "\r", "\n", "  ", "---\n", "...\n", "<<: ", ",", "?", "~", "=", "é", "\ud800", "9" * 200),
)
"""Signs that YAML or a terminal understands, and what no text may hold."""
LINE = re.compile(r"(?P<head> *(?:- )?[\w.*-]+:) (?P<value>\S.*)")
"""A line of a block mapping with a value on it."""
FILE_ONLY = ("extends", "read")
"""Keys that no setting may have."""


@dataclass(frozen=True)
class Stock:
    """Shipped texts of one kind, and the keys that their format declares.

    Attributes:
        texts: The files.
        declared: Keys of the format.
    """

    texts: Sequence[str]
    declared: Sequence[str]

    @cached_property
    def trees(self) -> list[Tree]:
        """The files as plain data."""
        return [_plain(YAML(typ="safe", pure=True).load(text)) for text in self.texts]

    @cached_property
    def values(self) -> dict[str, list[Tree]]:
        """Every value that a file gives, by its key."""
        found: dict[str, list[Tree]] = {}
        for tree in self.trees:
            for place, key in places(tree):
                found.setdefault(str(key), []).append(place[key])
        return found

    @cached_property
    def keys(self) -> list[str]:
        """Keys that are declared or used."""
        return sorted({*self.declared, *self.values})

    def files(self) -> st.SearchStrategy[str]:
        """Files that are changed as trees or as texts."""
        return _tree_files(self) | _tree_files(self) | text_files(self)


def _plain(value: Tree) -> Tree:
    """What JSON can hold; dates as they are written."""
    return json.loads(json.dumps(value, default=str))


def places(tree: Tree) -> list[tuple[Tree, Any]]:
    """Every entry of a tree: the mapping or list, and the key or index."""
    found = []
    for key in tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        found += [(tree, key), *places(tree[key])]
    return found


@st.composite
def _tree_files(draw: Draw, stock: Stock) -> str:
    tree = deepcopy(draw(st.sampled_from(stock.trees)))
    for _ in range(draw(st.integers(1, 3))):
        found = places(tree)
        if found:
            _change(draw, stock, *draw(st.sampled_from(found)))
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _change(draw: Draw, stock: Stock, place: Tree, key: Any) -> None:
    """One change of an entry of a tree."""
    way = draw(st.integers(0, 6))
    alike = stock.values.get(str(key), [])
    if way <= 1 and alike:
        place[key] = deepcopy(draw(st.sampled_from(alike)))
    elif way == 2:
        del place[key]
    elif way == 3 and isinstance(place, dict):
        place[draw(st.sampled_from(stock.keys))] = place.pop(key)
    elif way == 4 and isinstance(place, dict):
        new = draw(st.sampled_from(stock.keys))
        place[new] = deepcopy(draw(st.sampled_from(stock.values.get(new, [0.3]))))
    elif way == 5 and isinstance(place[key], (int, float)):
        place[key] = place[key] * draw(st.sampled_from((0.5, 0.9, 1.1, -1, 2, 10, 1e9)))
    elif way == 6 and isinstance(place, list):
        place.append(deepcopy(place[key]))
    else:
        place[key] = deepcopy(draw(st.sampled_from(ODD)))


@st.composite
def text_files(draw: Draw, stock: Stock) -> str:
    """Files changed line by line, as an editor or a damaged disk would."""
    lines = draw(st.sampled_from(stock.texts)).splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = _line(draw, stock, lines[at])
        lines = lines or [""]
    return "\n".join(lines) + "\n"


def _line(draw: Draw, stock: Stock, line: str) -> list[str]:
    """What a line becomes."""
    way, pair = draw(st.integers(0, 6)), LINE.fullmatch(line)
    if way <= 2 and pair:
        alike = [one for one in stock.values.get(pair["head"].strip(" -:"), []) if not isinstance(one, (dict, list))]
        value = draw(st.sampled_from(alike if alike and way < 2 else ODD))
        return [f"{pair['head']} {value if isinstance(value, str) else json.dumps(value)}"]
    if way == 3:
        return []
    if way == 4:
        return [line, line]
    if way == 5:
        return [draw(st.sampled_from(("  ", " ", "- ", "\t"))) + line]
    at = draw(st.integers(0, len(line)))
    return [line[:at] + draw(st.sampled_from(LETTERS)) + line[at + draw(st.integers(0, 2)) :]]


def settings_of(stock: Stock) -> st.SearchStrategy[list[str]]:
    """Settings KEY=VALUE: a dotted key as the files have it, declared or damaged, with a value of the files or none."""
    paths = [path for tree in stock.trees for path in _dotted(tree)]
    key = st.sampled_from([path for path, _ in paths]) | st.builds(
        lambda one, part: "".join((*one[0].rpartition(".")[:2], part)),
        st.sampled_from(paths),
        st.sampled_from(stock.keys),
    )
    value = st.sampled_from([value for _, value in paths]) | st.sampled_from(ODD).map(_flow)
    damaged = st.builds(
        lambda text, at, new: text[:at] + new + text[at:], value, st.integers(0, 9), st.sampled_from(LETTERS)
    )
    pair = st.sampled_from(paths).map("=".join) | st.builds("{}={}".format, key, value)
    return st.lists(pair | pair | st.builds("{}={}".format, key, damaged), min_size=1, max_size=2)


def _dotted(tree: Tree, head: str = "") -> list[tuple[str, str]]:
    """Every entry of a tree but its lists' items: its dotted key, and its value in flow style."""
    found = []
    for key, value in tree.items():
        if head + key in FILE_ONLY:
            continue
        found.append((head + key, _flow(value)))
        found += _dotted(value, f"{head}{key}.") if isinstance(value, dict) else []
    return found


def _flow(value: Tree) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
