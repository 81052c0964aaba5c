"""Snapshots of invented forces as the ordinary commands make them: taken in, linked, exported."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.service.export_snapshot import export_snapshot
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.store.opening import open_store
from tests.lib.acting import HOST
from tests.lib.forces import UNTIL, force_at
from tests.lib.made_once import made_once

__all__ = ["linked_snapshot"]


@cache
def linked_snapshot(children: int = 3_000, years: int = 3, seed: int = 7) -> Path:
    """The snapshot of the force with these arguments; don't write into it."""
    now = datetime.combine(UNTIL + timedelta(days=1), time(6), UTC)
    weights = {subject: load_weights(subject) for subject in Subject}
    extracts = force_at(children, years, seed) / "records"

    def make(out: Path) -> None:
        with (
            TemporaryDirectory(prefix="snapshot-") as folder,
            open_store(f"{folder}/force.db", writer=True) as store,
        ):
            ingest_extracts(store, extracts, now, HOST)
            link_store(store, weights, now, HOST)
            export_snapshot(store, out, now, HOST)

    return made_once(f"snapshot-{children}-{years}-{seed}", make)
