"""Flat rows as Parquet: any order, as extracts and logs come; packed without histories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.compiled.flat import DEFAULTS, FLAT
from features.local_days import NEVER

__all__ = ["FLAT_SCHEMA", "FlatFileError", "read_flat", "write_flat"]

_MOMENT = pa.timestamp("us", tz="UTC")
#: :data:`features.compiled.flat.FLAT` as Parquet has it; ``gone`` is null if nothing is.
FLAT_SCHEMA = pa.schema(
    [
        pa.field("child", pa.int64(), nullable=False),
        pa.field("recorded", _MOMENT, nullable=False),
        pa.field("gone", _MOMENT),
        pa.field("occurred", _MOMENT, nullable=False),
        pa.field("reference", pa.int64(), nullable=False),
        pa.field("value", pa.int64(), nullable=False),
        pa.field("extra", pa.int64(), nullable=False),
        pa.field("matters", pa.uint64(), nullable=False),
        pa.field("order", pa.int32(), nullable=False),
        pa.field("kind", pa.uint8(), nullable=False),
    ]
)


class FlatFileError(Exception):
    """The file holds no flat rows; the message says what it lacks."""


def write_flat(path: Path, flat: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write the columns of ``flat``; those that may be left out may be left out here too."""
    fields, arrays = [], []
    for field in FLAT_SCHEMA:
        if field.name not in flat:
            continue
        values = np.ascontiguousarray(flat[field.name], dtype=FLAT[field.name])
        mask = values == NEVER if field.name == "gone" else None
        fields.append(field)
        arrays.append(pa.array(values, mask=mask).cast(field.type))
    pq.write_table(pa.table(arrays, schema=pa.schema(fields)), path, compression="zstd")


def read_flat(path: Path, leave_out: Collection[str] = ()) -> dict[str, npt.NDArray[Any]]:
    """The columns of a file of flat rows, for :func:`features.compiled.packing.pack_columns`.

    Args:
        leave_out: columns that are not read, of those that have a default.

    Raises:
        FlatFileError: it is no Parquet, or a column that flat rows need is missing or of
            another type.
    """
    try:
        file = pq.ParquetFile(path, memory_map=True)
    except (OSError, pa.ArrowInvalid) as fault:
        raise FlatFileError(f"{path.name} is no Parquet file") from fault
    names = [n for n in FLAT_SCHEMA.names if n in file.schema_arrow.names and n not in leave_out]
    lacking = [n for n in FLAT_SCHEMA.names if n not in names and n not in DEFAULTS]
    differing = [n for n in names if file.schema_arrow.field(n).type != FLAT_SCHEMA.field(n).type]
    if lacking or differing:
        said = [f"lacks {', '.join(lacking)}"] * bool(lacking)
        said += [f"holds another type in {', '.join(differing)}"] * bool(differing)
        raise FlatFileError(f"{path.name} {' and '.join(said)}")
    table = file.read(columns=names)
    return {name: _numbers(table.column(name)) for name in names}


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    if column.null_count:
        column = pc.fill_null(column, NEVER)
    chunk = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    values: npt.NDArray[Any] = chunk.to_numpy(zero_copy_only=False)
    return values
