"""The rules about what a token says, each by its word, in the order in which they count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

__all__ = ["TokenRules", "broken_rule"]

#: How far the issuer's clock may be ahead of ours; an end is never put off.
_AHEAD = timedelta(seconds=30)
_LONGEST_LIFE = timedelta(hours=24)
#: Only an ID token says these: it tells our client who signed in, and opens nothing.
_OF_ID_TOKENS = ("nonce", "at_hash", "c_hash", "s_hash")


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token must say.

    Attributes:
        types: what ``typ`` may be, in lower case; the empty word stands for none.
        nonce: of an ID token, which it must bear; None for a token of the API.
    """

    issuer: str
    audience: str
    types: frozenset[str]
    nonce: str | None = None


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # 1e999 is infinite, and no moment; so is what a float can't hold.
    return float(value) if abs(value) < 1e12 else None


def _has_no_end(claims: Mapping[str, Any], _: TokenRules, _now: datetime) -> bool:
    return _moment(claims, "exp") is None


def _is_over(claims: Mapping[str, Any], _: TokenRules, now: datetime) -> bool:
    return now.timestamp() >= (_moment(claims, "exp") or 0.0)


def _is_early(claims: Mapping[str, Any], _: TokenRules, now: datetime) -> bool:
    """Issued or good only later; no word on when it was issued; a beginning that is no moment."""
    issued, begins = _moment(claims, "iat"), _moment(claims, "nbf")
    latest = (now + _AHEAD).timestamp()
    no_moment = issued is None or ("nbf" in claims and begins is None)
    return no_moment or max(issued or 0.0, begins or 0.0) > latest


def _lives_too_long(claims: Mapping[str, Any], _: TokenRules, _now: datetime) -> bool:
    issued, ends = _moment(claims, "iat") or 0.0, _moment(claims, "exp") or 0.0
    return ends - issued > _LONGEST_LIFE.total_seconds()


def _is_of_another(claims: Mapping[str, Any], rules: TokenRules, _: datetime) -> bool:
    return claims.get("iss") != rules.issuer


def _is_for_another(claims: Mapping[str, Any], rules: TokenRules, _: datetime) -> bool:
    said = claims.get("aud")
    meant = [said] if isinstance(said, str) else said
    if not isinstance(meant, list) or rules.audience not in meant:
        return True
    # An ID token for several names the one that asked for it.
    several = rules.nonce is not None and (len(meant) > 1 or "azp" in claims)
    return several and claims.get("azp") != rules.audience


def _is_of_another_kind(claims: Mapping[str, Any], rules: TokenRules, _: datetime) -> bool:
    """An ID token or a refresh token where a token of the API is asked for."""
    if rules.nonce is not None:
        return False
    says_so = claims.get("typ", "Bearer") not in ("Bearer", "at+jwt", "JWT")
    return says_so or any(name in claims for name in _OF_ID_TOKENS)


def _is_of_another_sign_in(claims: Mapping[str, Any], rules: TokenRules, _: datetime) -> bool:
    return rules.nonce is not None and claims.get("nonce") != rules.nonce


_Rule = Callable[[Mapping[str, Any], TokenRules, datetime], bool]
#: The word of each rule -> whether it is broken; the first that is counts.
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("issuer", _is_of_another),
    ("audience", _is_for_another),
    ("no_end", _has_no_end),
    ("expired", _is_over),
    ("not_yet", _is_early),
    ("long_lived", _lives_too_long),
    ("id_token", _is_of_another_kind),
    ("nonce", _is_of_another_sign_in),
)


def broken_rule(claims: Mapping[str, Any], rules: TokenRules, now: datetime) -> str | None:
    """The word of the first rule that the claims break at ``now``; None if they keep all."""
    for rule, is_broken in _RULES:
        if is_broken(claims, rules, now):
            return rule
    return None
