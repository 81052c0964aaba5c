"""A sign-in service of the tests' own: keys, tokens good and forged, and its doors over HTTP.

Tokens are put together by hand here, so that what ours would never make can be made too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from serving.sign_in.issuers import Issuer, Mapped
from serving.sign_in.provider import Provider

__all__ = [
    "AUDIENCE",
    "CLIENT",
    "ISSUER",
    "ROLES",
    "Doors",
    "an_issuer",
    "claims_at",
    "jwk_of",
    "key",
    "public_pem",
    "signed",
    "silence",
]

ISSUER = "https://login.force.example/realms/force"
AUDIENCE = "missing-risk-api"
CLIENT = "missing-risk"
ROLES = {"risk-officers": "officer", "risk-admins": "administrator", "risk-link": "link_reviewer"}
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def key(name: str) -> Key:
    """One key of each name, the same for the whole run; ``ec-`` names are elliptic."""
    if name.startswith("ec-"):
        return ec.generate_private_key(ec.SECP256R1())
    size = 1024 if name.startswith("small-") else 2048
    return rsa.generate_private_key(65537, size)


def jwk_of(name: str, **changes: Any) -> dict[str, Any]:
    """The public key as a key set holds it."""
    public = key(name).public_key().public_numbers()
    said: dict[str, Any] = {"kid": name, "use": "sig"}
    if isinstance(public, rsa.RSAPublicNumbers):
        said |= {"kty": "RSA", "n": _number(public.n), "e": _number(public.e)}
    else:
        said |= {"kty": "EC", "crv": "P-256", "x": _number(public.x), "y": _number(public.y)}
    return {name: value for name, value in (said | changes).items() if value is not None}


def claims_at(now: datetime, **changes: Any) -> dict[str, Any]:
    """The claims of a good token of the API; a change to None leaves one out."""
    at = int(now.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "f.example",
        "name": "PC Fern Example",
        "groups": ["risk-officers"],
        "team": "City North",
        "iat": at - 60,
        "nbf": at - 60,
        "exp": at + 600,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


def signed(
    claims: Mapping[str, Any] | bytes,
    header: Mapping[str, Any] | None = None,
    name: str = "one",
    *,
    secret: bytes | None = None,
) -> str:
    """A compact token; ``secret`` signs by HMAC instead of by the key of this name."""
    chosen = {"alg": "RS256", "typ": "at+jwt", "kid": name, **(header or {})}
    chosen = {part: value for part, value in chosen.items() if value is not None}
    body = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    text = f"{_text(json.dumps(chosen).encode())}.{_text(body)}"
    if secret is not None:
        signature = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    else:
        signature = _sign(key(name), text.encode(), str(chosen.get("alg")))
    return f"{text}.{_text(signature)}"


def public_pem(name: str) -> bytes:
    """The public key as text, which a confused checker would take for a secret."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form)


def an_issuer(**changes: Any) -> Issuer:
    """The service as a force would configure it."""
    values: dict[str, Any] = {
        "address": ISSUER,
        "client_id": CLIENT,
        "callback": "https://risk.force.example/sign-in/callback",
        "audience": AUDIENCE,
        "mapped": Mapped(ROLES),
    }
    return Issuer(**(values | changes))


class Doors:
    """The issuer's doors: what they answer may be changed, and what was asked is counted."""

    def __init__(self, *keys: dict[str, Any]) -> None:
        self.keys: list[dict[str, Any]] = list(keys)
        self.is_silent = False
        self.answers: dict[str, httpx.Response] = {}
        self.asked: list[str] = []

    def provider(self, issuer: Issuer | None = None, **given: Any) -> Provider:
        """A provider that asks these doors."""
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        return Provider(issuer or an_issuer(), client, **given)

    def times(self, door: str) -> int:
        """How often a door was asked."""
        return sum(path.endswith(door) for path in self.asked)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.is_silent:
            raise httpx.ConnectError("nobody answers", request=request)
        door = request.url.path.rpartition("/")[2]
        if door in self.answers:
            return self.answers[door]
        if door == "openid-configuration":
            return httpx.Response(200, json=self.description())
        if door == "keys":
            return httpx.Response(200, json={"keys": self.keys})
        return httpx.Response(404)

    @staticmethod
    def description() -> dict[str, Any]:
        """What the issuer says of itself."""
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorise",
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/who",
            "jwks_uri": f"{ISSUER}/keys",
        }


def silence() -> httpx.MockTransport:
    """A line on which nobody answers."""

    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody answers", request=request)

    return httpx.MockTransport(silent)


def _sign(by: Key, text: bytes, algorithm: str) -> bytes:
    if isinstance(by, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(by.sign(text, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    if algorithm.startswith("PS"):
        pad: Any = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
        return by.sign(text, pad, hashes.SHA256())
    return by.sign(text, padding.PKCS1v15(), hashes.SHA256())


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
