"""Linking a store of half a million person records, then a day's new ones, then one decision."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby, islice
from pathlib import Path

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.events import Event, EventKind
from records.persons import PersonRecord
from records.rows import Entry
from serving.service.link_records import link_store
from serving.service.relinking import decide
from serving.store.decisions import DecisionRow
from serving.store.doubtful import read_doubtful
from serving.store.extracts import ingest_batch, start_extract
from serving.store.opening import Store, open_store
from serving.tables.who import WHO
from tests.bench.invented import Invented
from tests.lib.acting import HOST, nothing
from tests.lib.many_persons import many_persons

__all__ = ["growing"]

RECORDS, NEW = 500_000, 1_000
_START = datetime(2026, 11, 22, 6, tzinfo=UTC)
_SEED = 2_026


def growing(_: Invented) -> dict[str, float]:
    """Seconds for each, and the most memory that the process had by then.

    ``grow.whole_seconds`` is reading, weighing, settling and writing of 500,000 records
    with their search index and histories; ``grow.increment_seconds`` the same for 1,000
    records more; ``grow.decision_seconds`` one person's word until the looks are made again.
    """
    with tempfile.TemporaryDirectory(prefix="missing-risk-growing-") as folder:
        return _measured(f"sqlite:///{Path(folder) / 'store.db'}", RECORDS, NEW)


def _measured(address: str, records: int, new: int) -> dict[str, float]:
    # Each step opens the store anew, as each day's command does: none pays for another's writes.
    weights = {subject: load_weights(subject) for subject in Subject}
    persons = chain.from_iterable(found for _, found in many_persons(records + new, _SEED))
    with open_store(address, writer=True) as store:
        _take_in(store, islice(persons, records), 0)
    with open_store(address, writer=True) as store:
        whole = _seconds(lambda: link_store(store, weights, _START, HOST))
    with open_store(address, writer=True) as store:
        _take_in(store, persons, 1)
    with open_store(address, writer=True) as store:
        increment = _seconds(lambda: link_store(store, weights, _START + timedelta(hours=1), HOST))
    with open_store(address, writer=True) as store:
        with store.reading() as connection:
            doubt = read_doubtful(connection, WHO[Subject.CHILD])[0]
        at = _START + timedelta(hours=2)
        said = [DecisionRow("same", doubt.a, doubt.b, at, "bench", "measured")]
        own = weights[Subject.CHILD]
        decision = _seconds(lambda: decide(store, Subject.CHILD, said, own, at, enter=nothing))
    return {
        "grow.whole_records": records,
        "grow.whole_seconds": whole,
        "grow.increment_records": new,
        "grow.increment_seconds": increment,
        "grow.decision_seconds": decision,
        "grow.peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _take_in(store: Store, persons: Iterable[PersonRecord], day: int) -> None:
    """One entry about each person, as extracts bring them in."""
    ordered = sorted(persons, key=lambda one: (one.id.source.value, one.id.ref))
    at = _START + timedelta(days=day)
    with store.writing() as connection:
        for source, theirs in groupby(ordered, key=lambda one: one.id.source):
            extract = start_extract(
                connection,
                source=source,
                file=f"{source.value}.csv",
                digest=f"{day}",
                taken_at=at,
                read_at=at,
            )
            for rows in _batches(_entry(number, one) for number, one in enumerate(theirs, 1)):
                ingest_batch(connection, extract, source, rows)


def _entry(number: int, one: PersonRecord) -> Entry:
    # What the entry says makes no difference to linking; a report needs no details.
    event = Event(
        one.id.source,
        EventKind.MISSING_REPORTED,
        one.id.ref,
        one.id.ref,
        one.recorded,
        one.recorded,
        {},
        None,
    )
    return Entry(number, event, one, one.id.ref)


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, 2_000)):
        yield some
