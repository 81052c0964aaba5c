"""Show two records side by side; the machine's figure only to who has judged them (N2, N4)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkage.weights import Weights
from records.calendar import instant_to_text
from records.persons import ChildId, PersonRecord, RecordId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.answer.unknowns import source_values
from serving.service.access_log import check_may, log_looks, log_refusal
from serving.service.context import Service
from serving.service.hanging import Hang, what_hangs
from serving.service.reviewed_links import NoSuchLinkError, ReviewedLink, find_link
from serving.service.side_by_side import explained, machine_values, side_by_side
from serving.store.extracts import freshness
from serving.store.links import links_of, records_of
from serving.store.opening import Connection
from serving.store.persons import read_persons
from serving.store.writer import Receipt
from serving.tables.who import WHO

__all__ = ["LinkLook", "link_values", "show_doubtful_link"]


@dataclass(frozen=True, slots=True)
class LinkLook:
    """One answer: the exact bytes, and one receipt of the log for each person shown."""

    body: bytes
    receipts: tuple[Receipt, ...]


async def show_doubtful_link(
    service: Service, officer: Officer, link: str, reason: AccessReason
) -> LinkLook:
    """Both records of a pair, every value that each ever gave, and what hangs on them.

    Until this officer has judged the pair, what the machine weighs and what others said
    is left out: an opinion is asked for before one is offered.

    Raises:
        NotPermittedError, NoSuchLinkError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_VIEW, now)
    try:
        values, people = await asyncio.to_thread(_read, service, officer, link, now)
    except NoSuchLinkError:
        await log_refusal(service, officer, "no_such_link", now, reason=reason)
        raise
    body = encode(values)
    receipts = await log_looks(
        service,
        officer,
        kind="DOUBTFUL_LINK_VIEWED",
        at=now,
        people=people,
        reason=reason,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"link": link},
    )
    return LinkLook(body, receipts)


def _read(
    service: Service, officer: Officer, link: str, now: datetime
) -> tuple[dict[str, Any], frozenset[ChildId]]:
    with service.store.reading() as connection:
        return link_values(connection, service, officer, link, now)


def link_values(
    connection: Connection, service: Service, officer: Officer, link: str, now: datetime
) -> tuple[dict[str, Any], frozenset[ChildId]]:
    """The values of one pair for this officer, and the people whom it shows.

    Raises:
        NoSuchLinkError: nobody ever doubted or judged such a pair.
    """
    pair = find_link(connection, service.secret, link)
    weights = service.weights[pair.subject]
    who = WHO[pair.subject]
    versions = _versions(read_persons(connection, who, [str(pair.a), str(pair.b)]))
    whose = links_of(connection, who, [str(pair.a), str(pair.b)])
    held = records_of(connection, who, set(whose.values()))
    hangs = what_hangs(connection, pair.subject, set(whose.values()), now)
    taken = freshness(connection)
    values = {
        "link": pair.id,
        "subject": pair.subject.value,
        **_standing(pair, whose),
        "fields": side_by_side(versions[pair.a], versions[pair.b], weights),
        "sides": [
            _side(record, versions[record], whose.get(record), held, hangs, pair)
            for record in (pair.a, pair.b)
        ],
        **_said(pair, officer),
        "machine": _machine(pair, versions, weights, officer),
        "as_at": instant_to_text(now),
        "sources": [
            source
            for source in source_values(taken, now)
            if source["system"] in {pair.a.source.value, pair.b.source.value}
        ],
    }
    return values, frozenset(whose.values())


def _versions(persons: Sequence[PersonRecord]) -> dict[RecordId, list[PersonRecord]]:
    found: dict[RecordId, list[PersonRecord]] = {}
    for person in persons:
        found.setdefault(person.id, []).append(person)
    return found


def _standing(pair: ReviewedLink, whose: Mapping[RecordId, ChildId]) -> dict[str, Any]:
    """How the pair stands now: in doubt, one person, or two."""
    doubt = pair.doubtful
    is_one = whose.get(pair.a) is not None and whose.get(pair.a) == whose.get(pair.b)
    reason = None if doubt is None else doubt.reason
    return {
        "state": "in_doubt" if doubt is not None else "one_person" if is_one else "two_people",
        "since": None if doubt is None or doubt.since is None else instant_to_text(doubt.since),
        "is_possible": doubt is not None and doubt.is_possible,
        "refused_because": None if reason is None else reason.words,
    }


def _side(
    record: RecordId,
    versions: Sequence[PersonRecord],
    person: ChildId | None,
    held: Mapping[RecordId, ChildId],
    hangs: Mapping[ChildId, tuple[Hang, ...]],
    pair: ReviewedLink,
) -> dict[str, Any]:
    """One record, and what the child or adult that it is now holds: kinds and systems alone."""
    theirs = [other for other, whose in held.items() if whose == person]
    return {
        "system": record.source.value,
        "system_name": record.source.words,
        "reference": record.ref,
        "name": max(versions, key=lambda version: version.recorded).full_name,
        "person": person,
        "records": len(theirs),
        "systems": sorted({other.source.words for other in theirs}),
        "hangs": [
            {"hangs": hang.value, "words": hang.words(pair.subject)}
            for hang in (hangs[person] if person is not None else ())
        ],
    }


def _said(pair: ReviewedLink, officer: Officer) -> dict[str, Any]:
    """What this officer said, and, to who has judged, what others did."""
    mine = [row for row in pair.said if row.judged_by == officer.name]
    is_revealed = pair.was_judged_by(officer.name)
    shown = pair.said if is_revealed else mine
    return {
        "judged_by_you": is_revealed,
        "judgements": [
            {
                "act": row.act,
                "kind": row.kind,
                "said": row.said,
                "reason": row.reason,
                "at": instant_to_text(row.judged_at),
                "by": row.judged_by,
                "was_blind": row.is_blind,
            }
            for row in shown
        ],
        "judgements_hidden": len(pair.said) - len(shown),
        "decided": None if pair.decided is None or not is_revealed else pair.decided.kind,
    }


def _machine(
    pair: ReviewedLink,
    versions: Mapping[RecordId, Sequence[PersonRecord]],
    weights: Weights,
    officer: Officer,
) -> dict[str, Any] | None:
    if not pair.was_judged_by(officer.name):
        return None
    found = explained(versions[pair.a], versions[pair.b], weights)
    verdict, refusal = pair.verdict
    return machine_values(found, weights, verdict, refusal.words if refusal else None)
