"""What is said of adults and places that the child has in common with other children.

Nobody is named: who the adult or the other child is, the page tells to those who may see it.
The day is that of the entry elsewhere, never of the child's own entry that leads to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Told, counted

__all__ = ["CONNECTION_PHRASES"]

_OFTEN_UNNAMED = "; entries often leave an adult unnamed."
_OFTEN_UNSAID = "; harm is often not told."

CONNECTION_PHRASES: Mapping[str, Told] = {
    "shared_adults": counted(
        "Adults in common",
        Line(
            "No adult recorded with another child too",
            "No adult named with the child is recorded with another child too" + _OFTEN_UNNAMED,
        ),
        Line(
            "Adult named with another child too, {elsewhere}",
            "An adult named with the child is named with another child too, in an entry for "
            "{elsewhere}.",
        ),
        Line(
            "{n} adults named with other children too",
            "{n} adults named with the child are named with other children too, the latest in "
            "an entry for {elsewhere}.",
        ),
    ),
    "children_sharing_adults": counted(
        "Children by the same adults",
        Line(
            "No other child recorded with the same adult",
            "No other child is recorded with an adult who is named with this child"
            + _OFTEN_UNNAMED,
        ),
        Line(
            "Another child named with the same adult, {elsewhere}",
            "Another child is named with an adult who is named with this child, in an entry "
            "for {elsewhere}.",
        ),
        Line(
            "{n} other children named with the same adults",
            "{n} other children are named with adults who are named with this child, the "
            "latest in an entry for {elsewhere}.",
        ),
    ),
    "adults_warned_elsewhere": counted(
        "Adults warned elsewhere",
        Line(
            "No adult recorded as warned off another child",
            "No adult named with the child is recorded as warned off another child"
            + _OFTEN_UNNAMED,
        ),
        Line(
            "Adult warned off another child, {elsewhere}",
            "An adult named with the child was warned off another child on {elsewhere}.",
        ),
        Line(
            "{n} adults warned off other children",
            "{n} adults named with the child were warned off other children, the latest on "
            "{elsewhere}.",
        ),
    ),
    "adults_suspected_elsewhere": counted(
        "Adults suspected elsewhere",
        Line(
            "No adult recorded as suspected elsewhere",
            "No adult named with the child is recorded as a suspect of harm to another child"
            + _OFTEN_UNNAMED,
        ),
        Line(
            "Adult suspected of harm elsewhere, {elsewhere}",
            "An adult named with the child was named or interviewed on {elsewhere} as a suspect of "
            "harm to another child.",
        ),
        Line(
            "{n} adults suspected of harm elsewhere",
            "{n} adults named with the child were named or interviewed as suspects of harm to "
            "other children, the latest on {elsewhere}.",
        ),
    ),
    "managed_adults": counted(
        "Managed adults",
        Line(
            "No managed adult recorded with the child",
            "No adult named with the child is recorded as managed by the police" + _OFTEN_UNNAMED,
        ),
        Line(
            "Managed adult named with the child",
            "An adult named with the child is managed by the police, as recorded for {elsewhere}.",
        ),
        Line(
            "{n} managed adults named with the child",
            "{n} adults named with the child are managed by the police, the latest as recorded "
            "for {elsewhere}.",
        ),
    ),
    "harmed_children_same_home": counted(
        "Harm at the same home",
        Line(
            "No harm recorded at the same home",
            "No exploitation harm to another child with the same home is recorded{in_past}"
            + _OFTEN_UNSAID,
        ),
        Line(
            "Harm to a child of the same home, {elsewhere}",
            "Exploitation harm to another child with the same home is recorded for {elsewhere}.",
        ),
        Line(
            "Harm to {n} children of the same home",
            "Exploitation harm to {n} other children with the same home is recorded{in_past}, "
            "the latest for {elsewhere}.",
        ),
    ),
    "harmed_children_same_place": counted(
        "Harm at the same places",
        Line(
            "No harm recorded at the same places",
            "No exploitation harm to another child with a place in common is recorded{in_past}"
            + _OFTEN_UNSAID,
        ),
        Line(
            "Harm to a child of the same place, {elsewhere}",
            "Exploitation harm to another child with a place in common is recorded for "
            "{elsewhere}.",
        ),
        Line(
            "Harm to {n} children of the same places",
            "Exploitation harm to {n} other children with a place in common is "
            "recorded{in_past}, the latest for {elsewhere}.",
        ),
    ),
}
