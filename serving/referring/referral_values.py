"""One referral as it stands: what is shown of it, and the tag of its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.events import Event, EventKind
from records.history import History, KnownHistory
from records.sources import SourceSystem
from serving.answer.identity import child_values
from serving.audit.leaf import is_entry_id
from serving.referring.addresses import id_of
from serving.referring.list_referrals import CONCERNS, STAGE_WORDS, next_values
from serving.referring.steps import Refusal, Step, leads_to
from serving.service.editing import etag_of
from serving.worklist.referrals import Staged, staged_referrals

__all__ = [
    "NoSuchReferralError",
    "entries_of",
    "entry_values",
    "find_referral",
    "referral_etag",
    "referral_values",
]

_HUB = SourceSystem.SAFEGUARDING_HUB
#: What each entry says was done.
_DONE: Mapping[EventKind, str] = {
    EventKind.REFERRAL_RECEIVED: "Received",
    EventKind.REFERRAL_TRIAGED: "Triaged",
    EventKind.REFERRAL_ALLOCATED: "Allocated",
    EventKind.REFERRAL_STRATEGY_DISCUSSION: "Strategy discussion held",
    EventKind.REFERRAL_DECISION: "Decided",
    EventKind.REFERRAL_CLOSED: "Closed",
}
_SAID = (
    "referred_by", "concern", "priority", "allocated_to", "referral_decision", "conference",
    "conference_on", "police_invited", "police_attended", "conference_decision",
)  # fmt: skip


class NoSuchReferralError(Exception):
    """The child has no referral of this reference, as far as is known."""

    def __init__(self) -> None:
        super().__init__("This child has no referral of this reference. Open it from the list.")


def find_referral(known: KnownHistory, reference: str) -> Staged:
    """The referral. Raises :class:`NoSuchReferralError` if the child has none of it."""
    for staged in staged_referrals(known):
        if staged.referral.reference == reference:
            return staged
    raise NoSuchReferralError


def entries_of(known: KnownHistory, reference: str) -> tuple[Event, ...]:
    """The entries about the referral that stand, in order of occurrence."""
    return tuple(e for e in known.of_kind(*_DONE) if e.reference == reference)


def referral_etag(known: KnownHistory, reference: str) -> str:
    """The tag of the referral's state: any entry about it gives another."""
    return etag_of({"referral": [event.entry for event in entries_of(known, reference)]})


def referral_values(
    history: History,
    known: KnownHistory,
    reference: str,
    intervals: Intervals,
    now: datetime,
    wrote: Mapping[str, str],
) -> dict[str, Any]:
    """The whole referral, every entry that was ever made of it, and what can be done next.

    ``wrote``: who wrote the entries that were written down here
    (:func:`serving.work_store.missing_reports.writers_of`).

    Raises:
        NoSuchReferralError: the child has none of this reference.
    """
    staged = find_referral(known, reference)
    referral = staged.referral
    stands = {event.entry for event in entries_of(known, reference)}
    ever = [
        event
        for event in history.events
        if event.source is _HUB
        and event.reference == reference
        and event.kind in _DONE
        and event.recorded < known.as_of
    ]
    return {
        "child": child_values(known),
        "reference": reference,
        "id": id_of(known.child, reference),
        "stage": staged.stage.value,
        "stage_words": STAGE_WORDS[staged.stage],
        "owner": staged.owner or None,
        "priority": referral.priority,
        "concern": referral.concern,
        "concern_words": CONCERNS[referral.concern],
        "referred_by": str(referral.received.details["referred_by"]),
        "since": instant_to_text(referral.received.occurred),
        "next": next_values(staged, intervals, now),
        "steps": [_step_values(staged, step) for step in Step],
        "entries": [
            entry_values(
                event, _DONE[event.kind], stands=event.entry in stands, by=wrote.get(event.entry)
            )
            for event in ever
        ],
        "etag": referral_etag(known, reference),
        "as_at": instant_to_text(now),
    }


def _step_values(staged: Staged, step: Step) -> dict[str, Any]:
    after = leads_to(staged.stage, step)
    refused = after.words if isinstance(after, Refusal) else None
    return {
        "step": step.value,
        "leads_to": None if isinstance(after, Refusal) else after.value,
        "refused": refused,
    }


def entry_values(event: Event, words: str, *, stands: bool, by: str | None) -> dict[str, Any]:
    """One entry: what it says, when, by whom, and whether it stands.

    ``by``: who wrote it here; None if a system sent it, "" if the log was told to forget who.
    """
    act = event.entry.rpartition(".")[0]
    said = [(name, event.details[name]) for name in _SAID if name in event.details]
    return {
        "entry": event.entry,
        "kind": event.kind.value,
        "words": words,
        "said": [{"what": name, "value": str(value)} for name, value in said],
        "occurred": instant_to_text(event.occurred),
        "recorded": instant_to_text(event.recorded),
        "stands": stands,
        "replaces": event.replaces,
        "written_by": by if by != "" else "An officer whose name was erased",
        # What was written here is called after the log's entry of who wrote it.
        "log_entry": act if is_entry_id(act) and "-" in act and len(act) > _SHORTEST else None,
    }


#: Milliseconds, a dash and ten random bytes, all but the shortest in hexadecimal.
_SHORTEST = 30
