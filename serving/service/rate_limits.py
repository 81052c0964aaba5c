"""How fast one account may ask: token buckets in this process, one alarm a minute (N6).

A busy officer never meets a limit; whoever walks through the register does. Kept in
memory: a restart fills the buckets, and each process has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from math import ceil

from serving.access.permissions import Permission

__all__ = ["Limited", "Limits", "Rate", "RateLimitedError", "limited_by"]

_MOST_ACCOUNTS = 10_000
_ALARM_EVERY_S = 60.0
#: Shares one bucket with every other name that there was no room for: names tried at sign-in
#: are anybody's invention.
_ONE_OF_MANY = ""


class Limited(Enum):
    """What is counted apart. Values name the settings and the policies in headers."""

    LOOKS = "looks"
    SEARCHES = "searches"
    SIGN_INS = "sign-ins"
    OTHERS = "others"


_OF_PERMISSION = {
    Permission.CHILD_VIEW: Limited.LOOKS,
    Permission.CHILD_DISCLOSE: Limited.LOOKS,
    Permission.CHILD_SEARCH: Limited.SEARCHES,
    Permission.LOG_SEARCH: Limited.SEARCHES,
}


def limited_by(permission: Permission) -> Limited:
    """Which rate counts what this permission allows."""
    return _OF_PERMISSION.get(permission, Limited.OTHERS)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a minute; after a rest as many at once.

    Raises:
        ValueError: none at all.
    """

    a_minute: int

    def __post_init__(self) -> None:
        if self.a_minute < 1:
            raise ValueError("a rate is at least 1 a minute")


class RateLimitedError(Exception):
    """The account asks faster than its rate.

    Attributes:
        after_s: whole seconds until the next one passes.
        is_alarm: the account's first refusal in this minute, to be entered in the log.
    """

    def __init__(self, what: Limited, rate: Rate, after_s: int, *, is_alarm: bool) -> None:
        super().__init__(
            f"At most {rate.a_minute} {what.value.replace('-', ' ')} a minute. "
            f"Go on in {after_s} seconds."
        )
        self.what, self.rate, self.after_s, self.is_alarm = what, rate, after_s, is_alarm


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """The buckets of every account. For one event loop.

    Args:
        rates: one of each :class:`Limited`.
        monotonic: seconds that only go forward.
    """

    def __init__(self, rates: Mapping[Limited, Rate], monotonic: Callable[[], float]) -> None:
        if missing := [what.value for what in Limited if what not in rates]:
            raise ValueError(f"no rate for {', '.join(missing)}")
        self._rates = dict(rates)
        self._monotonic = monotonic
        self._buckets: dict[tuple[Limited, str], _Bucket] = {}
        self._alarms: dict[str, float] = {}
        self._swept_at = monotonic()
        self.refused = 0
        self.not_signed_in = 0

    def take(self, what: Limited, account: str) -> None:
        """Count one request of this account.

        Raises:
            RateLimitedError: it comes too soon; it was not counted.
        """
        now, rate = self._monotonic(), self._rates[what]
        bucket = self._buckets.get((what, account))
        if bucket is None:
            key = (what, account if self._has_room(now) else _ONE_OF_MANY)
            bucket = self._buckets.setdefault(key, _Bucket(float(rate.a_minute), now))
        per_s = rate.a_minute / 60
        bucket.left = min(float(rate.a_minute), bucket.left + (now - bucket.at) * per_s)
        bucket.at = now
        if bucket.left < 1:
            self.refused += 1
            after_s = max(1, ceil((1 - bucket.left) / per_s))
            raise RateLimitedError(what, rate, after_s, is_alarm=self._is_alarm(account, now))
        bucket.left -= 1

    def _is_alarm(self, account: str, now: float) -> bool:
        last = self._alarms.get(account)
        if last is not None and now - last < _ALARM_EVERY_S:
            return False
        self._alarms[account] = now
        return True

    def _has_room(self, now: float) -> bool:
        """Whether one more can be counted by itself, once those are forgotten who have been
        silent for a minute: their buckets are full again."""
        if len(self._buckets) < _MOST_ACCOUNTS:
            return True
        if now - self._swept_at >= 1:
            self._swept_at = now
            self._buckets = {key: b for key, b in self._buckets.items() if now - b.at < 60}
            self._alarms = {k: at for k, at in self._alarms.items() if now - at < _ALARM_EVERY_S}
        return len(self._buckets) < _MOST_ACCOUNTS
