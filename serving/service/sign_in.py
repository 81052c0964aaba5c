"""Sign in with a demo account's name and password. In production nobody can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.passwords import hash_password, is_password
from serving.service.rate_limits import Limited, RateLimitedError
from serving.service.sign_in_entries import AccountClosedError, enter_refused
from serving.service.sign_in_sessions import Begun, begin_session
from serving.store.accounts import Account, find_account, save_account
from serving.store.opening import Connection, Store

__all__ = ["WrongSignInError", "sign_in"]

#: Compared against when the name is unknown, so that both answers take as long.
_NOBODY = hash_password("nobody has this password")
_HOW = "password"
#: What is remembered of a name that was tried in vain: none that exists is longer.
_LONGEST_REMEMBERED = 128


class WrongSignInError(Exception):
    """The name and password don't go together, or were tried too often."""


async def sign_in(
    service: Service,
    name: str,
    password: str,
    *,
    brought: str | None = None,
    request: str | None = None,
) -> Begun:
    """A new session of the account; the one that the browser ``brought`` is over.

    Raises:
        WrongSignInError: wrong name or password (never saying which), a closed account, five
            failures in five minutes, or production. The refusal is entered.
        StoreUnavailableError: it could not be entered, so nobody is signed in.
    """
    now, tried = service.clock(), name[:_LONGEST_REMEMBERED]
    rule, words = "", "The name and password do not go together."
    account, goes_together = None, False
    if service.settings.is_production:
        rule, words = "not_in_production", "Sign in through your force’s own sign-in service."
    elif service.sign_ins.guesses.are_too_many(tried, now) or _is_too_fast(service, tried):
        rule, words = "too_many", "Too many tries. Wait 5 minutes, then try again."
        account = await asyncio.to_thread(_found, service.store, name)
    else:
        account, goes_together = await asyncio.to_thread(_checked, service.store, name, password)
    if account is not None and goes_together:
        try:
            begun = await begin_session(
                service, _still(account), _HOW, brought=brought, request=request
            )
        except AccountClosedError as fault:
            rule = fault.rule
        else:
            service.sign_ins.guesses.succeeded(tried)
            return begun
    if rule not in ("not_in_production", "too_many"):
        service.sign_ins.guesses.failed(tried, now)
    await enter_refused(
        service, _HOW, rule or "wrong_password", now,
        account=account.name if account else None, request=request,
    )  # fmt: skip
    raise WrongSignInError(words)


def _checked(store: Store, name: str, password: str) -> tuple[Account | None, bool]:
    account = _found(store, name)
    kept = account.secret_hash if account and account.secret_hash else _NOBODY
    return account, is_password(password, kept) and kept is not _NOBODY


def _is_too_fast(service: Service, name: str) -> bool:
    try:
        service.limits.take(Limited.SIGN_INS, name)
    except RateLimitedError:
        return True
    return False


def _found(store: Store, name: str) -> Account | None:
    with store.reading() as connection:
        return find_account(connection, name)


def _still(account: Account) -> Callable[[Connection, datetime], Officer]:
    """Who signs in: the account that the password was checked for, if it is unchanged."""

    def who(connection: Connection, now: datetime) -> Officer:
        kept = find_account(connection, account.name)
        if kept is None or kept.secret_hash != account.secret_hash:
            raise AccountClosedError("changed")
        if kept.closed_at is not None:
            raise AccountClosedError("closed")
        save_account(connection, replace(kept, seen_at=now))
        return Officer(kept.name, kept.display_name, kept.roles, kept.team)

    return who
