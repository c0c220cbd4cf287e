"""The kinds of pressure that a scenario can set, read from `seeds/pressures.yaml`.

The reading of scenario files, their JSON Schema and the list for users come from this one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from model.core.places import ROOT
from model.scenario.pressure import PressureKind
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.records import RecordReader

KINDS_FILE = ROOT / "seeds" / "pressures.yaml"


def _read() -> dict[str, PressureKind]:
    found = Collector()
    kinds = found.entries(read_yaml(KINDS_FILE, name="seeds/pressures.yaml").get("kinds"))
    records = RecordReader(found)
    read = {name: records.read(node, PressureKind, name=name).record for name, node in kinds.items()}
    found.raise_if_any()
    return {name: kind for name, kind in read.items() if kind is not None}


KINDS: Mapping[str, PressureKind] = MappingProxyType(_read())
"""Every kind by its name, in the order users see."""
