"""Stores whose log is sealed: the files beside them, and a clock that tests move."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from serving.store.log import sequence
from serving.store.look_log import LookLog
from serving.store.opening import Store
from serving.store.raw import RawConnection
from serving.store.sealer import Sealer
from serving.store.sealing import Sealing, begin_sealing
from tests.lib.insiders import insider_of
from tests.lib.logs import START, a_look, drawing

__all__ = ["Sealed", "enter", "number_all"]


def number_all(store: Store) -> None:
    """Number every entry that waits."""
    raw = store.connect_log(readonly=False)
    while sequence(raw):
        pass
    raw.close()


def enter(store: Store, numbers: Iterable[int], *, seed: int = 0, **changes: Any) -> None:
    """Enter these looks as one new writer, and number them."""
    looks = [a_look(number, **changes) for number in numbers]
    log = LookLog(store, drawing(seed * 1_000_003 + hash(looks[0].id) % 1_000_003))
    for first in range(0, len(looks), 64):
        log.append(looks[first : first + 64])
    log.close()
    number_all(store)


class Sealed:
    """One store's sealing: its key, its seal store and its clock."""

    def __init__(self, store: Store, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.store, self.folder = store, folder
        self.key_file, self.seal_file = folder / "log.key", folder / "log.seals"
        self.moment: datetime = START
        self.raw: RawConnection = store.connect_log(readonly=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()

    def clock(self) -> datetime:
        """The moment that the test has set."""
        return self.moment

    def begin(self, *, may_make_key: bool = True) -> Sealing:
        """What a start of the service does."""
        return begin_sealing(
            self.store, self.key_file, self.seal_file, self.clock, drawing(len(self.folder.parts)),
            may_make_key=may_make_key,
        )  # fmt: skip

    @contextmanager
    def sealer(
        self, *, seal_every_s: float = 3_600.0, quiet_every_s: float = 3_600.0
    ) -> Iterator[Sealer]:
        """The sealer beside the service; by itself it seals at most every hour."""
        sealer = Sealer(
            self.store, self.begin(), seal_every_s=seal_every_s, quiet_every_s=quiet_every_s
        )
        try:
            yield sealer
        finally:
            sealer.close()

    def without_guards(self) -> AbstractContextManager[RawConnection]:
        """An insider's connection."""
        return insider_of(self.store)

    def wait_until(self, is_so: Callable[[], bool], at_most_s: float = 10.0) -> None:
        """Wait for another thread; raises AssertionError when it takes too long."""
        end = time.monotonic() + at_most_s
        while not is_so():
            assert time.monotonic() < end, "it did not come true in time"
            time.sleep(0.01)
