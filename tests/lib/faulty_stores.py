"""A store whose every statement can be made to fail, before or after it was carried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pysqlite3.dbapi2 as sqlite

from serving.store.opening import Store
from serving.store.raw import RawConnection

__all__ = ["FaultyStore"]


class FaultyStore:
    """The same store; its log connections fail at the statement that is next in turn.

    Attributes:
        calls: statements since the faults were last set.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.calls = 0
        self._at = 0
        self._is_after = False
        self._is_lasting = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def fail(self, at: int, *, after: bool = False, lasting: bool = False) -> None:
        """Fail statement ``at`` from now (1 is the next): instead of it or, ``after``, once it
        was carried out; alone, or (``lasting``) with all that follow."""
        self.calls, self._at, self._is_after, self._is_lasting = 0, at, after, lasting

    def heal(self) -> None:
        """No more faults."""
        self._at = 0

    def connect_log(self, *, readonly: bool) -> RawConnection:
        """As the store's own, with the faults."""
        raw = self._store.connect_log(readonly=readonly)
        run = raw._run

        def faulty(sql: str, values: Sequence[Any]) -> Any:
            self.calls += 1
            is_now = self._at and (
                self.calls == self._at or (self._is_lasting and self.calls > self._at)
            )
            if is_now and not self._is_after:
                raise sqlite.OperationalError("disk I/O error")
            cursor = run(sql, values)
            if is_now:
                raise sqlite.OperationalError("connection lost before the answer came")
            return cursor

        raw._run = faulty  # type: ignore[method-assign] # the fault that is planted
        return raw
