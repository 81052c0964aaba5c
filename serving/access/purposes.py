"""For what an answer may be printed or passed on: each a row, its code in clear in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["BRIEFING", "PURPOSES", "Disclosure", "DisclosureError", "Purpose"]

LONGEST_RECIPIENT = 120
LONGEST_WHY = 250
_SHORTEST = 3


class DisclosureError(Exception):
    """It is not said to whom, for what or why. The message says what to write."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose. ``words`` is what people read."""

    code: str
    words: str


BRIEFING = "briefing"
PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        purpose.code: purpose
        for purpose in (
            Purpose(BRIEFING, "To brief officers of this shift"),
            Purpose("safeguarding", "To protect the child, with another agency"),
            Purpose("court", "For a court or a prosecutor"),
            Purpose("inspection", "For an inspection or a review"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """To whom an answer goes, for what, and why.

    Attributes:
        to_whom: the recipient: a person or a body, in words.
        purpose: a code of :data:`PURPOSES`.

    Raises:
        DisclosureError: with every fault at once; never with what was typed.
    """

    to_whom: str
    purpose: str
    why: str

    def __post_init__(self) -> None:
        for name in ("to_whom", "why"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        faults = {}
        if not _is_line(self.to_whom, LONGEST_RECIPIENT):
            faults["to_whom"] = (
                f"Say to whom it goes, in {_SHORTEST} to {LONGEST_RECIPIENT} characters."
            )
        if self.purpose not in PURPOSES:
            faults["purpose"] = f"Choose what it is for: {', '.join(PURPOSES)}."
        if not _is_line(self.why, LONGEST_WHY):
            faults["why"] = f"Say why, in {_SHORTEST} to {LONGEST_WHY} characters."
        if faults:
            raise DisclosureError(faults)

    @property
    def note(self) -> str:
        """The recipient and the justification as one line, for the entry's private part."""
        return f"To: {self.to_whom}. For: {self.purpose}. Why: {self.why}"


def _is_line(text: str, longest: int) -> bool:
    return _SHORTEST <= len(text) <= longest and text.isprintable()
