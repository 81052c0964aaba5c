"""The scorecards that answers are given by: one set that is never changed, only replaced whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from scorecard import Card

__all__ = ["CardVersion", "Cards"]


@dataclass(frozen=True, slots=True)
class CardVersion:
    """A card, its version in the registry, and its content hash.

    Attributes:
        is_stopped: monitoring demands that its points be shown to nobody until it has
            been checked.
    """

    card: Card
    version: str
    is_stopped: bool = False
    content_hash: str = field(init=False)

    def __post_init__(self) -> None:
        # Worked out once: every answer names it.
        object.__setattr__(self, "content_hash", self.card.content_hash)

    @property
    def state(self) -> str:
        """``in use`` or ``stopped``, as answers name it."""
        return "stopped" if self.is_stopped else "in use"

    @property
    def shown(self) -> Card | None:
        """The card if its points may be shown."""
        return None if self.is_stopped else self.card


@dataclass(frozen=True, slots=True)
class Cards:
    """Every card that is at hand at one moment; a look is answered by one such set alone.

    Attributes:
        champion: gives band, points and reasons; None when none could ever be loaded.
        challenger: scored beside the champion and never shown; None when there is none.
        again: of being reported missing again, on a line of its own; None when none was promoted.
    """

    champion: CardVersion | None = None
    challenger: CardVersion | None = None
    again: CardVersion | None = None
