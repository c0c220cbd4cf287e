"""YAML text as a tree of values that know their line and column; much that YAML allows is refused.

PyYAML reads with libyaml, many times as fast as ruamel.yaml. Where it finds anything wrong, or is built without
libyaml, or the text has signs that the two understand differently, ruamel.yaml reads the text and finds the words.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from types import ModuleType

import yaml

from model.yaml_files.nodes import UNPRINTABLE, InputError, Node, Problem, Value, quoted, shown
from model.yaml_files.refusals import NOT_YAML, in_plain_words

DEEPEST = 30
MOST_DIGITS = 100
WORDS = {"null": None, "~": None, "": None, "true": True, "false": False, ".nan": math.nan, ".inf": math.inf}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

READ_OTHERWISE = re.compile(r"(?m)[\t\x85\u2028\u2029\ufeff]|^\.\.\.|['\"]:\S|[|>][-+0-9]*( *[\r\n]+ *[\r\n]|#)")
"""Signs, ends of documents, keys in quotes and heads of long texts that the two libraries understand differently."""


def decode(data: bytes, name: str) -> str:
    """The bytes of a file as text, if they are UTF-8 text; messages call the file `name`."""
    at = data.find(b"\0")
    if at >= 0:
        raise InputError([Problem(name, *_place(data[:at]), f"byte {at + 1} is NUL; this is not a text file")])
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8 text; save the file as UTF-8"
        raise InputError([Problem(name, *_place(data[: error.start]), message)]) from None


def _place(before: bytes) -> tuple[int, int]:
    last = before.rpartition(b"\n")[2]
    return before.count(b"\n") + 1, len(last.decode("utf-8", "replace").removeprefix("\ufeff")) + 1


def parse_yaml(text: str, name: str) -> Node:
    """Read YAML text whose top level is a mapping; `name` is what messages call it."""
    root = _read_fast(text, name) or _read_carefully(text, name)
    if not isinstance(root.value, dict):
        raise InputError([root.problem(f"the top level must be a mapping of keys to values, got {shown(root)}")])
    return root


def _read_fast(text: str, name: str) -> Node | None:
    """What libyaml reads, if it finds nothing wrong."""
    if not yaml.__with_libyaml__ or READ_OTHERWISE.search(text):
        return None
    tree = _Tree(name, yaml.events)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            empty = isinstance(event, yaml.ScalarEvent) and not event.value and not event.style
            if empty or not tree.take(event):  # the two give an empty value another place
                return None
    except (yaml.YAMLError, ValueError):
        return None
    whole = tree.root is not None and isinstance(tree.root.value, dict) and not tree.problems
    return tree.root if whole else None


def _read_carefully(text: str, name: str) -> Node:
    """What ruamel.yaml reads, or every problem in plain words."""
    import ruamel.yaml
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    tree = _Tree(name, ruamel.yaml.events)
    try:
        all(map(tree.take, ruamel.yaml.YAML(typ="safe", pure=True).parse(text)))
    except MarkedYAMLError as error:
        tree.problems.append(in_plain_words(error, name))
    except ReaderError as error:
        place = _place(text[: error.position].encode("utf-8", "replace"))
        tree.problems.append(Problem(name, *place, "there is a control character here; remove it"))
    except (YAMLError, RecursionError, ValueError):
        tree.problems.append(Problem(name, 1, 1, NOT_YAML))
    if tree.problems or tree.root is None:
        raise InputError(tree.problems or [Problem(name, 1, 1, "the file is empty")])
    return tree.root


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    line: int
    column: int
    called: str
    items: list[Node] | None = None
    entries: dict[str, Node] = field(default_factory=dict)
    key: str | None = None
    key_at: tuple[int, int] | None = None
    under: tuple[int, int] | None = None


class _Tree:
    """Builds nodes from the events of a parser, without recursion.

    Attributes:
        file: Name of the file, as messages show it.
        kinds: The classes of events, which are called alike by both parsers.
    """

    def __init__(self, file: str, kinds: ModuleType) -> None:
        self.file = file
        self.kinds = kinds
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.begun = False

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False when nothing after it can be read sensibly."""
        if isinstance(event, self.kinds.DocumentStartEvent):
            return self._begin(event)
        if isinstance(event, self.kinds.NodeEvent):
            self._refuse_decoration(event)
            if self.open and self.open[-1].items is None and self.open[-1].key is None:
                return self._take_key(event)
            if isinstance(event, self.kinds.CollectionStartEvent):
                return self._descend(event)
            self._put(self._scalar(event))
        elif isinstance(event, self.kinds.CollectionEndEvent):
            done = self.open.pop()
            value: Value = done.entries if done.items is None else done.items
            self._put(Node(value, done.line, done.column, self.file, done.called, done.under))
        return True

    def _add(self, event: yaml.Event, message: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, message))

    def _begin(self, event: yaml.Event) -> bool:
        if event.version or event.tags:
            self._add(event, "directives ('%YAML', '%TAG') are not allowed")
        if self.begun:
            self._add(event, "a second document begins here; one file holds one")
            return False
        self.begun = True
        return True

    def _refuse_decoration(self, event: yaml.Event) -> None:
        if isinstance(event, self.kinds.AliasEvent):
            self._add(event, f"aliases ('*{event.anchor}') are not allowed; write the value out")
        elif event.anchor is not None:
            self._add(event, f"anchors ('&{event.anchor}') are not allowed")
        tag = getattr(event, "tag", None)
        if tag is not None:
            said = str(tag).replace("tag:yaml.org,2002:", "!!")
            self._add(event, f"tags ({said!r}) are not allowed")

    def _take_key(self, event: yaml.Event) -> bool:
        if isinstance(event, self.kinds.AliasEvent):
            return False
        if not isinstance(event, self.kinds.ScalarEvent):
            self._add(event, "a key must be a word, not a list or a mapping")
            return False
        self._refuse_unprintable(event)
        here, mark, key = self.open[-1], event.start_mark, event.value
        here.key, here.key_at = key, (mark.line + 1, mark.column + 1)
        if key == "<<" and not event.style:
            self._add(event, "merge keys ('<<') are not allowed; write the entries out")
        elif not key:
            self._add(event, "a key is empty")
        elif key in here.entries:
            first = here.entries[key].heading.line
            self._add(event, f"duplicate key {quoted(key)}; it is first given in line {first}")
        return True

    def _descend(self, event: yaml.Event) -> bool:
        if len(self.open) == DEEPEST:
            self._add(event, f"values are nested deeper than {DEEPEST} levels")
            return False
        mark = event.start_mark
        items: list[Node] | None = [] if isinstance(event, self.kinds.SequenceStartEvent) else None
        under = self.open[-1].key_at if self.open else None
        self.open.append(_Open(mark.line + 1, mark.column + 1, self._called(), items, under=under))
        return True

    def _called(self) -> str:
        if not self.open:
            return ""
        above = self.open[-1]
        return quoted(above.key or "") if above.items is None else f"{above.called} item {len(above.items) + 1}"

    def _scalar(self, event: yaml.Event) -> Node:
        value: Value = event.value if isinstance(event, self.kinds.ScalarEvent) else None
        blank = value == "" and not event.style
        if isinstance(event, self.kinds.ScalarEvent):
            self._refuse_unprintable(event)
            if not event.style and WHOLE.fullmatch(event.value) and len(event.value) > MOST_DIGITS:
                self._add(event, "this number has too many digits")
            elif not event.style:
                value = plain_value(event.value)
        under, mark = self.open[-1].key_at if self.open else None, event.start_mark
        return Node(value, mark.line + 1, mark.column + 1, self.file, self._called(), under, blank)

    def _refuse_unprintable(self, event: yaml.ScalarEvent) -> None:
        found = UNPRINTABLE.search(event.value.replace("\n", "").replace("\t", ""))
        if found:
            self._add(event, f"text must not hold the character {quoted(found.group())}; remove it")

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif (items := self.open[-1].items) is not None:
            items.append(node)
        else:
            above = self.open[-1]
            above.entries.setdefault(above.key or "", node)
            above.key = above.key_at = None


def plain_value(text: str) -> str | int | float | bool | None:
    """What an unquoted word means by YAML 1.2's core schema: a number, true, false, nothing, or itself."""
    if not text or text[0] in "-+.0123456789":
        if WHOLE.fullmatch(text):
            return int(text, 0 if text[:2] in ("0o", "0x") else 10)
        if DECIMAL.fullmatch(text):
            return float(text)
        if text[0:1] in ("-", "+") and text[1:].lower() == ".inf":
            return math.inf if text[0] == "+" else -math.inf
    lower = text.lower()
    return WORDS[lower] if lower in WORDS and text in (lower, lower.capitalize(), text.upper()) else text
