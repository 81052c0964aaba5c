"""Bearer tokens for trying the API against the demo: signed, short-lived, never in production.

They are made by reading the store alone, so that one can be had while the service runs:
a running service is the one writer of an SQLite store.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from records.calendar import instant_from_text, instant_to_text
from records.serial import canonical
from serving.store.accounts import Account

__all__ = ["LIFE", "demo_token", "name_of_token"]

LIFE = timedelta(hours=1)
_LABEL = b"demo bearer token\x00"


def demo_token(account: Account, secret: bytes, now: datetime) -> str:
    """A token for a demo account, good for :data:`LIFE` from ``now``.

    Raises:
        ValueError: the account is not a demo account.
    """
    if not account.is_demo:
        raise ValueError("tokens are given out for demo accounts alone")
    claims = canonical({"name": account.name, "until": instant_to_text(now + LIFE)})
    return f"{_text(claims)}.{_text(_signature(claims, secret))}"


def name_of_token(token: str, secret: bytes, now: datetime) -> str | None:
    """The account's name in a token that is whole and in date; None for anything else. What
    the account may do is read of the account itself."""
    claims_text, _, signature = token.partition(".")
    try:
        claims, given = _bytes(claims_text), _bytes(signature)
    except ValueError:
        return None
    if not hmac.compare_digest(given, _signature(claims, secret)):
        return None
    said = json.loads(claims)
    if now >= instant_from_text(said["until"]):
        return None
    return str(said["name"])


def _signature(claims: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, _LABEL + claims, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
