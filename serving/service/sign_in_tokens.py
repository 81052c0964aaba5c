"""The officer behind a bearer token of the API: the issuer's token, or in the demo our own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.demo_tokens import name_of_token
from serving.service.sign_in_by_issuer import seen_account
from serving.service.sign_in_entries import (
    AccountClosedError,
    NotSignedInError,
    enter_refused,
    signing_entry,
)
from serving.sign_in.claims import officer_of_claims
from serving.sign_in.provider import Provider
from serving.sign_in.token_rules import TokenRules
from serving.sign_in.tokens import BadTokenError, check_token, is_compact
from serving.store.accounts import Account
from serving.store.acts import enter_act

__all__ = ["bearer_officer"]

_HOW = "token"


async def bearer_officer(service: Service, token: str, request: str | None = None) -> Officer:
    """The officer behind a bearer token.

    A token of the issuer is checked once in five minutes; that the account is not closed
    is read every time. The first time that a token is seen is entered as a sign-in.

    Raises:
        NotSignedInError: not whole, not in date, not for us, or a closed account. The
            refusal is entered or counted; the token stands nowhere.
        IssuerSilentError: it was never possible to get the issuer's keys.
        StoreUnavailableError: the account can't be read or the entry not made.
    """
    now = service.clock()
    name: str | None = None
    try:
        if is_compact(token):
            officer = await _by_issuer(service, token, now, request)
            name = officer.name
            account = await _open_account(service, name)
            if account.is_demo:
                raise BadTokenError("another_issuer")
        else:
            account = await _open_account(service, _of_demo(service, token, now))
            name = account.name
            if not account.is_demo:
                raise BadTokenError("closed")
            officer = Officer(name, account.display_name, account.roles, account.team)
    except BadTokenError as fault:
        rule = fault.rule
    except AccountClosedError as fault:
        rule, name = fault.rule, fault.account
    else:
        return replace(officer, request=request)
    await enter_refused(service, _HOW, rule, now, account=name, request=request)
    raise NotSignedInError


def _of_demo(service: Service, token: str, now: datetime) -> str:
    name = None
    if not service.settings.is_production:
        name = name_of_token(token, service.secret, now)
    if name is None:
        raise BadTokenError("unknown")
    return name


async def _open_account(service: Service, name: str) -> Account:
    account = await service.reader.find_account(name)
    if account is None or account.closed_at is not None:
        raise BadTokenError("closed")
    return account


async def _by_issuer(service: Service, token: str, now: datetime, request: str | None) -> Officer:
    provider, accepted = service.sign_ins.provider, service.sign_ins.accepted
    if provider is None or provider.issuer.audience is None:
        raise BadTokenError("not_taken")
    known = accepted.find(token, now)
    if known is not None:
        return known
    issuer = provider.issuer
    rules = TokenRules(issuer.address, provider.issuer.audience, issuer.token_types)
    claims = await check_token(token, provider.keys, rules, now)
    officer = officer_of_claims(claims, issuer.names, issuer.mapped)
    async with service.sign_ins.noting:
        if not accepted.knows(token):
            await _note(service, provider, officer, now, request)
        accepted.keep(token, officer, float(claims["exp"]), now)
    return officer


async def _note(
    service: Service, provider: Provider, officer: Officer, now: datetime, request: str | None
) -> None:
    """The account is seen, and its sign-in entered, in one transaction."""
    who = seen_account(officer, provider.issuer.address)

    def note() -> None:
        with service.store.writing() as connection:
            acting = replace(who(connection, now), request=request)
            entry = signing_entry(service, acting, "SIGNED_IN", now, {"how": _HOW})
            enter_act(connection, entry, service.draw)

    await asyncio.to_thread(note)
