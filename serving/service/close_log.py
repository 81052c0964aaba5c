"""End the log and open the next, or change its key: by name, with a reason, for all to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.leaf import Outcome, PreparedLook, new_entry_id
from serving.service.access_log import entry_of
from serving.settings import Settings
from serving.store import log_closing
from serving.store.errors import LogKeyError
from serving.store.opening import Store
from serving.store.seals import Seal

__all__ = ["change_log_key", "close_log", "log_files"]


def log_files(settings: Settings) -> tuple[Path, Path]:
    """The log's key and its seal store.

    Raises:
        LogKeyError: one of them is not configured.
    """
    if settings.log_key is None or settings.log_seals is None:
        raise LogKeyError("set MISSING_RISK_LOG_KEY and MISSING_RISK_LOG_SEALS")
    return settings.log_key, settings.log_seals


def close_log(
    store: Store,
    settings: Settings,
    officer: Officer,
    reason: str,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> Seal:
    """End the log for this reason and open the next; the first seal of that one.

    Raises:
        StoreInUseError: a service still enters looks.
        LogKeyError, SealsError: the new key or the seal can't be written.
        LogDamagedError: the log's head is broken: bring back a copy of the store first.
    """
    entry = _entries(officer, reason, clock, draw)
    return log_closing.close_log(store, *log_files(settings), entry, clock, draw)


def change_log_key(
    store: Store,
    settings: Settings,
    officer: Officer,
    reason: str,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> Seal:
    """Sign with a new key from now on; the head that hands over, which both keys sign.

    Raises:
        StoreInUseError: a service still signs with the old key.
        LogKeyError: the old key is not there: then close the log instead.
        LogRolledBackError, SealsError: the store lacks what was sealed.
    """
    entry = _entries(officer, reason, clock, draw)
    return log_closing.change_key(store, *log_files(settings), entry, clock, draw)


def _entries(
    officer: Officer,
    reason: str,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> log_closing.MakeEntry:
    why = AccessReason("other", reason)

    def make(kind: str, facts: Mapping[str, int | str]) -> PreparedLook:
        at = clock()
        return entry_of(
            officer,
            entry=new_entry_id(at, draw(10)),
            kind=kind,
            at=at,
            outcome=Outcome.DONE,
            reason=why,
            facts=facts,
        )

    return make
