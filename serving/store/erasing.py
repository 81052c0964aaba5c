"""Taking a child's records out of every table, inside the caller's transaction.

What people and systems said goes; what says only that it was, stays: opaque ids, the log's
entries and proofs, counts. Guards stand throughout: where a table may only be added to, the
words in it are emptied by the one change that its guard lets through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Delete, Table, Update, delete, or_, select, update

from linkage.subjects import Subject
from records.persons import ChildId, RecordId
from serving.store.batches import batches
from serving.store.erased import ERASED_RECORD, erased_name, mark_of
from serving.store.erasure_traces import About
from serving.store.links import records_of
from serving.store.persons import read_persons
from serving.store.search_forgetting import forget_searchable
from serving.tables.case_audits import audit_acts, audit_cases, audit_frames
from serving.tables.indicators import indicator_cases
from serving.tables.kept import kept_inputs
from serving.tables.link_reviews import link_judgements
from serving.tables.messages import told_notices
from serving.tables.plans import plan_copies, plan_drafts
from serving.tables.relations import adult_entries, relation_keys
from serving.tables.rescored import rescored_changes, rescored_children
from serving.tables.restrictions import restrictions
from serving.tables.retention import retention_decisions
from serving.tables.taken_in import entries, history_blobs, quarantine
from serving.tables.who import WHO, WhoTables

__all__ = [
    "about_child",
    "adults_named_alone",
    "delete_blobs",
    "erase_records",
    "withheld_naming",
]

_CHILD, _ADULT = WHO[Subject.CHILD], WHO[Subject.ADULT]


def about_child(connection: Connection, child: ChildId) -> About:
    """By what the child of this current id is known, and was."""
    records = frozenset(str(record) for record in records_of(connection, _CHILD, [child]))
    persons = read_persons(connection, _CHILD, records)
    names = {
        (forename.casefold(), person.surname.casefold())
        for person in persons
        for forename in (person.forename or "", *person.other_names)
    }
    return About(frozenset(_ids(connection, child)), records, frozenset(names))


def _ids(connection: Connection, child: ChildId) -> set[str]:
    """The id, and every id that went into it."""
    ids, new = {str(child)}, {str(child)}
    trail = _CHILD.trail
    while new:
        query = select(trail.c.old_id).where(trail.c.new_id.in_(sorted(new)))
        new = set(connection.execute(query).scalars()) - ids
        ids |= new
    return ids


def adults_named_alone(connection: Connection, records: Collection[str]) -> frozenset[str]:
    """The adults' records that nothing but these records of children names.

    An adult whom another child's entry names, or an entry of their own, is not among them.
    """
    own = select(entries.c.source, entries.c.entry, entries.c.details).where
    named: set[str] = set()
    for some in batches(sorted(records)):
        for source, entry, details in connection.execute(own(entries.c.record_id.in_(some))):
            named |= _named(source, entry, details)
    alone = set(named)
    for some in batches(sorted(named)):
        held = select(adult_entries.c.record_id).where(adult_entries.c.record_id.in_(some))
        alone -= set(connection.execute(held).scalars())
    for source in sorted({record.partition(":")[0] for record in alone}):
        others = own(
            entries.c.source == source,
            entries.c.details.contains('"adult_ref"'),
            or_(entries.c.record_id.is_(None), entries.c.record_id.not_in(sorted(records))),
        )
        for _, entry, details in connection.execute(others):
            alone -= _named(source, entry, details)
    return frozenset(alone)


def _named(source: str, entry: str, details: str) -> set[str]:
    said = json.loads(details)
    if (ref := said.get("adult_ref")) is not None:
        return {f"{source}:{ref}"}
    has_name = said.get("adult_forename") or said.get("adult_surname")
    return {f"{source}:entry:{entry}"} if has_name else set()


@dataclass(slots=True)
class _Count:
    """How many rows of what were taken out."""

    connection: Connection
    rows: dict[str, int]

    def run(self, what: str, statement: Delete | Update) -> None:
        """Carry it out, and count the rows under this name."""
        changed = self.connection.execute(statement).rowcount
        self.rows[what] = self.rows.get(what, 0) + changed


def erase_records(
    connection: Connection, about: About, adults: Collection[str], secret: bytes
) -> Mapping[str, int]:
    """Take these records of the child, and of adults, out of all but the log and the blobs.

    Looks and the digest of the linkage's state are the caller's to remake. Returns
    how many rows of each kind went.
    """
    count = _Count(connection, {})
    persons = read_persons(connection, _CHILD, about.records)
    count.rows["search"] = forget_searchable(connection, persons)
    _scrub_quarantine(count, about, secret)
    for some in batches(sorted(about.records)):
        count.run("entries", delete(entries).where(entries.c.record_id.in_(some)))
        count.run("keys", delete(relation_keys).where(relation_keys.c.record_id.in_(some)))
    for some in batches(sorted(adults)):
        count.run("keys", delete(relation_keys).where(relation_keys.c.key.in_(some)))
    _erase_people(count, _CHILD, about.records, secret)
    _erase_people(count, _ADULT, adults, secret)
    ids = sorted(about.ids)
    for table in (rescored_children, rescored_changes):
        count.run("rescored", delete(table).where(table.c.child_id.in_(ids)))
    behind = indicator_cases.c.child_id.in_(ids)
    count.run("indicator cases", delete(indicator_cases).where(behind))
    gone = restrictions.c.child_id.in_(ids)
    count.run("restrictions", update(restrictions).where(gone).values(note=""))
    written = plan_drafts.c.child_id.in_(ids) & plan_drafts.c.value.is_not(None)
    count.run("plans", update(plan_drafts).where(written).values(value=None))
    count.run("plans", delete(plan_copies).where(plan_copies.c.child_id.in_(ids)))
    for audited in (audit_frames, audit_cases, audit_acts):
        held = audited.c.child_id.in_(ids) & audited.c.value.is_not(None)
        count.run("case audits", update(audited).where(held).values(value=None))
    told = told_notices.c.child_id.in_(ids)
    empty = {"child_id": None, "cause": "", "person": None, "reference": None}
    count.run("notices", update(told_notices).where(told).values(**empty))
    decided = retention_decisions.c.child_id.in_(ids)
    count.run("retention", update(retention_decisions).where(decided).values(why=""))
    return count.rows


def _erase_people(count: _Count, who: WhoTables, records: Collection[str], secret: bytes) -> None:
    for some in batches(sorted(records), 500):
        for what, table in (
            ("persons", who.versions), ("links", who.links), ("weights", who.keys),
        ):  # fmt: skip
            count.run(what, delete(table).where(table.c.record_id.in_(some)))
        for what, table in (("doubtful", who.doubtful), ("weights", who.pairs)):
            either = or_(table.c.a.in_(some), table.c.b.in_(some))
            count.run(what, delete(table).where(either))
        for table in (who.decisions, link_judgements):
            _empty_words(count, table, some, secret)


def _empty_words(count: _Count, table: Table, records: Collection[str], secret: bytes) -> None:
    for side in (table.c.a, table.c.b):
        held = select(side).where(side.in_(records)).distinct()
        for record in count.connection.execute(held).scalars().all():
            blank = {"reason": "", side.name: erased_name(secret, record)}
            count.run("judgements", update(table).where(side == record).values(blank))


def _scrub_quarantine(count: _Count, about: About, secret: bytes) -> None:
    """Empty what held-back rows say of these records; that they were held back stays."""
    refs = [RecordId.parse(record) for record in about.records]
    table = quarantine
    for source in sorted({ref.source.value for ref in refs}):
        mine = {ref.ref for ref in refs if ref.source.value == source}
        query = select(table.c.extract_id, table.c.extract_row, table.c.raw)
        for extract, row, raw in count.connection.execute(
            query.where(table.c.source == source)
        ).all():
            said = bytes(raw).decode()
            if about.is_named(said) or any(_stands_in(ref, said) for ref in mine):
                here = table.c.extract_id == extract, table.c.extract_row == row
                faults = json.dumps([[ERASED_RECORD.field, ERASED_RECORD.rule]])
                blank = {"raw": b"", "digest": mark_of(secret, said), "faults": faults}
                count.run("quarantine", update(table).where(*here).values(blank))


def _stands_in(reference: str, row: str) -> bool:
    """Whether the reference is one whole cell of the row."""
    return reference in (cell.strip() for cell in _BETWEEN_CELLS.split(row))


#: Of CSV and of JSON lines alike.
_BETWEEN_CELLS = re.compile(r'[",:{}\[\]\r\n]')


def delete_blobs(connection: Connection, blobs: Collection[str]) -> int:
    """Delete what looks were made from, by name. None of them may be anybody's current one."""
    table, gone = history_blobs, 0
    for some in batches(sorted(blobs)):
        gone += connection.execute(delete(table).where(table.c.digest.in_(some))).rowcount
    return gone


def withheld_naming(connection: Connection, about: About) -> Iterator[str]:
    """The digests of kept lists of withheld children that hold one of the ids."""
    query = select(kept_inputs.c.digest, kept_inputs.c.value).where(
        kept_inputs.c.kind == "withheld", kept_inputs.c.value.is_not(None)
    )
    for digest, value in connection.execute(query):
        if any(child.encode() in bytes(value) for child in about.ids):
            yield digest
