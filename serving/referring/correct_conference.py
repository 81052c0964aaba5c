"""Correct what is recorded of a conference, or take it back: by later entries alone (S10, M7)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

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
from serving.referring.corrections import NotTheirsError, check_theirs
from serving.referring.moments import kept_moment
from serving.referring.record_conference import ConferenceGiven, ConferenceWritten, details_of
from serving.referring.show_conferences import CONFERENCE_KINDS
from serving.referring.show_referral import read_histories_of
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.restrictions import read_restrictions

__all__ = ["correct_conference"]

_CARE = SourceSystem.SOCIAL_CARE


async def correct_conference(
    service: Service,
    officer: Officer,
    child: str,
    entry: str,
    given: ConferenceGiven | None,
    reason: AccessReason,
) -> ConferenceWritten:
    """Write a correction of one entry down; of a call it says another day, of one that was held
    when, who was there and what was decided.

    Args:
        entry: the one that stands; a correction of it meanwhile refuses this one.
        given: None to take it back.
        reason: why; to take it back, in words too.

    Raises:
        NotTheirsError: somebody else wrote it, and the officer is no supervisor; logged too.
        FullerReasonError: it is taken back for a reason in words alone; logged too.
        NotPermittedError, NoSuchChildError, RestrictedError: refused; logged too.
        EntryRefusedError: the entry does not stand, nothing is different, or it breaks a rule.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_VIEW, now)
    if given is None and not is_full(reason.note):
        await log_refusal(service, officer, "withdrawal_without_words", now, reason=reason)
        raise FullerReasonError
    acting = _Acting(service, officer, entry, given, reason, now)
    try:
        return await asyncio.to_thread(acting.carry_out, child)
    except (NoSuchChildError, RestrictedError, NotTheirsError) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=child, reason=reason)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    RestrictedError: "restricted",
    NotTheirsError: "not_yours",
}


@dataclass(frozen=True, slots=True)
class _Acting:
    service: Service
    officer: Officer
    entry: str
    given: ConferenceGiven | None
    reason: AccessReason
    now: datetime

    def carry_out(self, asked: str) -> ConferenceWritten:
        service, now = self.service, self.now
        act = new_entry_id(now, service.draw(10))
        with service.store.writing() as connection:
            lock_linking(connection)
            found = read_histories_of(connection, asked, now)
            if not read_restrictions(connection).may_open(found.child, self.officer.team):
                raise RestrictedError
            replaced = self._replaced(found.known)
            check_theirs(connection, self.officer, _CARE, self.entry)
            written = write_entries(
                connection, service, found.child, [self._given(replaced)],
                act=act, by=self.officer.name, now=now,
            )  # fmt: skip
            is_call = replaced.kind is EventKind.CONFERENCE_CALLED
            values = {
                "reference": replaced.reference,
                "child": written.child,
                "what": "withdrawn" if self.given is None else "called" if is_call else "held",
                "entry": written.entries[0],
                "as_at": instant_to_text(now),
            }
            body = encode(values)
            receipt = enter_act(
                connection,
                entry_of(
                    self.officer,
                    entry=act,
                    kind="CONFERENCE_CORRECTED",
                    at=now,
                    outcome=Outcome.DONE,
                    body=body,
                    child=written.child,
                    reason=self.reason,
                    inputs={"as_of": instant_to_text(now)},
                    facts={"what": values["what"]},
                ),
                service.draw,
            )
        return ConferenceWritten(values, body, receipt)

    def _replaced(self, known: KnownHistory) -> Event:
        """Nobody corrects an entry about another child by its id, nor one that is corrected."""
        for event in known.of_kind(*CONFERENCE_KINDS):
            if event.entry == self.entry:
                return event
        raise EntryRefusedError([Fault("entry", "is no entry of this child's that stands")])

    def _given(self, replaced: Event) -> Given:
        given, is_call = self.given, replaced.kind is EventKind.CONFERENCE_CALLED
        if given is None:
            withdrawn = EventKind.WITHDRAWN
            return Given(_CARE, withdrawn, replaced.reference, self.now, {}, replaced.entry)
        if is_call and given.called_for is None:
            raise EntryRefusedError([Fault("called_for", "is required of a call")])
        if not is_call and given.called_for is not None:
            raise EntryRefusedError([Fault("called_for", "is not told of one that was held")])
        details = details_of(given)
        occurred = kept_moment(None if is_call else given.held, replaced.occurred)
        if occurred == replaced.occurred and details == dict(replaced.details):
            raise EntryRefusedError([Fault("entry", "is the same: nothing is different")])
        return Given(_CARE, replaced.kind, replaced.reference, occurred, details, replaced.entry)
