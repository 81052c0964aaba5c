"""What can go wrong with the store. Messages name the rule and the next step, never a child."""

from __future__ import annotations

from serving.access.once import Once

__all__ = [
    "DuplicateEntryError",
    "DurabilityError",
    "KeyUsedError",
    "LogDamagedError",
    "LogKeyError",
    "LogRolledBackError",
    "NotAStoreError",
    "SealsError",
    "StoreError",
    "StoreInUseError",
    "StoreUnavailableError",
    "WriterBusyError",
    "WriterTimeoutError",
]


class StoreError(Exception):
    """Any fault of the store. Callers that can't tell the kinds apart refuse to answer."""


class NotAStoreError(StoreError):
    """The address holds no store, a store of an unknown version, or one without its guards."""


class StoreInUseError(StoreError):
    """Another process writes to this SQLite store. One writer at a time (exit code 3)."""


class DurabilityError(StoreError):
    """The database is set to forget commits at a power cut. The service refuses to start."""


class LogDamagedError(StoreError):
    """The log contradicts itself. Nothing is added to it until people have looked."""


class LogRolledBackError(StoreError):
    """The store lacks what was sealed outside it. Nothing is served until people have looked."""


class LogKeyError(StoreError):
    """The log's signing key is missing, readable by others, or not the one that signed before."""


class SealsError(StoreError):
    """The seal store can't be read or written, or another process was faster."""


class StoreUnavailableError(StoreError):
    """The entry could not be made durable just now, so there is no answer. Try again later."""


class WriterBusyError(StoreUnavailableError):
    """More looks wait for the log than it may hold. Nothing was entered; try again later."""


class WriterTimeoutError(StoreUnavailableError):
    """The log did not answer within its budget. The look may have been entered."""


class KeyUsedError(StoreError):
    """The request's idempotency key was used by another attempt; nothing was entered or done."""

    def __init__(self, once: Once) -> None:
        super().__init__("a request with this idempotency key was carried out before")
        self.once = once


class DuplicateEntryError(StoreError):
    """A look with this id is already in the log; nothing was entered.

    Read the stored one with :func:`serving.store.log.read_entry` and send its bytes.
    """

    def __init__(self, entry_id: str) -> None:
        super().__init__("a look with this request id is already in the log")
        self.entry_id = entry_id
