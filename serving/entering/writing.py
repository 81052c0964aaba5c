"""Write entries down: validated, kept, linked, shown and banded in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linkage.children import mint_from
from linkage.subjects import Subject
from records.events import Event
from records.formats import FORMATS
from records.persons import ChildId, PersonRecord
from records.rows import BadRow, Entry, Fault, RowReader
from records.writing import entry_values
from serving.entering.banding import Banded, band_anew
from serving.entering.given import EntryRefusedError, Given, Who
from serving.entering.people import Subjected, person_of, person_told_of
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.service.relinking import NotLinkedError
from serving.service.remaking_looks import remake_looks
from serving.store.decisions import DecisionRow, add_decisions
from serving.store.extracts import CHANGED_ENTRY, WRITTEN_HERE, ingest_batch, start_extract
from serving.store.link_trails import id_now
from serving.store.linkings import add_linking, last_linking, lock_linking
from serving.store.links import save_links
from serving.store.opening import Connection
from serving.store.schema import store_secret
from serving.store.searching import save_searchable
from serving.tables.who import WHO

__all__ = ["JUST_AFTER", "Written", "write_entries"]

_WHO = WHO[Subject.CHILD]
#: What is recorded at a moment is known just after it.
JUST_AFTER = timedelta(microseconds=1)
_LINKED_BECAUSE = "written down in this service for this child"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down.

    Attributes:
        child: whose it is, by the id now; a new id for a child whom nobody knew.
        entries: the ``entry`` of each, in the order given.
        known_from: the first moment at which an answer holds it.
    """

    child: ChildId
    entries: tuple[str, ...]
    banded: Banded
    known_from: datetime


def write_entries(
    connection: Connection,
    service: Service,
    child: str | Who,
    given: Sequence[Given],
    *,
    act: str,
    by: str,
    now: datetime,
) -> Written:
    """Write entries about one child down, all of them or none.

    The caller's transaction enters the act in the access log last
    (:func:`serving.store.acts.enter_act`), under the id ``act``: the entries are called
    after it, so that each leads to who wrote it.

    Args:
        child: an id that the child has or had, or who they are if no search found them;
            then a record and a child are made, and linking joins them with others later.
        act: the id of the log's entry of this act.
        by: the account of whoever writes.
        now: when the force knew; nothing may have occurred after it.

    Raises:
        NoSuchChildError: nobody has the id.
        EntryRefusedError: an entry breaks a rule of its format, or comes from the future.
        NotLinkedError: no records were ever linked in this store.
    """
    lock_linking(connection)
    whose = None
    if isinstance(child, str):
        whose = id_now(connection, _WHO, child)
        if whose is None:
            raise NoSuchChildError
    names = []
    for number, one in enumerate(given):
        entry = f"{act}.{number}"
        subject = _subject(connection, whose, child, one, now, entry)
        _keep(connection, one, subject.person, entry, now)
        whose = _link(connection, whose, subject, by, now)
        names.append(entry)
    if whose is None:
        raise ValueError("nothing was given to be written down")
    known_from = now + JUST_AFTER
    remake_looks(connection, {whose}, known_from)
    banded = band_anew(connection, whose, service.models().cards, service.policy, known_from)
    return Written(whose, tuple(names), banded, known_from)


def _subject(
    connection: Connection,
    whose: ChildId | None,
    child: str | Who,
    one: Given,
    now: datetime,
    entry: str,
) -> Subjected:
    if whose is not None:
        return person_of(connection, whose, one.source, now, f"here:{entry}")
    assert isinstance(child, Who), "a child by id was found or refused"
    return person_told_of(child, one.source, now, f"here:{entry}")


def _keep(
    connection: Connection, one: Given, person: PersonRecord, entry: str, now: datetime
) -> None:
    """The entry, read back from the very row that an extract would bring."""
    if one.occurred > now:
        raise EntryRefusedError([Fault("occurred_at", "is in the future")])
    format_ = FORMATS[one.source]
    event = Event(
        one.source, one.kind, one.reference, entry, one.occurred, now, one.details, one.replaces
    )
    cells = entry_values(format_, event, person)
    raw = json.dumps(cells, ensure_ascii=False)
    if unknown := sorted(set(one.details) - {column.name for column in format_.own}):
        raise EntryRefusedError([Fault(name, "is not a column of the format") for name in unknown])
    row = RowReader(format_).checked(1, cells, raw)
    if isinstance(row, BadRow):
        raise EntryRefusedError(row.faults)
    _store(connection, row, now)


def _store(connection: Connection, row: Entry, now: datetime) -> None:
    extract = start_extract(
        connection,
        source=row.event.source,
        file=WRITTEN_HERE,
        digest=hashlib.sha256(row.raw.encode()).hexdigest(),
        taken_at=now,
        read_at=now,
    )
    counts = ingest_batch(connection, extract, row.event.source, [row])
    if counts.stored != 1:
        raise EntryRefusedError([CHANGED_ENTRY])


def _link(
    connection: Connection, whose: ChildId | None, subject: Subjected, by: str, now: datetime
) -> ChildId:
    """Let the entry's record be the child's: it was, or somebody says so now."""
    record = subject.person.id
    if whose is not None and subject.beside is None:
        return whose
    last = last_linking(connection, Subject.CHILD)
    if last is None:
        raise NotLinkedError
    if subject.beside is not None:
        said = DecisionRow("same", record, subject.beside, now, by, _LINKED_BECAUSE)
        add_decisions(connection, _WHO, [said])
    child = whose or mint_from(store_secret(connection), Subject.CHILD)(record)
    save_links(connection, _WHO, {record: child}, {}, now)
    save_searchable(connection, [(record, [subject.person])], replacing_all=False)
    add_linking(
        connection,
        Subject.CHILD,
        kind="decision",
        at=now,
        version=last.version,
        through_extract=last.through_extract,
        changed=[[[str(record), None, child]], []],
    )
    return child
