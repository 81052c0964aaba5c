"""Export an immutable snapshot of all linked histories and adults; training reads nothing else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from records.calendar import instant_to_text
from records.snapshots import Manifest, SnapshotError, write_snapshot
from serving.service.acts import Actor, enter
from serving.store.extracts import freshness
from serving.store.linked import LinkedHistories
from serving.store.linked_adults import read_adults
from serving.store.opening import Store
from serving.store.rescorings import look_state

__all__ = ["export_snapshot"]

#: The manifest last: a directory without one is no snapshot.
_FILES = ("histories.parquet", "adults.parquet", "manifest.json")


def export_snapshot(store: Store, directory: Path, now: datetime, by: Actor) -> Manifest:
    """Write every linked history and every adult to ``directory``.

    The snapshot is as old as the oldest of the connected extracts: after that moment
    some system's entries are missing, so nothing later counts as observed. It is put in
    its place once the access log durably says who took it, of what hash: no entry, no
    snapshot. An entry without a snapshot means that it was about to be there.

    Raises:
        SnapshotError: no extract was ever read, or the directory holds a snapshot.
        StoreUnavailableError: it could not be entered; nothing was left.
    """
    if (directory / _FILES[-1]).exists():
        raise SnapshotError(f"{directory.name} already holds a snapshot; snapshots never change")
    directory.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".taking-", dir=directory) as folder:
        made = Path(folder)
        with store.reading() as connection:
            taken = freshness(connection)
            if not taken:
                raise SnapshotError("the store holds no extract yet: run missing-risk ingest first")
            histories, adults = LinkedHistories(connection), read_adults(connection)
            manifest = write_snapshot(made, histories, min(taken.values()), adults)
            linkage = look_state(connection).linkage
        with store.writing() as connection:
            enter(
                connection,
                by,
                kind="SNAPSHOT_EXPORTED",
                at=now,
                inputs={
                    "snapshot": manifest.digest,
                    "linkage": linkage,
                    "known_at": instant_to_text(min(taken.values())),
                },
                facts={
                    "children": manifest.children,
                    "adults": manifest.adults,
                    "events": manifest.events,
                },
            )
        for name in _FILES:
            (made / name).replace(directory / name)
    return manifest
