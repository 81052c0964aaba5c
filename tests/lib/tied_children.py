"""Entries about few children, adults and homes, so that many are tied to somebody.

What systems would send over some days: harm, notices, suspects, intelligence, managed
persons, and corrections and withdrawals of any of it, also to another child's record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from records.events import Event, EventKind
from records.persons import PersonRecord, RecordId
from records.rows import Entry
from records.sources import SourceSystem
from serving.store.extracts import ingest_batch, start_extract
from serving.store.opening import Store

__all__ = ["START", "entry", "take_in", "tied_entries"]

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
_FORENAMES = "Maya Callum Aisha Rowan Tegan Idris Freya Osian Marta Kwame".split()
_SURNAMES = "Thornworth Ashdale Birchcroft Wexcombe Oakhollow Fenmarsh Larkwell Stonebeck".split()
_MEN = "Gareth Stelios Anton Dmitri Fergus Hamid Lloyd Piers Bruno Cosmo Edgar Ivor".split()
_S = SourceSystem
_K = EventKind
#: Kinds of entry with a child, and details that they may have beside an adult or a place.
_KINDS: tuple[tuple[SourceSystem, EventKind, dict[str, Any]], ...] = (
    (_S.MISSING_PERSONS, _K.MISSING_REPORTED, {"missing_from": "home"}),
    (
        _S.MISSING_PERSONS,
        _K.MISSING_FOUND,
        {"how_ended": "police_found", "found_with": "adult_not_known_to_family"},
    ),
    (_S.MISSING_PERSONS, _K.MISSING_FOUND, {"how_ended": "returned", "harm_found": "sexual"}),
    (_S.ABDUCTION_NOTICES, _K.NOTICE_SERVED, {"in_force_until": date(2027, 1, 1)}),
    (_S.CRIME, _K.CRIME_VICTIM, {"offence": "child_sexual_exploitation"}),
    (_S.CRIME, _K.CRIME_SUSPECT_NAMED, {}),
    (_S.INTELLIGENCE, _K.INTELLIGENCE_REPORT, {"theme": "other", "source_grade": "reliable"}),
    (_S.MANAGED_OFFENDERS, _K.ASSOCIATION_RECORDED, {"association": "visits"}),
    (_S.DOMESTIC_ABUSE, _K.DOMESTIC_INCIDENT, {"risk": "standard"}),
)
_NAMING = {kind for _, kind, _ in _KINDS} - {_K.MISSING_REPORTED, _K.CRIME_VICTIM}
_PLACED = {_K.MISSING_FOUND: ("found_at", "found_postcode"),
           _K.INTELLIGENCE_REPORT: ("place", "place_postcode")}  # fmt: skip


def entry(
    source: SourceSystem,
    kind: EventKind,
    name: str,
    recorded: datetime,
    person: PersonRecord | None,
    *,
    reference: str | None = None,
    replaces: str | None = None,
    **details: Any,
) -> Entry:
    """One row as a reader gives it, with the adult whom its details name."""
    event = Event(
        source, kind, reference or name, name, recorded - timedelta(hours=3), recorded, details,
        replaces,
    )  # fmt: skip
    adult = None
    if surname := details.get("adult_surname"):
        adult = PersonRecord(
            RecordId(source, details["adult_ref"]),
            recorded,
            details.get("adult_forename"),
            surname,
            date_of_birth=details.get("adult_date_of_birth"),
        )
    return Entry(1, event, person, name, adult)


def take_in(store: Store, entries: Sequence[Entry], day: int) -> None:
    """One extract of each system with these entries."""
    with store.writing() as connection:
        for source in sorted({one.event.source for one in entries}, key=lambda s: s.value):
            extract = start_extract(
                connection,
                source=source,
                file=f"{source.value}.csv",
                digest=f"{day}-{source.value}",
                taken_at=START + timedelta(days=day),
                read_at=START + timedelta(days=day),
            )
            theirs = [one for one in entries if one.event.source is source]
            rows = [
                Entry(number, one.event, one.person, one.raw, one.adult)
                for number, one in enumerate(theirs, 1)
            ]
            ingest_batch(connection, extract, source, rows)


def tied_entries(seed: int, children: int = 40, entries: int = 160) -> list[Entry]:
    """Entries in the order in which systems recorded them."""
    dice = Random(seed)
    homes = [(f"{number} Oakton Road", f"NG7 {number}AB") for number in range(2, 20)]
    whole: list[dict[str, Any]] = [
        {
            "forename": dice.choice(_FORENAMES),
            "surname": dice.choice(_SURNAMES),
            "date_of_birth": date(2008, 1, 1) + timedelta(days=dice.randrange(2_000)),
            "home": dice.choice(homes),
        }
        for _ in range(children)
    ]
    adults = [
        {
            "adult_forename": man,
            "adult_surname": dice.choice(_SURNAMES),
            "adult_date_of_birth": date(1980, 1, 1) + timedelta(days=dice.randrange(5_000)),
        }
        for man in _MEN
    ]
    found: list[Entry] = []
    for number in range(entries):
        at = START - timedelta(days=300) + timedelta(hours=40 * number)
        if number % 9 == 4:
            found.append(_alone(dice, number, at, adults, found))
            continue
        source, kind, more = dice.choice(_KINDS)
        which = dice.randrange(children)
        home = whole[which]["home"] if dice.random() < 0.9 else dice.choice(homes)
        person = PersonRecord(
            RecordId(source, f"P-{which}"),
            at,
            whole[which]["forename"],
            whole[which]["surname"],
            date_of_birth=whole[which]["date_of_birth"],
            address=home[0],
            postcode=home[1],
        )
        details = dict(more)
        if kind in _NAMING and dice.random() < 0.8:
            man = dice.randrange(len(adults))
            details |= {"adult_ref": f"R-{man}", **adults[man]}
        if kind in _PLACED and dice.random() < 0.5:
            place, postcode = dice.choice(homes)
            details |= dict(zip(_PLACED[kind], (place.upper(), postcode), strict=True))
        older = [one.event for one in found if one.event.source is source and one.person]
        replaces = dice.choice(older).entry if older and dice.random() < 0.25 else None
        if replaces is not None and dice.random() < 0.5:
            kind, details = _K.WITHDRAWN, {}
        reference = f"REF-{dice.randrange(entries // 3)}"
        found.append(
            entry(source, kind, f"E-{number}", at, person, reference=reference,
                  replaces=replaces, **details)
        )  # fmt: skip
    return found


def _alone(
    dice: Random, number: int, at: datetime, adults: list[dict[str, Any]], found: list[Entry]
) -> Entry:
    """An entry about an adult alone: managed, no longer managed, corrected or withdrawn."""
    man = dice.randrange(len(adults))
    older = [one.event for one in found if one.person is None]
    if older and dice.random() < 0.4:
        before = dice.choice(older)
        name = f"E-{number}"
        return entry(
            before.source, _K.WITHDRAWN, name, at, None, reference=before.reference,
            replaces=before.entry,
        )  # fmt: skip
    is_end = bool(older) and dice.random() < 0.4
    kind = _K.MANAGED_PERSON_ENDED if is_end else _K.MANAGED_PERSON
    more = {} if is_end else {"managed_category": "person_of_concern"}
    return entry(
        _S.MANAGED_OFFENDERS, kind, f"E-{number}", at, None, reference=f"MO-{man}",
        adult_ref=f"R-{man}", **adults[man], **more,
    )  # fmt: skip
