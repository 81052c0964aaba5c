"""Sign in through the force's own sign-in service: out with a browser, and back with the same.

State, nonce and verifier stay on the server under the digest of a word that the browser
holds in a cookie. Whoever comes back without that very word, or a second time, is refused:
a callback made for another browser is worth nothing.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.sign_in_entries import (
    AccountClosedError,
    SignInRefusedError,
    enter_refused,
)
from serving.service.sign_in_sessions import Begun, begin_session, digest_of
from serving.sign_in.issuers import IssuerSilentError
from serving.sign_in.provider import Provider, Secrets
from serving.sign_in.tokens import BadTokenError
from serving.store.accounts import Account, find_account, save_account
from serving.store.opening import Connection
from serving.store.sessions import SignInStart, save_start, take_start

__all__ = ["Callback", "Sent", "finish_sign_in", "seen_account", "start_sign_in"]

_HOW = "issuer"
_LONGEST_WORD = 4_096
_TRY_AGAIN = "Signing in through the force’s sign-in service did not work. Try again."
_WORDS = {
    "no_role": "Your account has no role in this service. Ask whoever keeps the force’s groups.",
    "closed": "Your account is closed in this service. Ask its administrator.",
    "another_issuer": "Your account’s name is taken in this service. Ask its administrator.",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the browser goes, and the word that it takes along in a cookie."""

    address: str
    word: str


@dataclass(frozen=True, slots=True)
class Callback:
    """What a browser brought back: its word, and what stands in the address."""

    word: str | None
    state: str
    code: str
    error: str = ""
    issuer: str | None = None


async def start_sign_in(service: Service) -> Sent:
    """Send a browser to the issuer.

    Raises:
        IssuerSilentError: it does not answer, or none is configured.
        StoreUnavailableError: the start could not be kept.
    """
    provider = _provider(service)
    word, now = service.draw(32).hex(), service.clock()
    secrets = Secrets(*(service.draw(32).hex() for _ in range(3)))
    address = await provider.address(secrets)
    start = SignInStart(digest_of(word), secrets.state, secrets.nonce, secrets.verifier, now)

    def keep() -> None:
        with service.store.writing() as connection:
            save_start(connection, start)

    await asyncio.to_thread(keep)
    return Sent(address, word)


async def finish_sign_in(
    service: Service, back: Callback, *, brought: str | None = None, request: str | None = None
) -> Begun:
    """A new session for whoever the issuer says came back; the one ``brought`` is over.

    Raises:
        SignInRefusedError: not this browser's sign-in, used before, refused by the issuer,
            without a role here, or closed. The refusal is entered.
        IssuerSilentError: it does not answer.
        StoreUnavailableError: nothing could be entered, so nobody is signed in.
    """
    provider, now = _provider(service), service.clock()
    officer: Officer | None = None
    try:
        secrets = await _started(service, back, now)
        officer = await provider.officer_of_code(back.code, secrets, now, said_issuer=back.issuer)
        if not officer.roles:
            raise BadTokenError("no_role")
        who = seen_account(officer, provider.issuer.address)
        return await begin_session(service, who, _HOW, brought=brought, request=request)
    except (BadTokenError, AccountClosedError) as fault:
        rule = fault.rule
    await enter_refused(
        service, _HOW, rule, now, account=officer.name if officer else None, request=request
    )
    raise SignInRefusedError(_WORDS.get(rule, _TRY_AGAIN))


def seen_account(officer: Officer, issuer: str) -> Callable[[Connection, datetime], Officer]:
    """Notes in a transaction that the issuer's account was seen, and says who it is.

    It raises AccountClosedError if the account is closed here, or if its name is known
    from elsewhere: then it may be another person's.
    """

    def who(connection: Connection, now: datetime) -> Officer:
        kept = find_account(connection, officer.name)
        if kept is not None and kept.issuer != issuer:
            raise AccountClosedError("another_issuer", officer.name)
        if kept is not None and kept.closed_at is not None:
            raise AccountClosedError("closed", officer.name)
        new = Account(officer.name, officer.display_name, None, (), issuer=issuer)
        save_account(
            connection,
            replace(
                kept or new,
                display_name=officer.display_name,
                roles=officer.roles,
                team=officer.team,
                seen_at=now,
            ),
        )
        return officer

    return who


async def _started(service: Service, back: Callback, now: datetime) -> Secrets:
    """What this browser was sent with; to be had once."""
    word = back.word

    def take() -> SignInStart | None:
        if not word:
            return None
        with service.store.writing() as connection:
            return take_start(connection, digest_of(word), now)

    start = await asyncio.to_thread(take)
    given = back.state.encode("utf-8", "replace")
    if start is None or not hmac.compare_digest(given, start.state.encode()):
        raise BadTokenError("another_browser")
    if back.error:
        raise BadTokenError("refused_there")
    if not back.code or len(back.code) > _LONGEST_WORD:
        raise BadTokenError("code")
    return Secrets(start.state, start.nonce, start.verifier)


def _provider(service: Service) -> Provider:
    if service.sign_ins.provider is None:
        raise IssuerSilentError("is not configured")
    return service.sign_ins.provider
