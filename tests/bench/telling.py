"""How often people would be told in a year, shift by shift: before anything is turned on."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.store.opening import open_store
from tests.bench.invented import Invented
from tests.lib.acting import HOST
from tests.lib.forces import UNTIL, force_at
from tests.lib.told_year import Year, table_of

__all__ = ["CHILDREN", "telling"]

#: Of every age under 18; records are held of some 14 in 100 of them.
CHILDREN = 12_000
_YEAR = timedelta(days=365)


def telling(_: Invented) -> dict[str, float]:
    """The figures of a year in a small force of its own, whose one team covers its children."""
    end = datetime.combine(UNTIL, time(7), UTC)
    with (
        TemporaryDirectory(prefix="telling-") as folder,
        open_store(str(Path(folder) / "force.db"), writer=True) as store,
    ):
        taken = end + timedelta(hours=5)
        ingest_extracts(store, force_at(children=CHILDREN, years=2) / "records", taken, HOST)
        weights = {subject: load_weights(subject) for subject in Subject}
        link_store(store, weights, taken, HOST)
        return table_of(Year(store, end - _YEAR, end).tell())
