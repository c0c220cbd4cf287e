"""What ruamel.yaml says of a text that is no YAML, in words for a person who does not write parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.yaml_files.nodes import Problem

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a ': ' is not allowed here; put text that has a colon in quotes",
    ),
    ("character '\\t'", "a tab is not allowed; indent with spaces"),
    ("that cannot start any token", "text that begins with this sign must be in quotes"),
    ("expected the node content", "text that begins with this sign must be in quotes"),
    ("expected alphabetic", "text that begins with '*' or '&' must be in quotes"),
    ("expected chomping", "text that begins with '>' or '|' must be in quotes"),
    ("expected a comment or a line break", "text that begins with '>' or '|' must be in quotes"),
    ("expected indentation indicator", "text that begins with '>' or '|' must be in quotes"),
    ("mapping keys are not allowed", "text that begins with '?' must be in quotes"),
    ("sequence entries are not allowed", "a list item '- ' is not allowed here; begin it on a line of its own"),
    ("<document start>", "nothing is allowed here; the mapping of this file has ended"),
    ("could not find expected ':'", "this line has no ': ' after its key"),
    ("expected <block end>", "this does not fit the lines above; check indentation and quotes"),
    ("escape", "unknown escape after a backslash; use single quotes"),
    ("expected ',' or ']'", "the list '[' is not closed, or a comma is missing"),
    ("expected ',' or '}'", "the mapping '{' is not closed, or a comma is missing"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("unexpected document separator", "a quote is opened and never closed"),
    ("undefined tag handle", "tags ('!...') are not allowed"),
    ("expected URI", "tags ('!...') are not allowed"),
    ("expected ' '", "tags ('!...') are not allowed"),
)

# These faults are shown where the thing begins that is not finished
AT_THE_START = ("end of stream", "document separator", "expected ',' or", "could not find expected")


def in_plain_words(error: MarkedYAMLError, name: str) -> Problem:
    """What is wrong, and where, in plain words."""
    said = error.problem or str(error.context)
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(part in said for part in AT_THE_START):
        mark = error.context_mark
    message = next((plain for theirs, plain in PLAIN_WORDS if theirs in said), f"this is not YAML: {said}")
    return Problem(name, mark.line + 1, mark.column + 1, message) if mark else Problem(name, 1, 1, message)
