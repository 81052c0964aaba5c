"""What a list is narrowed to: a team or a local authority, in the address so that it is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

__all__ = ["NO_AREA", "Area", "BadListError", "Within"]

_LONGEST = 120


class BadListError(Exception):
    """The list can't be narrowed so. The message says what can be asked."""


class Within(TypedDict, total=False):
    """From which moment on, and before which, the rows of a list lie."""

    at_from: datetime | None
    at_before: datetime | None


@dataclass(frozen=True, slots=True)
class Area:
    """A team, a local authority, or neither: all.

    Raises:
        BadListError: both, or one that is no line of text.
    """

    team: str | None = None
    authority: str | None = None

    def __post_init__(self) -> None:
        for name in ("team", "authority"):
            value = getattr(self, name)
            if value is not None and not (len(value) <= _LONGEST and value.isprintable()):
                raise BadListError("Give the team or the local authority as one line of text.")
            object.__setattr__(self, name, value or None)
        if self.team is not None and self.authority is not None:
            raise BadListError("Narrow the list to a team or to a local authority, not to both.")

    @property
    def words(self) -> str:
        """``City North``, or ``the force``."""
        return self.team or self.authority or "the force"

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {"team": self.team, "authority": self.authority}


NO_AREA = Area()
