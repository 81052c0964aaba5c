"""The sealer: seals the log beside the service, off every look's path."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from serving.store.errors import LogDamagedError, LogRolledBackError, SealsError
from serving.store.log import read_head
from serving.store.opening import Store
from serving.store.raw import LOG_FAULTS, RawConnection, fault_in_words
from serving.store.sealing import ClockWentBackError, Sealing

__all__ = ["CLOCK_WENT_BACK", "Sealer", "SealerFigures"]

_LOG = logging.getLogger("serving")

#: How often it looks whether there is something to seal.
_LOOK_EVERY_S = 0.25
_SEAL_EVERY_S = 1.0
_SEAL_AT_ENTRIES = 256
#: A head says "nothing happened" as often as this.
_SEAL_QUIET_EVERY_S = 3_600.0
_AFTER_A_FAULT_S = 1.0
CLOCK_WENT_BACK = "the clock went back: nothing is sealed until it has caught up"


@dataclass(frozen=True, slots=True)
class SealerFigures:
    """How the sealing stands, for readiness and metrics.

    Attributes:
        heads: sealed by this process.
        sealed: entries under the last head; ``at`` is when it was sealed, or None.
        waiting: entries that no head covers yet, when last looked at.
        trouble: what keeps it from sealing now, in words; None if nothing does.
        behind_s: seconds since the first look that found ``waiting`` entries unsealed.
    """

    heads: int = 0
    sealed: int = 0
    at: str | None = None
    waiting: int = 0
    trouble: str | None = None
    behind_s: float = 0.0


class Sealer:
    """Seals at most every second and at 256 new entries, and once an hour when nothing happens.

    A fault never stops a look: it is tried again, and :attr:`figures` say so.
    """

    def __init__(
        self,
        store: Store,
        sealing: Sealing,
        *,
        seal_every_s: float = _SEAL_EVERY_S,
        quiet_every_s: float = _SEAL_QUIET_EVERY_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._sealing = sealing
        self._seal_every_s = seal_every_s
        self._quiet_every_s = quiet_every_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._raw: RawConnection | None = None
        self._sealed_at: float | None = None
        self._behind_since: float | None = None
        sealed = sealing.sealed
        self._figures = SealerFigures(
            sealed=0 if sealed is None else sealed.head.size,
            at=None if sealed is None else sealed.at,
        )
        self._thread = threading.Thread(target=self._run, name="sealer", daemon=True)
        self._thread.start()

    @property
    def figures(self) -> SealerFigures:
        """How it stands, as last looked at."""
        since = self._behind_since
        behind = 0.0 if since is None else self._monotonic() - since
        return replace(self._figures, behind_s=behind)

    def seal_now(self) -> None:
        """Seal what has a number, whatever the time; a fault stands in :attr:`figures`."""
        self._step(must=True)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = _LOOK_EVERY_S if self._step() else _AFTER_A_FAULT_S

    def _step(self, *, must: bool = False) -> bool:
        with self._lock:
            try:
                if self._raw is None:
                    self._raw = self._store.connect_log(readonly=False)
                self._seal_if_due(self._raw, must=must)
            except ClockWentBackError:
                self._figures = replace(self._figures, trouble=CLOCK_WENT_BACK)
                return False
            except LOG_FAULTS as fault:
                self._close_connection()
                if self._figures.trouble != _in_words(fault):
                    _LOG.error("the log can't be sealed: %s", fault_in_words(fault))
                self._figures = replace(self._figures, trouble=_in_words(fault))
                return False
            return True

    def _seal_if_due(self, raw: RawConnection, *, must: bool) -> None:
        waiting = read_head(raw).size - self._figures.sealed
        now = self._monotonic()
        if waiting == 0:
            self._behind_since = None
        elif self._behind_since is None:
            self._behind_since = now
        self._figures = replace(self._figures, waiting=waiting)
        since = None if self._sealed_at is None else now - self._sealed_at
        due = (
            waiting >= _SEAL_AT_ENTRIES
            or (waiting != 0 and (since is None or since >= self._seal_every_s))
            or (since is not None and since >= self._quiet_every_s)
            or self._figures.at is None
        )
        if must or due:
            seal = self._sealing.seal(raw)
            self._sealed_at, self._behind_since = now, None
            self._figures = SealerFigures(self._figures.heads + 1, seal.head.size, seal.at)
        elif self._sealed_at is None:
            self._sealed_at = now

    def _close_connection(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def close(self) -> None:
        """Seal what has a number, as far as that's possible, and stop."""
        self._stop.set()
        self._thread.join()
        if self._is_behind():
            self._step(must=True)
        self._close_connection()

    def _is_behind(self) -> bool:
        try:
            return self._raw is None or read_head(self._raw).size != self._figures.sealed
        except LOG_FAULTS:
            return True


def _in_words(fault: Exception) -> str:
    """What is wrong, fit for anybody: the service's own log says which file."""
    match fault:
        case SealsError():
            return "the seal store can't be read or written, or is another one"
        case LogRolledBackError():
            return "the store lacks what was sealed"
        case LogDamagedError():
            return str(fault)
        case _:
            return "the store can't be written"
