"""Take a referral a step on, correct a step, or take one back: later entries alone (S9, M6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.events import Event, EventKind
from records.history import KnownHistory
from records.rows import Fault
from records.sources import SourceSystem
from serving.access.fuller_reasons import FullerReasonError, is_full
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import EntryRefusedError, Given
from serving.entering.writing import write_entries
from serving.referring.addresses import id_of
from serving.referring.corrections import NotTheirsError, check_theirs
from serving.referring.moments import kept_moment
from serving.referring.referral_values import (
    NoSuchReferralError,
    entries_of,
    find_referral,
    referral_etag,
)
from serving.referring.show_referral import read_histories_of
from serving.referring.steps import WRITTEN_AS, Step, StepRefusedError, check_step
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.editing import Seen
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.writer import Receipt

__all__ = ["ReferralWorked", "StepGiven", "correct_referral", "work_referral"]

_HUB = SourceSystem.SAFEGUARDING_HUB


@dataclass(frozen=True, slots=True)
class StepGiven:
    """What somebody does with a referral.

    Attributes:
        step: the step taken or corrected; None to take an entry back.
        details: the format's own columns of that step.
        occurred: when it was done; None for now.
        entry: the entry that is corrected or taken back; None for a new step.
    """

    step: Step | None
    details: Mapping[str, Any] = field(default_factory=dict)
    occurred: datetime | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class ReferralWorked:
    """How the referral stands now: the exact bytes, its tag, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt


async def work_referral(
    service: Service,
    officer: Officer,
    child: str,
    reference: str,
    given: StepGiven,
    seen: Seen,
    reason: AccessReason,
) -> ReferralWorked:
    """Write one step down. The answer tells stage and owner, and nothing of the child: a
    referral of a limited child can be given to the team that keeps the record, unseen.

    Raises:
        NotPermittedError, NoSuchChildError, NoSuchReferralError, StepRefusedError: refused;
            the refusal is logged too.
        ChangedMeanwhileError: somebody wrote of it since ``seen``.
        EntryRefusedError: the entry breaks a rule of its format.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_WORK, now)
    acting = _Acting(service, officer, given, seen, reason, now, corrects=False)
    return await _acted(acting, child, reference)


async def correct_referral(
    service: Service,
    officer: Officer,
    child: str,
    reference: str,
    given: StepGiven,
    seen: Seen,
    reason: AccessReason,
) -> ReferralWorked:
    """Correct one step, or take back what was done last. The earlier words stay to be seen.

    Args:
        reason: why; to take something back, in words too.

    Raises:
        NotTheirsError: somebody else wrote it, and the officer is no supervisor; logged too.
        FullerReasonError: it is taken back for a reason in words alone; logged too.
        Otherwise as of :func:`work_referral`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_VIEW, now)
    if given.step is None and not is_full(reason.note):
        await log_refusal(service, officer, "withdrawal_without_words", now, reason=reason)
        raise FullerReasonError
    acting = _Acting(service, officer, given, seen, reason, now, corrects=True)
    return await _acted(acting, child, reference)


async def _acted(acting: _Acting, child: str, reference: str) -> ReferralWorked:
    try:
        return await asyncio.to_thread(acting.carry_out, child, reference)
    except tuple(_RULES) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(
            acting.service, acting.officer, rule, acting.now, child=child, reason=acting.reason
        )
        raise


_RULES: Mapping[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    NoSuchReferralError: "no_such_referral",
    StepRefusedError: "step_not_at_this_stage",
    NotTheirsError: "not_yours",
}


@dataclass(frozen=True, slots=True)
class _Acting:
    service: Service
    officer: Officer
    given: StepGiven
    seen: Seen
    reason: AccessReason
    now: datetime
    corrects: bool

    def carry_out(self, asked: str, reference: str) -> ReferralWorked:
        service, now = self.service, self.now
        act = new_entry_id(now, service.draw(10))
        with service.store.writing() as connection:
            # Links that move records wait, and so does whoever works on it too.
            lock_linking(connection)
            before = read_histories_of(connection, asked, now)
            staged = find_referral(before.known, reference)
            self.seen.check(referral_etag(before.known, reference))
            if self.corrects:
                self._replaced(entries_of(before.known, reference))
                check_theirs(connection, self.officer, _HUB, str(self.given.entry))
            elif self.given.step is not None:
                check_step(staged.stage, self.given.step)
            entry = self._entry(before.known, reference)
            written = write_entries(
                connection, service, before.child, [entry],
                act=act, by=self.officer.name, now=now,
            )  # fmt: skip
            after = read_histories_of(connection, written.child, now)
            values = self._values(after.known, reference, written.entries[0])
            body = encode(values)
            receipt = enter_act(
                connection,
                entry_of(
                    self.officer,
                    entry=act,
                    kind="REFERRAL_CORRECTED" if self.corrects else "REFERRAL_WORKED",
                    at=now,
                    outcome=Outcome.DONE,
                    body=body,
                    child=written.child,
                    reason=self.reason,
                    inputs={"as_of": instant_to_text(now)},
                    facts={"what": entry.kind.value},
                ),
                service.draw,
            )
        return ReferralWorked(values, body, values["etag"], receipt)

    def _entry(self, known: KnownHistory, reference: str) -> Given:
        given, entries = self.given, entries_of(known, reference)
        received = next(e for e in entries if e.kind is EventKind.REFERRAL_RECEIVED)
        if given.step is None:
            replaced = self._replaced(entries)
            if replaced is not entries[-1]:
                raise StepRefusedError("Take back what was done last first.")
            return Given(_HUB, EventKind.WITHDRAWN, reference, self.now, {}, replaced.entry)
        kind = WRITTEN_AS[given.step]
        occurred = given.occurred
        if given.entry is not None:
            replaced = self._replaced(entries)
            if replaced.kind is not kind:
                raise StepRefusedError("That entry is of another step.")
            occurred = kept_moment(occurred, replaced.occurred)
            said = {
                name: replaced.details[name] for name in given.details if name in replaced.details
            }
            if occurred == replaced.occurred and said == given.details:
                raise StepRefusedError("Nothing is different from what is recorded.")
        occurred = occurred or self.now
        if occurred < received.occurred:
            raise EntryRefusedError([Fault("occurred_at", "is before the referral was received")])
        return Given(_HUB, kind, reference, occurred, dict(given.details), given.entry)

    def _replaced(self, entries: tuple[Event, ...]) -> Event:
        for event in entries:
            if event.entry == self.given.entry:
                return event
        raise StepRefusedError("It has no such entry that stands. Read it again.")

    def _values(self, known: KnownHistory, reference: str, written: str) -> dict[str, Any]:
        stage, owner = "withdrawn", None
        if entries_of(known, reference):
            staged = find_referral(known, reference)
            stage, owner = staged.stage.value, staged.owner or None
        return {
            "reference": reference,
            "id": id_of(known.child, reference),
            "child": known.child,
            "stage": stage,
            "owner": owner,
            "entry": written,
            "etag": referral_etag(known, reference),
            "as_at": instant_to_text(self.now),
        }
