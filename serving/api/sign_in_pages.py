"""Signing in and out, and the choice of colours."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.permissions import may
from serving.api.page_requests import (
    COLOURS_COOKIE,
    form_values,
    frame_of,
    message_page,
    page,
    pages_of,
    signed_in,
)
from serving.api.signed_in import cookie_name, service_of
from serving.pages import addresses
from serving.pages.frames import COLOUR_SCHEMES, tabs_for
from serving.pages.messages import MessageKind
from serving.pages.sign_in import DemoAccount, FeaturedCase, SignInView
from serving.service.context import Service
from serving.service.demo_accounts import demo_accounts, featured_children
from serving.service.sign_in import (
    SESSION_LIFE,
    WrongSignInError,
    session_officer,
    sign_in,
    sign_out,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_YEAR = 365 * 24 * 60 * 60


@router.get(addresses.SIGN_IN)
async def sign_in_form(request: Request) -> Response:
    """The form; in the demo, who can sign in and which cases to open."""
    return page(pages_of(request).sign_in_page(_view(request)))


@router.post(addresses.SIGN_IN)
async def signing_in(request: Request) -> Response:
    """A new session in a new cookie, or the form again with what to do."""
    form = await form_values(request, None)
    account, password = form.get("account", "").strip(), form.get("password", "")
    faults = {}
    if not account:
        faults["account"] = "Enter your account name."
    if not password:
        faults["password"] = "Enter your password."  # noqa: S105  # words, not a password
    if not faults:
        try:
            token = await sign_in(service_of(request), account, password)
        except WrongSignInError as fault:
            faults["account"] = str(fault)
    if faults:
        view = _view(request, account, faults)
        return page(pages_of(request).sign_in_page(view), 422)
    response = RedirectResponse(await _home(service_of(request), token), 303)
    is_production = service_of(request).settings.is_production
    response.set_cookie(
        cookie_name(is_production=is_production),
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        secure=is_production,
        httponly=True,
        samesite="strict",
    )
    return response


async def _home(service: Service, token: str) -> str:
    """Where somebody begins: the first page that is there for them."""
    tabs = tabs_for(partial(may, await session_officer(service, token)))
    return tabs[0].address if tabs else addresses.SEARCH


def _view(request: Request, account: str = "", faults: dict[str, str] | None = None) -> SignInView:
    service = service_of(request)
    accounts, featured = _demo(service)
    return SignInView(
        frame=frame_of(request, None),
        account=account,
        faults=faults or {},
        demo_accounts=accounts,
        featured=featured,
    )


def _demo(service: Service) -> tuple[tuple[DemoAccount, ...], tuple[FeaturedCase, ...]]:
    if service.settings.is_production:
        return (), ()
    accounts = demo_accounts(service.store)
    featured = featured_children(service.store, service.clock())
    return (
        tuple(DemoAccount(one.account, one.password, one.words) for one in accounts),
        tuple(FeaturedCase(one.search_for, one.why) for one in featured),
    )


@router.post(addresses.SIGN_OUT)
async def signing_out(request: Request) -> Response:
    """End the session on the server, then forget the cookie."""
    who = await signed_in(request)
    await form_values(request, who.session)
    service = service_of(request)
    await sign_out(service, who.session)
    response = message_page(request, MessageKind.SIGNED_OUT)
    response.delete_cookie(cookie_name(is_production=service.settings.is_production))
    return response


@router.post(addresses.COLOURS)
async def choose_colours(request: Request) -> Response:
    """Remember light, dark or the system's choice, and go back."""
    form = await form_values(request, None)
    back = form.get("back", addresses.SEARCH)
    if not back.startswith("/") or back.startswith(("//", "/\\")):
        back = addresses.SEARCH
    response = RedirectResponse(back, 303)
    scheme = form.get("scheme", "system")
    if scheme in COLOUR_SCHEMES:
        response.set_cookie(COLOURS_COOKIE, scheme, max_age=_YEAR, httponly=True, samesite="strict")
    return response
