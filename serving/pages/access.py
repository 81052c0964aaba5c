"""The pages that stand before a record: why somebody looks, and that it is limited (N6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serving.pages.addresses import child_address
from serving.pages.frames import Frame

__all__ = ["AccessReasonChoice", "LimitedView", "ReasonView"]


@dataclass(frozen=True, slots=True)
class AccessReasonChoice:
    """One configured reason. ``needs_note``: it must be said in words as well."""

    code: str
    words: str
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class ReasonView:
    """The reason page for one child.

    Attributes:
        choices: the usual reason first.
        asks_note: this look was drawn to be justified in words, whatever the reason.
        reason, note: as sent before, kept after a fault.
        faults: field (``reason`` or ``note``) -> what to do.
    """

    frame: Frame
    child_id: str
    choices: tuple[AccessReasonChoice, ...]
    asks_note: bool = False
    reason: str = ""
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The child's address: the form is sent there."""
        return child_address(self.child_id)

    @property
    def one_tap(self) -> tuple[AccessReasonChoice, ...]:
        """Reasons that one tap gives: none when words are asked for."""
        if self.asks_note:
            return ()
        return tuple(choice for choice in self.choices if not choice.needs_note)

    @property
    def in_words(self) -> tuple[AccessReasonChoice, ...]:
        """Reasons that are given with words."""
        return tuple(choice for choice in self.choices if choice not in self.one_tap)


@dataclass(frozen=True, slots=True)
class LimitedView:
    """That the record is limited to a named team, and how to open it in an emergency.

    Attributes:
        reason: the reason that was given; it goes with the emergency too.
        note, faults: as in :class:`ReasonView`.
    """

    frame: Frame
    child_id: str
    reason: str
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The child's address: the form is sent there."""
        return child_address(self.child_id)
