"""Histories that nobody would think of, for laws that hold for every one (Hypothesis).

Times lie on purpose at the edges of windows and close together; references, entries and
persons are few, so that double entries, corrections and disagreements happen often.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from records.columns import Choice, YesNo
from records.events import Event, EventKind
from records.formats import FORMATS
from records.formats.vocabulary import DISCLOSURES
from records.history import PLACEHOLDER_BIRTH_DATES, History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem
from tests.lib.histories import CONNECTED, source_of

__all__ = ["NOW", "events", "histories", "moments", "persons"]

#: The moment that the invented histories gather around; British summer time has begun.
NOW = datetime(2026, 4, 10, 1, 30, tzinfo=UTC)

_EDGES = [timedelta(days=days) for days in (0, 1, 3, 5, 14, 28, 90, 200, 365, 730)]
_CLOSE = [timedelta(0), timedelta(microseconds=1), timedelta(hours=6), timedelta(hours=72)]
_READ_SYSTEMS = ("S1", "S2", "S3", "S10")
#: Every kind that can stand in a child's history; those that features read, more often.
_KINDS = [kind for f in FORMATS.values() for kind in f.entries if kind not in f.without_child]
_READ = [k for f in FORMATS.values() if f.source.value in _READ_SYSTEMS for k in f.entries]
#: What a history is about, and under how many references: anything, or one matter in
#: depth, where entries meet.
_MATTERS: tuple[tuple[list[EventKind], int], ...] = (
    ([*_KINDS, *_READ * 3, *[EventKind.MISSING_REPORTED] * 8], 3),
    ([EventKind.MISSING_REPORTED, EventKind.MISSING_REPORTED, EventKind.MISSING_FOUND], 6),
    ([EventKind.MISSING_REPORTED, EventKind.MISSING_FOUND, EventKind.RETURN_INTERVIEW], 4),
    ([EventKind.NOTICE_SERVED, EventKind.NOTICE_WITHDRAWN, EventKind.PLAN_VERSION], 2),
    ([EventKind.PLAN_VERSION], 1),
    ([EventKind.CHILD_PROTECTION_STARTED, EventKind.CHILD_PROTECTION_ENDED], 1),
)
_CHOICES: dict[str, tuple[Any, ...]] = {
    "missing_from": ("home", "childrens_home"),
    "how_ended": ("returned", "police_found"),
    "found_with": ("nobody", "adult_not_known_to_family"),
    "harm_found": ("nothing_found", "sexual"),
    "interview": ("done", "not_done", "did_not_want_to"),
    "disclosure": DISCLOSURES,
    "told_to": ("return interviewer", "nurse"),
    "review_by": ("sergeant", "inspector", "superintendent"),
    "version": (1, 2, 3),
    "state": ("draft", "live", "ended"),
    "owner": ("PC Example",),
    "owner_team": ("City North",),
    "read_first": (("Ring the duty social worker.",),),
    "adult_ref": ("A-1",),
    "in_force_until": tuple(
        NOW.date() + timedelta(days=days) for days in (-400, -1, 0, 1, 27, 28, 400)
    ),
    "category": ("neglect", "sexual_abuse"),
    "placement": ("foster_home", "childrens_home"),
}
#: Even over the whole range, which st.integers is not.
_NUMBERS = st.binary(min_size=10, max_size=10).map(int.from_bytes)
_SYSTEMS = sorted(CONNECTED, key=lambda system: system.value)
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
_MAYBE = ("found_with", "harm_found", "disclosure", "told_to")


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
    return _NUMBERS.map(lambda drawn: _event(_Digits(drawn), number, _MATTERS[0]))


def _event(digits: _Digits, number: int, matter: tuple[list[EventKind], int]) -> Event:
    kinds, references = matter
    kind = digits.one_of(kinds)
    source, needed = source_of(kind), _needed(kind)
    replaces = digits.below(number + 1) if digits.below(6) == 5 else None
    if replaces is not None and digits.below(2):
        kind, needed = EventKind.WITHDRAWN, ()
    details = {name: digits.one_of(_choices(source, name)) for name in needed}
    if source is SourceSystem.MISSING_PERSONS and kind is not EventKind.WITHDRAWN:
        told = digits.one_of(("", "", *_MAYBE))
        details |= {told: digits.one_of(_CHOICES[told])} if told else {}
    occurred = digits.moment()
    return Event(
        source=source,
        kind=kind,
        reference=f"R-{digits.below(references)}",
        entry=f"E-{number}",
        occurred=occurred,
        recorded=occurred + digits.one_of(_DELAYS),
        details=details,
        replaces=None if replaces is None else f"E-{replaces}",
    )


def _choices(source: SourceSystem, name: str) -> Sequence[Any]:
    """What may stand in a column: what the features tell apart, or all that its list allows."""
    if name in _CHOICES:
        return _CHOICES[name]
    match next(column.type for column in FORMATS[source].own if column.name == name):
        case Choice(values):
            return values
        case YesNo():
            return (True, False)
        case _:
            return ("Example",)


def _needed(kind: EventKind) -> tuple[str, ...]:
    return next(f.entries[kind] for f in FORMATS.values() if kind in f.entries)


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
    matter = digits.one_of(_MATTERS)
    moved = [
        Moved(digits.one_of(_SYSTEMS), f"E-{digits.below(most)}", digits.moment())
        for _ in range(digits.one_of((0, 0, 1, 2)))
    ]
    unconnected = {digits.one_of(_SYSTEMS) for _ in range(digits.one_of((0, 0, 0, 3, 12)))}
    return History(
        child=ChildId("C-EXAMPLE000"),
        persons=tuple(draw(persons())),
        events=tuple(_event(_Digits(drawn), place, matter) for place, drawn in enumerate(numbers)),
        moved=tuple(moved),
        connected=CONNECTED - unconnected,
    )
