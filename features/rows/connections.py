"""Rows about connections: what is known of adults and places that the child has in common
with other children (M2). Never what happened to the child: that is in the child's own rows."""

from __future__ import annotations

from features.declaration import Feature
from features.matters import ConnectionMatter, Once
from features.rows.shapes import counted
from records.connections import Concern, Through
from records.sources import SourceSystem

__all__ = ["CONNECTION_ROWS"]

_BY_ADULT = (Through.ADULT,)
#: An adult is named by many systems; without the missing-persons database and the notices
#: too little is known of who was with whom.
_ADULTS_FROM = (SourceSystem.MISSING_PERSONS, SourceSystem.ABDUCTION_NOTICES)
_HARM_FROM = (SourceSystem.MISSING_PERSONS, SourceSystem.CRIME)
_SHARING = tuple(c for c in Concern if c not in (Concern.MANAGED, Concern.HARMED))
_ODDS = "Links to other exploited children: odds of 2 to 4 assumed (domain section 7)."

_SHARED = ConnectionMatter("adult_shared", _BY_ADULT, _SHARING)
_CHILDREN = ConnectionMatter("children_by_adult", _BY_ADULT, _SHARING, Once.CHILD)
_WARNED = ConnectionMatter("adult_warned", _BY_ADULT, (Concern.NOTICE,))
_SUSPECTED = ConnectionMatter("adult_suspected", _BY_ADULT, (Concern.SUSPECT, Concern.INVESTIGATED))
_MANAGED = ConnectionMatter("adult_managed", _BY_ADULT, (Concern.MANAGED,))
_SAME_HOME = ConnectionMatter("harmed_same_home", (Through.HOME,), (Concern.HARMED,), Once.CHILD)
_SAME_PLACE = ConnectionMatter("harmed_same_place", (Through.PLACE,), (Concern.HARMED,), Once.CHILD)

_KNOWN = " Known from when the last entry that it rests on was recorded."

CONNECTION_ROWS: tuple[Feature, ...] = (
    counted(
        "shared_adults",
        _SHARED,
        None,
        _ADULTS_FROM,
        what="adults who are named with this child and with another",
        definition="Different adults named in an entry of the child, whom an entry of another "
        "child names too: found with, warned, suspected, investigated, associated or in "
        "intelligence." + _KNOWN,
        family="adults_of_concern",
        unit="adults",
        grounds=_ODDS,
    ),
    counted(
        "children_sharing_adults",
        _CHILDREN,
        None,
        _ADULTS_FROM,
        what="other children with whom the child shares a named adult",
        definition="Different other children whom such an adult is named with." + _KNOWN,
        family="adults_of_concern",
        unit="children",
        grounds=_ODDS,
    ),
    counted(
        "adults_warned_elsewhere",
        _WARNED,
        None,
        _ADULTS_FROM,
        what="adults named with the child who were warned off another child",
        definition="Different adults named in an entry of the child, on whom an abduction "
        "notice about another child was served." + _KNOWN,
        family="adults_of_concern",
        unit="adults",
        grounds="Notices and adults of concern (Bristol; IICSA H.7): odds of 3 to 5 assumed.",
    ),
    counted(
        "adults_suspected_elsewhere",
        _SUSPECTED,
        None,
        _ADULTS_FROM,
        what="adults named with the child who are suspected of harm to another child",
        definition="Different adults named in an entry of the child, whom a crime or an "
        "investigation about another child names as a suspect." + _KNOWN,
        family="adults_of_concern",
        unit="adults",
        grounds=_ODDS,
    ),
    counted(
        "managed_adults",
        _MANAGED,
        None,
        (*_ADULTS_FROM, SourceSystem.MANAGED_OFFENDERS),
        what="managed persons named with the child",
        definition="Different adults named in an entry of the child who are managed offenders "
        "or persons of concern, until the end of it is recorded." + _KNOWN,
        family="adults_of_concern",
        unit="adults",
        grounds="Adults of concern near the child (IICSA F.3): odds of 3 to 5 assumed.",
    ),
    counted(
        "harmed_children_same_home",
        _SAME_HOME,
        365,
        _HARM_FROM,
        what="children with the same home who came to exploitation harm",
        definition="Different other children with a home in common with the child, to whom "
        "exploitation harm happened in the window." + _KNOWN,
        family="places_of_concern",
        unit="children",
        grounds=_ODDS,
    ),
    counted(
        "harmed_children_same_place",
        _SAME_PLACE,
        365,
        _HARM_FROM,
        what="children found at the same places who came to exploitation harm",
        definition="Different other children with a place in common with the child, at which "
        "one of them was found or which intelligence names, to whom exploitation harm happened "
        "in the window." + _KNOWN,
        family="places_of_concern",
        unit="children",
        grounds="Known places, hotels and hotspots (domain 3.1, 7): odds of 2 to 4 assumed.",
    ),
)
