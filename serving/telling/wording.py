"""What a message says: kinds, counts and a link. Nothing in it is about one child alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.words import count_words
from serving.answer.encoder import encode
from serving.telling.audiences import AUDIENCES
from serving.telling.kinds import KINDS

__all__ = ["LIST", "Message", "list_address"]

#: Where whoever gets a message reads the rest.
LIST = "/notices"


def list_address(service: str) -> str:
    """The link of a message; a path alone if the service's own address is not among the
    settings."""
    return service + LIST


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it leaves.

    Attributes:
        id: the same at every try, so that a receiver can drop what comes twice.
        kinds: kind of notice -> how many of them it carries.
        acknowledge_by: until when somebody must acknowledge; None if nobody must.
        link: where the list is.
    """

    id: str
    at: datetime
    audience: str
    team: str | None
    is_digest: bool
    kinds: Mapping[str, int]
    acknowledge_by: datetime | None
    link: str

    @property
    def title(self) -> str:
        """A line for a subject or a lock screen."""
        if self.is_digest:
            return "What waits for you this shift"
        return "Acknowledge now" if self.acknowledge_by is not None else "Something new"

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says, one sentence each, in the order of the table of kinds."""
        told = [(kind, self.kinds[name]) for name, kind in KINDS.items() if name in self.kinds]
        if self.is_digest:
            return tuple(
                f"{count_words(count, kind.one, kind.many)}. {kind.act}" for kind, count in told
            )
        return tuple(kind.words for kind, _ in told)

    @property
    def words(self) -> str:
        """All of it in one paragraph, with what to do."""
        return " ".join((*self.lines, "Open the service."))

    def values(self) -> dict[str, Any]:
        """It as JSON values, in a frozen order."""
        by = self.acknowledge_by
        return {
            "id": self.id,
            "at": instant_to_text(self.at),
            "to": {
                "audience": self.audience,
                "role": AUDIENCES[self.audience].role,
                "team": self.team,
            },
            "is_digest": self.is_digest,
            "kinds": [
                {"kind": name, "count": self.kinds[name]} for name in KINDS if name in self.kinds
            ],
            "title": self.title,
            "words": self.words,
            "acknowledge_by": None if by is None else instant_to_text(by),
            "link": self.link,
        }

    def body(self) -> bytes:
        """The exact bytes that are posted, and entered in the log."""
        return encode(self.values())
