"""Split records off a child, or an adult, who was taken for one and is two (N4)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.persons import ChildId, PersonRecord, RecordId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, log_refusal
from serving.service.acts import Actor, enter_shown
from serving.service.context import Service
from serving.service.linked_people import NoSuchPersonError, find_person
from serving.service.relinking import DecisionConflictError, decide
from serving.service.reviewed_links import LinkSettledError, check_written, link_id
from serving.service.show_doubtful_link import LinkLook
from serving.service.side_by_side import explained
from serving.store.decisions import DecisionRow
from serving.store.judgements import JudgementRow, add_judgements
from serving.store.links import links_of, records_of
from serving.store.opening import Connection
from serving.store.persons import read_persons
from serving.tables.who import WHO

__all__ = ["SplitError", "split_child"]


class SplitError(Exception):
    """The records named can't be split off. Nothing was changed."""


async def split_child(
    service: Service,
    officer: Officer,
    person: str,
    records: Sequence[RecordId],
    why: str,
    reason: AccessReason,
) -> LinkLook:
    """Decide that the records named are not the same person as those that stay.

    One decision for each named record and each that stays; whether the named ones are
    one child or several is linkage's to say again. Works for an adult as for a child.

    The decisions and their entries in the access log with the very bytes that are
    returned become durable together or not at all.

    Raises:
        NotPermittedError, NoSuchPersonError: refused; the refusal is logged too.
        NoReviewReasonError: no written reason.
        SplitError: none or all of the records are named, or one that isn't the child's.
        DecisionConflictError: it contradicts what people decided. Nothing was kept.
        LinkSettledError: the records moved in the meantime. Nothing was kept.
        StoreUnavailableError: it could not be kept and logged, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_JUDGE, now)
    written = check_written(why)
    act = new_entry_id(now, service.draw(10))
    try:
        return await asyncio.to_thread(
            _split, service, officer, person, frozenset(records), written, act, now, reason
        )
    except tuple(_RULES) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=person, reason=reason)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchPersonError: "no_such_person",
    SplitError: "nothing_to_split",
    LinkSettledError: "link_settled",
    DecisionConflictError: "decision_conflict",
}


def _split(
    service: Service,
    officer: Officer,
    asked: str,
    named: frozenset[RecordId],
    why: str,
    act: str,
    now: datetime,
    reason: AccessReason,
) -> LinkLook:
    with service.store.reading() as connection:
        subject, person = find_person(connection, asked)
        who = WHO[subject]
        theirs = frozenset(records_of(connection, who, [person]))
        staying = _staying(theirs, named)
        persons = read_persons(connection, who, [str(record) for record in theirs])
    rows = _rows(service, officer, subject, persons, named, staying, why, act, now)

    def keep(connection: Connection) -> None:
        if frozenset(records_of(connection, who, [person])) != theirs:
            raise LinkSettledError
        add_judgements(connection, rows)

    def enter(connection: Connection) -> LinkLook:
        now_of = links_of(connection, who, [str(record) for record in theirs])
        body = encode(_values(act, subject, person, named, now_of, now))
        receipts = enter_shown(
            connection,
            Actor(officer, service.draw),
            kind="CHILD_SPLIT",
            at=now,
            people=now_of.values(),
            reason=reason,
            body=body,
            inputs={"as_of": instant_to_text(now)},
            facts={"act": act, "records": len(named)},
        )
        return LinkLook(body, receipts)

    said = [DecisionRow("different", row.a, row.b, now, officer.name, why) for row in rows]
    weights = service.weights[subject]
    return decide(service.store, subject, said, weights, now, beside=keep, enter=enter)


def _values(
    act: str,
    subject: Subject,
    person: ChildId,
    named: frozenset[RecordId],
    now_of: Mapping[RecordId, ChildId],
    now: datetime,
) -> dict[str, Any]:
    return {
        "act": act,
        "subject": subject.value,
        "person": person,
        "records": [
            {
                "system": record.source.value,
                "system_name": record.source.words,
                "reference": record.ref,
                "person": whose,
                "was_split_off": record in named,
            }
            for record, whose in sorted(now_of.items(), key=lambda item: str(item[0]))
        ],
        "people": sorted(set(now_of.values())),
        "as_at": instant_to_text(now),
    }


def _staying(theirs: frozenset[RecordId], named: frozenset[RecordId]) -> frozenset[RecordId]:
    if not named:
        raise SplitError("Name the records to split off.")
    if not named <= theirs:
        raise SplitError("A record named is not among this person's records. Look again.")
    if named == theirs:
        raise SplitError("Leave at least one record: there is nobody to split these off from.")
    return theirs - named


def _rows(
    service: Service,
    officer: Officer,
    subject: Subject,
    persons: Sequence[PersonRecord],
    named: frozenset[RecordId],
    staying: frozenset[RecordId],
    why: str,
    act: str,
    now: datetime,
) -> list[JudgementRow]:
    weights = service.weights[subject]
    versions: dict[RecordId, list[PersonRecord]] = {}
    for one in persons:
        versions.setdefault(one.id, []).append(one)
    pairs = sorted(
        (sorted((off, kept), key=str) for off in named for kept in staying),
        key=lambda pair: [str(record) for record in pair],
    )
    return [
        JudgementRow(
            act=act,
            kind="split",
            subject=subject,
            link=link_id(service.secret, subject, a, b),
            a=a,
            b=b,
            said="different",
            reason=why,
            judged_at=now,
            judged_by=officer.name,
            is_blind=True,
            verdict="linked",
            refusal=None,
            weight=explained(versions[a], versions[b], weights).weight,
            weights=weights.digest,
        )
        for a, b in pairs
    ]
