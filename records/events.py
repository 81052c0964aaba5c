"""What happened, and when the force knew of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from records.calendar import is_aware
from records.sources import SourceSystem

__all__ = ["Event", "EventKind"]


class EventKind(Enum):
    """Every kind of entry that a source system can hold. Values are stored: never rename."""

    # Each member is itself alone, and by name Python would hash it ten times as slowly.
    __hash__ = object.__hash__

    #: An entry of any system taken back; ``replaces`` names it.
    WITHDRAWN = "withdrawn"

    # S1 missing-persons database; occurred: the moment that the entry is about.
    MISSING_REPORTED = "missing_reported"
    MISSING_FOUND = "missing_found"
    PREVENTION_INTERVIEW = "prevention_interview"
    RETURN_INTERVIEW_OFFERED = "return_interview_offered"
    RETURN_INTERVIEW = "return_interview"
    SUPERVISORY_REVIEW = "supervisory_review"
    STRATEGY_MEETING = "strategy_meeting"

    # S2 CSE plans: one entry for each version.
    PLAN_VERSION = "plan_version"

    # S3 child abduction warning notices.
    NOTICE_SERVED = "notice_served"
    NOTICE_BREACHED = "notice_breached"
    NOTICE_WITHDRAWN = "notice_withdrawn"

    # S4 crime recording; occurred: when the offence was committed, or the step taken.
    CRIME_VICTIM = "crime_victim"
    CRIME_SUSPECT = "crime_suspect"
    CRIME_WITNESS = "crime_witness"
    CRIME_SUSPECT_NAMED = "crime_suspect_named"
    CRIME_SENT_TO_PROSECUTORS = "crime_sent_to_prosecutors"
    CRIME_CHARGING_DECISION = "crime_charging_decision"
    CRIME_CLOSED = "crime_closed"

    # S5 child-abuse investigations.
    INVESTIGATION_OPENED = "investigation_opened"
    INVESTIGATION_STRATEGY_DISCUSSION = "investigation_strategy_discussion"
    INVESTIGATION_ACCOUNT_TAKEN = "investigation_account_taken"
    INVESTIGATION_SUSPECT_INTERVIEWED = "investigation_suspect_interviewed"
    INVESTIGATION_REVIEW = "investigation_review"
    INVESTIGATION_CLOSED = "investigation_closed"

    # S6 command and control.
    INCIDENT = "incident"

    # S7 intelligence; occurred: when what is reported happened.
    INTELLIGENCE_REPORT = "intelligence_report"

    # S8 managed offenders: the person alone, and children recorded with the person.
    MANAGED_PERSON = "managed_person"
    MANAGED_PERSON_ENDED = "managed_person_ended"
    ASSOCIATION_RECORDED = "association_recorded"
    ASSOCIATION_ENDED = "association_ended"

    # S9 safeguarding hub.
    REFERRAL_RECEIVED = "referral_received"
    REFERRAL_TRIAGED = "referral_triaged"
    REFERRAL_ALLOCATED = "referral_allocated"
    REFERRAL_STRATEGY_DISCUSSION = "referral_strategy_discussion"
    REFERRAL_DECISION = "referral_decision"
    REFERRAL_CLOSED = "referral_closed"
    NATIONAL_REFERRAL = "national_referral"
    PANEL_DECISION = "panel_decision"

    # S10 social care.
    CHILD_PROTECTION_STARTED = "child_protection_started"
    CHILD_PROTECTION_ENDED = "child_protection_ended"
    LOOKED_AFTER_STARTED = "looked_after_started"
    PLACEMENT_MOVED = "placement_moved"
    LOOKED_AFTER_ENDED = "looked_after_ended"
    CHILD_IN_NEED_STARTED = "child_in_need_started"
    CHILD_IN_NEED_ENDED = "child_in_need_ended"
    CONFERENCE_CALLED = "conference_called"
    CONFERENCE_HELD = "conference_held"

    # S11 domestic abuse.
    DOMESTIC_INCIDENT = "domestic_incident"
    DOMESTIC_CONFERENCE_REFERRAL = "domestic_conference_referral"

    # S12 custody.
    DETAINED = "detained"
    APPROPRIATE_ADULT_ARRIVED = "appropriate_adult_arrived"
    ACCOMMODATION_ASKED_FOR = "accommodation_asked_for"
    CUSTODY_DISCLOSURE = "custody_disclosure"
    RELEASED = "released"

    # S13 police protection.
    PROTECTION_POWER_USED = "protection_power_used"
    PROTECTION_POWER_ENDED = "protection_power_ended"

    # S14 what is written down in this service alone.
    CHILD_REVIEWED = "child_reviewed"
    JUDGEMENT_MADE = "judgement_made"
    JUDGEMENT_APPROVED = "judgement_approved"
    JUDGEMENT_DECLINED = "judgement_declined"
    JUDGEMENT_ENDED = "judgement_ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of one source system about one person.

    Attributes:
        reference: the record's own reference, as people quote it (``MP-2026-0612``);
            all entries of one report, plan, notice or care episode share it.
        entry: unique within ``source``.
        occurred: when it happened. For a missing report: since when the child is missing.
            Kept in UTC, as is ``recorded``, whatever zone it was given in.
        recorded: when the force knew. Never before the entry existed.
        details: the system's own columns, values as :mod:`records.columns` types them;
            a column that the system left empty is absent.
        replaces: the ``entry`` of the same system that this one corrects or withdraws.

    Raises:
        ValueError: with every fault at once.
    """

    source: SourceSystem
    kind: EventKind
    reference: str
    entry: str
    occurred: datetime
    recorded: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    replaces: str | None = None

    def __post_init__(self) -> None:
        faults = []
        is_utc = self.occurred.tzinfo is UTC and self.recorded.tzinfo is UTC
        if not is_utc:
            for name, moment in (("occurred", self.occurred), ("recorded", self.recorded)):
                if not is_aware(moment):
                    faults.append(f"{name} has no time zone")
        if not self.reference or not self.entry:
            faults.append("reference and entry must not be empty")
        if self.kind is EventKind.WITHDRAWN and self.replaces is None:
            faults.append("a withdrawal must name in replaces the entry it takes back")
        if faults:
            raise ValueError("event: " + "; ".join(faults))
        if not is_utc:
            # In a zone with clock changes Python subtracts wall clocks, an hour off twice a year.
            object.__setattr__(self, "occurred", self.occurred.astimezone(UTC))
            object.__setattr__(self, "recorded", self.recorded.astimezone(UTC))

    def __hash__(self) -> int:
        return hash((self.source, self.entry))
