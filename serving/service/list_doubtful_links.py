"""List the links that people must settle: by what hangs on them, then the oldest first (N4).

One for each two people: of several pairs of their records it shows the one that tells
most, and to settle it settles all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.persons import ChildId
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.answer.unknowns import source_values
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.hanging import Hang, what_hangs
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, Place, cursor, place_of
from serving.service.reviewed_links import link_id
from serving.store.decisions import read_decisions
from serving.store.doubtful import DoubtfulLink, read_doubtful
from serving.store.extracts import freshness
from serving.store.judgements import JudgementRow, judgements_of_link
from serving.store.links import links_of
from serving.store.opening import Connection
from serving.store.writer import Receipt
from serving.tables.who import WHO, WhoTables

__all__ = ["NOTHING_HANGS", "DoubtfulList", "LinksAsked", "list_doubtful_links"]

#: What is asked for to see the links on which nothing hangs.
NOTHING_HANGS = "nothing"
_RANK = {hang: place for place, hang in enumerate(Hang)}


@dataclass(frozen=True, slots=True)
class LinksAsked:
    """Which links: of whom, with what hanging on them, from where on, and how many.

    Attributes:
        hangs: a value of :class:`Hang`, :data:`NOTHING_HANGS`, or None for all.
        after: the ``next_page`` of the page before.
    """

    subject: Subject = Subject.CHILD
    hangs: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors: another list's page is no place in this one."""
        return f"links/doubtful {self.subject.value} {self.hangs}"


@dataclass(frozen=True, slots=True)
class DoubtfulList:
    """One page: the exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class _Listed:
    """One link with what decides its place; ``also`` counts other pairs of the same people."""

    id: str
    link: DoubtfulLink
    since: datetime
    is_possible: bool
    also: int
    hangs: tuple[tuple[Hang, ...], tuple[Hang, ...]]

    @property
    def key(self) -> tuple[int, str, str]:
        """Its place in the list: what hangs on it, since when, and the id to tell apart.

        Of those with the same hanging on them most, a child's who is missing now comes first.
        """
        held = {hang for side in self.hangs for hang in side}
        rank = min((_RANK[hang] for hang in held), default=len(Hang))
        return 2 * rank + (Hang.MISSING_NOW not in held), instant_to_text(self.since), self.id

    def holds(self, hangs: str | None) -> bool:
        if hangs is None:
            return True
        held = {hang.value for side in self.hangs for hang in side}
        return hangs in held if held else hangs == NOTHING_HANGS


async def list_doubtful_links(
    service: Service, officer: Officer, asked: LinksAsked
) -> DoubtfulList:
    """One page of doubtful links. It names nobody and never tells a weight.

    First those on which a live plan hangs, then a child missing now, a notice in force, a
    child protection plan in force, the rest. Within each the links of children missing now
    come first, then the oldest. Counts are of all links.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page``.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_VIEW, now)
    after = None if asked.after is None else place_of(service.secret, asked.of, asked.after)
    values = await asyncio.to_thread(_read, service, officer, asked, after, now)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="DOUBTFUL_LINKS_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"subject": asked.subject.value, "listed": len(values["links"])},
    )
    return DoubtfulList(body, receipt)


def _read(
    service: Service,
    officer: Officer,
    asked: LinksAsked,
    after: Place | None,
    now: datetime,
) -> dict[str, Any]:
    with service.store.reading() as connection:
        every = _listed(connection, service.secret, asked.subject, now)
        chosen = [one for one in every if one.holds(asked.hangs)]
        left = [one for one in chosen if after is None or one.key > after]
        page = left[: min(max(asked.limit, 1), MOST_ON_A_PAGE)]
        said = {one.id: judgements_of_link(connection, one.id) for one in page}
        taken = freshness(connection)
    held = Counter(hang for one in every for hang in {*one.hangs[0], *one.hangs[1]})
    return {
        "subject": asked.subject.value,
        "count": len(chosen),
        "hanging": [
            {"hangs": hang.value, "words": hang.words(asked.subject), "count": held[hang]}
            for hang in Hang
            if asked.subject is Subject.ADULT or hang is not Hang.MANAGED
        ],
        "nothing_hangs": sum(1 for one in every if one.holds(NOTHING_HANGS)),
        "links": [_values(one, asked.subject, said[one.id], officer, now) for one in page],
        "next_page": cursor(service.secret, asked.of, page[-1].key)
        if len(left) > len(page)
        else None,
        "as_at": instant_to_text(now),
        "sources": source_values(taken, now),
    }


def _listed(
    connection: Connection, secret: bytes, subject: Subject, now: datetime
) -> list[_Listed]:
    who = WHO[subject]
    links = read_doubtful(connection, who)
    records = {str(record) for link in links for record in (link.a, link.b)}
    whose = links_of(connection, who, records)
    settled = _held_apart(connection, who)
    between: dict[_People, list[DoubtfulLink]] = {}
    for link in links:  # the one that tells most comes first
        people = frozenset(whose[record] for record in (link.a, link.b))
        if people not in settled or link.reason is RefusalReason.DECISIONS_CONFLICT:
            between.setdefault(people, []).append(link)
    hangs = what_hangs(connection, subject, {one for people in between for one in people}, now)
    found = [
        _Listed(
            link_id(secret, subject, first.a, first.b),
            first,
            min(link.since or now for link in (first, *others)),
            any(link.is_possible for link in (first, *others)),
            len(others),
            (hangs[whose[first.a]], hangs[whose[first.b]]),
        )
        for first, *others in between.values()
    ]
    return sorted(found, key=lambda one: one.key)


_People = frozenset[ChildId]


def _held_apart(connection: Connection, who: WhoTables) -> set[_People]:
    """Every two people of whom somebody decided that they are two, by any of their records."""
    words = {frozenset((row.a, row.b)): row.kind for row in read_decisions(connection, who)}
    apart = [pair for pair, kind in words.items() if kind == "different"]
    whose = links_of(connection, who, {str(record) for pair in apart for record in pair})
    return {frozenset(whose[record] for record in pair if record in whose) for pair in apart}


def _values(
    one: _Listed,
    subject: Subject,
    said: Sequence[JudgementRow],
    officer: Officer,
    now: datetime,
) -> dict[str, Any]:
    link = one.link
    return {
        "link": one.id,
        "since": instant_to_text(one.since),
        "days": max(now - one.since, timedelta(0)).days,
        "is_possible": one.is_possible,
        "also": one.also,
        "refused_because": None if link.reason is None else link.reason.words,
        "same": list(link.same),
        "different": list(link.different),
        "sides": [
            {
                "system": record.source.value,
                "system_name": record.source.words,
                "hangs": [{"hangs": hang.value, "words": hang.words(subject)} for hang in hangs],
            }
            for record, hangs in zip((link.a, link.b), one.hangs, strict=True)
        ],
        "cant_say": sum(1 for row in said if row.said == "cant_say"),
        "judged_by_you": any(
            row.judged_by == officer.name and row.kind != "undone" for row in said
        ),
    }
