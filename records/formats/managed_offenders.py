"""S8: managed offenders and persons of concern, and the children they are recorded with.

A managed person is entered without a child: the adult's columns say who it is. An
association names the adult and, as the person, the child.
"""

from __future__ import annotations

from records.columns import Choice, Column, Number
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.sources import SourceSystem

__all__ = ["MANAGED_OFFENDERS"]

MANAGED_OFFENDERS = ExtractFormat(
    source=SourceSystem.MANAGED_OFFENDERS,
    file="S8_managed_offenders.csv",
    entries={
        EventKind.MANAGED_PERSON: ("adult_ref", "adult_surname", "managed_category"),
        EventKind.MANAGED_PERSON_ENDED: ("adult_ref",),
        EventKind.ASSOCIATION_RECORDED: ("adult_ref", "association"),
        EventKind.ASSOCIATION_ENDED: ("adult_ref",),
    },
    own=(
        *ADULT_COLUMNS,
        Column(
            "managed_category",
            Choice(("registered_sex_offender", "violent_offender", "person_of_concern")),
            "why the person is managed",
        ),
        Column("managed_level", Number(1, 3), "level of management"),
        Column(
            "association",
            Choice(("same_household", "relative", "visits", "online", "seen_together", "other")),
            "how the child is associated with the person",
        ),
    ),
    promise_hours=24,
    without_child=frozenset({EventKind.MANAGED_PERSON, EventKind.MANAGED_PERSON_ENDED}),
)
