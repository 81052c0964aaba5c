"""Reviews of a child by the neighbourhood team, each as it stands with its corrections (M8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["Review", "last_review", "reviews"]


@dataclass(frozen=True, slots=True)
class Review:
    """One review: what the child said, what is to be done, by whom, until when.

    ``said`` is the entry that stands: the review itself, or its latest correction.
    """

    said: Event

    @property
    def reference(self) -> str:
        """As people quote it; a correction keeps it."""
        return self.said.reference

    @property
    def held(self) -> datetime:
        """When the child was reviewed; a correction keeps it."""
        return self.said.occurred

    @property
    def next_review(self) -> date | None:
        """The day of the next one; None once the work has come to an outcome."""
        found: date | None = self.said.details.get("next_review")
        return found

    @property
    def is_end(self) -> bool:
        """Whether the work with the child ended with it."""
        return "outcome" in self.said.details

    def detail(self, name: str) -> Any:
        """A column of the entry; None where it is empty."""
        return self.said.details.get(name)


def reviews(known: KnownHistory) -> tuple[Review, ...]:
    """Every review that stands, the latest held first; of two at one moment, the one
    recorded last."""
    return known.once(_reviews)


def last_review(known: KnownHistory) -> Review | None:
    """The latest review; None if none is recorded."""
    return next(iter(reviews(known)), None)


def _reviews(known: KnownHistory) -> tuple[Review, ...]:
    return tuple(Review(event) for event in reversed(known.of_kind(EventKind.CHILD_REVIEWED)))
