"""The keys that the sign-in service signs with, fetched seldom and kept when it is silent."""

from __future__ import annotations

import asyncio
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from serving.sign_in.issuers import IssuerSilentError

__all__ = ["Key", "SigningKeys", "usable_keys"]

Key = RSAKey | ECKey

_MOST_KEYS = 50
_SMALLEST_RSA = 2048
#: Only what is public of a key is ever taken up.
_PUBLIC = ("kty", "kid", "use", "alg", "n", "e", "crv", "x", "y")
_CURVES = MappingProxyType({"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"})
#: Fetched again when they are this old, without anybody waiting for it.
FRESH_S = 600.0
#: Whatever happens, they are not fetched more often than this.
BETWEEN_S = 60.0
#: A silent issuer's keys go on for as long as a session may last.
LONGEST_S = 10 * 3600.0


class SigningKeys:
    """The issuer's keys by their ids. For one event loop.

    Args:
        fetch: gives the key set's bytes, or raises IssuerSilentError.
    """

    def __init__(
        self, fetch: Callable[[], Awaitable[bytes]], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._fetching = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def find(self, kid: str | None, algorithm: str) -> Key | None:
        """The key of this id that may sign so; None if the issuer has none such.

        A token without an id is given the one key there is, if there is but one.

        Raises:
            IssuerSilentError: no keys were ever fetched, or they are too old to be trusted.
        """
        age = self._age()
        if age is None or age >= LONGEST_S or (kid is not None and kid not in self._keys):
            await self._renew()
        elif age > FRESH_S:
            self._renew_meanwhile()
        age = self._age()
        if age is None or age >= LONGEST_S:
            raise IssuerSilentError("gave no keys to check a signature by")
        if kid is None:
            key = next(iter(self._keys.values())) if len(self._keys) == 1 else None
        else:
            key = self._keys.get(kid)
        return key if key is not None and _may_sign(key, algorithm) else None

    async def close(self) -> None:
        """Stop a fetch that nobody waits for."""
        if self._renewal is not None:
            self._renewal.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewal

    def _age(self) -> float | None:
        return None if self._fetched_at is None else self._monotonic() - self._fetched_at

    def _may_try(self) -> bool:
        return self._tried_at is None or self._monotonic() - self._tried_at >= BETWEEN_S

    def _renew_meanwhile(self) -> None:
        if self._may_try() and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """Fetch, unless that was tried within the minute; the old ones stay if it fails."""
        async with self._fetching:
            if not self._may_try():
                return
            self._tried_at = self._monotonic()
            try:
                self._keys = usable_keys(await self._fetch())
            except IssuerSilentError:
                return
            self._fetched_at = self._monotonic()


def usable_keys(raw: bytes) -> Mapping[str, Key]:
    """The keys of a key set that may check signatures; others are left out.

    Raises:
        IssuerSilentError: it is no key set, or holds none that is usable.
    """
    try:
        listed = json.loads(raw)["keys"][:_MOST_KEYS]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise IssuerSilentError("gave no key set") from None
    keys: dict[str, Key] = {}
    for said in listed:
        key = _key(said) if isinstance(said, dict) else None
        if key is not None:
            keys.setdefault(str(key.kid or ""), key)
    if not keys:
        raise IssuerSilentError("gave a key set without a usable key")
    return MappingProxyType(keys)


def _key(said: Mapping[str, Any]) -> Key | None:
    public = {name: said[name] for name in _PUBLIC if name in said}
    if any(not isinstance(value, str) for value in public.values()) or said.get("use") == "enc":
        return None
    try:
        if public.get("kty") == "RSA":
            return RSAKey.import_key(public) if _bits(public["n"]) >= _SMALLEST_RSA else None
        return ECKey.import_key(public) if public.get("kty") == "EC" else None
    except (JoseError, ValueError, KeyError, TypeError):
        return None


def _bits(number: str) -> int:
    raw = urlsafe_b64decode(number + "=" * (-len(number) % 4))
    return int.from_bytes(raw, "big").bit_length()


def _may_sign(key: Key, algorithm: str) -> bool:
    """An algorithm of the key's own kind, and the one that the key says, if it says one."""
    if key.get("alg") not in (None, algorithm):
        return False
    if isinstance(key, ECKey):
        return key.curve_name == _CURVES.get(algorithm)
    return algorithm.startswith(("RS", "PS"))
