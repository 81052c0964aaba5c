"""Immutable snapshots: linked histories as files, for training and for other machines.

A snapshot is a directory with ``histories.parquet`` (one row for each child: its id and
its history as canonical JSON) and ``manifest.json``. The manifest's ``digest`` covers
every row, so that a run can say exactly what it learnt from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from records.calendar import instant_from_text, instant_to_text
from records.history import History
from records.serial import history_from_json, history_text
from records.written import WrittenHistory

__all__ = ["Manifest", "SnapshotError", "read_manifest", "read_snapshot", "write_snapshot"]

SCHEMA = "snapshot/v1"
_BATCH = 2_000
_COLUMNS = pa.schema([("child", pa.string()), ("history", pa.string())])


class SnapshotError(Exception):
    """The directory is no snapshot, is of another schema, or was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds.

    Attributes:
        taken_at: everything recorded before it is inside; nothing later is.
        digest: SHA-256 over the canonical histories in order of child id.
    """

    schema: str
    taken_at: str
    children: int
    events: int
    digest: str

    @property
    def taken(self) -> datetime:
        """``taken_at`` as an instant."""
        return instant_from_text(self.taken_at)


def write_snapshot(
    directory: Path, histories: Iterable[History | WrittenHistory], taken_at: datetime
) -> Manifest:
    """Write a new snapshot; ``histories`` come in order of child id.

    The manifest is written last, so a directory without one is no snapshot.

    Raises:
        SnapshotError: the directory already holds a snapshot, or the order is wrong.
    """
    if (directory / "manifest.json").exists():
        raise SnapshotError(f"{directory.name} already holds a snapshot; snapshots never change")
    directory.mkdir(parents=True, exist_ok=True)
    digest, children, events, last = hashlib.sha256(), 0, 0, ""
    with pq.ParquetWriter(directory / "histories.parquet", _COLUMNS, compression="zstd") as table:
        batch: list[tuple[str, str]] = []
        for history in histories:
            if history.child <= last:
                raise SnapshotError("histories must come once each, in order of child id")
            last = history.child
            line = history.text() if isinstance(history, WrittenHistory) else history_text(history)
            digest.update(line.encode() + b"\n")
            batch.append((history.child, line))
            children += 1
            events += len(history.events)
            if len(batch) == _BATCH:
                _write_batch(table, batch)
        if batch:
            _write_batch(table, batch)
    manifest = Manifest(
        SCHEMA, instant_to_text(taken_at), children, events, "sha256:" + digest.hexdigest()
    )
    text = json.dumps(asdict(manifest), indent=1) + "\n"
    (directory / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _write_batch(table: pq.ParquetWriter, batch: list[tuple[str, str]]) -> None:
    names, lines = zip(*batch, strict=True)
    table.write_table(pa.table({"child": list(names), "history": list(lines)}, schema=_COLUMNS))
    batch.clear()


def read_manifest(directory: Path) -> Manifest:
    """The manifest alone.

    Raises:
        SnapshotError: there is none, or it is of a schema this release doesn't know.
    """
    try:
        raw = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SnapshotError(f"{directory} holds no snapshot: run missing-risk snapshot") from None
    if raw.get("schema") != SCHEMA:
        raise SnapshotError(f"{directory}: schema is not {SCHEMA}; export the snapshot again")
    return Manifest(**raw)


def read_snapshot(directory: Path) -> Iterator[History]:
    """Every history in order of child id.

    Raises:
        SnapshotError: at the end, if what was read is not what the manifest's digest says.
    """
    manifest = read_manifest(directory)
    digest = hashlib.sha256()
    with pq.ParquetFile(directory / "histories.parquet") as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=["history"]):
            for line in batch.column(0).to_pylist():
                digest.update(line.encode() + b"\n")
                yield history_from_json(json.loads(line))
    if "sha256:" + digest.hexdigest() != manifest.digest:
        raise SnapshotError(f"{directory} was changed after it was written: its digest differs")
