"""Writes YAML that older readers too take for what it is: they read an unquoted `on`, `no` or `12:30` as no text."""

from __future__ import annotations

from functools import cache

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

TEXT = "tag:yaml.org,2002:str"


@cache
def needs_quotes(text: str) -> bool:
    """Whether readers of YAML 1.1 take a text without quotes for a truth value, a number or a date."""
    return text in "yYnN" or yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False)) != TEXT


class _Representer(RoundTripRepresenter):
    """Puts texts in quotes where that is needed, keys and values alike, and writes nothing out as null."""

    def represent_str(self, data: str) -> ScalarNode:
        """A text."""
        return self.represent_scalar(TEXT, data, style="'" if needs_quotes(data) else None)

    def represent_nothing(self, _: None) -> ScalarNode:
        """Nothing: the word, as a blank is no value that deletes what a file below gives."""
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(str, _Representer.represent_str)
_Representer.add_representer(type(None), _Representer.represent_nothing)


def yaml_writer() -> YAML:
    """Reads and writes a file with its comments; for the reading of input files see `model.yaml_files.fields`."""
    writer = YAML()
    writer.Representer = _Representer
    return writer
