"""What is asked of a list of open work: filters that stand in its address, and ages."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from serving.service.paging import USUAL_ON_A_PAGE
from serving.work_store.lists import NOBODY

__all__ = ["NONE", "Ages", "BadFilterError", "OpenAsked", "Within"]

#: As team, authority or owner: none is recorded.
NONE = "none"
_MOMENT = timedelta(microseconds=1)


class BadFilterError(Exception):
    """The list can't be narrowed so. The message says what may stand there."""


@dataclass(frozen=True, slots=True)
class Within:
    """A stretch of a list's order: from the one moment on and before the other; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    def narrowed(self, other: Within) -> Within:
        """What is within both."""
        starts = [one for one in (self.start, other.start) if one is not None]
        ends = [one for one in (self.end, other.end) if one is not None]
        return Within(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Ages:
    """One stretch of ages, from ``least`` on and under ``most``; None is open.

    The ages of one list tile: nothing falls between two, nor into both.
    """

    id: str
    words: str
    least: timedelta | None
    most: timedelta | None

    def within(self, now: datetime) -> Within:
        """The moments from which on something is of such an age at ``now``."""
        return Within(
            None if self.most is None else now - self.most + _MOMENT,
            None if self.least is None else now - self.least + _MOMENT,
        )


@dataclass(frozen=True, slots=True)
class OpenAsked:
    """Which rows of a list, from where on, and how many.

    Attributes:
        team, authority: one of them at most; :data:`NONE` for children of none.
        owner: whose it is; :data:`NONE` for what is nobody's.
        stage, age: one of the list's own.
        late: only what has waited longer than the configured time.
        after: the ``next_page`` of the page before.

    Raises:
        BadFilterError: a team and an authority.
    """

    team: str | None = None
    authority: str | None = None
    owner: str | None = None
    stage: str | None = None
    age: str | None = None
    late: bool = False
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    def __post_init__(self) -> None:
        if self.team is not None and self.authority is not None:
            raise BadFilterError("Narrow the list to a team or to an authority, not to both.")

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, as text."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        chosen = {name: str(value) for name, value in given.items() if value}
        return {name: chosen[name] for name in sorted(chosen.keys() - {"after", "limit"})}

    @property
    def area(self) -> dict[str, str | None]:
        """The area as the list's statements take it."""
        return {"team": _or_nobody(self.team), "authority": _or_nobody(self.authority)}

    @property
    def of_owner(self) -> str | None:
        """The owner as the list's statements take it."""
        return _or_nobody(self.owner)


def _or_nobody(value: str | None) -> str | None:
    return NOBODY if value == NONE else value
