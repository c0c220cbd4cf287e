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
    """Puts texts in quotes where that is needed, keys and values alike."""

    def represent_str(self, data: str) -> ScalarNode:
        """A text."""
        return self.represent_scalar(TEXT, data, style="'" if needs_quotes(data) else None)


_Representer.add_representer(str, _Representer.represent_str)


def yaml_writer() -> YAML:
    """Reads and writes a file with its comments; for the reading of input files see `model.yaml_files.fields`."""
    writer = YAML()
    writer.Representer = _Representer
    return writer
