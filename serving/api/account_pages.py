"""The pages of accounts, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.permissions import ROLES
from serving.pages import addresses
from serving.pages.accounts import (
    AccountForm,
    AccountView,
    account_row,
    accounts_view,
    form_of,
)
from serving.service.editing import ChangedMeanwhileError, Seen
from serving.service.manage_accounts import (
    account_etag,
    change_account,
    close_account,
    list_accounts,
    make_account,
    show_account,
)
from serving.service.paging import MOST_ON_A_PAGE
from serving.service.wished_accounts import (
    AccountFaultsError,
    AccountTakenError,
    NewAccount,
    WishedAccount,
)
from serving.web.page_requests import (
    SignedIn,
    form_values,
    frame_of,
    page,
    pages_of,
    signed_in,
)
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_SAVED = "Saved. The person is signed out everywhere."
_CHANGED = "Somebody changed this account meanwhile. This is how it is now; nothing was saved."


@router.get(addresses.ACCOUNTS)
async def accounts(request: Request) -> Response:
    """Who may sign in: the first of them."""
    return await _list(request, await signed_in(request), None, AccountForm(), 200)


@router.post(addresses.ACCOUNTS)
async def make(request: Request) -> Response:
    """Make an account, or show the form again with what to do; or go on in the list."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    if "after" in form:
        return await _list(request, who, form["after"], AccountForm(), 200)
    typed = _typed(form)
    try:
        new = _new(form)
        await make_account(service_of(request), who.officer, new)
    except AccountFaultsError as fault:
        return await _list(request, who, None, _with(typed, fault.faults), 422)
    except AccountTakenError as fault:
        return await _list(request, who, None, _with(typed, {"account": str(fault)}), 409)
    return RedirectResponse(addresses.account_address(new.name), 303)


@router.get(addresses.ACCOUNT)
async def account(request: Request, account: str) -> Response:
    """One account."""
    who = await signed_in(request)
    return await _one(request, who, account)


@router.post(addresses.ACCOUNT)
async def change(request: Request, account: str) -> Response:
    """Change or close an account, or show it again with what to do."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    seen = Seen(frozenset({form.get("state", "")}))
    try:
        # Of an account that the issuer vouches for the form sends nothing but ``closed``.
        if form.get("only") == "closed":
            is_closed = "closed" in form
            told = await close_account(service, who.officer, account, seen, is_closed=is_closed)
        else:
            told = await change_account(service, who.officer, account, _wished(form), seen)
    except AccountFaultsError as fault:
        return await _one(request, who, account, form=_with(_typed(form), fault.faults))
    except ChangedMeanwhileError:
        return await _one(request, who, account, note=_CHANGED, status=412)
    return page(_account_page(request, who, told.values["account"], note=_SAVED))


async def _list(
    request: Request, who: SignedIn, after: str | None, form: AccountForm, status: int
) -> Response:
    service = service_of(request)
    told = await list_accounts(service, who.officer, after, MOST_ON_A_PAGE)
    can_make = not service.settings.is_production
    view = accounts_view(told.values, frame_of(request, who), can_make=can_make, form=form)
    return page(pages_of(request).accounts_page(view), status)


async def _one(
    request: Request,
    who: SignedIn,
    account: str,
    *,
    form: AccountForm | None = None,
    note: str | None = None,
    status: int = 200,
) -> Response:
    told = await show_account(service_of(request), who.officer, account)
    html = _account_page(request, who, told.values, form=form, note=note)
    return page(html, 422 if form is not None else status)


def _account_page(
    request: Request,
    who: SignedIn,
    values: Mapping[str, Any],
    *,
    form: AccountForm | None = None,
    note: str | None = None,
) -> str:
    is_own = values["account"] == who.officer.name
    view = AccountView(
        frame=frame_of(request, who),
        row=account_row(values),
        form=None if is_own else form or form_of(values),
        state=account_etag(values),
        is_issuers=values["kept_by"] == "issuer",
        note=note,
    )
    return pages_of(request).account_page(view)


def _typed(form: Mapping[str, str]) -> AccountForm:
    return AccountForm(
        form.get("account", "").strip(),
        form.get("display_name", "").strip(),
        tuple(role for role in ROLES if f"role_{role}" in form),
        form.get("team", "").strip(),
        "closed" in form,
    )


def _with(typed: AccountForm, faults: Mapping[str, str]) -> AccountForm:
    return AccountForm(
        typed.account, typed.display_name, typed.roles, typed.team, typed.closed, faults
    )


def _wished(form: Mapping[str, str]) -> WishedAccount:
    typed = _typed(form)
    return WishedAccount(typed.display_name, typed.roles, typed.team or None, typed.closed)


def _new(form: Mapping[str, str]) -> NewAccount:
    """Raises AccountFaultsError with the faults of the whole form at once."""
    faults: dict[str, str] = {}
    wished = WishedAccount("to be checked", ())
    try:
        wished = _wished(form)
    except AccountFaultsError as fault:
        faults |= fault.faults
    try:
        new = NewAccount(_typed(form).account, form.get("password", ""), wished)
    except AccountFaultsError as fault:
        raise AccountFaultsError({**fault.faults, **faults}) from None
    if faults:
        raise AccountFaultsError(faults)
    return new
