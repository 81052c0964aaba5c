"""Immutable snapshots: linked histories as files, for training and for other machines.

A snapshot is a directory with ``histories.parquet`` (one row for each child: its id and
its history as canonical JSON), ``adults.parquet`` (the same of each adult) and
``manifest.json``. The manifest's ``digest`` covers every row, so that a run can say exactly
what it learnt from. Histories in a snapshot hold no connections: those are worked out of
all histories and adults together, by whoever reads them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from records.adults import Adult, adult_from_json, adult_text
from records.calendar import instant_from_text, instant_to_text
from records.history import History
from records.serial import history_from_json, history_text
from records.written import WrittenHistory

__all__ = [
    "Manifest",
    "SnapshotError",
    "read_adults",
    "read_manifest",
    "read_snapshot",
    "write_snapshot",
]

SCHEMA = "snapshot/v2"
_BATCH = 2_000


class SnapshotError(Exception):
    """The directory is no snapshot, is of another schema, or was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds.

    Attributes:
        taken_at: everything recorded before it is inside; nothing later is.
        digest: SHA-256 over the canonical histories in order of child id, then over the
            canonical adults in order of theirs.
    """

    schema: str
    taken_at: str
    children: int
    adults: int
    events: int
    digest: str

    @property
    def taken(self) -> datetime:
        """``taken_at`` as an instant."""
        return instant_from_text(self.taken_at)


def write_snapshot(
    directory: Path,
    histories: Iterable[History | WrittenHistory],
    taken_at: datetime,
    adults: Iterable[Adult] = (),
) -> Manifest:
    """Write a new snapshot; histories and adults come in order of their ids.

    The manifest is written last, so a directory without one is no snapshot.

    Raises:
        SnapshotError: the directory already holds a snapshot, the order is wrong, or a
            history holds connections.
    """
    if (directory / "manifest.json").exists():
        raise SnapshotError(f"{directory.name} already holds a snapshot; snapshots never change")
    directory.mkdir(parents=True, exist_ok=True)
    digest, events = hashlib.sha256(), 0

    def texts() -> Iterator[tuple[str, str]]:
        nonlocal events
        for history in histories:
            if history.connections:
                raise SnapshotError("a snapshot holds histories without their connections")
            events += len(history.events)
            if isinstance(history, WrittenHistory):
                yield history.child, history.text()
            else:
                yield history.child, history_text(history)

    children = _write(directory / "histories.parquet", "child", "history", texts(), digest)
    told = ((adult.id, adult_text(adult)) for adult in adults)
    people = _write(directory / "adults.parquet", "id", "adult", told, digest)
    manifest = Manifest(
        SCHEMA, instant_to_text(taken_at), children, people, events, "sha256:" + digest.hexdigest()
    )
    text = json.dumps(asdict(manifest), indent=1) + "\n"
    (directory / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _write(
    file: Path, key: str, value: str, rows: Iterable[tuple[str, str]], digest: hashlib._Hash
) -> int:
    """Write (id, canonical text) rows and count them into the digest; how many there were."""
    columns = pa.schema([(key, pa.string()), (value, pa.string())])
    count, last = 0, ""
    with pq.ParquetWriter(file, columns, compression="zstd") as table:
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            for name, line in batch:
                if name <= last:
                    raise SnapshotError(f"{value} rows must come once each, in order of id")
                last = name
                digest.update(line.encode() + b"\n")
            count += len(batch)
            names, lines = zip(*batch, strict=True)
            table.write_table(pa.table({key: list(names), value: list(lines)}, schema=columns))
    return count


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
    """Every history in order of child id, without connections.

    Raises:
        SnapshotError: at the end, if the histories or the adults are not what the
            manifest's digest says.
    """
    manifest = read_manifest(directory)
    digest = hashlib.sha256()
    for line in _lines(directory / "histories.parquet", "history", digest):
        yield history_from_json(json.loads(line))
    for _ in _lines(directory / "adults.parquet", "adult", digest):
        pass
    if "sha256:" + digest.hexdigest() != manifest.digest:
        raise SnapshotError(f"{directory} was changed after it was written: its digest differs")


def read_adults(directory: Path) -> Iterator[Adult]:
    """Every adult in order of id. Whether they were changed :func:`read_snapshot` says.

    Raises:
        SnapshotError: the directory holds no snapshot that this release knows.
    """
    read_manifest(directory)
    for line in _lines(directory / "adults.parquet", "adult", hashlib.sha256()):
        yield adult_from_json(json.loads(line))


def _lines(file: Path, column: str, digest: hashlib._Hash) -> Iterator[str]:
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(batch_size=_BATCH, columns=[column]):
            for line in batch.column(0).to_pylist():
                digest.update(line.encode() + b"\n")
                yield line
