"""Export an immutable snapshot of all linked histories and adults; training reads nothing else."""

from __future__ import annotations

from pathlib import Path

from records.snapshots import Manifest, SnapshotError, write_snapshot
from serving.store.extracts import freshness
from serving.store.linked import LinkedHistories
from serving.store.linked_adults import read_adults
from serving.store.opening import Store

__all__ = ["export_snapshot"]


def export_snapshot(store: Store, directory: Path) -> Manifest:
    """Write every linked history and every adult to ``directory``.

    The snapshot is as old as the oldest of the connected extracts: after that moment
    some system's entries are missing, so nothing later counts as observed.

    Raises:
        SnapshotError: no extract was ever read, or the directory holds a snapshot.
    """
    with store.reading() as connection:
        taken = freshness(connection)
        if not taken:
            raise SnapshotError("the store holds no extract yet: run missing-risk ingest first")
        histories, adults = LinkedHistories(connection), read_adults(connection)
        return write_snapshot(directory, histories, min(taken.values()), adults)
