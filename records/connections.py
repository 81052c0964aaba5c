"""What bears on a child from outside the child's own entries: connected adults, homes, places.

A connection rests on an entry of the child, and on an entry about an adult or about another
child. It is known from the moment at which both are, and gone when either is taken back.
It never rests on a record that the child's own entries share: what happened to the child is
in the child's own history, and must not come in again by way of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from records.calendar import is_aware
from records.events import Event
from records.persons import ChildId
from records.sources import SourceSystem

__all__ = ["Concern", "Connection", "Through"]


class Through(Enum):
    """What joins the child to the entry. Values are stored: never rename."""

    #: An adult named in an entry of the child.
    ADULT = "adult"
    #: A home that the child's records give.
    HOME = "home"
    #: A place at which the child was found, or that intelligence names with the child.
    PLACE = "place"


class Concern(Enum):
    """What the entry tells of the adult, or of the other child. Values are stored."""

    #: An abduction notice served on the adult about the other child (S3).
    NOTICE = "notice"
    #: The adult is suspected of a crime against the other child (S4).
    SUSPECT = "suspect"
    #: The adult was interviewed as a suspect in the other child's investigation (S5).
    INVESTIGATED = "investigated"
    #: Intelligence names the adult with the other child (S7).
    INTELLIGENCE = "intelligence"
    #: The other child was found with the adult, who is not known to the family (S1).
    FOUND_WITH = "found_with"
    #: The adult is a managed person (S8); no other child is named.
    MANAGED = "managed"
    #: The other child is recorded as associated with the adult (S8).
    ASSOCIATED = "associated"
    #: Exploitation harm to the other child is recorded.
    HARMED = "harmed"


@dataclass(frozen=True, slots=True)
class Connection:
    """One entry elsewhere that bears on the child.

    Attributes:
        key: the adult's id (``A-...``), or a digest of the home or place: two connections
            with one key are through the same adult, home or place.
        name: the adult as the child's own entry names them, or the place, in words.
        own: the child's entry that names the adult or the place, as (system, entry); None
            where the child's person record does (a home).
        child: the other child; None if the entry is about the adult alone.
        child_name: the other child's full name.
        event: the entry elsewhere; of its details only what is shown is kept.
        recorded: when the last of all that it rests on was recorded.
        gone: when the first of it was taken back; None while all of it stands.

    Raises:
        ValueError: with every fault at once.
    """

    through: Through
    key: str
    name: str
    own: tuple[SourceSystem, str] | None
    concern: Concern
    child: ChildId | None
    child_name: str | None
    event: Event
    recorded: datetime
    gone: datetime | None = None

    def __post_init__(self) -> None:
        faults = []
        if not self.key:
            faults.append("key must not be empty")
        if (self.child is None) != (self.concern is Concern.MANAGED):
            faults.append("every concern but a managed person's is about another child")
        if not is_aware(self.recorded) or (self.gone is not None and not is_aware(self.gone)):
            faults.append("recorded and gone need a time zone")
        if faults:
            raise ValueError("connection: " + "; ".join(faults))
        object.__setattr__(self, "recorded", self.recorded.astimezone(UTC))
        if self.gone is not None:
            object.__setattr__(self, "gone", self.gone.astimezone(UTC))

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts connections as a history keeps them."""
        return (
            self.recorded, self.through.value, self.key, self.concern.value,
            self.event.source.value, self.event.entry, self.child or "", self.own is not None,
            ("", "") if self.own is None else (self.own[0].value, self.own[1]),
        )  # fmt: skip
