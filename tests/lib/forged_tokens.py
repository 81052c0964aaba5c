"""Tokens that must be refused, each with the rule that it breaks: forged, stolen or stale."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime

from tests.lib.issuers import CLIENT, claims_at, jwk_of, public_pem, signed

__all__ = ["forged_tokens"]


def forged_tokens(now: datetime) -> Mapping[str, tuple[str, str]]:
    """Name -> (rule, token). The issuer's one key is called ``one``; ``other`` is another's."""
    at = int(now.timestamp())
    good = claims_at(now)
    whole = signed(good)
    head, body, signature = whole.split(".")

    def claims(**changes: object) -> str:
        return signed(claims_at(now, **changes))

    def header(**changes: object) -> str:
        return signed(good, changes)

    twice = json.dumps(good)[:-1] + ', "sub": "chief"}'
    two_heads = b'{"alg":"none","alg":"RS256"}'
    changed = signed({**good, "sub": "chief"}).split(".")[1]
    public = public_pem("one")
    return {
        "none": ("algorithm", header(alg="none")),
        "none, unsigned": ("algorithm", _unsigned(good, {"alg": "none"})),
        "none in other letters": ("algorithm", _unsigned(good, {"alg": "nOnE"})),
        "no algorithm": ("algorithm", header(alg=None)),
        "HMAC with the public key": ("algorithm", signed(good, {"alg": "HS256"}, secret=public)),
        "HMAC with nothing": ("algorithm", signed(good, {"alg": "HS256"}, secret=b"")),
        "algorithms": ("algorithm", header(alg=["RS256"])),
        "elliptic with an RSA key": ("key", header(alg="ES256")),
        "another's key under this id": ("signature", signed(good, {"kid": "one"}, "other")),
        "another's key": ("key", signed(good, name="other")),
        "a key that it brings": ("header", header(jwk=jwk_of("other"))),
        "an address of keys": ("header", header(jku="https://evil.example/keys")),
        "an address of certificates": ("header", header(x5u="https://evil.example/x")),
        "certificates": ("header", header(x5c=["MIIB"])),
        "must be understood": ("header", header(crit=["exp"], exp=at + 600)),
        "not encoded": ("header", header(b64=False, crit=["b64"])),
        "packed": ("header", header(zip="DEF")),
        "a path as key": ("key", header(kid="../../../../dev/null")),
        "SQL as key": ("key", header(kid="one' OR '1'='1")),
        "no text as key": ("key", header(kid=["one"])),
        "a long key": ("key", header(kid="k" * 201)),
        "an ID token's type": ("type", header(typ="JWT")),
        "no type": ("type", header(typ=None)),
        "a number as type": ("type", header(typ=7)),
        "signature gone": ("signature", f"{head}.{body}."),
        "signature cut": ("signature", whole[:-6]),
        "signature of another": ("signature", f"{head}.{body}.{claims(sub='x').split('.')[2]}"),
        "claims changed": ("signature", f"{head}.{changed}.{signature}"),
        "five parts": ("malformed", f"{head}.{body}.{signature}.x.y"),
        "no JSON": ("malformed", f"aGVsbG8.{body}.{signature}"),
        "no object": ("malformed", f"{_text(b'[1]')}.{body}.{signature}"),
        "letters that no base 64 has": ("malformed", f"€€€.{body}.{signature}"),
        "deep": ("malformed", f"{_text(b'[' * 4_000)}.{body}.{signature}"),
        "header said twice": ("malformed", f"{_text(two_heads)}.{body}.x"),
        "too long": ("too_long", claims(pad="x" * 9_000)),
        "claims said twice": ("signature", signed(twice.encode())),
        "no object as claims": ("signature", signed(b'["sub"]')),
        "claims no text": ("signature", signed(b"\xff\xfe")),
        "no number": ("signature", signed(json.dumps({**good, "exp": float("nan")}).encode())),
        "another issuer": ("issuer", claims(iss="https://login.evil.example")),
        "issuer with a slash": ("issuer", claims(iss=f"{good['iss']}/")),
        "issuers": ("issuer", claims(iss=[good["iss"]])),
        "no issuer": ("issuer", claims(iss=None)),
        "another audience": ("audience", claims(aud="payroll")),
        "our client as audience": ("audience", claims(aud=CLIENT)),
        "a part of the audience": ("audience", claims(aud="missing-risk")),
        "audience in an object": ("audience", claims(aud={"missing-risk-api": 1})),
        "no audience": ("audience", claims(aud=None)),
        "expired": ("expired", claims(exp=at)),
        "expired long ago": ("expired", claims(exp=-1)),
        "no end": ("no_end", claims(exp=None)),
        "end as text": ("no_end", claims(exp=str(at + 600))),
        "end is true": ("no_end", claims(exp=True)),
        "end without end": ("no_end", signed(json.dumps(good).replace(
            f'"exp": {at + 600}', '"exp": 1e999').encode())),
        "not yet": ("not_yet", claims(nbf=at + 31)),
        "begins as text": ("not_yet", claims(nbf="0")),
        "issued later": ("not_yet", claims(iat=at + 31)),
        "issued nobody knows when": ("not_yet", claims(iat=None)),
        "for years": ("long_lived", claims(exp=at + 90_000)),
        "an ID token": ("id_token", claims(nonce="n-1")),
        "an ID token of a code": ("id_token", claims(at_hash="x")),
        "a refresh token": ("id_token", claims(typ="Refresh")),
        "says that it is an ID token": ("id_token", claims(typ="ID")),
        "nobody": ("subject", claims(sub=None)),
        "no name": ("subject", claims(sub="")),
        "a name in Cyrillic letters": ("subject", claims(sub="аdmin")),
        "a name turned round": ("subject", claims(sub="f.example\u202e")),
        "a name with a space": ("subject", claims(sub="f example")),
        "two lines": ("subject", claims(sub="f.example\nSIGNED_IN")),
        "a name as a number": ("subject", claims(sub=7)),
        "the command line's name": ("subject", claims(sub="host:root")),
        "a long name": ("subject", claims(sub="f" * 129)),
    }  # fmt: skip


def _unsigned(claims: Mapping[str, object], header: Mapping[str, object]) -> str:
    said = {"typ": "at+jwt", "kid": "one", **header}
    return f"{_text(json.dumps(said).encode())}.{_text(json.dumps(claims).encode())}."


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
