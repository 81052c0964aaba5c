"""Only a token of the issuer, for us, of the right kind and in date is taken (N6, F23)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from serving.access.permissions import Officer
from serving.sign_in.accepted_tokens import AcceptedTokens
from serving.sign_in.claims import officer_of_claims
from serving.sign_in.issuers import ClaimNames, Mapped
from serving.sign_in.token_rules import TokenRules
from serving.sign_in.tokens import BadTokenError, check_token
from tests.lib.forged_tokens import forged_tokens
from tests.lib.issuers import AUDIENCE, CLIENT, ISSUER, ROLES, Doors, claims_at, jwk_of, signed

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
RULES = TokenRules(ISSUER, AUDIENCE, frozenset({"at+jwt"}))
FORGED = forged_tokens(NOW)


def taken(token: str, rules: TokenRules = RULES, *keys: Mapping[str, Any]) -> Officer:
    """The officer of a token, as a bearer would be."""

    async def take() -> Officer:
        provider = Doors(*(dict(one) for one in keys or (jwk_of("one"),))).provider()
        try:
            claims = await check_token(token, provider.keys, rules, NOW)
        finally:
            await provider.close()
        return officer_of_claims(claims, ClaimNames(), Mapped(ROLES))

    return asyncio.run(take())


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({}, "one"),
        ({"typ": "application/AT+JWT"}, "one"),
        ({"alg": "PS256"}, "one"),
        ({"alg": "ES256"}, "ec-one"),
        ({"kid": None}, "one"),
        ({"x5t": "abc"}, "one"),
    ],
)
def test_a_good_token_says_who_it_is(header: dict[str, Any], key: str) -> None:
    token = signed(claims_at(NOW), header, key)
    who = Officer("f.example", "PC Fern Example", ("officer",), "City North")
    assert taken(token, RULES, jwk_of(key)) == who


@pytest.mark.parametrize("name", sorted(FORGED))
def test_a_forged_token_is_refused_by_its_rule(name: str) -> None:
    rule, token = FORGED[name]
    with pytest.raises(BadTokenError) as refused:
        taken(token)
    assert refused.value.rule == rule
    assert token not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "changes",
    [
        {"nbf": None},
        {"exp": int(NOW.timestamp()) + 1},
        {"exp": NOW.timestamp() + 0.5},
        {"nbf": int(NOW.timestamp()) + 30},
        {"aud": ["payroll", AUDIENCE]},
        {"typ": "Bearer"},
        {"team": None},
    ],
)
def test_what_no_rule_forbids_is_taken(changes: dict[str, Any]) -> None:
    assert taken(signed(claims_at(NOW, **changes))).name == "f.example"


def test_without_an_id_a_key_is_taken_only_if_it_is_the_one_there_is() -> None:
    token = signed(claims_at(NOW), {"kid": None})
    with pytest.raises(BadTokenError, match="key"):
        taken(token, RULES, jwk_of("one"), jwk_of("other"))


@pytest.mark.parametrize(
    "changes",
    [{"use": "enc"}, {"alg": "PS256"}, {"kty": "oct", "k": "AAAA"}, {"n": "AQAB"}, {"n": 7}],
)
def test_a_key_that_may_not_sign_so_checks_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(BadTokenError, match="key"):
        taken(signed(claims_at(NOW)), RULES, jwk_of("one", **changes), jwk_of("other"))


def test_an_rsa_key_that_can_be_broken_checks_nothing() -> None:
    with pytest.raises(BadTokenError, match="key"):
        taken(signed(claims_at(NOW), name="small-one"), RULES, jwk_of("small-one"), jwk_of("other"))


ID_TOKEN = TokenRules(ISSUER, CLIENT, frozenset({"", "jwt"}), nonce="n-1")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, None),
        ({"aud": [CLIENT, "other"], "azp": CLIENT}, None),
        ({"nonce": "n-2"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": AUDIENCE}, "audience"),
        ({"aud": [CLIENT, "other"]}, "audience"),
        ({"azp": "other"}, "audience"),
        ({"exp": int(NOW.timestamp())}, "expired"),
    ],
)
def test_an_id_token_is_for_our_client_and_this_sign_in(
    changes: dict[str, Any], rule: str | None
) -> None:
    claims = claims_at(NOW, **{"aud": CLIENT, "nonce": "n-1", **changes})
    token = signed(claims, {"typ": None})
    if rule is None:
        assert taken(token, ID_TOKEN).name == "f.example"
        return
    with pytest.raises(BadTokenError) as refused:
        taken(token, ID_TOKEN)
    assert refused.value.rule == rule


def test_an_accepted_token_counts_for_five_minutes_and_never_past_its_end() -> None:
    accepted, officer = AcceptedTokens(), Officer("f.example", "Fern", ("officer",))
    accepted.keep("a.b.c", officer, (NOW + timedelta(minutes=2)).timestamp(), NOW)
    accepted.keep("d.e.f", officer, (NOW + timedelta(hours=2)).timestamp(), NOW)
    assert accepted.find("a.b.c", NOW + timedelta(seconds=119)) is officer
    assert accepted.find("a.b.c", NOW + timedelta(minutes=2)) is None
    assert accepted.find("d.e.f", NOW + timedelta(seconds=299)) is officer
    assert accepted.find("d.e.f", NOW + timedelta(minutes=5)) is None
    assert accepted.find("d.e.f", NOW - timedelta(seconds=1)) is None, "the clock went back"
    assert accepted.knows("d.e.f")
    assert not accepted.knows("g.h.i")


def test_accepted_tokens_are_bounded() -> None:
    accepted, officer = AcceptedTokens(most=3), Officer("f.example", "Fern", ("officer",))
    for number in range(5):
        accepted.keep(f"{number}.b.c", officer, NOW.timestamp() + 600, NOW)
        assert accepted.find("0.b.c", NOW) is (officer if number < 5 else None)
    assert len(accepted) == 3
    assert [accepted.knows(f"{number}.b.c") for number in range(5)] == [
        True, False, False, True, True,
    ]  # fmt: skip
