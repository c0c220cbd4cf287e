"""The tables of a saved run: bands by month, worlds, alignments by world and month, moves; each column explained."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from model.core.arrays import order_statistics
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run
from model.evidence.load import load_seeds
from model.runs.outcomes import KEY_EVENTS, conditioned, counted, first_months, outcomes
from model.theory.theory import theory

QUANTILES = {"median": 0.5, "p05": 0.05, "p25": 0.25, "p75": 0.75, "p95": 0.95}
ROWS = 1 << 20
"""Rows in each group of a Parquet file."""

SCALE = "-1 Moscow to +1 West; empty where the regime has fallen"
OUTCOME_LABELS = {
    "alignment_final": f"Headline alignment in the last month, {SCALE}",
    "alignment_mean": "Mean headline alignment over the months that are read and in which the regime stands",
    "alignment_highest": "Highest headline alignment over the same months",
    "rhetoric_final": f"Alignment in words in the last month, {SCALE}",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what it is called, holds and means."""

    name: str
    type: str
    unit: str
    label: str


Described = tuple[Any, list[Column]]
"""An Arrow table with its columns explained."""


def series_table(run: Run) -> Described:
    """Bands per month and series, over the worlds that count; of alignments, those whose regime stands."""
    run = conditioned(run)
    series = run.series if run.worlds else {}
    bands = {name: order_statistics(values, QUANTILES.values()) for name, values in series.items()}
    names = list(bands)
    months = len(run.months)
    columns: dict[str, Any] = {
        "month": _dated(np.tile(np.arange(months), len(names)), run),
        "series": _coded(np.repeat(np.arange(len(names)), months), names),
    }
    for index, quantile in enumerate(QUANTILES):
        parts = [bands[name][index] for name in names]
        columns[quantile] = pa.array(np.concatenate(parts) if parts else np.empty(0), from_pandas=True)
    columns["fallen"] = pa.array(np.tile(1.0 - np.mean(run.standing, axis=1), len(names)) if names else np.empty(0))
    return pa.table(columns), [
        Column("month", "text", "YYYY-MM", "Month"),
        Column("series", "text", "", "Dotted name of the series"),
        *(Column(name, "number", "as the series", _label_of_quantile(share)) for name, share in QUANTILES.items()),
        Column("fallen", "number", "1", "Share of the worlds whose regime has fallen; alignments are of the others"),
    ]


def bands_csv(run: Run, separator: str = ",") -> str:
    """The bands of every series as text, a row per series and month, as `series.parquet` holds them.

    Where columns are separated by a semicolon, decimals have a comma, as spreadsheets of many countries expect.
    """
    table, _ = series_table(run)
    return str(table.to_pandas().to_csv(index=False, sep=separator, decimal="," if separator == ";" else "."))


def worlds_table(run: Run) -> Described:
    """One row per world: whether it counts, how it ends, when its turning points come, and its own parameters."""
    columns: dict[str, Any] = {
        "world": pa.array(run.numbers),
        "counted": pa.array(counted(run)),
        "posture_final": _coded(run.posture[-1], [p.name.lower() for p in Posture]),
    }
    described = [
        Column("world", "whole number", "", "Number of the world; with the manifest it gives the world again"),
        Column("counted", "yes or no", "", "Whether it meets the scenario's condition 'given'"),
        Column("posture_final", "text", "", "Posture in the last month"),
    ]
    for name, values in outcomes(run).items():
        columns[name] = pa.array(values, from_pandas=True)
        described.append(Column(name, "number", "1", _label_of_outcome(name)))
    labels = {event.name: event.label for event in KEY_EVENTS}
    for name, months in first_months(run).items():
        columns[f"first_{name}"] = _dated(months, run)
        described.append(Column(f"first_{name}", "text", "YYYY-MM", f"{labels[name]}; empty where never"))
    seeds = load_seeds().parameters
    for key in sorted(run.parameters):
        columns[key] = pa.array(np.ascontiguousarray(run.parameters[key]))
        described.append(Column(key, "number", seeds[key].unit, seeds[key].label))
    return pa.table(columns), described


