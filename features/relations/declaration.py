"""Which entries tie a child to an adult, a home or a place, and which tell of them: a table.

What stands here is all that decides it. :mod:`features.relations.rows` reads the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from records.connections import Concern
from records.events import Event, EventKind
from records.places import PLACES
from records.states import is_exploitation_harm
from records.states.harm import HARM

__all__ = [
    "BESIDE",
    "CONCERN_OF",
    "HARM_KINDS",
    "MANAGED",
    "NAMING",
    "READ_KINDS",
    "ConcernRow",
    "tells_harm",
]

#: Kinds of entry that tie a child to the adult whom they name.
NAMING = frozenset(
    {
        EventKind.MISSING_FOUND,
        EventKind.PREVENTION_INTERVIEW,
        EventKind.RETURN_INTERVIEW,
        EventKind.NOTICE_SERVED,
        EventKind.NOTICE_BREACHED,
        EventKind.NOTICE_WITHDRAWN,
        EventKind.CRIME_SUSPECT_NAMED,
        EventKind.INVESTIGATION_SUSPECT_INTERVIEWED,
        EventKind.INTELLIGENCE_REPORT,
        EventKind.ASSOCIATION_RECORDED,
        EventKind.DOMESTIC_INCIDENT,
        EventKind.DOMESTIC_CONFERENCE_REFERRAL,
    }
)


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """Entries of this kind tell other children's pages this of the adult whom they name.

    Attributes:
        where: what each of these columns must hold.
        shown: the columns that a connection keeps; the rest stays in the other's history.
        beside: the kind of entry of the same record, known when this one was recorded,
            that tells the columns which this one leaves empty.
    """

    kind: EventKind
    concern: Concern
    shown: tuple[str, ...] = ()
    where: Mapping[str, Collection[str]] = field(default_factory=dict)
    beside: EventKind | None = None

    def is_of(self, event: Event) -> bool:
        """Whether the entry tells it."""
        return all(event.details.get(name) in values for name, values in self.where.items())


_CONCERNS: tuple[ConcernRow, ...] = (
    ConcernRow(EventKind.NOTICE_SERVED, Concern.NOTICE, ("in_force_until",)),
    ConcernRow(
        EventKind.CRIME_SUSPECT_NAMED,
        Concern.SUSPECT,
        ("offence", "cse_flag"),
        beside=EventKind.CRIME_VICTIM,
    ),
    ConcernRow(EventKind.INVESTIGATION_SUSPECT_INTERVIEWED, Concern.INVESTIGATED),
    ConcernRow(
        EventKind.INTELLIGENCE_REPORT, Concern.INTELLIGENCE, ("source_grade", "assessment")
    ),
    ConcernRow(
        EventKind.MISSING_FOUND,
        Concern.FOUND_WITH,
        where={"found_with": ("adult_not_known_to_family",)},
    ),
    ConcernRow(EventKind.ASSOCIATION_RECORDED, Concern.ASSOCIATED, ("association",)),
    ConcernRow(
        EventKind.MANAGED_PERSON, Concern.MANAGED, ("managed_category", "managed_level")
    ),
)  # fmt: skip
CONCERN_OF: Mapping[EventKind, ConcernRow] = MappingProxyType({row.kind: row for row in _CONCERNS})
#: Entries that tell what another of their record leaves empty.
BESIDE = frozenset(row.beside for row in _CONCERNS if row.beside is not None)
#: Entries about an adult alone.
MANAGED = frozenset({EventKind.MANAGED_PERSON, EventKind.MANAGED_PERSON_ENDED})
HARM_KINDS = frozenset(kind for row in HARM for kind in row.kinds)
#: Kinds of a child's entry from which rows are made; those that replace another entry count too.
READ_KINDS = NAMING | PLACES.keys() | HARM_KINDS | BESIDE


def tells_harm(event: Event) -> bool:
    """Whether the entry records exploitation harm to the child whom it is about."""
    return event.kind in HARM_KINDS and is_exploitation_harm(event)
