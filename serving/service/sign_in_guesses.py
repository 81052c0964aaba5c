"""How often a sign-in was tried in vain, so that a password can't be guessed at speed."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

__all__ = ["Guesses"]


class Guesses:
    """Failed sign-ins of each account name within a window.

    Kept in memory: a restart forgets them, which lets five more guesses pass. Names
    that don't exist count alike, so that the answer doesn't tell which ones do.
    """

    def __init__(self, most: int = 5, window: timedelta = timedelta(minutes=5)) -> None:
        self._most = most
        self._window = window
        self._failed: dict[str, deque[datetime]] = {}

    def are_too_many(self, name: str, now: datetime) -> bool:
        """Whether the name must wait before the next try."""
        failed = self._failed.get(name)
        while failed and now - failed[0] >= self._window:
            failed.popleft()
        if failed is not None and not failed:
            del self._failed[name]
        return failed is not None and len(failed) >= self._most

    def failed(self, name: str, now: datetime) -> None:
        """Count one failure."""
        self._failed.setdefault(name, deque(maxlen=self._most)).append(now)

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name that signed in."""
        self._failed.pop(name, None)
