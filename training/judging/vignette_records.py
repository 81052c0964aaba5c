"""Known cases as records: what each child's history holds, told in hours before the question.

The people are invented. Every system is connected, so that what is not in a history was
not recorded anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from records.calendar import local_day
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, KnownHistory, known_at
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem

__all__ = [
    "NOW",
    "Elsewhere",
    "Told",
    "entry",
    "known_child",
    "managed_adult",
    "report",
    "six_reports",
    "warned_adult",
]

#: The moment of every question: a winter's noon.
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
_SOURCE = {kind: format_.source for format_ in FORMATS.values() for kind in format_.entries}
_DAY = 24.0
_AT_A_FRIENDS = {"found_place": "friends_home", "found_with": "friend"}
_WITH_AN_ADULT = {"found_place": "unknown_adults_home", "found_with": "adult_not_known_to_family"}
#: Of the first five of six: days before the last, from which hour, and hours missing.
_EARLIER = ((203, 16, 5), (148, 15, 6), (103, 21, 11), (60, 21, 12), (26, 21, 13))


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: how many hours before the question it happened, and was recorded."""

    kind: EventKind
    reference: str
    ago: float
    details: tuple[tuple[str, Any], ...] = ()

    def event(self, number: int) -> Event:
        """The entry of this number in its child's history."""
        moment = NOW - timedelta(hours=self.ago)
        return Event(
            source=_SOURCE[self.kind],
            kind=self.kind,
            reference=self.reference,
            entry=f"{self.reference}/{number}",
            occurred=moment,
            recorded=moment,
            details=dict(self.details),
        )


def entry(kind: EventKind, ago: float, reference: str = "", **details: Any) -> Told:
    """One entry; of a reference of its own if none is given."""
    return Told(kind, reference or f"{kind.value} {ago:g}", ago, tuple(details.items()))


def report(
    ago: float, hours: float | None, disclosure: str | None = None, **found: Any
) -> tuple[Told, ...]:
    """One missing report ``ago`` hours back, ended after ``hours`` unless still open.

    Args:
        disclosure: what the child told the return interviewer; no interview if None.
        found: with whom and where; at a friend's unless told otherwise.
    """
    reference = f"missing {ago:g}"
    told = [entry(EventKind.MISSING_REPORTED, ago, reference, missing_from="home")]
    if hours is not None:
        ended = {"how_ended": "returned", **_AT_A_FRIENDS, **found}
        told.append(entry(EventKind.MISSING_FOUND, ago - hours, reference, **ended))
    if hours is not None and disclosure is not None:
        told.append(
            entry(
                EventKind.RETURN_INTERVIEW,
                max(ago - hours - 6, 1.0),
                reference,
                interview="done",
                disclosure=disclosure,
            )
        )
    return tuple(told)


def six_reports(last: float) -> tuple[Told, ...]:
    """Six reports in seven months, coming closer together, the last four overnight.

    After the sixth, ``last`` days ago, the child tells of sexual harm, and it is recorded.
    """
    told: list[Told] = []
    for days, hour, hours in _EARLIER:
        with_an_adult = _WITH_AN_ADULT if hours > 10 else {}
        told += report((last + days) * _DAY + 12 - hour, hours, **with_an_adult)
    sixth = last * _DAY + 12 - 21
    told += report(sixth, 11, "sexual_harm", **_WITH_AN_ADULT, harm_found="sexual")
    told.append(
        entry(EventKind.CRIME_VICTIM, max(sixth - 18, 1.0), offence="sexual_offence", cse_flag=True)
    )
    return tuple(told)


#: What is recorded elsewhere of an adult in whose company the child was found.
Elsewhere = Callable[[Event], Connection]


def warned_adult(own: Event) -> Connection:
    """A notice on the adult, served 40 days ago about another child."""
    served = entry(
        EventKind.NOTICE_SERVED,
        40 * _DAY,
        in_force_until=local_day(NOW + timedelta(days=140)),
    ).event(0)
    return _through_an_adult(own, Concern.NOTICE, served, ChildId("C-OTHER00000"))


def managed_adult(own: Event) -> Connection:
    """The adult is a registered sex offender under management."""
    managed = entry(
        EventKind.MANAGED_PERSON, 400 * _DAY, managed_category="registered_sex_offender"
    ).event(0)
    return _through_an_adult(own, Concern.MANAGED, managed, None)


def _through_an_adult(
    own: Event, concern: Concern, elsewhere: Event, child: ChildId | None
) -> Connection:
    return Connection(
        through=Through.ADULT,
        key="A-VIGNETTE",
        name="Hector Example",
        own=(own.source, own.entry),
        concern=concern,
        child=child,
        child_name=None if child is None else "Davin Example",
        event=elsewhere,
        recorded=max(own.recorded, elsewhere.recorded),
    )


def known_child(
    told: tuple[Told, ...],
    age: int,
    sex: str,
    elsewhere: tuple[Elsewhere, ...] = (),
    as_of: datetime = NOW,
) -> KnownHistory:
    """What is known at ``as_of`` of a child who turned ``age`` half a year before the question.

    ``elsewhere`` bears on the child through the last entry.
    """
    events = tuple(one.event(number) for number, one in enumerate(told))
    person = PersonRecord(
        id=RecordId(SourceSystem.MISSING_PERSONS, "P-VIGNETTE"),
        recorded=NOW - timedelta(days=3_000),
        forename="Example",
        surname="Child",
        date_of_birth=date(NOW.year - age, 1, 1) - timedelta(days=170),
        sex=sex,
    )
    history = History(
        child=ChildId("C-VIGNETTE00"),
        persons=(person,),
        events=events,
        connected=frozenset(EXTRACTED),
    )
    if elsewhere and events:
        connections = tuple(of(events[-1]) for of in elsewhere)
        history = replace(history, connections=connections)
    return known_at(history, as_of)
