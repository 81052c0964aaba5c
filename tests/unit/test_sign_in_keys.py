"""The issuer's keys: fetched seldom, rotated without a gap, kept while it is silent (37)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from serving.sign_in.issuers import IssuerSilentError
from serving.sign_in.provider import Provider, Secrets
from serving.sign_in.signing_keys import SigningKeys, usable_keys
from tests.lib.issuers import ISSUER, Doors, an_issuer, jwk_of

SECRETS = Secrets("state", "nonce", "v" * 64)


class Seconds:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def trying(doors: Doors, story: Callable[[Provider, Seconds], Awaitable[None]]) -> None:
    """Tell a story of a provider at these doors."""

    async def run() -> None:
        clock = Seconds()
        provider = doors.provider(monotonic=clock)
        try:
            await story(provider, clock)
        finally:
            await provider.close()

    asyncio.run(run())


def test_keys_are_fetched_once_and_found_by_their_ids() -> None:
    doors = Doors(jwk_of("one"), jwk_of("ec-two"))

    async def story(provider: Provider, clock: Seconds) -> None:
        for _ in range(3):
            first, second = (
                await provider.keys.find("one", "RS256"),
                await provider.keys.find("ec-two", "ES256"),
            )
            assert first is not None
            assert second is not None
            clock.now += 100
        assert doors.times("/keys") == 1

    trying(doors, story)


def test_an_unknown_key_is_asked_for_at_most_once_a_minute() -> None:
    doors = Doors(jwk_of("one"))

    async def story(provider: Provider, clock: Seconds) -> None:
        assert await provider.keys.find("one", "RS256") is not None
        for number in range(50):
            assert await provider.keys.find(f"invented-{number}", "RS256") is None
        assert doors.times("/keys") == 1, "the first fetch is not a minute old"
        clock.now += 60
        found = [provider.keys.find(f"new-{number}", "RS256") for number in range(50)]
        assert not any(await asyncio.gather(*found))
        assert doors.times("/keys") == 2

    trying(doors, story)


def test_a_rotated_key_is_taken_up_and_the_one_that_is_gone_counts_no_more() -> None:
    doors = Doors(jwk_of("one"))

    async def story(provider: Provider, clock: Seconds) -> None:
        assert await provider.keys.find("one", "RS256") is not None
        doors.keys = [jwk_of("one"), jwk_of("two")]
        clock.now += 61
        assert await provider.keys.find("two", "RS256") is not None
        assert await provider.keys.find("one", "RS256") is not None, "both count meanwhile"
        doors.keys = [jwk_of("two")]
        clock.now += 601
        assert await provider.keys.find("one", "RS256") is not None, "nobody waits for the fetch"
        await asyncio.sleep(0.05)
        assert await provider.keys.find("one", "RS256") is None

    trying(doors, story)


def test_a_silent_issuers_keys_go_on_for_as_long_as_a_session_may_last() -> None:
    doors = Doors(jwk_of("one"))

    async def story(provider: Provider, clock: Seconds) -> None:
        assert await provider.keys.find("one", "RS256") is not None
        doors.is_silent = True
        clock.now += 9 * 3600
        assert await provider.keys.find("one", "RS256") is not None
        clock.now += 3600
        with pytest.raises(IssuerSilentError):
            await provider.keys.find("one", "RS256")
        doors.is_silent = False
        clock.now += 60
        assert await provider.keys.find("one", "RS256") is not None

    trying(doors, story)


def test_without_keys_nothing_is_said_of_any_token_and_nobody_is_pestered() -> None:
    doors = Doors(jwk_of("one"))
    doors.is_silent = True

    async def story(provider: Provider, clock: Seconds) -> None:
        for _ in range(20):
            with pytest.raises(IssuerSilentError):
                await provider.keys.find("one", "RS256")
        assert len(doors.asked) == 1
        doors.is_silent = False
        clock.now += 60
        assert await provider.keys.find("one", "RS256") is not None

    trying(doors, story)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"keys": 7}', b'{"keys": []}', b'{"keys": [1, {"kty": "oct"}]}',
     b"[" * 200_000, b'{"keys": [{"kty": "RSA", "n": "\xe2\x82\xac", "e": "AQAB"}]}'],
)  # fmt: skip
def test_what_is_no_key_set_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(IssuerSilentError):
        usable_keys(raw)


def test_of_a_private_key_only_what_is_public_is_taken() -> None:
    (found,) = usable_keys(
        httpx.Response(200, json={"keys": [jwk_of("one", d="AQAB")]}).content
    ).values()
    assert not found.is_private


def test_a_renewal_that_nobody_waits_for_ends_with_the_service() -> None:
    async def hanging() -> bytes:
        await asyncio.sleep(60)
        return b""

    async def run() -> None:
        clock = Seconds()
        keys = SigningKeys(hanging, clock)
        keys._renew_meanwhile()
        await asyncio.sleep(0)
        await asyncio.wait_for(keys.close(), 1)

    asyncio.run(run())


ANSWERS = {
    "an error": httpx.Response(500),
    "a way elsewhere": httpx.Response(302, headers={"Location": "http://127.0.0.1/admin"}),
    "no JSON": httpx.Response(200, content=b"<html>"),
    "a list": httpx.Response(200, content=b"[]"),
    "10 MB": httpx.Response(200, content=b" " * 10_000_000),
    "another name": httpx.Response(200, json={**Doors.description(), "issuer": f"{ISSUER}/"}),
    "a door in clear": httpx.Response(
        200, json={**Doors.description(), "token_endpoint": "http://login.force.example/token"}
    ),
    "a door missing": httpx.Response(
        200, json={k: v for k, v in Doors.description().items() if k != "jwks_uri"}
    ),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_issuer_that_answers_with_something_else_is_silent(name: str) -> None:
    doors = Doors(jwk_of("one"))
    doors.answers["openid-configuration"] = ANSWERS[name]

    async def story(provider: Provider, _: Seconds) -> None:
        with pytest.raises(IssuerSilentError) as fault:
            await provider.address(SECRETS)
        assert "html" not in str(fault.value)
        assert len(doors.asked) == 1, "a redirect is not followed"

    trying(doors, story)


def test_the_issuer_is_asked_for_its_doors_once_a_minute_and_a_silent_one_is_noticed() -> None:
    doors = Doors(jwk_of("one"))

    async def story(provider: Provider, clock: Seconds) -> None:
        address = await provider.address(SECRETS)
        assert address.startswith(f"{ISSUER}/authorise?")
        assert "code_challenge_method=S256" in address
        assert SECRETS.verifier not in address
        await provider.address(SECRETS)
        assert len(doors.asked) == 1
        doors.is_silent = True
        clock.now += 60
        with pytest.raises(IssuerSilentError):
            await provider.address(SECRETS)

    trying(doors, story)


def test_nobody_queues_for_a_silent_issuer() -> None:
    doors = Doors(jwk_of("one"))
    doors.is_silent = True

    async def story(provider: Provider, clock: Seconds) -> None:
        for _ in range(5):
            with pytest.raises(IssuerSilentError):
                await provider.address(SECRETS)
        assert len(doors.asked) == 1
        doors.is_silent = False
        clock.now += 2
        await provider.address(SECRETS)

    trying(doors, story)


def test_an_issuer_that_never_ends_its_answer_is_silent() -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b" "

    async def run() -> None:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=drip()))
        client = httpx.AsyncClient(transport=transport)
        provider = Provider(an_issuer(), client, patience_s=0.1)
        with pytest.raises(IssuerSilentError):
            await provider.address(SECRETS)
        await provider.close()

    asyncio.run(run())


def test_where_devices_are_shared_the_issuer_asks_for_the_password_each_time() -> None:
    async def run() -> None:
        provider = Doors(jwk_of("one")).provider(an_issuer(prompt="login"))
        assert "prompt=login" in await provider.address(SECRETS)
        await provider.close()

    asyncio.run(run())


def test_the_clients_secret_stands_in_no_text_about_it() -> None:
    assert "hush" not in repr(an_issuer(secret="hush"))
