"""Scenario files: what is asked of the model, read strictly, with every problem named at once.

    scenario = load_scenario("s03_eu_sanctions_2017", settings=["pressures.eu_2017.level=0.5"])

The lowest layer is always `seeds/history.yaml`; then comes the chain of `extends`, then the settings of the
command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from model.scenario.changes import Change
from model.scenario.files import HISTORY_FILE, SCENARIOS, Layers, read_layers
from model.scenario.merged import merged_layers
from model.scenario.scenario import Scenario
from model.theory.names import Vocabulary
from model.theory.names import vocabulary as known_names
from model.yaml_files.fields import Collector


def load_scenario(
    name_or_path: str | Path,
    *,
    settings: Sequence[str | Change] = (),
    vocabulary: Vocabulary | None = None,
    folder: Path = SCENARIOS,
    history: Path = HISTORY_FILE,
) -> Scenario:
    """Read a scenario with everything it extends, above the history of 2013 to 2021.

    Args:
        name_or_path: A name in `folder`, or the path of a file.
        settings: ``KEY=VALUE`` strings laid on top, e.g. ``pressures.eu_2017.level=0.5``.
        vocabulary: Names that may be used; those of the theory if None.
        folder: Where names are looked up.
        history: The lowest layer.

    Returns:
        The scenario, checked as a whole.

    Raises:
        InputError: With every problem of every file, each at its place.
    """
    return settled(read_layers(name_or_path, folder=folder, history=history), settings, vocabulary=vocabulary)


def settled(layers: Layers, changes: Sequence[str | Change] = (), *, vocabulary: Vocabulary | None = None) -> Scenario:
    """The scenario that layers and changes make together, checked as a whole; a change may be a text ``KEY=VALUE``.

    Raises:
        InputError: With every problem of every file and change, each at its place.
    """
    return merged_layers(Collector(), vocabulary or known_names(), layers, changes).scenario()
