"""Floors on adults named with the child, for what is recorded of them elsewhere (M2).

Each function is the rule of one kind of floor, as :class:`~scorecard.floor_kinds.FloorKind`
names it. Evidence is the entry elsewhere and the child's own entry that names the adult;
no wording names an adult or another child.
"""

from __future__ import annotations

from collections.abc import Callable

from records.calendar import local_day
from records.connections import Concern, Connection, Through
from records.events import Event
from records.history import KnownHistory
from records.states import is_sexual_crime
from scorecard.floor_finding import Found, Params, dates_of, since_days

__all__ = ["managed_adult", "suspected_adult", "warned_adult"]


def warned_adult(known: KnownHistory, params: Params) -> Found | None:
    """A notice about another child, in force by its day or served within the window."""
    since, day = since_days(known, params["days"]), local_day(known.as_of)

    def counts(notice: Event) -> bool:
        until = notice.details.get("in_force_until")
        return notice.occurred >= since or (until is not None and until >= day)

    return _adults(known, Concern.NOTICE, counts)


def suspected_adult(known: KnownHistory, params: Params) -> Found | None:
    """Named within the window as suspect of a sexual or exploitation crime, another child's.

    What became of the crime isn't told here; who was found guilty is managed, which has a
    floor of its own. A crime of which no kind is recorded makes no floor hold.
    """
    since = since_days(known, params["days"])
    return _adults(
        known,
        Concern.SUSPECT,
        lambda entry: entry.occurred >= since and is_sexual_crime(entry),
    )


def managed_adult(known: KnownHistory, _: Params) -> Found | None:
    """A registered sex offender, while the end of management isn't recorded."""
    return _adults(
        known,
        Concern.MANAGED,
        lambda entry: entry.details.get("managed_category") == "registered_sex_offender",
    )


def _adults(known: KnownHistory, concern: Concern, counts: Callable[[Event], bool]) -> Found | None:
    """The connections through an adult that tell this and count, worded by the newest."""
    held = [
        one
        for one in known.connections
        if one.through is Through.ADULT and one.concern is concern and counts(one.event)
    ]
    if not held:
        return None
    newest = max(held, key=lambda one: (one.event.occurred, one.order))
    return Found(dates_of(newest.event.occurred), _evidence(known, [newest, *held]))


def _evidence(known: KnownHistory, held: list[Connection]) -> tuple[Event, ...]:
    """Each entry once: elsewhere, and the child's own; the first connection's first."""
    own = {(event.source, event.entry): event for event in known.events}
    found: dict[tuple[str, str], Event] = {}
    for one in held:
        entries = [one.event, *([own[one.own]] if one.own in own else [])]
        for event in entries:
            found.setdefault((event.source.value, event.entry), event)
    return tuple(found.values())
