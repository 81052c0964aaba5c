"""Take a judgement or a split back: another entry in the trail, nothing deleted (N4)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, log_refusal
from serving.service.acts import Actor, enter_shown
from serving.service.context import Service
from serving.service.relinking import DecisionConflictError, decide
from serving.service.reviewed_links import check_written, last_word
from serving.service.show_doubtful_link import LinkLook
from serving.store.decisions import DecisionRow, read_decisions
from serving.store.judgements import (
    JudgementRow,
    act_that_undid,
    add_judgements,
    judgements_of_act,
)
from serving.store.links import links_of
from serving.store.opening import Connection
from serving.tables.who import WHO

__all__ = ["NoSuchJudgementError", "NothingToUndoError", "undo_judgement"]


class NoSuchJudgementError(Exception):
    """No act has this id."""

    def __init__(self) -> None:
        super().__init__("No judgement has this id. Look at the records again.")


class NothingToUndoError(Exception):
    """The act decided nothing, was undone before, or something later was decided."""

    def __init__(self) -> None:
        super().__init__(
            "This judgement doesn't hold any more, or never decided anything. Judge again instead."
        )


async def undo_judgement(
    service: Service, officer: Officer, act: str, why: str, reason: AccessReason
) -> LinkLook:
    """Take back what an act decided, of all its pairs: linkage decides of them again.

    Anybody who may judge may undo, with a reason in writing. The act stays in the trail;
    whoever made it stays one who has seen the machine's figure.

    The taking back and its entries in the access log with the very bytes that are
    returned become durable together or not at all.

    Raises:
        NotPermittedError, NoSuchJudgementError: refused; the refusal is logged too.
        NoReviewReasonError: no written reason.
        NothingToUndoError: the act holds of none of its pairs, or not of all.
        DecisionConflictError: what is left contradicts itself. Nothing was kept.
        StoreUnavailableError: it could not be kept and logged, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LINKS_JUDGE, now)
    written = check_written(why)
    undoing = new_entry_id(now, service.draw(10))
    try:
        return await asyncio.to_thread(_undo, service, officer, act, written, undoing, now, reason)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchJudgementError: "no_such_judgement",
    NothingToUndoError: "nothing_to_undo",
    DecisionConflictError: "decision_conflict",
}


def _undo(
    service: Service,
    officer: Officer,
    act: str,
    why: str,
    undoing: str,
    now: datetime,
    reason: AccessReason,
) -> LinkLook:
    with service.store.reading() as connection:
        rows = judgements_of_act(connection, act)
        if not rows:
            raise NoSuchJudgementError
        _check_holds(connection, rows)
    subject = rows[0].subject
    who = WHO[subject]
    taken_back = [
        replace(
            row,
            act=undoing,
            kind="undone",
            said="undone",
            reason=why,
            judged_at=now,
            judged_by=officer.name,
            undoes=act,
        )
        for row in rows
    ]

    def keep(connection: Connection) -> None:
        _check_holds(connection, rows)
        add_judgements(connection, taken_back)

    def enter(connection: Connection) -> LinkLook:
        records = {str(record) for row in rows for record in (row.a, row.b)}
        people = set(links_of(connection, who, records).values())
        body = encode(
            {
                "act": undoing,
                "undoes": act,
                "subject": subject.value,
                "links": [row.link for row in rows],
                "people": sorted(people),
                "as_at": instant_to_text(now),
            }
        )
        receipts = enter_shown(
            connection,
            Actor(officer, service.draw),
            kind="JUDGEMENT_UNDONE",
            at=now,
            people=people,
            reason=reason,
            body=body,
            inputs={"as_of": instant_to_text(now)},
            facts={"act": undoing, "undoes": act},
        )
        return LinkLook(body, receipts)

    said = [DecisionRow("undone", row.a, row.b, now, officer.name, why) for row in rows]
    weights = service.weights[subject]
    return decide(service.store, subject, said, weights, now, beside=keep, enter=enter)


def _check_holds(connection: Connection, rows: Sequence[JudgementRow]) -> None:
    """Every pair's last word must be the one that this act said."""
    if act_that_undid(connection, rows[0].act) is not None:
        raise NothingToUndoError
    decisions = read_decisions(connection, WHO[rows[0].subject])
    for row in rows:
        word = last_word(decisions, row.a, row.b)
        if word is None or (word.kind, word.decided_at, word.decided_by) != (
            row.said,
            row.judged_at,
            row.judged_by,
        ):
            raise NothingToUndoError
