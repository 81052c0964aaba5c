"""Histories as flat arrays for the compiled engine.

Corrections, withdrawals and moves are resolved here into the interval of moments at
which each entry is known, so that the engine asks ``known_from <= as_of < known_until``
and gets exactly what :func:`records.history.known_at` would keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from features.local_days import NEVER, day_numbers, day_starts
from features.one_child import is_found_with_unknown_adult, is_sexual_harm
from features.table import Int64, micros
from records.calendar import next_local_hour
from records.events import Event, EventKind
from records.history import History, KnownHistory
from records.persons import ChildId
from records.sources import SourceSystem
from records.states.missing import NIGHT_HOUR

__all__ = [
    "BIRTH",
    "ENTRY",
    "INTERVIEW_DONE",
    "NO_BIRTH_DATE",
    "SEXUAL_HARM",
    "UNKNOWN_ADULT",
    "Kind",
    "Packed",
    "pack",
    "system_bits",
]


class Kind(IntEnum):
    """The kinds of entry that the compiled engine tells apart."""

    REPORTED = 0
    FOUND = 1
    INTERVIEW = 2
    OTHER_S1 = 3
    PLAN = 4
    SERVED = 5
    NOTICE_WITHDRAWN = 6
    PROTECTION_STARTED = 7
    PROTECTION_ENDED = 8
    IN_CARE = 9
    CARE_ENDED = 10


#: Bits of an entry's ``flags``; a plan's entry holds its state (1 to 3) there instead.
INTERVIEW_DONE, UNKNOWN_ADULT, SEXUAL_HARM = 1, 2, 4

#: One entry. ``extra`` is, for a report, the first 3 o'clock at night after its start; for
#: a notice, the instant at which it lapses; for a plan, the version's rank in the plan.
ENTRY = np.dtype(
    [
        ("known_from", np.int64),
        ("known_until", np.int64),
        ("occurred", np.int64),
        ("extra", np.int64),
        ("reference", np.int32),
        ("kind", np.int16),
        ("flags", np.int16),
    ],
    align=True,
)
#: A birth date (YYYYMMDD) and the moments at which it is the one believed.
BIRTH = np.dtype(
    [("known_from", np.int64), ("known_until", np.int64), ("day", np.int64)], align=True
)
NO_BIRTH_DATE = 0

_KINDS = {
    EventKind.MISSING_REPORTED: Kind.REPORTED,
    EventKind.MISSING_FOUND: Kind.FOUND,
    EventKind.RETURN_INTERVIEW: Kind.INTERVIEW,
    EventKind.PREVENTION_INTERVIEW: Kind.OTHER_S1,
    EventKind.SUPERVISORY_REVIEW: Kind.OTHER_S1,
    EventKind.STRATEGY_MEETING: Kind.OTHER_S1,
    EventKind.PLAN_VERSION: Kind.PLAN,
    EventKind.NOTICE_SERVED: Kind.SERVED,
    EventKind.NOTICE_WITHDRAWN: Kind.NOTICE_WITHDRAWN,
    EventKind.CHILD_PROTECTION_STARTED: Kind.PROTECTION_STARTED,
    EventKind.CHILD_PROTECTION_ENDED: Kind.PROTECTION_ENDED,
    EventKind.LOOKED_AFTER_STARTED: Kind.IN_CARE,
    EventKind.PLACEMENT_MOVED: Kind.IN_CARE,
    EventKind.LOOKED_AFTER_ENDED: Kind.CARE_ENDED,
}
#: References are one namespace for each of these: a plan and a report may share a text.
_FAMILY = {
    kind: place
    for place, kinds in enumerate(
        (
            (Kind.REPORTED, Kind.FOUND, Kind.INTERVIEW, Kind.OTHER_S1),
            (Kind.PLAN,),
            (Kind.SERVED, Kind.NOTICE_WITHDRAWN),
            (Kind.PROTECTION_STARTED, Kind.PROTECTION_ENDED),
            (Kind.IN_CARE, Kind.CARE_ENDED),
        )
    )
    for kind in kinds
}
_PLAN_STATES = {"ended": 1, "draft": 2, "live": 3}
_SYSTEMS = tuple(SourceSystem)


@dataclass(frozen=True, slots=True)
class Packed:
    """Many histories as arrays; made by :func:`pack`.

    Attributes:
        children: the child in each place.
        starts: entries of child i are ``entries[starts[i]:starts[i + 1]]``, in order of
            (occurred, recorded, entry).
        birth_starts: the same for ``births``.
        references: how many references each child's entries share.
        connected: the connected systems, one bit each in the order of ``SourceSystem``.
    """

    children: tuple[ChildId, ...]
    entries: npt.NDArray[Any]
    starts: Int64
    births: npt.NDArray[Any]
    birth_starts: Int64
    references: Int64
    connected: Int64

    def __len__(self) -> int:
        return len(self.children)

    @property
    def places(self) -> Int64:
        """For each child: its entries' start and end, its births', references, connected."""
        starts, births = self.starts, self.birth_starts
        return np.column_stack(
            [starts[:-1], starts[1:], births[:-1], births[1:], self.references, self.connected]
        )


def system_bits(systems: Iterable[SourceSystem]) -> int:
    """The systems as bits, as ``Packed.connected`` holds them."""
    return sum(1 << _SYSTEMS.index(system) for system in set(systems))


def pack(histories: Sequence[History]) -> Packed:
    """The histories as arrays, in the order given.

    The input's order of entries doesn't matter. Kinds of entry that no feature measures
    are left out.

    Raises:
        KeyError: an entry lacks a column that its format demands, e.g. a served notice
            without its last day.
    """
    entries: list[tuple[int, ...]] = []
    births: list[tuple[int, int, int]] = []
    starts, birth_starts, references = [0], [0], []
    for history in histories:
        references.append(_pack_entries(history, entries))
        births += _birth_dates(history)
        starts.append(len(entries))
        birth_starts.append(len(births))
    return Packed(
        children=tuple(history.child for history in histories),
        entries=np.array(entries, dtype=ENTRY),
        starts=np.array(starts, dtype=np.int64),
        births=np.array(births, dtype=BIRTH),
        birth_starts=np.array(birth_starts, dtype=np.int64),
        references=np.array(references, dtype=np.int64),
        connected=np.array([system_bits(h.connected) for h in histories], dtype=np.int64),
    )


def _pack_entries(history: History, into: list[tuple[int, ...]]) -> int:
    """Append the child's entries; returns how many references they have."""
    gone: dict[tuple[SourceSystem, str | None], int] = {}
    for source, entry, recorded in (
        *((e.source, e.replaces, e.recorded) for e in history.events if e.replaces is not None),
        *((m.source, m.entry, m.recorded) for m in history.moved),
    ):
        moment = micros(recorded)
        gone[source, entry] = min(moment, gone.get((source, entry), moment))
    # The history's own order (recorded, source, entry) breaks the ties that are left.
    events = [event for event in history.events if event.kind in _KINDS]
    events.sort(key=lambda e: (e.occurred, e.recorded, e.entry))
    versions = _version_ranks(events)
    references: dict[tuple[int, str], int] = {}
    for place, event in enumerate(events):
        kind = _KINDS[event.kind]
        reference = references.setdefault((_FAMILY[kind], event.reference), len(references))
        # Known strictly after it is recorded; unknown strictly after it is taken back.
        until = gone.get((event.source, event.entry))
        into.append(
            (
                micros(event.recorded) + 1,
                NEVER if until is None else until + 1,
                micros(event.occurred),
                versions[place] if kind is Kind.PLAN else _extra(kind, event),
                reference,
                int(kind),
                _flags(kind, event),
            )
        )
    return len(references)


