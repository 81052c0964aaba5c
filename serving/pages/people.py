"""Adults named with the child, homes and places, and the other children whom those tie (M2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.typography import bind, day_text
from serving.pages.vantage import Vantage

__all__ = ["Named", "OtherChild", "People", "PlaceOrAdult", "people"]

#: The systems whose entries name adults, and those that name homes and places.
_OF_ADULTS = ("S1", "S3", "S4", "S5", "S7", "S8", "S11")
_OF_PLACES = ("S1", "S4", "S7", "S9", "S12")


@dataclass(frozen=True, slots=True)
class Named:
    """One entry that names somebody: what it says, and where it stands."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherChild:
    """Another child and what ties the two.

    Attributes:
        number: tells two children of one name apart; the same child has it throughout.
        address: of that child's own page, which asks why it is opened; None where the
            child's record is limited to a team that is not the reader's.
    """

    name: str
    number: int
    address: str | None
    ties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PlaceOrAdult:
    """An adult whom the child's entries name, or a home or place that they give.

    Attributes:
        others: other names of an adult.
        named_in: the child's own entries.
        managed: that an adult is managed; empty for a place.
        nobody: what is said where there is no other child; empty where there is one.
    """

    name: str
    others: tuple[str, ...]
    named_in: tuple[Named, ...]
    managed: tuple[Named, ...]
    children: tuple[OtherChild, ...]
    nobody: str


@dataclass(frozen=True, slots=True)
class People:
    """Both lists, with their counts, their moment and the systems that are silent or old.

    Attributes:
        label: what the jump link says.
    """

    adults: tuple[PlaceOrAdult, ...]
    adults_note: str
    places: tuple[PlaceOrAdult, ...]
    places_note: str
    label: str


def people(answer: Mapping[str, Any], vantage: Vantage) -> People:
    """The answer's ``adults`` and ``places``, in its order."""
    numbers: dict[str, int] = {}
    unnamed = 0
    for whom in (*answer["adults"], *answer["places"]):
        for child in whom["children"]:
            if child["id"] is None:
                unnamed += 1
            else:
                numbers.setdefault(child["id"], len(numbers) + 1)
    adults = tuple(_adult(adult, numbers) for adult in answer["adults"])
    places = tuple(_place(place, numbers) for place in answer["places"])
    counted = count_words(len(adults), "adult")
    shared = count_words(len(places), "home or place", "homes or places")
    shared += " shared with a child whose harm is recorded"
    return People(
        adults=adults,
        adults_note=_note(f"{counted} named with the child", vantage, _OF_ADULTS),
        places=places,
        places_note=_note(shared, vantage, _OF_PLACES),
        label=f"Adults ({len(adults)}), other children ({len(numbers) + unnamed})",
    )


def _adult(adult: Mapping[str, Any], numbers: Mapping[str, int]) -> PlaceOrAdult:
    name, *others = adult["names"]
    return PlaceOrAdult(
        name=bind(name),
        others=tuple(bind(other) for other in others),
        named_in=_named(adult["named_in"]),
        managed=_named(adult["managed"]),
        children=_children(adult["children"], numbers),
        nobody="" if adult["children"] else "No other child is named with this adult.",
    )


def _place(place: Mapping[str, Any], numbers: Mapping[str, int]) -> PlaceOrAdult:
    home = Named("A home of both children", "")
    found = tuple(Named("Named with the child", _source(entry)) for entry in place["named_in"])
    return PlaceOrAdult(
        name=bind(place["place"]),
        others=(),
        named_in=((home,) if place["is_home"] else ()) + found,
        managed=(),
        children=_children(place["children"], numbers),
        nobody="",
    )


def _children(
    children: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]
) -> tuple[OtherChild, ...]:
    return tuple(
        OtherChild(
            bind(child["name"]),
            0 if child["id"] is None else numbers[child["id"]],
            None if child["id"] is None else child_address(child["id"]),
            _named(child["ties"]),
        )
        for child in children
    )


def _named(entries: Sequence[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(Named(bind(entry["words"]), _source(entry)) for entry in entries)


def _source(entry: Mapping[str, Any]) -> str:
    return f"{entry['system_name']}, {bind(entry['reference'])}, {day_text(entry['date'])}"


def _note(counted: str, vantage: Vantage, systems: Sequence[str]) -> str:
    """The count and its moment, and what is old or can't be seen; fresh systems are not named."""
    lines = [vantage.source(system) for system in systems]
    stale = [line.system for line in lines if line.state == "stale"]
    silent = [line.name for line in lines if not line.is_connected]
    said = vantage.note(counted, *stale)
    return f"{said} Not connected to this service: {', '.join(silent)}." if silent else said
