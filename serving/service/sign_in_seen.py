"""When sessions were last used: remembered here, written seldom, out of every look's way."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from serving.store.sessions import Session

__all__ = ["SeenSessions"]

#: A session's use is written when what stands in the store is this old.
WRITTEN_AFTER = timedelta(minutes=1)


@dataclass(slots=True)
class _Kept:
    """What this process knows of a session beside its row. Seconds are of a clock that
    nobody can set: a session that was used here ends here in time, whatever the wall says."""

    seen: datetime
    used_s: float
    ends_s: float


class SeenSessions:
    """The sessions used in this process.

    Args:
        most: sessions that are remembered; of the others only their rows count.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, most: int = 20_000) -> None:
        self._monotonic = monotonic
        self._most = most
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._due: dict[str, datetime] = {}

    def may_use(self, session: Session, now: datetime) -> bool:
        """Whether the session is within its limits; if so, it counts as used at ``now``."""
        at_s = self._monotonic()
        kept = self._kept.get(session.digest)
        unused_s = max((now - session.seen_at).total_seconds(), 0.0)
        if kept is None:
            if not session.is_valid(now):
                return False
            left_s = (session.ends_at - now).total_seconds()
            kept = _Kept(session.seen_at, at_s - unused_s, at_s + left_s)
            self._kept[session.digest] = kept
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        elif session.seen_at > kept.seen:  # Another process saw it since.
            kept.seen, kept.used_s = session.seen_at, max(kept.used_s, at_s - unused_s)
        is_over = at_s >= kept.ends_s or at_s - kept.used_s >= session.idle.total_seconds()
        if is_over or not session.is_valid(now, seen=kept.seen):
            return False
        kept.used_s = at_s
        kept.seen = max(kept.seen, now)
        self._kept.move_to_end(session.digest)
        if now - session.seen_at >= WRITTEN_AFTER:
            self._due[session.digest] = now
        return True

    def take_due(self) -> Mapping[str, datetime]:
        """What is to be written: digest -> last used."""
        due, self._due = self._due, {}
        return due

    def put_back(self, due: Mapping[str, datetime]) -> None:
        """It could not be written: tell it again, unless something later came since."""
        self._due = {**due, **self._due}
