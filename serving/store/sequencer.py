"""Numbering entries on PostgreSQL, a moment after they were entered, off every look's path."""

from __future__ import annotations

import threading

from serving.store.errors import LogDamagedError
from serving.store.log import sequence
from serving.store.opening import Store
from serving.store.raw import LOG_FAULTS, RawConnection

__all__ = ["Sequencer"]

_EVERY_S = 0.2
_AFTER_A_FAULT_S = 1.0


class Sequencer:
    """Numbers what waits, five times a second. Several processes may run one each.

    A fault never stops looks: it is tried again, and :attr:`is_healthy` says so.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stop = threading.Event()
        self._raw: RawConnection | None = None
        self.is_healthy = True
        self._thread = threading.Thread(target=self._run, name="sequencer", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = _EVERY_S if self._number_all() else _AFTER_A_FAULT_S
        self._number_all()
        self._close_connection()

    def _number_all(self) -> bool:
        try:
            if self._raw is None:
                self._raw = self._store.connect_log(readonly=False)
            while sequence(self._raw):
                pass
        except LOG_FAULTS as fault:
            self._close_connection()
            self.is_healthy = not isinstance(fault, LogDamagedError)
            return False
        self.is_healthy = True
        return True

    def _close_connection(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def close(self) -> None:
        """Number what waits, as far as that's possible, and stop."""
        self._stop.set()
        self._thread.join()
