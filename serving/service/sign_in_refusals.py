"""Refused sign-ins: each is entered, until there are too many; then they are counted, and
the count is entered. A flood from nobody may not fill the log or wear out its disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

__all__ = ["Counted", "Refusals"]


@dataclass(frozen=True, slots=True)
class Counted:
    """Refusals that were counted and not entered one by one.

    Attributes:
        how: ``password``, ``issuer`` or ``token``.
        since: when the first of them came, or a little before.
        by_rule: how many by which rule.
    """

    how: str
    since: datetime
    by_rule: Mapping[str, int]


@dataclass(slots=True)
class _Minute:
    since: datetime
    entered: int = 0
    counted: Counter[str] = field(default_factory=Counter)


class Refusals:
    """Says of each refusal whether it is entered by itself.

    Whether the name exists makes no difference, so that the time taken tells nothing.

    Args:
        most: refusals of one kind of sign-in that are entered one by one within ``window``.
    """

    def __init__(self, most: int = 10, window: timedelta = timedelta(minutes=1)) -> None:
        self._most = most
        self._window = window
        self._minutes: dict[str, _Minute] = {}
        self._over: list[Counted] = []

    def is_entered_alone(self, how: str, rule: str, now: datetime) -> bool:
        """Whether this one is to be entered; if not, it has been counted."""
        minute = self._minutes.get(how)
        if minute is None or not minute.since <= now < minute.since + self._window:
            self._close(how)
            minute = self._minutes[how] = _Minute(now)
        if minute.entered < self._most:
            minute.entered += 1
            return True
        minute.counted[rule] += 1
        return False

    def take_counted(self, now: datetime | None) -> tuple[Counted, ...]:
        """What was counted in windows that are over by ``now``, each told once; everything
        if ``now`` is None, at the end of the service."""
        for how, minute in list(self._minutes.items()):
            if now is None or not minute.since <= now < minute.since + self._window:
                self._close(how)
        over, self._over = tuple(self._over), []
        return over

    def put_back(self, counted: tuple[Counted, ...]) -> None:
        """They could not be entered: tell them again later."""
        self._over.extend(counted)

    def _close(self, how: str) -> None:
        minute = self._minutes.pop(how, None)
        if minute is not None and minute.counted:
            self._over.append(Counted(how, minute.since, dict(minute.counted)))