def moves_table(run: Run) -> Described:
    """Moves taken: one row per month, world and move, by move, month and world."""
    labels = {move.series: move.label for move in theory().moves.values()}
    names = list(run.moves)
    where = [np.nonzero(run.moves[name]) for name in names]
    counts = [len(months) for months, _ in where]
    months = np.concatenate([m for m, _ in where]) if where else np.empty(0, np.int64)
    worlds = np.concatenate([w for _, w in where]) if where else np.empty(0, np.int64)
    table = pa.table(
        {
            "month": _dated(months, run),
            "world": pa.array(run.numbers[worlds]),
            "move": _coded(np.repeat(np.arange(len(names)), counts), names),
        }
    )
    listed = "; ".join(f"{name}: {labels[name]}" for name in names)
    return table, [
        Column("month", "text", "YYYY-MM", "Month"),
        Column("world", "whole number", "", "Number of the world"),
        Column("move", "text", "", f"Move taken. {listed}"),
    ]


def write_alignments(run: Run, path: Path) -> list[Column]:
    """Write headline and dimensions of every world in every month, some months at a time; the columns explained."""
    labels = {HEADLINE: "Headline alignment"} | {f"{HEADLINE}_{one}": f"Alignment in {one}" for one in DIMENSIONS}
    names = [name for name in labels if name in run.series]
    each = max(1, ROWS // run.worlds)
    with ExitStack() as stack:
        writer: Any = None
        for start in range(0, len(run.months), each):
            months = np.arange(start, min(start + each, len(run.months)))
            columns = {
                "month": _dated(months.repeat(run.worlds), run),
                "world": np.tile(run.numbers, len(months)),
            }
            rows = {name: np.ravel(run.series[name][months]).astype(np.float32) for name in names}
            columns |= {name.partition(".")[2]: pa.array(values, from_pandas=True) for name, values in rows.items()}
            table = pa.table(columns)
            writer = writer or stack.enter_context(pq.ParquetWriter(path, table.schema, **_options(table)))
            writer.write_table(table)
    return [
        Column("month", "text", "YYYY-MM", "Month"),
        Column("world", "whole number", "", "Number of the world"),
        *(Column(name.partition(".")[2], "number", "1", f"{labels[name]}, {SCALE}") for name in names),
    ]


def write_table(table: Any, path: Path) -> None:  # noqa: ANN401 (an Arrow table; Arrow has no types)
    """Write a table with fixed options, so that the same table gives the same bytes."""
    pq.write_table(table, path, row_group_size=ROWS, **_options(table))


def _options(table: Any) -> dict[str, Any]:  # noqa: ANN401 (an Arrow table)
    texts = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    return {"version": "2.6", "compression": "zstd", "compression_level": 3, "use_dictionary": texts}


def _coded(codes: NDArray[np.integer], texts: Sequence[str], *, ordered: bool = False) -> Any:  # noqa: ANN401
    """Texts as an Arrow array that stores each of them once; a negative code is empty."""
    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(texts), pa.string()), ordered=ordered)


def _dated(months: NDArray[np.integer], run: Run) -> Any:  # noqa: ANN401 (an Arrow array)
    """Months of a run as a column, in the order of time; a negative one is empty."""
    return _coded(months, run.months, ordered=True)


def _label_of_quantile(share: float) -> str:
    if share == QUANTILES["median"]:
        return "Median world (an order statistic, not interpolated)"
    return f"{100 * share:.0f} % of the worlds lie at or below this"


def _label_of_outcome(name: str) -> str:
    if name in OUTCOME_LABELS:
        return OUTCOME_LABELS[name]
    dimension = name.removeprefix("alignment_").removesuffix("_final")
    return f"Alignment in {dimension} in the last month, {SCALE}"
