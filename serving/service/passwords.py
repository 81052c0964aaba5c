"""Passwords as scrypt hashes: slow to guess, never kept, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable

__all__ = ["hash_password", "is_password"]

_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024


def hash_password(
    password: str,
    draw_salt: Callable[[int], bytes] = secrets.token_bytes,
    cost: int = _COST,
) -> str:
    """The text kept of a password: its cost, salt and scrypt hash. Less than the usual ``cost``
    is for accounts that guard nothing."""
    salt = draw_salt(16)
    kept = (b64encode(part).decode() for part in (salt, _scrypt(password, salt, cost)))
    return "$".join(("scrypt", str(cost), *kept))


def is_password(password: str, kept: str) -> bool:
    """Whether the password is the one that ``kept`` was made from; none is, if it is empty.

    Raises:
        ValueError: ``kept`` is no hash of :func:`hash_password`.
    """
    if not kept:
        return False
    kind, cost, salt, digest = kept.split("$")
    if kind != "scrypt":
        raise ValueError("the stored password hash is of an unknown kind")
    return hmac.compare_digest(_scrypt(password, b64decode(salt), int(cost)), b64decode(digest))


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY, dklen=32
    )
