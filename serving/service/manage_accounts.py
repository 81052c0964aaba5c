"""Accounts for the administrator: who there is, and for demo accounts what they may do.

Where a force signs in through its own service, the accounts are those that were seen; what
they may do is said there, and all that can be done here is to close one. Nobody changes
their own account: whoever hands out roles doesn't take them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_look, log_refusal
from serving.service.context import Service
from serving.service.editing import Seen, etag_of
from serving.service.paging import USUAL_ON_A_PAGE, cursor, place_of
from serving.service.passwords import hash_password
from serving.service.wished_accounts import (
    AccountTakenError,
    IssuersAccountError,
    NewAccount,
    NoSuchAccountError,
    OwnAccountError,
    WishedAccount,
)
from serving.store.accounts import Account, find_account, page_of_accounts, save_account
from serving.store.acts import enter_act
from serving.store.opening import Connection
from serving.store.sessions import end_sessions_of
from serving.store.writer import Receipt

__all__ = [
    "AccountTold",
    "account_etag",
    "account_values",
    "change_account",
    "close_account",
    "list_accounts",
    "make_account",
    "show_account",
]

_LIST = "accounts"


@dataclass(frozen=True, slots=True)
class AccountTold:
    """What is answered, and the log's receipt for it.

    Attributes:
        etag: of one account's state; None of a list.
    """

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt
    etag: str | None = None


async def list_accounts(
    service: Service, officer: Officer, after: str | None = None, limit: int = USUAL_ON_A_PAGE
) -> AccountTold:
    """Accounts by name, a page at a time.

    Raises:
        NotPermittedError: refused, and the refusal entered.
        BadCursorError: ``after`` is no place that this list gave.
        StoreUnavailableError: it could not be read or entered.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ACCOUNTS_MANAGE, now)
    begin = "" if after is None else str(place_of(service.secret, _LIST, after)[0])

    def read() -> tuple[Account, ...]:
        with service.store.reading() as connection:
            return page_of_accounts(connection, begin, limit + 1)

    found = await asyncio.to_thread(read)
    more = len(found) > limit
    values = {
        "accounts": [account_values(account) for account in found[:limit]],
        "next_page": cursor(service.secret, _LIST, (found[limit - 1].name,)) if more else None,
    }
    body = encode(values)
    facts = {"accounts": len(found[:limit])}
    return AccountTold(values, body, await _listed(service, officer, now, body, facts))


async def show_account(service: Service, officer: Officer, name: str) -> AccountTold:
    """One account.

    Raises:
        NotPermittedError: refused, and the refusal entered.
        NoSuchAccountError: there is none; that too is entered.
        StoreUnavailableError: it could not be read or entered.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ACCOUNTS_MANAGE, now)

    def read() -> Account | None:
        with service.store.reading() as connection:
            return find_account(connection, name)

    account = await asyncio.to_thread(read)
    if account is None:
        await log_refusal(service, officer, "no_such_account", now)
        raise NoSuchAccountError
    values = account_values(account)
    body = encode(values)
    receipt = await _listed(service, officer, now, body, {"accounts": 1})
    return AccountTold(values, body, receipt, account_etag(values))


async def make_account(service: Service, officer: Officer, new: NewAccount) -> AccountTold:
    """Make a demo account, entered in the same transaction.

    Raises:
        NotPermittedError: refused, and the refusal entered.
        IssuersAccountError: in production accounts come from the sign-in service.
        AccountTakenError: there is one of this name.
        StoreUnavailableError: it could not be made and entered.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ACCOUNTS_MANAGE, now)
    if service.settings.is_production:
        await log_refusal(service, officer, "issuers_account", now)
        raise IssuersAccountError
    wished = new.wished

    def make() -> AccountTold:
        kept = hash_password(new.password, service.draw)
        made = Account(
            new.name, wished.display_name, kept, wished.roles, wished.team, is_demo=True,
            closed_at=now if wished.closed else None,
        )  # fmt: skip
        with service.store.writing() as connection:
            if find_account(connection, new.name) is not None:
                raise AccountTakenError
            return _saved(service, officer, connection, now, None, made)

    try:
        return await asyncio.to_thread(make)
    except AccountTakenError:
        await log_refusal(service, officer, "account_taken", now)
        raise


