"""How often a sign-in was tried in vain, so that a password can't be guessed at speed."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

__all__ = ["Guesses"]


class Guesses:
    """Failed sign-ins of each account name within a window.

    Kept in memory: a restart forgets them, which lets five more guesses pass. Names
    that don't exist count alike, so that the answer doesn't tell which ones do; of more
    than ``most_names``, those that failed longest ago are forgotten.
    """

    def __init__(
        self,
        most: int = 5,
        window: timedelta = timedelta(minutes=5),
        most_names: int = 10_000,
    ) -> None:
        self._most = most
        self._window = window
        self._most_names = most_names
        self._failed: OrderedDict[str, deque[datetime]] = OrderedDict()

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
        self._failed.move_to_end(name)
        while len(self._failed) > self._most_names:
            self._failed.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name that signed in."""
        self._failed.pop(name, None)
