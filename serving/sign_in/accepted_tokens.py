"""Tokens that were checked a moment ago, so that a signature isn't checked at every request."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import UTC, datetime, timedelta

from serving.access.permissions import Officer

__all__ = ["AcceptedTokens"]

#: A key that the issuer takes back counts no longer than this, and the keys' own age.
_LONGEST = timedelta(minutes=5)


class AcceptedTokens:
    """Officers by the digest of the token that was accepted; the token itself is not kept.

    Its signature counts for five minutes, or until it ends. That it was seen is remembered
    until ``most`` others were used since.
    """

    def __init__(self, most: int = 4_096) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, tuple[Officer, datetime, datetime]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, token: str, now: datetime) -> Officer | None:
        """The officer of a token that is known and still good."""
        digest = _digest(token)
        found = self._kept.get(digest)
        if found is None:
            return None
        officer, since, until = found
        if not since <= now < until:
            return None
        self._kept.move_to_end(digest)
        return officer

    def knows(self, token: str) -> bool:
        """Whether the token was accepted before, be it good still or not."""
        return _digest(token) in self._kept

    def keep(self, token: str, officer: Officer, ends: float, now: datetime) -> None:
        """Remember a token that was just accepted; ``ends`` is its ``exp``."""
        until = min(datetime.fromtimestamp(ends, UTC), now + _LONGEST)
        digest = _digest(token)
        self._kept[digest] = (officer, now, until)
        self._kept.move_to_end(digest)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
