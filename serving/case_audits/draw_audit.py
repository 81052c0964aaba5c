"""Draw cases to be audited: from everything that could be, by a seed that nobody chose (M10)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.restrictions import Restrictions
from serving.answer.cards import Cards
from serving.answer.encoder import encode
from serving.answer.inputs import rule_versions
from serving.audit.leaf import Outcome, new_entry_id
from serving.case_audits.assigning import Candidate, choose_graders, graders, may_grade
from serving.case_audits.audit_values import Told, drawing_values
from serving.case_audits.framing import frame_digest, read_frame
from serving.case_audits.reading_cases import read_cases
from serving.case_audits.sampling import Rule, TooManyReportsError, draw_cases
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.store.accounts import Account, list_accounts
from serving.store.acts import enter_act
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.work_store.case_audits import (
    ActRow,
    AuditRow,
    CaseRow,
    FrameRow,
    add_acts,
    add_audit,
    cases_of_audit,
    drawn_before,
)

__all__ = [
    "MOST_CASES",
    "MOST_DAYS",
    "BadRuleError",
    "NothingToDrawError",
    "draw_audit",
    "since_of",
]

MOST_CASES = 50
MOST_DAYS = 92
_SEED_BYTES = 16


class BadRuleError(Exception):
    """What is to be drawn can't be drawn so. The message says what may be asked.

    Attributes:
        field: which part of the rule.
    """

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NothingToDrawError(Exception):
    """No report was closed there in that time: there is no frame, and nothing was drawn."""

    def __init__(self) -> None:
        super().__init__("0 missing reports were closed there in that time. Ask for more days.")


async def draw_audit(service: Service, officer: Officer, rule: Rule) -> Told:
    """Read the frame, draw from it, name two graders for each case, and enter it all.

    The seed comes from the store's own draw at that moment and is kept with the whole
    frame: whoever has both draws the same cases again. Each drawing stands, with how many
    by the same rule came before it: drawing until it suits shows.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadRuleError, NothingToDrawError, TooManyReportsError: nothing was drawn; logged too.
        StoreUnavailableError: it could not be entered, so nothing was drawn.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)
    _check(rule)
    cards = service.models().cards
    try:
        return await asyncio.to_thread(_draw, service, officer, rule, cards, now)
    except (NothingToDrawError, TooManyReportsError) as refused:
        why = "nothing_to_draw" if isinstance(refused, NothingToDrawError) else "frame_too_large"
        await log_refusal(service, officer, why, now)
        raise


def _check(rule: Rule) -> None:
    if not 2 <= rule.cases <= MOST_CASES:
        raise BadRuleError("cases", f"Draw from 2 to {MOST_CASES} cases.")
    if not 1 <= rule.days <= MOST_DAYS:
        raise BadRuleError("days", f"Look back from 1 to {MOST_DAYS} days.")
    if rule.team is not None and rule.authority is not None:
        raise BadRuleError("team", "Draw from a team or from an authority, not from both.")


def _draw(service: Service, officer: Officer, rule: Rule, cards: Cards, now: datetime) -> Told:
    with service.store.reading() as connection:
        frame, moments = read_frame(connection, rule, cards, service.policy, now)
    if not frame:
        raise NothingToDrawError
    entry, seed = new_entry_id(now, service.draw(10)), service.draw(_SEED_BYTES)
    at_risk = {row.position for row in frame if row.is_at_risk}
    drawn = draw_cases(seed, len(frame), at_risk, rule.cases)
    audit = AuditRow(
        id=f"AU-{entry}", at=now, drawn_by=officer.name, entry=entry, rule=rule.values(),
        rule_digest=rule.digest, versions=rule_versions(cards.champion, None, service.policy),
        seed=seed, frame_size=len(frame), frame_at_risk=len(at_risk),
        frame_digest=frame_digest(frame),
    )  # fmt: skip
    cases = [
        CaseRow(
            f"{audit.id}.{number}", audit.id, one.position, one.stratum,
            frame[one.position].child, moments[one.position], now, frame[one.position].value,
        )
        for number, one in enumerate(drawn, start=1)
    ]  # fmt: skip
    # Who had a part in a case is read beforehand: looks wait for nothing but the writing.
    with service.store.reading() as connection:
        people, limits = graders(connection), read_restrictions(connection)
        candidates = [_candidate(connection, people, case, limits) for case in cases]
    chosen = choose_graders(seed, candidates, [one.name for one in people])
    with service.store.writing() as connection:
        return _keep(connection, service, officer, audit, frame, cases, chosen)


def _keep(
    connection: Connection,
    service: Service,
    officer: Officer,
    audit: AuditRow,
    frame: Sequence[FrameRow],
    cases: Sequence[CaseRow],
    chosen: Mapping[str, tuple[str, ...]],
) -> Told:
    add_audit(connection, audit, frame, cases)
    add_acts(
        connection,
        [
            ActRow(
                case.id, "named", person, officer.name, audit.at, audit.entry, case.child,
                {"as": "grader"},
            )
            for case in cases
            for person in chosen[case.id]
        ],
    )  # fmt: skip
    stand = read_cases(connection, cases_of_audit(connection, audit.id))
    before = drawn_before(connection, audit, since_of(audit))
    names = {account.name: account.display_name for account in list_accounts(connection)}
    values = {**drawing_values(audit, stand, before, names), "as_at": instant_to_text(audit.at)}
    body = encode(values)
    act = entry_of(
        officer,
        entry=audit.entry,
        kind="CASE_AUDIT_DRAWN",
        at=audit.at,
        outcome=Outcome.DONE,
        body=body,
        inputs=audit.versions,
        facts={
            "audit": audit.id,
            "cases": len(cases),
            "frame": audit.frame_size,
            "frame_digest": audit.frame_digest,
            "rule": audit.rule_digest,
            "seed": audit.seed.hex(),
            "drawn_before": before,
        },
    )
    return Told(values, body, enter_act(connection, act, service.draw))


def since_of(audit: AuditRow) -> datetime:
    """From when on an earlier drawing by the same rule may have been of the same reports."""
    return audit.at - timedelta(days=int(audit.rule["days"]))


def _candidate(
    connection: Connection, people: Sequence[Account], case: CaseRow, limits: Restrictions
) -> Candidate:
    barred = frozenset(
        one.name
        for one in people
        if not may_grade(connection, one, case.child, limits, case.drawn_at)
    )
    return Candidate(case.id, barred)
