"""Who is tied to the child: adults named with it, other children named with them, places (M2).

Every adult whom the child's own known entries name is here, with or without another child.
Of another child there is the name and what ties it, nothing else: whoever needs more
opens that child's record, which is a look of its own. Of one whose record is limited to
a team that is not the asker's there is what ties it alone: that somebody else may be at
risk is never left out, who it is stays with the team.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from features.relations.connecting import NO_ADULT_NAME
from features.relations.declaration import NAMING
from records.adults import adult_name, named_adult
from records.connections import Concern, Connection, Through
from records.events import Event
from records.history import KnownHistory
from serving.answer.advice import evidence_values
from serving.answer.tie_words import LIMITED_CHILD, concern_words, role_words

__all__ = ["adult_values", "place_values"]


def adult_values(
    known: KnownHistory, adults: Mapping[str, str], withheld: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The adults whom the child's entries name: those tied to somebody else first, then by
    the newest entry that names them.

    ``adults`` says which of their records are one adult; a record that it leaves out
    stands for an adult of its own. ``withheld`` are children who are not named.
    """
    named: dict[str, list[Event]] = {}
    for event in known.of_kind(*sorted(NAMING, key=lambda kind: kind.value)):
        record = named_adult(event)
        if record is not None:
            named.setdefault(adults.get(str(record), str(record)), []).append(event)
    tied = _by_key(c for c in known.connections if c.through is Through.ADULT)
    order = sorted(named, key=lambda key: (key in tied, _newest(named[key]), key), reverse=True)
    return [_adult(key, named[key], tied.get(key, []), withheld) for key in order]


def place_values(known: KnownHistory, withheld: Collection[str] = ()) -> list[dict[str, Any]]:
    """The child's homes and places that it shares with a child whose harm is recorded.

    That harm is recorded, when and where, and never which: that is the other child's.
    ``withheld`` are children who are not named.
    """
    entries = {(event.source, event.entry): event for event in known.events}
    tied = _by_key(c for c in known.connections if c.through is not Through.ADULT)
    found = []
    for bonds in tied.values():
        own = {c.own: entries[c.own] for c in bonds if c.own in entries}
        found.append(
            {
                "place": bonds[-1].name,
                "is_home": any(c.through is Through.HOME for c in bonds),
                "named_in": evidence_values(_by_day(own.values())),
                "children": _children(bonds, withheld),
            }
        )
    return sorted(found, key=lambda place: (not place["is_home"], place["place"]))


def _adult(
    key: str, events: Sequence[Event], bonds: Sequence[Connection], withheld: Collection[str]
) -> dict[str, Any]:
    managed = [c for c in bonds if c.concern is Concern.MANAGED]
    return {
        "id": key,
        "names": _names(events) or [c.name for c in bonds[-1:]] or [NO_ADULT_NAME],
        "named_in": [
            {"words": role_words(event), **evidence_values([event])[0]} for event in _by_day(events)
        ],
        "managed": [_tie(c) for c in managed],
        "children": _children([c for c in bonds if c.child is not None], withheld),
    }


def _names(events: Iterable[Event]) -> list[str]:
    """Every name that the entries give the adult, the newest first."""
    names: dict[str, str] = {}
    for event in _by_day(events):
        if name := adult_name(event):
            names.setdefault(name.casefold(), name)
    return list(names.values())


def _children(bonds: Sequence[Connection], withheld: Collection[str]) -> list[dict[str, Any]]:
    """Each other child once, whoever was tied last first, with everything that ties it."""
    theirs: dict[str, list[Connection]] = {}
    for bond in reversed(bonds):
        assert bond.child is not None, "an adult alone is told of apart"
        theirs.setdefault(bond.child, []).append(bond)
    return [
        {
            "id": None if child in withheld else child,
            "name": LIMITED_CHILD if child in withheld else found[0].child_name,
            "ties": _ties(found),
        }
        for child, found in theirs.items()
    ]


def _ties(bonds: Iterable[Connection]) -> list[dict[str, str]]:
    ordered = sorted(
        bonds, key=lambda c: (c.event.occurred, c.event.source.value, c.event.entry), reverse=True
    )
    return [_tie(bond) for bond in ordered]


def _tie(bond: Connection) -> dict[str, str]:
    return {
        "concern": bond.concern.value,
        "words": concern_words(bond),
        **evidence_values([bond.event])[0],
    }


def _by_key(bonds: Iterable[Connection]) -> dict[str, list[Connection]]:
    """Connections by adult, home or place, each list in the order in which they were known."""
    found: dict[str, list[Connection]] = {}
    for bond in bonds:
        found.setdefault(bond.key, []).append(bond)
    return found


def _by_day(events: Iterable[Event]) -> list[Event]:
    """The newest first."""
    return sorted(events, key=_when, reverse=True)


def _newest(events: Iterable[Event]) -> tuple[datetime, str, str]:
    return max(map(_when, events))


def _when(event: Event) -> tuple[datetime, str, str]:
    return event.occurred, event.source.value, event.entry