async def change_account(
    service: Service, officer: Officer, name: str, wished: WishedAccount, seen: Seen
) -> AccountTold:
    """Change or close an account, entered in the same transaction; its sessions are over.

    Raises:
        NotPermittedError, OwnAccountError, IssuersAccountError, NoSuchAccountError: refused,
            and the refusal entered.
        ChangedMeanwhileError: it is not as ``seen`` any more.
        StoreUnavailableError: it could not be changed and entered.
    """

    def becoming(before: Account, now: datetime) -> Account:
        return replace(
            _closed(before, wished.closed, now),
            display_name=wished.display_name,
            roles=wished.roles,
            team=wished.team,
        )

    return await _change(service, officer, name, becoming, seen)


async def close_account(
    service: Service, officer: Officer, name: str, seen: Seen, *, is_closed: bool
) -> AccountTold:
    """Close an account or open it again, whoever says what it may do. Raises as
    :func:`change_account`."""

    def becoming(before: Account, now: datetime) -> Account:
        return _closed(before, is_closed, now)

    return await _change(service, officer, name, becoming, seen)


async def _change(
    service: Service,
    officer: Officer,
    name: str,
    becoming: Callable[[Account, datetime], Account],
    seen: Seen,
) -> AccountTold:
    now = service.clock()
    await check_may(service, officer, Permission.ACCOUNTS_MANAGE, now)
    if name == officer.name:
        await log_refusal(service, officer, "own_account", now)
        raise OwnAccountError

    def change() -> AccountTold:
        with service.store.writing() as connection:
            before = find_account(connection, name)
            if before is None:
                raise NoSuchAccountError
            seen.check(account_etag(account_values(before)))
            after = becoming(before, now)
            if before.issuer is not None and replace(after, closed_at=before.closed_at) != before:
                raise IssuersAccountError
            return _saved(service, officer, connection, now, before, after)

    try:
        return await asyncio.to_thread(change)
    except NoSuchAccountError:
        await log_refusal(service, officer, "no_such_account", now)
        raise
    except IssuersAccountError:
        await log_refusal(service, officer, "issuers_account", now)
        raise


def _closed(account: Account, is_closed: bool, now: datetime) -> Account:
    return replace(account, closed_at=(account.closed_at or now) if is_closed else None)


def account_values(account: Account) -> dict[str, Any]:
    """What is told of an account; nothing of its password."""
    return {
        "account": account.name,
        "display_name": account.display_name,
        "roles": list(account.roles),
        "team": account.team,
        "kept_by": "issuer" if account.issuer else "demo",
        "seen_at": None if account.seen_at is None else instant_to_text(account.seen_at),
        "closed_at": None if account.closed_at is None else instant_to_text(account.closed_at),
    }


def account_etag(values: Mapping[str, Any]) -> str:
    """The tag of an account's state. That somebody signed in meanwhile changes nothing."""
    return etag_of({name: value for name, value in values.items() if name != "seen_at"})


def _saved(
    service: Service,
    officer: Officer,
    connection: Connection,
    now: datetime,
    before: Account | None,
    after: Account,
) -> AccountTold:
    """Save, end the account's sessions, and enter what it was and is as the last statement."""
    save_account(connection, after)
    ended = end_sessions_of(connection, after.name)
    told = account_values(after)
    values = {
        "account": told,
        "before": None if before is None else account_values(before),
        "sessions_ended": ended,
    }
    body = encode(values)
    entry = entry_of(
        officer,
        entry=new_entry_id(now, service.draw(10)),
        kind="ACCOUNT_CHANGED",
        at=now,
        outcome=Outcome.DONE,
        body=body,
        facts={"sessions_ended": ended},
    )
    receipt = enter_act(connection, entry, service.draw)
    return AccountTold(values, body, receipt, account_etag(told))


async def _listed(
    service: Service, officer: Officer, now: datetime, body: bytes, facts: Mapping[str, int | str]
) -> Receipt:
    return await log_look(
        service, officer, kind="ACCOUNTS_LISTED", at=now, body=body, inputs={}, facts=facts
    )
