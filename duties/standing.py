"""Duties about what stands: plans to review, notices about to lapse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from duties.duty import Duty, Question, standing_words, told
from records.calendar import birthday, end_of_day, local_day
from records.events import Event, EventKind
from records.history import KnownHistory
from records.states import Notice, is_looked_after, notices
from records.words import day_words

__all__ = ["lapsing_notices", "plan_reviews"]


def plan_reviews(question: Question) -> Iterator[Duty]:
    """The review of each live CSE plan, until the end of its day.

    A live version without a day of review is due so many days after it. A later version
    that sets another day, or ends the plan, shows the review done; one that leaves the
    day as it was does not.
    """
    versions: dict[str, list[Event]] = {}
    for event in question.known.of_kind(EventKind.PLAN_VERSION):
        versions.setdefault(event.reference, []).append(event)
    for events in versions.values():
        events.sort(key=lambda e: (e.details["version"], e.recorded, e.entry))
        yield from _reviews(question, events)


def _reviews(question: Question, versions: list[Event]) -> Iterator[Duty]:
    days = [_review_day(question, version) for version in versions]
    for place, (version, day) in enumerate(zip(versions, days, strict=True)):
        if day is None or (place and days[place - 1] == day):
            continue
        later = next((n for n in range(place + 1, len(days)) if days[n] != day), None)
        by = None if later is None else versions[later]
        newest = versions[-1 if later is None else later - 1]
        due = end_of_day(day)
        if by is not None:
            what = f"Review of the CSE plan: {standing_words(due, by.occurred, question.as_of)}"
        else:
            overdue = "was due" if due < question.as_of else "due"
            unset = "" if "review_due" in version.details else "no day is set; "
            what = f"Review of the CSE plan: {unset}{overdue} by {day_words(day)}"
        yield from told(
            question,
            "plan_review",
            version,
            since=version.occurred,
            due=due,
            words=f"{what}.",
            owner=str(newest.details["owner"]),
            by=by,
        )


def _review_day(question: Question, version: Event) -> date | None:
    """The last day for the review that a version asks for; None if it isn't live."""
    if version.details["state"] != "live":
        return None
    set_day: date | None = version.details.get("review_due")
    if set_day is not None:
        return set_day
    days = question.intervals.plan_review.without_date_days
    return local_day(version.occurred) + timedelta(days=days)


def lapsing_notices(question: Question) -> Iterator[Duty]:
    """Each notice whose last day is near: renew it, or let it lapse with a reason.

    A notice rests on the child's age: under 16, or under 18 while looked after (the
    records don't hold the order that section 49 asks for). Its last day is the one that it
    names or the day before that birthday, whichever is first. A new notice on the same
    adult, or a withdrawal, shows that somebody looked at it. Past its birthday the duty is
    overdue until the day that the notice names; past that day it was missed.
    """
    rule = question.intervals.notice_lapsing
    known = question.known
    served = notices(known)
    for notice in served:
        last, why = _last_day(known, notice)
        due = end_of_day(last)
        opens = due - timedelta(days=rule.before_days)
        by = _looked_at(known, notice, served, opens)
        since = max(notice.served.occurred, opens)
        if since >= question.as_of or (notice.withdrawn is not None and notice.withdrawn < opens):
            continue
        yield from told(
            question,
            "notice_lapsing",
            notice.served,
            since=since,
            due=due,
            words=_lapse_words(question, due, last, why, by),
            owner=rule.owner,
            by=by,
            until=end_of_day(max(last, notice.in_force_until)),
        )


def _last_day(known: KnownHistory, notice: Notice) -> tuple[date, str]:
    """The notice's last day, and what ends it, as words that follow the day."""
    named = notice.in_force_until
    if known.birth_date is None:
        return named, "the day it names; the birth date is not known"
    age = 18 if is_looked_after(known) else 16
    eve = birthday(known.birth_date, age) - timedelta(days=1)
    if named <= eve:
        return named, "the day it names"
    in_care = " in care" if age == 18 else ""
    return eve, f"the day before the child{in_care} is {age}"


def _looked_at(
    known: KnownHistory, notice: Notice, served: tuple[Notice, ...], opens: datetime
) -> Event | None:
    """The first entry since the duty opened that renews or withdraws the notice."""
    adult = notice.served.details.get("adult_ref")
    entries = [
        other.served
        for other in served
        if other.reference != notice.reference
        and other.served.details.get("adult_ref") == adult
        and other.served.occurred >= max(opens, notice.served.occurred)
    ]
    entries += [
        event
        for event in known.of_kind(EventKind.NOTICE_WITHDRAWN)
        if event.reference == notice.reference and event.occurred >= opens
    ]
    return min(entries, key=lambda e: (e.occurred, e.recorded, e.entry), default=None)


def _lapse_words(question: Question, due: datetime, last: date, why: str, by: Event | None) -> str:
    day = day_words(last)
    if by is not None:
        how = "Withdrawn" if by.kind is EventKind.NOTICE_WITHDRAWN else "A new one was served"
        looked = day_words(local_day(by.occurred))
        return f"Abduction notice to {day}, {why}. {how} on {looked}."
    lapses = "lapsed" if due < question.as_of else "lapses"
    return f"Abduction notice {lapses} after {day}, {why}. Renew it, or record why not."
