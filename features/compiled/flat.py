"""A history as flat rows of whole numbers, one for each entry that some feature reads.

Rows say nothing of their child's other rows, so they may be made one history at a time,
stored in any order, and packed later without the histories (:mod:`features.compiled.packing`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import numpy as np

from features.catalogue import MATTERS
from features.local_days import NEVER, day_numbers, day_starts
from features.matters import MOST_MATTERS, ConnectionMatter, EntryMatter, MatterTable, Once
from features.table import micros
from records.calendar import next_local_hour
from records.events import Event, EventKind
from records.history import History, KnownHistory
from records.sources import EXTRACTED, SourceSystem
from records.states.missing import NIGHT_HOUR

__all__ = [
    "BIRTH",
    "DEFAULTS",
    "FLAT",
    "NO_BIRTH_DATE",
    "NO_VALUE",
    "Kind",
    "birth_dates",
    "flatten",
    "key_number",
    "matters_number",
    "system_bits",
]


class Kind(IntEnum):
    """What the compiled engine tells apart beside matters."""

    OTHER = 0
    REPORTED = 1
    FOUND = 2
    INTERVIEW_DONE = 3
    PLAN_ENDED = 4
    PLAN_DRAFT = 5
    PLAN_LIVE = 6
    SERVED = 7
    NOTICE_WITHDRAWN = 8
    PROTECTION_STARTED = 9
    PROTECTION_ENDED = 10


#: One entry, or one connection. Moments are microseconds since 1970.
FLAT = np.dtype(
    [
        # The child's number; whose number it is, the table of children says.
        ("child", np.int64),
        # When the force knew of it; and when it was taken back, NEVER if it wasn't.
        ("recorded", np.int64),
        ("gone", np.int64),
        ("occurred", np.int64),
        # What its record, or the connection's key, is known by; any number, one for each.
        ("reference", np.int64),
        # The same for what its matter counts once for by value; or for the other child.
        ("value", np.int64),
        # A report's first 3 o'clock at night; a notice's lapse; a plan's version number.
        ("extra", np.int64),
        # The matters that it is of: their codes, a byte each, the rest 0.
        ("matters", np.uint64),
        # Of rows of one child that occurred and were recorded at one moment, which is later.
        ("order", np.int32),
        ("kind", np.uint8),
    ]
)
#: A birth date (YYYYMMDD) and the moments [known_from, known_until) at which it is believed.
BIRTH = np.dtype(
    [
        ("child", np.int64),
        ("known_from", np.int64),
        ("known_until", np.int64),
        ("day", np.int64),
    ]
)
NO_BIRTH_DATE = 0
NO_VALUE = 0
#: What a column is for every row if it is left out.
DEFAULTS = {"gone": NEVER, "value": NO_VALUE, "extra": 0, "order": 0}

_KINDS = {
    EventKind.MISSING_REPORTED: Kind.REPORTED,
    EventKind.MISSING_FOUND: Kind.FOUND,
    EventKind.NOTICE_SERVED: Kind.SERVED,
    EventKind.NOTICE_WITHDRAWN: Kind.NOTICE_WITHDRAWN,
    EventKind.CHILD_PROTECTION_STARTED: Kind.PROTECTION_STARTED,
    EventKind.CHILD_PROTECTION_ENDED: Kind.PROTECTION_ENDED,
}
_PLAN_STATES = {"ended": Kind.PLAN_ENDED, "draft": Kind.PLAN_DRAFT, "live": Kind.PLAN_LIVE}


def system_bits(systems: Iterable[SourceSystem]) -> int:
    """The force's own systems among them as bits, in the order of ``EXTRACTED``.

    No feature asks for any other.
    """
    held = set(systems)
    return sum(1 << place for place, system in enumerate(EXTRACTED) if system in held)


def key_number(*parts: str) -> int:
    """A whole number of 64 bits that stands for ``parts``, the same in every process.

    Never :data:`NO_VALUE`. That two keys of one child share a number is not to be expected
    before children have thousands of millions of keys.
    """
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


def matters_number(codes: Iterable[int]) -> int:
    """Codes of matters as they stand in a row.

    Raises:
        ValueError: they are more than a row has places for.
    """
    sorted_codes = sorted(codes)
    if len(sorted_codes) > MOST_MATTERS:
        raise ValueError(f"an entry is of more than {MOST_MATTERS} matters")
    return int.from_bytes(bytes(sorted_codes), "little")


def flatten(history: History, number: int, matters: MatterTable = MATTERS) -> list[tuple[int, ...]]:
    """The history's rows of :data:`FLAT`, of the child that is called ``number`` in them.

    Corrections, withdrawals and moves are resolved here into the moments at which each
    entry is known, as :func:`records.history.known_at` would keep it. Entries that no
    feature reads are left out.

    Raises:
        KeyError: an entry lacks a column that its format demands, e.g. a served notice
            without its last day.
    """
    gone = _gone(history)
    rows: list[tuple[int, ...]] = []
    for place, event in enumerate(history.events):
        kind = _kind(event)
        of = matters.of_event(event)
        if kind is Kind.OTHER and not of:
            continue
        rows.append(
            (
                number,
                micros(event.recorded),
                gone.get((event.source, event.entry), NEVER),
                micros(event.occurred),
                key_number(event.source.value, event.reference),
                _value(event, [matter for _, matter in of]),
                _extra(kind, event),
                matters_number(code for code, _ in of),
                place,
                int(kind),
            )
        )
    for place, connection in enumerate(history.connections, len(history.events)):
        codes = [code for code, _ in matters.of_connection(connection)]
        if codes:
            rows.append(
                (
                    number,
                    micros(connection.recorded),
                    NEVER if connection.gone is None else micros(connection.gone),
                    micros(connection.event.occurred),
                    key_number("key", connection.key),
                    NO_VALUE if connection.child is None else key_number("child", connection.child),
                    0,
                    matters_number(codes),
                    place,
                    int(Kind.OTHER),
                )
            )
    return rows


def birth_dates(history: History, number: int) -> list[tuple[int, int, int, int]]:
    """Rows of :data:`BIRTH`: which birth date is believed from when to when.

    ``KnownHistory`` decides, so that both engines believe the same.
    """
    believed: list[tuple[int, int, int, int]] = []
    for moment in sorted({person.recorded for person in history.persons}):
        persons = tuple(person for person in history.persons if person.recorded <= moment)
        born = KnownHistory(history.child, moment, persons, (), frozenset()).birth_date
        day = NO_BIRTH_DATE if born is None else day_numbers(born)
        if believed and believed[-1][3] == day:
            continue
        start = micros(moment) + 1
        if believed:
            believed[-1] = (number, believed[-1][1], start, believed[-1][3])
        believed.append((number, start, NEVER, day))
    return believed


def _gone(history: History) -> dict[tuple[SourceSystem, str | None], int]:
    gone: dict[tuple[SourceSystem, str | None], int] = {}
    for source, entry, recorded in (
        *((e.source, e.replaces, e.recorded) for e in history.events if e.replaces is not None),
        *((m.source, m.entry, m.recorded) for m in history.moved),
    ):
        moment = micros(recorded)
        gone[source, entry] = min(moment, gone.get((source, entry), moment))
    return gone


def _kind(event: Event) -> Kind:
    if event.kind is EventKind.PLAN_VERSION:
        return _PLAN_STATES[event.details["state"]]
    if event.kind is EventKind.RETURN_INTERVIEW and event.details.get("interview") == "done":
        return Kind.INTERVIEW_DONE
    return _KINDS.get(event.kind, Kind.OTHER)


def _extra(kind: Kind, event: Event) -> int:
    if kind is Kind.REPORTED:
        return micros(next_local_hour(event.occurred, NIGHT_HOUR))
    if kind is Kind.SERVED:
        until: date = event.details["in_force_until"]
        return NEVER if until == date.max else day_starts(until + timedelta(days=1))
    if event.kind is EventKind.PLAN_VERSION:
        return int(event.details["version"])
    return 0


def _value(event: Event, matters: Iterable[EntryMatter]) -> int:
    for matter in matters:
        if matter.once is Once.VALUE:
            return key_number("value", *matter.value(event))
    return NO_VALUE


def _check(matters: MatterTable) -> None:
    """An entry has one place for a value, so no kind may be counted by two."""
    by_kind: dict[EventKind, Any] = {}
    for matter in matters.matters:
        if isinstance(matter, ConnectionMatter) or matter.once is not Once.VALUE:
            continue
        for kind in matter.kinds:
            if by_kind.setdefault(kind, matter.by) != matter.by:
                raise ValueError(f"entries {kind.value} are counted by two values")


_check(MATTERS)
