"""Say of two records whether they are one person: kept for good, and it holds at once (N4)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from records.calendar import instant_to_text
from records.persons import PersonRecord
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, log_refusal
from serving.service.acts import Actor, enter_shown
from serving.service.context import Service
from serving.service.relinking import DecisionConflictError, decide
from serving.service.reviewed_links import (
    LinkSettledError,
    NoSuchLinkError,
    ReviewedLink,
    check_written,
    find_link,
)
from serving.service.show_doubtful_link import LinkLook, link_values
from serving.service.side_by_side import explained
from serving.store.decisions import DecisionRow
from serving.store.judgements import JudgementRow, add_judgements, judgements_of_link
from serving.store.opening import Connection
from serving.store.persons import read_persons
from serving.tables.who import WHO

__all__ = ["Said", "judge_link"]


class Said(Enum):
    """What somebody says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    CANT_SAY = "cant_say"


async def judge_link(
    service: Service,
    officer: Officer,
    link: str,
    said: Said,
    why: str,
    reason: AccessReason,
) -> LinkLook:
    """Keep what this officer says of a pair, and why; then show what the machine weighed.

    *Same* and *different* hold from now on: links, ids, histories and answers change in
    the same transaction, and outrank the machine for good. *Can't say* changes nothing.
    With the judgement is kept whether the machine's figure had been shown before, its
    weight and verdict then, and by which weights.

    The judgement, what hangs on it and its entries in the access log with the very bytes
    that are returned become durable together or not at all.

    Raises:
        NotPermittedError, NoSuchLinkError: refused; the refusal is logged too.
        NoReviewReasonError: no written reason.
        LinkSettledError: the pair isn't in doubt any more. Nothing was kept.
        DecisionConflictError: it contradicts what people decided. Nothing was kept.
        StoreUnavailableError: it could not be kept and logged, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_JUDGE, now)
    written = check_written(why)
    act = new_entry_id(now, service.draw(10))
    try:
        return await asyncio.to_thread(
            _judge, service, officer, link, said, written, act, now, reason
        )
    except (NoSuchLinkError, LinkSettledError, DecisionConflictError) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchLinkError: "no_such_link",
    LinkSettledError: "link_settled",
    DecisionConflictError: "decision_conflict",
}


def _judge(
    service: Service,
    officer: Officer,
    link: str,
    said: Said,
    why: str,
    act: str,
    now: datetime,
    reason: AccessReason,
) -> LinkLook:
    with service.store.reading() as connection:
        pair = find_link(connection, service.secret, link)
        if pair.doubtful is None:
            raise LinkSettledError
        persons = read_persons(connection, WHO[pair.subject], [str(pair.a), str(pair.b)])
    row = _row(service, officer, pair, persons, said, why, act, now)

    def keep(connection: Connection) -> None:
        if _settling(judgements_of_link(connection, link)) != _settling(pair.said):
            raise LinkSettledError
        add_judgements(connection, [row])

    def enter(connection: Connection) -> LinkLook:
        values, people = link_values(connection, service, officer, link, now)
        body = encode({**values, "act": act})
        receipts = enter_shown(
            connection,
            Actor(officer, service.draw),
            kind="LINK_JUDGED",
            at=now,
            people=people,
            reason=reason,
            body=body,
            inputs={"as_of": instant_to_text(now), "weights": values["machine"]["weights"]},
            facts={"link": link, "said": said.value, "act": act},
        )
        return LinkLook(body, receipts)

    if said is Said.CANT_SAY:
        with service.store.writing() as connection:
            keep(connection)
            return enter(connection)
    decision = DecisionRow(said.value, pair.a, pair.b, now, officer.name, why)
    weights = service.weights[pair.subject]
    return decide(service.store, pair.subject, [decision], weights, now, beside=keep, enter=enter)


def _settling(said: Sequence[JudgementRow]) -> list[str]:
    """The acts that settled the pair or unsettled it: a *can't say* does neither."""
    return [row.act for row in said if row.said != Said.CANT_SAY.value]


def _row(
    service: Service,
    officer: Officer,
    pair: ReviewedLink,
    persons: Sequence[PersonRecord],
    said: Said,
    why: str,
    act: str,
    now: datetime,
) -> JudgementRow:
    weights = service.weights[pair.subject]
    first, second = ([p for p in persons if p.id == record] for record in (pair.a, pair.b))
    verdict, refusal = pair.verdict
    return JudgementRow(
        act=act,
        kind="judged",
        subject=pair.subject,
        link=pair.id,
        a=pair.a,
        b=pair.b,
        said=said.value,
        reason=why,
        judged_at=now,
        judged_by=officer.name,
        is_blind=not pair.was_judged_by(officer.name),
        verdict=verdict,
        refusal=refusal,
        weight=explained(first, second, weights).weight,
        weights=weights.digest,
    )
