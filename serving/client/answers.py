"""What the client gives back: the parts that programs use, typed, beside the whole as sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Advice", "Answer", "DoubtfulLink", "Found", "Receipt", "SearchResult"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The look's entry in the access log: whoever holds it can have it proved.

    Attributes:
        entries, leaves: ids and leaf hashes; several where an answer shows several people.
        was_repeated: the answer is the one that the same request got before.
    """

    entries: tuple[str, ...]
    leaves: tuple[str, ...]
    request: str
    was_repeated: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One child that a search found."""

    child: str
    name: str
    birth_date: str | None
    why: tuple[str, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> SearchResult:
        """From the API's values."""
        return cls(said["child"], said["name"], said["birth_date"], tuple(said["why"]))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the likeliest first; ``count`` may be more than are told."""

    results: tuple[SearchResult, ...]
    count: int
    values: Mapping[str, Any]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice, never a grade. ``band`` is None where the service advises none; ``why_none``
    says why."""

    state: str
    band: str | None
    points: int | None
    why_none: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one child.

    Attributes:
        headline: what is to be read first, each a sentence.
        unknowns: what is not known, in words; none of it is reassuring.
        values: the whole answer, as its schema says.
        body: the exact bytes, to which the log has committed.
    """

    child: str
    name: str
    as_of: str
    advice: Advice
    headline: tuple[str, ...]
    unknowns: tuple[str, ...]
    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt

    @classmethod
    def of(cls, said: Mapping[str, Any], body: bytes, receipt: Receipt) -> Answer:
        """From the API's values."""
        advice = said["advice"]
        return cls(
            child=said["child"]["id"],
            name=said["child"]["name"],
            as_of=said["as_of"],
            advice=Advice(advice["state"], advice["band"], advice["points"], advice["why_none"]),
            headline=tuple(said["headline"]),
            unknowns=tuple(one["words"] for one in said["unknowns"]),
            values=said,
            body=body,
            receipt=receipt,
        )


@dataclass(frozen=True, slots=True)
class DoubtfulLink:
    """One link that people must settle; it names nobody."""

    link: str
    since: str
    same: tuple[str, ...]
    different: tuple[str, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> DoubtfulLink:
        """From the API's values."""
        return cls(said["link"], said["since"], tuple(said["same"]), tuple(said["different"]))
