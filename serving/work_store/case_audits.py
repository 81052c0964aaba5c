"""Drawings of case audits, their frames and cases, and who said what of each; nothing changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, literal_column, select, tuple_

from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.events import EventKind
from records.persons import ChildId
from records.serial import canonical
from serving.store.batches import batches, insert_rows
from serving.tables.case_audits import audit_acts, audit_cases, audit_frames, audits
from serving.tables.taken_in import entries
from serving.tables.who import WHO

__all__ = [
    "ActRow",
    "AuditRow",
    "CaseRow",
    "FrameRow",
    "acts_of",
    "add_acts",
    "add_audit",
    "audits_listed",
    "case_by_id",
    "cases_between",
    "cases_of_audit",
    "cases_of_person",
    "children_found_between",
    "drawn_before",
    "find_audit",
    "frame_of",
]

_LINKS = WHO[Subject.CHILD].links


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One drawing; see :mod:`serving.tables.case_audits`."""

    id: str
    at: datetime
    drawn_by: str
    entry: str
    rule: Mapping[str, Any]
    rule_digest: str
    versions: Mapping[str, str]
    seed: bytes
    frame_size: int
    frame_at_risk: int
    frame_digest: str


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One report that could be drawn. ``value`` is None once the child was erased."""

    position: int
    child: str
    is_at_risk: bool
    value: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One report that was drawn. ``value`` is None once the child was erased."""

    id: str
    audit: str
    position: int
    stratum: str
    child: str
    as_of: datetime
    drawn_at: datetime
    value: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ActRow:
    """One thing done about a case: ``person`` was named, stood down, graded or decided."""

    case: str
    kind: str
    person: str
    done_by: str
    at: datetime
    entry: str
    child: str
    value: Mapping[str, Any] | None


def children_found_between(
    connection: Connection, first: datetime, last: datetime
) -> tuple[ChildId, ...]:
    """Whose records hold an end of a missing report from ``first`` on and before ``last``."""
    query = (
        select(_LINKS.c.child_id)
        .distinct()
        .join(entries, entries.c.record_id == _LINKS.c.record_id)
        .where(
            # The index is of these alone, and is used where the kind stands in the statement.
            entries.c.kind == literal_column(f"'{EventKind.MISSING_FOUND.value}'"),
            entries.c.occurred >= instant_to_text(first),
            entries.c.occurred < instant_to_text(last),
            _LINKS.c.until.is_(None),
        )
    )
    return tuple(sorted(ChildId(child) for child in connection.execute(query).scalars()))


def add_audit(
    connection: Connection, audit: AuditRow, frame: Sequence[FrameRow], cases: Sequence[CaseRow]
) -> None:
    """Keep a drawing, its whole frame and its cases."""
    connection.execute(
        insert(audits).values(
            id=audit.id,
            at=instant_to_text(audit.at),
            drawn_by=audit.drawn_by,
            entry=audit.entry,
            rule=_text(audit.rule),
            rule_digest=audit.rule_digest,
            versions=_text(audit.versions),
            seed=audit.seed.hex(),
            frame_size=audit.frame_size,
            frame_at_risk=audit.frame_at_risk,
            frame_digest=audit.frame_digest,
        )
    )
    rows = [
        (audit.id, row.position, row.child, int(row.is_at_risk), _text(row.value)) for row in frame
    ]
    insert_rows(connection, audit_frames, rows)
    drawn = [
        (case.id, case.audit, case.position, case.stratum, case.child,
         instant_to_text(case.as_of), instant_to_text(case.drawn_at), _text(case.value))
        for case in cases
    ]  # fmt: skip
    insert_rows(connection, audit_cases, drawn)


def add_acts(connection: Connection, acts: Sequence[ActRow]) -> None:
    """Keep what was done. The key refuses one person's second word of one kind."""
    for act in acts:
        connection.execute(
            insert(audit_acts).values(
                case_id=act.case,
                kind=act.kind,
                person=act.person,
                done_by=act.done_by,
                at=instant_to_text(act.at),
                entry=act.entry,
                child_id=act.child,
                value=_text(act.value),
            )
        )


def find_audit(connection: Connection, id_: str) -> AuditRow | None:
    """The drawing of this id; None if there is none."""
    row = connection.execute(select(audits).where(audits.c.id == id_)).one_or_none()
    return None if row is None else _audit(row)


def audits_listed(
    connection: Connection, after: tuple[str, str] | None, most: int
) -> tuple[AuditRow, ...]:
    """Drawings, the latest first, from the one after (at, id) on."""
    query = select(audits).order_by(audits.c.at.desc(), audits.c.id.desc()).limit(most)
    if after is not None:
        query = query.where(tuple_(audits.c.at, audits.c.id) < tuple_(*after))
    return tuple(_audit(row) for row in connection.execute(query))


