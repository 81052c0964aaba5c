"""Conferences, cases that wait for prosecutors, and investigations that aren't closed."""

from __future__ import annotations

from collections.abc import Iterator

from records.calendar import end_of_day
from records.events import EventKind
from records.states import (
    Conference,
    conferences,
    investigations,
    prosecutions,
    unheard_conferences,
)
from serving.worklist.items import Item, ItemKind, ItemRule, Open

__all__ = ["CHARGING", "CONFERENCES", "INVESTIGATIONS", "is_attendance_owed"]


def is_attendance_owed(conference: Conference) -> bool:
    """Whether nobody recorded if police were there, who were invited or may have been."""
    return conference.attended is None and conference.invited is not False


def _conferences(asked: Open) -> Iterator[Item]:
    """Each that was called and not held as far as is known, and each held of which it
    isn't known whether police were there. In order of the end of its day: so a list
    tells those to come from those that are over by the clock alone."""
    for called in unheard_conferences(asked.known):
        yield Item(
            kind=ItemKind.CONFERENCE,
            reference=called.call.reference,
            about="called",
            source=called.call.source,
            entry=called.call.entry,
            owner="",
            stage="called",
            since=called.call.occurred,
            at=end_of_day(called.on),
        )
    for conference in conferences(asked.known):
        if is_attendance_owed(conference):
            held = conference.held
            yield Item(
                kind=ItemKind.CONFERENCE,
                reference=conference.reference,
                # Under one reference several may be held, one a day.
                about=f"held {held.entry}",
                source=held.source,
                entry=held.entry,
                owner="",
                stage="held",
                since=held.occurred,
                at=held.occurred,
            )


def _charging(asked: Open) -> Iterator[Item]:
    """Each case that prosecutors have, by when it was sent, whatever they asked for since."""
    for case in prosecutions(asked.known):
        if case.ended is None:
            yield Item(
                kind=ItemKind.CHARGING,
                reference=case.reference,
                about="",
                source=case.sent.source,
                entry=case.sent.entry,
                owner="",
                stage="sent" if case.asked is None else "further_work",
                since=case.sent.occurred,
                at=case.sent.occurred,
            )


def _investigations(asked: Open) -> Iterator[Item]:
    """Each open one, by its last review, or its opening if it never had one: what drifts
    longest comes first."""
    for one in investigations(asked.known):
        if one.is_open:
            last = one.reviews[-1].occurred if one.reviews else one.opened.occurred
            yield Item(
                kind=ItemKind.INVESTIGATION,
                reference=one.reference,
                about="",
                source=one.opened.source,
                entry=one.opened.entry,
                owner="",
                stage="reviewed" if one.reviews else "never_reviewed",
                since=one.opened.occurred,
                at=max(last, one.opened.occurred),
            )


CONFERENCES = ItemRule(
    ItemKind.CONFERENCE,
    frozenset({EventKind.CONFERENCE_CALLED, EventKind.CONFERENCE_HELD}),
    lambda asked: tuple(_conferences(asked)),
)
CHARGING = ItemRule(
    ItemKind.CHARGING,
    frozenset({EventKind.CRIME_SENT_TO_PROSECUTORS}),
    lambda asked: tuple(_charging(asked)),
)
INVESTIGATIONS = ItemRule(
    ItemKind.INVESTIGATION,
    frozenset({EventKind.INVESTIGATION_OPENED}),
    lambda asked: tuple(_investigations(asked)),
)
