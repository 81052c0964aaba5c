"""What the client gives back: the parts that programs use, typed, beside the whole as sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Advice",
    "Answer",
    "DoubtfulLink",
    "Found",
    "Opened",
    "OwnView",
    "Receipt",
    "Record",
    "SearchResult",
]


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


@dataclass(frozen=True, slots=True)
class Record:
    """Something that is worked on, as it was last seen: a missing report, a plan, an abduction
    notice, a referral.

    Attributes:
        address: where it stands, below ``/api/v1``.
        etag: the state that was seen; None where it must be read again before an act.
        values: the whole answer, as its schema says.
    """

    address: str
    etag: str | None
    values: Mapping[str, Any]
    receipt: Receipt

    @property
    def reference(self) -> str:
        """Its number, by which people name it."""
        return str(self.values["reference"])

    @property
    def child(self) -> str:
        """The id of the child whom it is about."""
        told = self.values["child"]
        return str(told["id"] if isinstance(told, Mapping) else told)

    @property
    def state(self) -> str:
        """How it stands, in the API's word: ``found``, ``live``, ``in force``, ``triaged``."""
        return str(self.values.get("state") or self.values["stage"])


@dataclass(frozen=True, slots=True)
class Opened:
    """A missing report that was opened, with what is known about the child at once.

    ``answer`` is None where the account may not be shown it; ``why_none`` says why.
    """

    report: Record
    answer: Answer | None
    why_none: str | None


@dataclass(frozen=True, slots=True)
class OwnView:
    """That a reviewer said what they think, and the answer that they were shown after.

    ``view`` and ``etag`` go with the review that follows.
    """

    child: str
    answer: Answer
    view: str
    etag: str | None
