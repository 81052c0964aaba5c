"""Histories that nobody would think of, for laws that hold for every one (Hypothesis).

Times lie on purpose at the edges of windows and close together; references, entries and
persons are few, so that double entries, corrections and disagreements happen often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from features.catalogue import MATTERS
from features.matters import EntryMatter
from records.columns import Choice, YesNo
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import PLACEHOLDER_BIRTH_DATES, History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem
from tests.lib.histories import CONNECTED, source_of

__all__ = ["NOW", "connections", "events", "histories", "moments", "persons"]

#: The moment that the invented histories gather around; British summer time has begun.
NOW = datetime(2026, 4, 10, 1, 30, tzinfo=UTC)

_EDGES = [timedelta(days=days) for days in (0, 0, 0, 1, 3, 5, 14, 28, 90, 200, 365, 730)]
_CLOSE = [timedelta(0), timedelta(microseconds=1), timedelta(hours=6), timedelta(hours=72)]
#: Every kind that can stand in a child's history; those that features read, more often.
_KINDS = [kind for f in FORMATS.values() for kind in f.entries if kind not in f.without_child]
_READ = sorted(MATTERS.kinds(), key=lambda kind: kind.value)
#: What a history is about, and under how many references: anything, or one subject in
#: depth, where entries meet.
_SUBJECTS: tuple[tuple[list[EventKind], int], ...] = (
    ([*_KINDS, *_READ, *[EventKind.MISSING_REPORTED] * 12], 3),
    *[([EventKind.MISSING_REPORTED, EventKind.MISSING_REPORTED, EventKind.MISSING_FOUND], 6)] * 5,
    ([EventKind.MISSING_REPORTED, EventKind.MISSING_FOUND, EventKind.RETURN_INTERVIEW], 4),
    ([EventKind.NOTICE_SERVED, EventKind.NOTICE_WITHDRAWN, EventKind.PLAN_VERSION], 2),
    *[([EventKind.PLAN_VERSION], 1)] * 2,
    ([EventKind.CHILD_PROTECTION_STARTED, EventKind.CHILD_PROTECTION_ENDED], 1),
    ([EventKind.REFERRAL_RECEIVED, EventKind.REFERRAL_RECEIVED, EventKind.REFERRAL_CLOSED], 3),
    *[([EventKind.INVESTIGATION_OPENED, EventKind.INVESTIGATION_CLOSED], 3)] * 2,
    *(([kind for kind in f.entries if kind not in f.without_child], 2) for f in FORMATS.values()),
)
#: What may stand in a column that features don't tell apart, or that a state reads.
_CHOICES: dict[str, tuple[Any, ...]] = {
    "version": (1, 2, 3),
    "state": ("draft", "live", "ended"),
    "read_first": (("Ring the duty social worker.",),),
    "in_force_until": tuple(
        NOW.date() + timedelta(days=days) for days in (-400, -1, 0, 1, 27, 28, 400)
    ),
    "conference_on": tuple(NOW.date() + timedelta(days=days) for days in (-90, -6, -1, 0, 9)),
    "judged_until": tuple(NOW.date() + timedelta(days=days) for days in (-1, 0, 28)),
    "interview": ("done", "not_done", "did_not_want_to"),
    "found_at": ("The arcade", "THE  ARCADE", "A hotel"),
    "adult_ref": ("A-1", "a-1", "A-2"),
}


def _told_apart() -> dict[tuple[EventKind, str], list[Any]]:
    """The columns that some matter reads, with the values that it tells apart."""
    found: dict[tuple[EventKind, str], list[Any]] = {}
    for matter in MATTERS.matters:
        if isinstance(matter, EntryMatter):
            for kind in matter.kinds:
                for row in matter.where:
                    for name, values in row.items():
                        found.setdefault((kind, name), []).extend(v for v in values if v)
                for name in matter.by:
                    found.setdefault((kind, name), [])
    return found


_TOLD_APART = _told_apart()
_COLUMNS = {kind: [name for of, name in _TOLD_APART if of is kind] for kind in EventKind}
#: Even over the whole range, which st.integers is not.
_NUMBERS = st.binary(min_size=16, max_size=16).map(int.from_bytes)
_SYSTEMS = list(SourceSystem)
_BLINKS = [timedelta(microseconds=step) for step in (0, 1, -1)]
#: Minutes from happening to recording; less than none where a clock was set wrong.
_DELAYS = [timedelta(minutes=m) for m in (0, 0, 0, 1, 60, 60 * 24 * 2, 60 * 24 * 120, -300)]
_BIRTH_DATES = [
    date(2010, 3, 14),
    None,
    date(2012, 2, 29),
    date(2026, 4, 10),
    date(2027, 1, 1),
    *sorted(PLACEHOLDER_BIRTH_DATES),
]


class _Digits:
    """Choices read off one large whole number: one draw for a whole entry, which is quick,
    and shrinks to the first choice of everything."""

    def __init__(self, number: int) -> None:
        self._rest = number

    def below(self, base: int) -> int:
        self._rest, digit = divmod(self._rest, base)
        return digit

    def one_of(self, choices: Sequence[Any]) -> Any:
        return choices[self.below(len(choices))]

    def moment(self) -> datetime:
        """At an edge of a window, next to one, or anywhere within two years."""
        if self.below(5):
            near: timedelta = self.one_of(_CLOSE) * self.one_of((-1, 1))
            edge: timedelta = self.one_of(_EDGES)
            return NOW - edge + near
        far: timedelta = timedelta(minutes=self.below(60 * 24 * 30)) * self.one_of((1, 1, 12, 24))
        return NOW + timedelta(days=30) - far


def moments() -> st.SearchStrategy[datetime]:
    """Moments around :data:`NOW`: most of them now, or within a blink of it."""
    return _NUMBERS.map(_Digits).map(
        lambda digits: NOW + digits.one_of(_BLINKS) if digits.below(4) else digits.moment()
    )


def events(number: int) -> st.SearchStrategy[Event]:
    """One entry of any kind; mostly recorded soon after it happened, sometimes months late."""
    return _NUMBERS.map(lambda drawn: _event(_Digits(drawn), number, _SUBJECTS[0]))


def _event(digits: _Digits, number: int, subject: tuple[list[EventKind], int]) -> Event:
    kinds, references = subject
    kind = digits.one_of(kinds)
    source = source_of(kind)
    replaces = digits.below(number + 1) if digits.below(6) == 5 else None
    if replaces is not None and digits.below(2):
        kind = EventKind.WITHDRAWN
    occurred = digits.moment()
    return Event(
        source=source,
        kind=kind,
        reference=f"R-{digits.below(references)}",
        entry=f"E-{number}",
        occurred=occurred,
        recorded=occurred + digits.one_of(_DELAYS),
        details=_details(digits, source, kind),
        replaces=None if replaces is None else f"E-{replaces}",
    )


def _details(digits: _Digits, source: SourceSystem, kind: EventKind) -> dict[str, Any]:
    """What the kind's format demands; and, of what features tell apart, about half."""
    if kind is EventKind.WITHDRAWN:
        return {}
    needed = FORMATS[source].entries[kind]
    details = {name: digits.one_of(_choices(source, kind, name)) for name in needed}
    for name in _COLUMNS[kind]:
        if name not in details and digits.below(2):
            details[name] = digits.one_of(_choices(source, kind, name))
    return details


