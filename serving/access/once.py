"""A request that has one effect, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Once"]


@dataclass(frozen=True, slots=True)
class Once:
    """What tells one request that is sent again from another: rides with the officer.

    Attributes:
        account: whose key it is; the same key of two accounts is two keys.
        key: SHA-256 of the ``Idempotency-Key``, hex.
        request: SHA-256 of everything that was asked, hex.
        attempt: the id of the HTTP request that carries it this time.
        beside: entries that the same answer left before this one, each in a transaction
            of its own.
    """

    account: str
    key: str
    request: str
    attempt: str
    beside: tuple[str, ...] = ()
