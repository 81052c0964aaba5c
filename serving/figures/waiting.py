"""How long things wait: referrals (S9), charging decisions (S4), plans (S2), notices (S3).

Some are counted by the month in which they began, by what is known now; others as they stood
at the end of a month, by what was known then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import timedelta

from duties.due import duties
from duties.duty import Duty
from records.events import EventKind
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = [
    "charging_decisions_made",
    "charging_decisions_waiting",
    "notices_renewed",
    "plans_in_date",
    "referrals_decided",
    "referrals_triaged",
    "referrals_waiting",
]


def referrals_triaged(asked: Asked) -> Iterator[Case]:
    """One case for each referral received: triaged in time."""
    return _begun(asked, "referral_triage", EventKind.REFERRAL_RECEIVED)


def referrals_decided(asked: Asked) -> Iterator[Case]:
    """One case for each referral received: decided in time, and after how long."""
    return _begun(asked, "referral_decision", EventKind.REFERRAL_RECEIVED)


def charging_decisions_made(asked: Asked) -> Iterator[Case]:
    """One case for each sending to prosecutors: answered in time, and after how long."""
    return _begun(asked, "charging_decision", EventKind.CRIME_SENT_TO_PROSECUTORS)


def referrals_waiting(asked: Asked) -> Iterator[Case]:
    """One case for each referral undecided at a month's end: not for too long yet."""
    return _standing(asked, "referral_decision", EventKind.REFERRAL_RECEIVED)


def charging_decisions_waiting(asked: Asked) -> Iterator[Case]:
    """One case for each case with the prosecutors at a month's end: not for too long yet."""
    return _standing(asked, "charging_decision", EventKind.CRIME_SENT_TO_PROSECUTORS)


def plans_in_date(asked: Asked) -> Iterator[Case]:
    """One case for each live plan at a month's end: its review was not overdue."""
    return _standing(asked, "plan_review", EventKind.PLAN_VERSION)


def notices_renewed(asked: Asked) -> Iterator[Case]:
    """One case for each notice, in the month of its last day: renewed or withdrawn by then."""
    for duty in asked.due("notice_lapsing"):
        yield _case(asked, duty, EventKind.NOTICE_SERVED, month_of(duty.due))


def _begun(asked: Asked, kind: str, asks: EventKind) -> Iterator[Case]:
    for duty in asked.due(kind):
        length = (duty.done or asked.as_of) - duty.since
        yield _case(asked, duty, asks, month_of(duty.since), length)


def _case(
    asked: Asked, duty: Duty, asks: EventKind, month: str, length: timedelta | None = None
) -> Case:
    if duty.done is not None:
        part = Part.MET if duty.done <= duty.due else Part.NOT_MET
    else:
        part = Part.NOT_MET if duty.due < asked.as_of else Part.NOT_KNOWN
    record = asked.record_of(duty, asks)
    return Case(
        month=month,
        part=part,
        reference=record.reference,
        source=record.source,
        entry=record.entry,
        about=f"{duty.about_reference} {duty.since.isoformat()}",
        hours=None if length is None else _hours(length),
    )


def _standing(asked: Asked, kind: str, asks: EventKind) -> Iterator[Case]:
    events = asked.history.events
    began = [event.occurred for event in events if event.kind is asks]
    if not began:
        return
    times = sorted(time for event in events for time in (event.occurred, event.recorded))
    seen, stands = 0, True
    for month, end in asked.month_ends(min(began)):
        # What stands came by an entry: where nothing stood and none has come, nothing stands.
        # An entry of an end's very microsecond counts on both sides of it.
        come, seen = bisect_right(times, end) > seen, bisect_left(times, end)
        if not come and not stands:
            continue
        known = asked.known_then(month)
        found = duties(known, asked.intervals, kinds=(kind,))
        standing = [duty for duty in found if duty.done is None]
        stands = bool(standing)
        for duty in standing:
            about = [e for e in known.of_kind(asks) if e.reference == duty.about_reference]
            entry = next((e for e in about if e.occurred == duty.since), about[0])
            yield Case(
                month=month,
                part=Part.NOT_MET if duty.state == "overdue" else Part.MET,
                reference=duty.about_reference,
                source=duty.source,
                entry=entry.entry,
                about=duty.since.isoformat(),
                hours=_hours(end - duty.since),
            )


def _hours(length: timedelta) -> int:
    return max(length, timedelta(0)) // timedelta(hours=1)