def _version_ranks(events: Sequence[Event]) -> dict[int, int]:
    """Each plan version's place among the child's, by (version, recorded, entry)."""
    places = [place for place, event in enumerate(events) if event.kind is EventKind.PLAN_VERSION]
    places.sort(key=lambda p: (events[p].details["version"], events[p].recorded, events[p].entry))
    return {place: rank for rank, place in enumerate(places)}


def _extra(kind: Kind, event: Event) -> int:
    if kind is Kind.REPORTED:
        return micros(next_local_hour(event.occurred, NIGHT_HOUR))
    if kind is Kind.SERVED:
        until: date = event.details["in_force_until"]
        return NEVER if until == date.max else day_starts(until + timedelta(days=1))
    return 0


def _flags(kind: Kind, event: Event) -> int:
    if kind is Kind.PLAN:
        return _PLAN_STATES[event.details["state"]]
    if _FAMILY[kind] != _FAMILY[Kind.REPORTED]:
        return 0
    done = kind is Kind.INTERVIEW and event.details.get("interview") == "done"
    return (
        INTERVIEW_DONE * done
        + UNKNOWN_ADULT * is_found_with_unknown_adult(event)
        + SEXUAL_HARM * is_sexual_harm(event)
    )


def _birth_dates(history: History) -> list[tuple[int, int, int]]:
    """The birth date believed from each moment on at which a person record changed.

    ``KnownHistory`` decides, so that both engines believe the same.
    """
    moments = sorted({person.recorded for person in history.persons})
    believed: list[tuple[int, int, int]] = []
    for moment in moments:
        persons = tuple(person for person in history.persons if person.recorded <= moment)
        born = KnownHistory(history.child, moment, persons, (), frozenset()).birth_date
        day = NO_BIRTH_DATE if born is None else day_numbers(born)
        if believed and believed[-1][2] == day:
            continue
        start = micros(moment) + 1
        if believed:
            believed[-1] = (believed[-1][0], start, believed[-1][2])
        believed.append((start, NEVER, day))
    return believed