def _choices(source: SourceSystem, kind: EventKind, name: str) -> Sequence[Any]:
    """What may stand in a column: what is told apart as often as all that its list allows."""
    if name in _CHOICES:
        return _CHOICES[name]
    match next(column.type for column in FORMATS[source].own if column.name == name):
        case Choice(values):
            told = _TOLD_APART.get((kind, name), [])
            return (*told, *values[: len(told) + 2])
        case YesNo():
            return (True, False)
        case _:
            return ("Example",)


def connections(number: int) -> st.SearchStrategy[Connection]:
    """One connection through one of few keys to one of few children, some of them taken back."""
    return _NUMBERS.map(lambda drawn: _connection(_Digits(drawn), number))


def _connection(digits: _Digits, number: int) -> Connection:
    concern = digits.one_of(tuple(Concern))
    through = digits.one_of(tuple(Through)) if concern is Concern.HARMED else Through.ADULT
    child = None if concern is Concern.MANAGED else f"C-OTHER{digits.below(3):05}"
    own = (digits.one_of(_SYSTEMS), f"E-{digits.below(6)}") if digits.below(2) else None
    recorded = digits.moment()
    gone = recorded + digits.one_of(_DELAYS[3:]) if digits.below(4) == 3 else None
    return Connection(
        through=through,
        key=f"A-{digits.below(3)}",
        name="Alex Example",
        own=own,
        concern=concern,
        child=None if child is None else ChildId(child),
        child_name=None if child is None else "Other Example",
        event=replace(_event(digits, number, _SUBJECTS[0]), entry=f"O-{number}"),
        recorded=recorded,
        gone=gone,
    )


@st.composite
def persons(draw: st.DrawFn) -> list[PersonRecord]:
    """Up to four versions of up to four person records that may disagree on the birth date."""
    found: dict[datetime, PersonRecord] = {}
    for number in draw(st.lists(_NUMBERS, max_size=4)):
        digits = _Digits(number)
        # One record has at most one version a moment, as in any system.
        moment = digits.moment()
        found[moment] = PersonRecord(
            id=RecordId(digits.one_of(_SYSTEMS), "P-1"),
            recorded=moment,
            forename="Example",
            surname="Child",
            date_of_birth=digits.one_of(_BIRTH_DATES),
        )
    return list(found.values())


@st.composite
def histories(draw: st.DrawFn, most: int = 30) -> History:
    """A whole history of at most ``most`` entries, corrections and moves among them."""
    # Left alone, lists stay short; half of these histories are to be long ones.
    least = draw(st.sampled_from((0, most // 2, most)))
    numbers = draw(st.lists(_NUMBERS, min_size=least, max_size=most))
    digits = _Digits(draw(_NUMBERS))
    subject = digits.one_of(_SUBJECTS)
    moved = [
        Moved(digits.one_of(_SYSTEMS), f"E-{digits.below(most)}", digits.moment())
        for _ in range(digits.one_of((0, 0, 1, 2)))
    ]
    unconnected = {digits.one_of(_SYSTEMS) for _ in range(digits.one_of((0, 0, 0, 3, 12)))}
    return History(
        child=ChildId("C-EXAMPLE000"),
        persons=tuple(draw(persons())),
        events=tuple(_event(_Digits(drawn), place, subject) for place, drawn in enumerate(numbers)),
        moved=tuple(moved),
        connected=CONNECTED - unconnected,
        connections=tuple(
            _connection(_Digits(drawn), place)
            for place, drawn in enumerate(draw(st.lists(_NUMBERS, max_size=8)))
        ),
    )
