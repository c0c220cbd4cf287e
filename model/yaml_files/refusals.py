"""Puts the errors of ruamel.yaml in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.yaml_files.nodes import Problem

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

NOT_YAML = "this is not YAML; check indentation, quotes and brackets here and in the line above"

QUOTES = "text that begins with this sign must be in quotes"
BLOCK = "text that begins with '>' or '|' must be in quotes"
TAGS = "tags ('!...') are not allowed"
PLAIN_WORDS = (
    ("scanning a directive", "directives ('%YAML', '%TAG') are not allowed"),
    ("YAML d", "directives ('%YAML', '%TAG') are not allowed"),
    ("duplicate tag handle", "directives ('%YAML', '%TAG') are not allowed"),
    (" tag", TAGS),
    ("expected URI", TAGS),
    ("mapping values are not allowed", "a ': ' is not allowed here; put text that has a colon in quotes"),
    ("unexpected ':'", "a ':' is not allowed here; put text that has a colon in quotes"),
    ("character '\\t'", "a tab is not allowed; indent with spaces"),
    ("that cannot start any token", QUOTES),
    ("expected the node content", QUOTES),
    ("expected alphabetic", "text that begins with '*' or '&' must be in quotes"),
    ("more indented follow up line", "the first line of this text must not be indented less than the next"),
    ("scanning a block scalar", BLOCK),
    ("mapping keys are not allowed", "text that begins with '?' must be in quotes"),
    ("sequence entries are not allowed", "a list item '- ' is not allowed here; begin it on a line of its own"),
    ("<document start>", "nothing is allowed here; the mapping of this file has ended"),
    ("document end marker", "nothing is allowed after '...'"),
    ("could not find expected ':'", "this line has no ': ' after its key"),
    ("expected <block end>", "this does not fit the lines above; check indentation and quotes"),
    ("escape", "unknown escape after a backslash; use single quotes"),
    ("expected ',' or ']'", "the list '[' is not closed, or a comma is missing"),
    ("expected ',' or '}'", "the mapping '{' is not closed, or a comma is missing"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("unexpected document separator", "a quote is opened and never closed"),
)
"""Part of what ruamel.yaml says -> what we say; the first that fits counts."""

AT_THE_START = ("end of stream", "document separator", "expected ',' or", "could not find expected")
"""Faults that are shown where the unfinished thing begins."""


def in_plain_words(error: MarkedYAMLError, name: str) -> Problem:
    """What is wrong, and where, in plain words."""
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(part in said for part in AT_THE_START):
        mark = error.context_mark
    message = next((plain for theirs, plain in PLAIN_WORDS if theirs in said), NOT_YAML)
    return Problem(name, mark.line + 1, mark.column + 1, message) if mark else Problem(name, 1, 1, message)
