"""Sign in with a local account, and find the officer behind a token."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timedelta

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.demo_tokens import officer_of_token
from serving.service.passwords import hash_password, is_password
from serving.store.accounts import Account, Token, find_account, revoke_token, save_token
from serving.store.opening import Store

__all__ = [
    "SESSION_LIFE",
    "NotSignedInError",
    "WrongSignInError",
    "bearer_officer",
    "session_officer",
    "sign_in",
    "sign_out",
]

#: A session ends with the shift.
SESSION_LIFE = timedelta(hours=10)

#: Compared against when the name is unknown, so that both answers take as long.
_NOBODY = hash_password("nobody has this password")


class NotSignedInError(Exception):
    """No token, or one that is unknown, expired or revoked."""

    def __init__(self) -> None:
        super().__init__("Sign in to use this service.")


class WrongSignInError(Exception):
    """The name and password don't go together, or were tried too often."""


async def sign_in(service: Service, name: str, password: str) -> str:
    """A new session's token for the account.

    Raises:
        WrongSignInError: wrong name or password (never saying which), five failures in
            five minutes, or a demo account in production.
    """
    now = service.clock()
    if service.guesses.are_too_many(name, now):
        raise WrongSignInError("Too many tries. Wait 5 minutes, then try again.")
    account = await asyncio.to_thread(_checked, service.store, name, password)
    if account is None or (account.is_demo and service.settings.is_production):
        service.guesses.failed(name, now)
        raise WrongSignInError("The name and password do not go together.")
    service.guesses.succeeded(name)
    return await asyncio.to_thread(_new_session, service.store, account.name, now, service.draw(32))


def _checked(store: Store, name: str, password: str) -> Account | None:
    with store.reading() as connection:
        account = find_account(connection, name)
    kept = account.secret_hash if account else _NOBODY
    return account if is_password(password, kept) and account else None


def _new_session(store: Store, account: str, now: datetime, secret: bytes) -> str:
    """A new token of 256 random bits; the store keeps its SHA-256 alone."""
    token = secret.hex()
    with store.writing() as connection:
        save_token(connection, Token(_digest(token), account, "session", now, now + SESSION_LIFE))
    return token


async def session_officer(service: Service, token: str) -> Officer:
    """The officer behind a session's token.

    Raises:
        NotSignedInError: unknown, expired or ended, or a demo account in production.
    """
    found = await service.reader.find_token(_digest(token))
    if found is None:
        raise NotSignedInError
    kept, account = found
    demo_in_production = account.is_demo and service.settings.is_production
    if not kept.is_valid(service.clock()) or demo_in_production:
        raise NotSignedInError
    return Officer(account.name, account.display_name, account.roles, account.team)


def bearer_officer(service: Service, token: str) -> Officer:
    """The officer behind a bearer token of the API.

    Raises:
        NotSignedInError: not whole or not in date. In production always: there, tokens
            come from the force's own sign-in service.
    """
    officer = None
    if not service.settings.is_production:
        officer = officer_of_token(token, service.secret, service.clock())
    if officer is None:
        raise NotSignedInError
    return officer


async def sign_out(service: Service, token: str) -> None:
    """End a session; a token that ended before is no error."""

    def revoke() -> None:
        with service.store.writing() as connection:
            revoke_token(connection, _digest(token), service.clock())

    await asyncio.to_thread(revoke)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
