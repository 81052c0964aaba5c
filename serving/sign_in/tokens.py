"""Whether a signed token is the issuer's, for us, of the right kind and in date.

joserfc checks the signature alone; what is signed is checked by :mod:`token_rules`. A token
never stands in an error: :class:`BadTokenError` names the rule that it broke.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from joserfc import jwt
from joserfc.errors import JoseError

from serving.sign_in.signing_keys import Key, SigningKeys
from serving.sign_in.token_rules import TokenRules, broken_rule

__all__ = ["ALGORITHMS", "BadTokenError", "check_token", "is_compact"]

#: Signatures by a key pair: whoever can check one can't make one.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
LONGEST_TOKEN = 8 * 1024
_LONGEST_ID = 200
#: What a header may hold. Keys and addresses of keys that a token brings along are refused.
_HEADER = frozenset({"alg", "typ", "kid", "x5t", "x5t#S256"})


class BadTokenError(Exception):
    """A token is refused. ``rule`` names why, in one word that may stand in the log."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"the token is refused: {rule}")
        self.rule = rule


def is_compact(token: str) -> bool:
    """Whether it has the three parts of a signed token."""
    return token.count(".") == 2


async def check_token(
    token: str, keys: SigningKeys, rules: TokenRules, now: datetime
) -> Mapping[str, Any]:
    """The claims of a token that keeps every rule.

    Raises:
        BadTokenError: it breaks one.
        IssuerSilentError: there are no keys to check it by.
    """
    if len(token) > LONGEST_TOKEN:
        raise BadTokenError("too_long")
    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise BadTokenError("algorithm")
    if not header.keys() <= _HEADER:
        raise BadTokenError("header")
    kid = header.get("kid")
    if kid is not None and (not isinstance(kid, str) or len(kid) > _LONGEST_ID):
        raise BadTokenError("key")
    if _type_of(header.get("typ", "")) not in rules.types:
        raise BadTokenError("type")
    key = await keys.find(kid, header["alg"])
    if key is None:
        raise BadTokenError("key")
    claims = _signed_claims(token, key, header["alg"])
    broken = broken_rule(claims, rules, now)
    if broken is not None:
        raise BadTokenError(broken)
    return claims


def _header(token: str) -> Mapping[str, Any]:
    first = token.partition(".")[0]
    try:
        raw = urlsafe_b64decode(first.encode("ascii") + b"=" * (-len(first) % 4))
        header = json.loads(raw, cls=_Strict)
    except (ValueError, RecursionError):
        raise BadTokenError("malformed") from None
    if not isinstance(header, dict) or not is_compact(token):
        raise BadTokenError("malformed")
    return header


def _type_of(said: object) -> str:
    return said.lower().removeprefix("application/") if isinstance(said, str) else "?"


def _signed_claims(token: str, key: Key, algorithm: str) -> Mapping[str, Any]:
    try:
        return jwt.decode(token, key, algorithms=[algorithm], decoder_cls=_Strict).claims
    except (JoseError, ValueError, RecursionError):
        raise BadTokenError("signature") from None


class _Strict(json.JSONDecoder):
    """JSON in which nothing is said twice and every number is one."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=_said_once, parse_constant=_no_number)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("said twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError("not a number")
