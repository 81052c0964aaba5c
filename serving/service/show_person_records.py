"""Show which records make up a child or an adult, since when and by what evidence (N4).

For whoever must see which of them to split off, and what was said of them before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linkage.cleaning import CleanRecord, clean_records
from linkage.evidence import in_words
from linkage.explaining import explain
from linkage.levels import agreement
from linkage.pairs import Pair
from linkage.rules import reason_against
from linkage.weights import Weights
from records.calendar import instant_to_text
from records.persons import PersonRecord, RecordId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.answer.identity import home_words
from serving.answer.unknowns import source_values
from serving.service.access_log import check_may, log_looks, log_refusal
from serving.service.context import Service
from serving.service.hanging import what_hangs
from serving.service.linked_people import NoSuchPersonError, find_person
from serving.service.reviewed_links import last_word
from serving.service.show_doubtful_link import LinkLook
from serving.store.decisions import DecisionRow, read_decisions
from serving.store.extracts import freshness
from serving.store.judgements import JudgementRow, judgements_about
from serving.store.link_trails import LinkTrail, link_trail
from serving.store.persons import read_persons
from serving.tables.who import WHO

__all__ = ["read_person_records", "show_person_records"]


async def show_person_records(
    service: Service, officer: Officer, person: str, reason: AccessReason
) -> LinkLook:
    """Every record of the child or adult, which of the others each is most like, and why.

    A record that would be kept apart from another of them says so: a slip of linkage, or
    of a clerk, shows there. An id that went into another's answers for that one.

    Raises:
        NotPermittedError, NoSuchPersonError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_VIEW, now)
    try:
        values = await asyncio.to_thread(read_person_records, service, person, now)
    except NoSuchPersonError:
        await log_refusal(service, officer, "no_such_person", now, child=person, reason=reason)
        raise
    body = encode(values)
    receipts = await log_looks(
        service,
        officer,
        kind="PERSON_RECORDS_VIEWED",
        at=now,
        people=[values["person"]],
        reason=reason,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return LinkLook(body, receipts)


def read_person_records(service: Service, asked: str, now: datetime) -> dict[str, Any]:
    """The values of one child or adult.

    Raises:
        NoSuchPersonError: nobody has or had the id.
    """
    with service.store.reading() as connection:
        subject, person = find_person(connection, asked)
        who = WHO[subject]
        trail = link_trail(connection, who, person)
        records = [record for record, _ in trail.records]
        persons = read_persons(connection, who, [str(record) for record in records])
        decisions = read_decisions(connection, who)
        said = judgements_about(connection, subject, records)
        hangs = what_hangs(connection, subject, [person], now)[person]
        taken = freshness(connection)
    systems = {record.source.value for record in records}
    return {
        "person": person,
        "subject": subject.value,
        "records": _records(trail, persons, decisions, service.weights[subject]),
        "hangs": [{"hangs": hang.value, "words": hang.words(subject)} for hang in hangs],
        "trail": [
            {
                "from": step.old,
                "to": step.new,
                "since": instant_to_text(step.since),
                "is_whole": step.is_whole,
            }
            for step in trail.steps
        ],
        "acts": _acts(said, set(records)),
        "as_at": instant_to_text(now),
        "sources": [row for row in source_values(taken, now) if row["system"] in systems],
    }


def _records(
    trail: LinkTrail,
    persons: Sequence[PersonRecord],
    decisions: tuple[DecisionRow, ...],
    weights: Weights,
) -> list[dict[str, Any]]:
    newest = {p.id: p for p in sorted(persons, key=lambda person: person.recorded)}
    born = {p.id: p.date_of_birth for p in newest.values()}
    clean = {record.id: record for record in clean_records(persons)}
    return [
        {
            **_named(record),
            "name": newest[record].full_name,
            "birth_date": day.isoformat() if (day := born[record]) else None,
            "home": home_words(newest[record]),
            "since": instant_to_text(since),
            "nearest": _nearest(record, clean, decisions, weights),
            "against": _against(record, clean, weights),
        }
        for record, since in trail.records
    ]


def _nearest(
    record: RecordId,
    clean: Mapping[RecordId, CleanRecord],
    decisions: tuple[DecisionRow, ...],
    weights: Weights,
) -> dict[str, Any] | None:
    """The other record that this one is most like, with the evidence in words."""
    others = [other for other in clean if other != record]
    if not others:
        return None
    best = min(
        others,
        key=lambda other: (-explain(clean[record], clean[other], weights).weight, str(other)),
    )
    evidence = in_words(agreement(clean[record], clean[best]))
    word = last_word(decisions, record, best)
    return {
        **_named(best),
        "same": list(evidence.same),
        "different": list(evidence.different),
        "decided": None if word is None else word.kind,
    }


def _against(
    record: RecordId, clean: Mapping[RecordId, CleanRecord], weights: Weights
) -> list[dict[str, Any]]:
    """The other records from which a rule would keep this one, were the two alone."""
    found = []
    for other in sorted(set(clean) - {record}, key=str):
        a, b = clean[record], clean[other]
        pair = Pair(a, b, agreement(a, b), explain(a, b, weights).weight, weights)
        rule = reason_against(pair)
        if rule is not None and rule.is_contradiction:
            found.append({**_named(other), "words": rule.reason.words})
    return found


def _named(record: RecordId) -> dict[str, str]:
    return {
        "system": record.source.value,
        "system_name": record.source.words,
        "reference": record.ref,
    }


def _acts(said: Sequence[JudgementRow], records: set[RecordId]) -> list[dict[str, Any]]:
    """What people did about these records, act by act; of others' records only the system."""
    undone = {row.undoes: row.act for row in said if row.undoes is not None}
    acts: dict[str, list[JudgementRow]] = {}
    for row in said:
        acts.setdefault(row.act, []).append(row)
    return [
        {
            "act": act,
            "kind": rows[0].kind,
            "said": rows[0].said,
            "reason": rows[0].reason,
            "at": instant_to_text(rows[0].judged_at),
            "by": rows[0].judged_by,
            "undone_by": undone.get(act),
            "pairs": [
                {
                    "link": row.link,
                    "records": [_named(side) for side in (row.a, row.b) if side in records],
                    "others": [side.source.words for side in (row.a, row.b) if side not in records],
                }
                for row in rows
            ],
        }
        for act, rows in acts.items()
    ]
