"""Under which person record an entry about a child is written down, and what it says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linkage.subjects import Subject
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem
from serving.entering.given import Who
from serving.store.links import records_of
from serving.store.opening import Connection
from serving.store.persons import read_persons
from serving.tables.who import WHO

__all__ = ["Subjected", "person_of", "person_told_of"]

_WHO = WHO[Subject.CHILD]


@dataclass(frozen=True, slots=True)
class Subjected:
    """The person record of an entry.

    Attributes:
        person: what the entry says of the child.
        beside: a record of the child to which a record made for this entry is linked;
            None if the system knew the child before, or nobody did.
    """

    person: PersonRecord
    beside: RecordId | None


def person_of(
    connection: Connection, child: ChildId, source: SourceSystem, now: datetime, new_ref: str
) -> Subjected:
    """The record under which ``source`` knows the child, or a new one called ``new_ref``.

    Who the child is stays as that record says; the home, the team and the authority are the
    newest that any system recorded, since what is written down now must not bring an older
    home back. A new record bears the name alone: it is no second word on birth date or home.

    Raises:
        LookupError: the child has no record.
    """
    of = records_of(connection, _WHO, [child])
    versions = sorted(
        read_persons(connection, _WHO, [str(record) for record in of]),
        key=lambda person: (person.recorded, str(person.id)),
    )
    if not versions:
        raise LookupError("the child has no record")
    own = [person for person in versions if person.id.source is source]
    if not own:
        named = versions[-1]
        new = PersonRecord(RecordId(source, new_ref), now, named.forename, named.surname)
        return Subjected(new, named.id)
    homes = [person for person in versions if person.address or person.postcode]
    home = homes[-1] if homes else own[-1]
    person = replace(
        own[-1],
        recorded=now,
        address=home.address,
        postcode=home.postcode,
        local_authority=_newest(versions, "local_authority"),
        team=_newest(versions, "team"),
    )
    return Subjected(person, None)


def person_told_of(who: Who, source: SourceSystem, now: datetime, new_ref: str) -> Subjected:
    """A new record of a child whom no search found."""
    given = dict(who.details)
    surname = given.pop("surname", "")
    forename = given.pop("forename", None)
    person = PersonRecord(RecordId(source, new_ref), now, forename, surname, **given)
    return Subjected(person, None)


def _newest(versions: Sequence[PersonRecord], name: str) -> str | None:
    values = [getattr(person, name) for person in versions]
    return next((value for value in reversed(values) if value is not None), None)