def drawn_before(connection: Connection, audit: AuditRow, since: datetime) -> int:
    """How many drawings by the same rule were made from ``since`` on, before this one."""
    query = select(func.count()).where(
        audits.c.rule_digest == audit.rule_digest,
        audits.c.at >= instant_to_text(since),
        tuple_(audits.c.at, audits.c.id) < tuple_(instant_to_text(audit.at), audit.id),
    )
    return int(connection.execute(query).scalar_one())


def frame_of(connection: Connection, audit: str) -> tuple[FrameRow, ...]:
    """The whole frame of a drawing, in its order."""
    query = select(audit_frames).where(audit_frames.c.audit_id == audit)
    return tuple(
        FrameRow(row.position, row.child_id, bool(row.is_at_risk), _value(row.value))
        for row in connection.execute(query.order_by(audit_frames.c.position))
    )


def cases_of_audit(connection: Connection, audit: str) -> tuple[CaseRow, ...]:
    """The cases of a drawing, in the frame's order."""
    return _cases(
        connection,
        select(audit_cases).where(audit_cases.c.audit_id == audit).order_by(audit_cases.c.position),
    )


def case_by_id(connection: Connection, id_: str) -> CaseRow | None:
    """The case of this id; None if there is none."""
    found = _cases(connection, select(audit_cases).where(audit_cases.c.id == id_))
    return found[0] if found else None


def cases_between(connection: Connection, first: datetime, last: datetime) -> tuple[CaseRow, ...]:
    """The cases drawn from ``first`` on and before ``last``, in order of their drawing."""
    return _cases(
        connection,
        select(audit_cases)
        .where(
            audit_cases.c.drawn_at >= instant_to_text(first),
            audit_cases.c.drawn_at < instant_to_text(last),
        )
        .order_by(audit_cases.c.drawn_at, audit_cases.c.id),
    )


def cases_of_person(
    connection: Connection, person: str, after: tuple[str, str] | None, most: int
) -> tuple[CaseRow, ...]:
    """The cases for which somebody was ever named, the latest named first, from the one after
    (named at, case) on."""
    named = (
        select(audit_acts.c.case_id)
        .where(audit_acts.c.person == person, audit_acts.c.kind == "named")
        .order_by(audit_acts.c.at.desc(), audit_acts.c.case_id.desc())
        .limit(most)
    )
    if after is not None:
        named = named.where(tuple_(audit_acts.c.at, audit_acts.c.case_id) < tuple_(*after))
    ids = list(connection.execute(named).scalars())
    query = select(audit_cases).where(audit_cases.c.id.in_(ids))
    found = {case.id: case for case in _cases(connection, query)}
    return tuple(found[id_] for id_ in ids)


def acts_of(connection: Connection, cases: Sequence[str]) -> dict[str, tuple[ActRow, ...]]:
    """What was done about each of these cases, in order."""
    found: dict[str, list[ActRow]] = {case: [] for case in cases}
    for some in batches(sorted(found)):
        query = select(audit_acts).where(audit_acts.c.case_id.in_(some))
        for row in connection.execute(query.order_by(audit_acts.c.at, audit_acts.c.person)):
            act = ActRow(
                row.case_id, row.kind, row.person, row.done_by, instant_from_text(row.at),
                row.entry, row.child_id, _value(row.value),
            )  # fmt: skip
            found[row.case_id].append(act)
    return {case: tuple(acts) for case, acts in found.items()}


def _cases(connection: Connection, query: Select[Any]) -> tuple[CaseRow, ...]:
    return tuple(
        CaseRow(
            row.id, row.audit_id, row.position, row.stratum, row.child_id,
            instant_from_text(row.as_of), instant_from_text(row.drawn_at), _value(row.value),
        )
        for row in connection.execute(query)
    )  # fmt: skip


def _audit(row: Row[Any]) -> AuditRow:
    return AuditRow(
        id=row.id,
        at=instant_from_text(row.at),
        drawn_by=row.drawn_by,
        entry=row.entry,
        rule=json.loads(row.rule),
        rule_digest=row.rule_digest,
        versions=json.loads(row.versions),
        seed=bytes.fromhex(row.seed),
        frame_size=row.frame_size,
        frame_at_risk=row.frame_at_risk,
        frame_digest=row.frame_digest,
    )


def _text(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else canonical(dict(value)).decode()


def _value(text: str | None) -> Mapping[str, Any] | None:
    if text is None:
        return None
    found: Mapping[str, Any] = json.loads(text)
    return found
