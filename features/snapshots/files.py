"""Features as files: one row for each child and moment, one column for each feature.

A folder holds ``values/*.parquet`` and ``manifest.json``, written last. Any engine writes
the same rows, in any order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from features.catalogue import CATALOGUE, CATALOGUE_VERSION
from features.many_children import Packed, measure_many
from features.table import micros
from records.calendar import instant_to_text
from records.snapshots import Manifest
from records.unknown import UNKNOWN_CODES

__all__ = [
    "COLUMNS",
    "FeatureFiles",
    "FeatureFilesError",
    "check_can_measure",
    "measured_batch",
    "values_folder",
    "write_manifest",
]

SCHEMA = "features/v1"
COLUMNS = pa.schema(
    [
        pa.field("child", pa.string(), nullable=False),
        pa.field("as_of", pa.timestamp("us", tz="UTC"), nullable=False),
        *(pa.field(feature.name, pa.int32(), nullable=False) for feature in CATALOGUE),
    ]
)


class FeatureFilesError(Exception):
    """Features can't be made or written here. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FeatureFiles:
    """What a folder of features holds.

    Attributes:
        snapshot: digest of the snapshot that they were made of.
        catalogue: version of the features' definitions.
        as_of: the moments, in order.
        rows: children times moments.
        unknown: how each kind of not knowing stands in the columns.
    """

    schema: str
    snapshot: str
    catalogue: str
    as_of: tuple[str, ...]
    children: int
    rows: int
    features: tuple[str, ...]
    unknown: dict[str, int]


def values_folder(out: Path) -> Path:
    """Where the values stand."""
    return out / "values"


def check_can_measure(manifest: Manifest, moments: Sequence[datetime], out: Path) -> None:
    """Raises :class:`FeatureFilesError` if there is anything at ``out``, no moment, one twice,
    or one after the snapshot was taken: what was recorded since is not in it."""
    if not moments or len(set(moments)) < len(moments):
        raise FeatureFilesError("name each moment once, and at least one")
    if max(moments) > manifest.taken:
        raise FeatureFilesError(
            f"the snapshot was taken at {manifest.taken_at}; ask about no later moment"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FeatureFilesError(f"{out.name} holds something already; name a new folder")


def measured_batch(
    ids: Sequence[str], packed: Packed, moments: Sequence[datetime], threads: int | None = None
) -> pa.RecordBatch:
    """The rows of these children, each at every moment, by the compiled engine.

    ``ids`` stand in the order of ``packed``. One machine and a cluster's many give the
    same; ``threads`` as :func:`features.many_children.measure_many` takes them.
    """
    children = np.repeat(np.arange(len(packed)), len(moments))
    asked = np.tile(np.array([micros(m) for m in moments], dtype=np.int64), len(packed))
    table = measure_many(packed, children, asked, threads=threads)
    names = np.array(ids, dtype=object)
    return pa.RecordBatch.from_arrays(
        [
            pa.array(names[children], type=pa.string()),
            pa.array(asked, type=COLUMNS.field("as_of").type),
            *(pa.array(table.column(name), type=pa.int32()) for name in table.names),
        ],
        schema=COLUMNS,
    )


def write_manifest(
    out: Path, snapshot: Manifest, moments: Sequence[datetime], rows: int
) -> FeatureFiles:
    """Say what the folder holds, once it holds it.

    Raises:
        FeatureFilesError: there is not one row for each child and moment.
    """
    if rows != snapshot.children * len(moments):
        raise FeatureFilesError(
            f"{rows:,} rows were made of a snapshot of {snapshot.children:,} children: "
            "it is not what its manifest says"
        )
    files = FeatureFiles(
        schema=SCHEMA,
        snapshot=snapshot.digest,
        catalogue=CATALOGUE_VERSION,
        as_of=tuple(instant_to_text(moment) for moment in moments),
        children=snapshot.children,
        rows=rows,
        features=tuple(COLUMNS.names[2:]),
        unknown={kind.value: code for kind, code in UNKNOWN_CODES.items()},
    )
    text = json.dumps(asdict(files), indent=1) + "\n"
    (out / "manifest.json").write_text(text, encoding="utf-8")
    return files
