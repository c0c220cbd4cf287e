"""Golden numbers: a few medians per chain of rules, the same on every NumPy and with the processor's newest parts off.

They notice a change that nobody meant. One that is meant is written down with its reason:
`python -m tests.model.golden_refresh "REASON"`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy._core import _multiarray_umath as machine

from tests.model import golden_refresh
from tests.model.golden_refresh import CHAINS, FOLDER, LEAST_REASON, SETTINGS, live, medians, refresh

ROOT = FOLDER.parents[2]
Lived = tuple[tuple[str, ...], dict[str, np.ndarray]]

TOLERANCE = 1e-6
"""Half of it for the rounding of the files, the rest for exp and log, which differ between processors by 1e-16."""
SAME = 1e-9
"""Single worlds are this close on different processors, except where a threshold flips."""
FLIPPED = 0.02
"""Largest share of worlds in which one may. Measured: none of 97; of 4,000 worlds 56 differ at all, by 2e-16 at most,
because exp and log mostly decide whether something happens, and seldom how much."""


@pytest.fixture(scope="module")
def lived() -> Lived:
    return live()


def kept(chain: str) -> dict:
    return json.loads((FOLDER / f"{chain}.json").read_text(encoding="utf-8"))


def assert_golden(lived: Lived, chain: str) -> None:
    found, expected = medians(*lived, chain), kept(chain)["medians"]
    assert found.keys() == expected.keys()
    for name, row in expected.items():
        assert found[name].keys() == row.keys(), name
        for date, value in row.items():
            assert abs(found[name][date] - value) <= TOLERANCE, f"{name} in {date}: {found[name][date]}, not {value}"


@pytest.mark.parametrize("chain", CHAINS)
def test_golden_numbers(lived: Lived, chain: str) -> None:
    assert_golden(lived, chain)


def test_every_golden_file_is_used_and_says_why() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CHAINS)
    for chain in CHAINS:
        file = kept(chain)
        assert (file["chain"], file["settings"]) == (chain, SETTINGS)
        assert len(file["reason"]) >= LEAST_REASON, chain


# Writing them anew


@pytest.mark.parametrize("arguments", [[], [""], ["  \n "], ["changed"], ["the rules", "have changed in two words"]])
def test_nothing_is_written_without_a_reason(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden_refresh, "live", lambda: pytest.fail("it ran the model all the same"))
    with pytest.raises(SystemExit, match="say why the numbers change"):
        golden_refresh.main(arguments)


def test_only_changed_files_are_written(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden_refresh, "live", lambda: lived)
    assert refresh("the first reason of all of them", tmp_path) == list(CHAINS)
    assert refresh("a second reason for nothing new", tmp_path) == []
    path = tmp_path / "regime.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.", "0.9"), encoding="utf-8")
    assert refresh("a third reason, for one of them", tmp_path) == ["regime"]
    reasons = {file.stem: json.loads(file.read_text(encoding="utf-8"))["reason"] for file in tmp_path.iterdir()}
    assert reasons.pop("regime") == "a third reason, for one of them"
    assert set(reasons.values()) == {"the first reason of all of them"}


# Other processors


def enabled() -> list[str]:
    """What this processor has beyond the least that NumPy asks for, oldest first, and NumPy uses."""
    return [name for name in machine.__cpu_dispatch__ if machine.__cpu_features__[name]]


def fewer() -> list[tuple[str, ...]]:
    """What is taken away: the vectors of 512 bits where there are any, then everything."""
    wide = tuple(name for name in enabled() if name.startswith(("AVX512", "X86_V4")))
    return list(dict.fromkeys(names for names in (wide, tuple(enabled())) if names)) or [()]


LIVE_ELSEWHERE = """
import sys
import numpy
from tests.model.golden_refresh import live
from tests.model.test_golden import enabled
dates, series = live()
numpy.savez(sys.argv[1], dates=dates, enabled=numpy.array(enabled(), dtype=str), **series)
"""


@pytest.mark.parametrize("without", fewer(), ids=lambda names: f"without {' '.join(names) or 'nothing'}")
def test_golden_numbers_on_a_lesser_processor(lived: Lived, without: tuple[str, ...], tmp_path: Path) -> None:
    there = tmp_path / "lived.npz"
    inherited = {key: value for key, value in os.environ.items() if key != "NPY_ENABLE_CPU_FEATURES"}
    off = " ".join([*os.environ.get("NPY_DISABLE_CPU_FEATURES", "").replace(",", " ").split(), *without])
    subprocess.run(
        [sys.executable, "-c", LIVE_ELSEWHERE, str(there)],
        env=inherited | {"NPY_DISABLE_CPU_FEATURES": off},
        cwd=ROOT, check=True, timeout=120,
    )  # fmt: skip
    with np.load(there) as file:
        arrays = dict(file)
    left = arrays.pop("enabled").tolist()
    other: Lived = tuple(arrays.pop("dates").tolist()), arrays
    assert left == [name for name in enabled() if name not in without]
    for chain in CHAINS:
        assert_golden(other, chain)
    dates, series = lived
    assert other[0] == dates
    apart = np.max([np.nan_to_num(np.abs(arrays[name] - rows)).max(axis=0) for name, rows in series.items()], axis=0)
    if not without:
        assert enabled() == [], "there was something to take away"
        assert apart.max() == 0.0
    assert np.mean(apart > SAME) <= FLIPPED, f"worlds {np.flatnonzero(apart > SAME).tolist()} differ"
