"""Split records off a child, or an adult, who was taken for one and is two (N4)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.persons import ChildId, PersonRecord, RecordId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, log_looks, log_refusal
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
from serving.store.who_tables import WHO

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

    Raises:
        NotPermittedError, NoSuchPersonError: refused; the refusal is logged too.
        NoReviewReasonError: no written reason.
        SplitError: none or all of the records are named, or one that isn't the child's.
        DecisionConflictError: it contradicts what people decided. Nothing was kept.
        LinkSettledError: the records moved in the meantime. Nothing was kept.
        StoreUnavailableError: not kept, or kept and not logged; look at the child again.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_JUDGE, now)
    written = check_written(why)
    act = new_entry_id(now, service.draw(10))
    try:
        values, people = await asyncio.to_thread(
            _split, service, officer, person, frozenset(records), written, act, now
        )
    except tuple(_RULES) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=person, reason=reason)
        raise
    body = encode(values)
    receipts = await log_looks(
        service,
        officer,
        kind="CHILD_SPLIT",
        at=now,
        people=people,
        reason=reason,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"act": act, "records": len(set(records))},
    )
    return LinkLook(body, receipts)


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
) -> tuple[dict[str, Any], set[ChildId]]:
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

    said = [DecisionRow("different", row.a, row.b, now, officer.name, why) for row in rows]
    decide(service.store, subject, said, service.weights[subject], now, keep)
    with service.store.reading() as connection:
        now_of = links_of(connection, who, [str(record) for record in theirs])
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
    }, {*now_of.values()}


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
