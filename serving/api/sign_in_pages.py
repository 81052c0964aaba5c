"""Signing in and out, and the choice of colours."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.permissions import Officer, may
from serving.pages import addresses
from serving.pages.frames import COLOUR_SCHEMES, tabs_for
from serving.pages.messages import MessageKind
from serving.pages.sign_in import DemoAccount, FeaturedCase, SignedInView, SignInView
from serving.service.context import Service
from serving.service.demo_accounts import demo_accounts, featured_children
from serving.service.sign_in import WrongSignInError, sign_in
from serving.service.sign_in_by_issuer import Callback, finish_sign_in, start_sign_in
from serving.service.sign_in_entries import SignInRefusedError
from serving.service.sign_in_sessions import Begun, sign_out
from serving.sign_in.issuers import IssuerSilentError
from serving.web.page_requests import (
    COLOURS_COOKIE,
    FormExpiredError,
    SignedIn,
    form_values,
    frame_of,
    is_from_here,
    message_page,
    page,
    pages_of,
    signed_in,
)
from serving.web.signed_in import cookie_name, request_id, service_of, session_of, start_cookie_name

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_YEAR = 365 * 24 * 60 * 60
_TEN_MINUTES = 10 * 60
_SILENT = "Your force’s sign-in service does not answer just now. Try again in a minute."


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
    begun = None
    if not faults:
        try:
            begun = await sign_in(
                service_of(request), account, password,
                brought=session_of(request), request=request_id(request),
            )  # fmt: skip
        except WrongSignInError as fault:
            in_demo = not service_of(request).settings.is_production
            faults["account" if in_demo else "force"] = str(fault)
    if begun is None:
        return page(pages_of(request).sign_in_page(_view(request, account, faults)), 422)
    response = RedirectResponse(_home(begun.officer), 303)
    _give_session(request, response, begun)
    return response


@router.get(addresses.SIGN_IN_FORCE)
async def to_the_force(request: Request) -> Response:
    """Off to the force's own sign-in service, with a word in a cookie to come back by."""
    if not is_from_here(request):
        raise FormExpiredError
    service = service_of(request)
    try:
        sent = await start_sign_in(service)
    except IssuerSilentError:
        return page(pages_of(request).sign_in_page(_view(request, "", {"force": _SILENT})), 503)
    response = RedirectResponse(sent.address, 303)
    is_production = service.settings.is_production
    response.set_cookie(
        start_cookie_name(is_production=is_production),
        sent.word,
        max_age=_TEN_MINUTES,
        secure=is_production,
        httponly=True,
        # The way back begins at the issuer: a strict cookie would not come along.
        samesite="lax",
    )
    return response


@router.get(addresses.SIGN_IN_CALLBACK)
async def back_from_the_force(request: Request) -> Response:
    """A new session for whoever the force's service names, or the sign-in page with why not."""
    service, said = service_of(request), request.query_params
    start_cookie = start_cookie_name(is_production=service.settings.is_production)
    back = Callback(
        word=request.cookies.get(start_cookie),
        state=said.get("state", ""),
        code=said.get("code", ""),
        error=said.get("error", ""),
        issuer=said.get("iss"),
    )
    try:
        begun = await finish_sign_in(
            service, back, brought=session_of(request), request=request_id(request)
        )
    except (SignInRefusedError, IssuerSilentError) as fault:
        is_silent = isinstance(fault, IssuerSilentError)
        words = _SILENT if is_silent else str(fault)
        html = pages_of(request).sign_in_page(_view(request, "", {"force": words}))
        response: Response = page(html, 503 if is_silent else 403)
    else:
        onward = _home(begun.officer)
        view = SignedInView(frame_of(request, SignedIn(begun.officer, begun.token)), onward)
        response = page(pages_of(request).signed_in_page(view))
        response.headers["Refresh"] = f"0; url={onward}"
        _give_session(request, response, begun)
    response.delete_cookie(start_cookie, secure=service.settings.is_production, httponly=True)
    return response


def _give_session(request: Request, response: Response, begun: Begun) -> None:
    settings = service_of(request).settings
    response.set_cookie(
        cookie_name(is_production=settings.is_production),
        begun.token,
        max_age=int(settings.session_life.total_seconds()),
        secure=settings.is_production,
        httponly=True,
        samesite="strict",
    )


def _home(officer: Officer) -> str:
    """Where somebody begins: the first page that is there for them."""
    tabs = tabs_for(partial(may, officer))
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
        by_force=service.sign_ins.provider is not None,
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
    await sign_out(service, who.officer, who.session)
    response = message_page(request, MessageKind.SIGNED_OUT)
    is_production = service.settings.is_production
    response.delete_cookie(
        cookie_name(is_production=is_production), secure=is_production, httponly=True
    )
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
