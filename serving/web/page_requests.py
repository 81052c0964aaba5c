"""What pages need of a request: the session's officer, the frame, forms that are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from records.calendar import instant_to_text
from serving.access.permissions import Officer, may
from serving.pages import addresses
from serving.pages.frames import COLOUR_SCHEMES, Frame, tabs_for
from serving.pages.messages import MessageKind, MessageView
from serving.pages.render import Pages
from serving.pages.typography import gentle_notes
from serving.service.sign_in_entries import NotSignedInError
from serving.service.sign_in_sessions import session_officer
from serving.web.signed_in import (
    csrf_token,
    is_csrf_token,
    request_id,
    service_of,
    session_of,
)

__all__ = [
    "COLOURS_COOKIE",
    "FormExpiredError",
    "SignedIn",
    "form_values",
    "frame_of",
    "is_from_here",
    "message_page",
    "page",
    "pages_of",
    "sign_in_first",
    "signed_in",
]

COLOURS_COOKIE = "missing-risk-colours"
_MOST_FIELDS = 20
#: Where a request keeps what was written in its form, for the page that answers it.
_WRITTEN = "written"
#: Fields in which nobody describes a child: who somebody is, and what only the program reads.
_NO_WORDS = frozenset({"name", "forename", "surname", "account", "password", "csrf_token"})


class FormExpiredError(Exception):
    """A form without this session's token, or sent from another site."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The officer behind a session, and the session's own token."""

    officer: Officer
    session: str


def pages_of(request: Request) -> Pages:
    """The templates that the application was made with."""
    pages: Pages = request.app.state.pages
    return pages


async def signed_in(request: Request) -> SignedIn:
    """Who is signed in. Raises :class:`NotSignedInError` if nobody is."""
    session = session_of(request)
    if session is None:
        raise NotSignedInError
    officer = await session_officer(service_of(request), session)
    return SignedIn(replace(officer, request=request_id(request)), session)


def frame_of(request: Request, who: SignedIn | None) -> Frame:
    """The frame of a page, for whoever is signed in or for nobody."""
    service = service_of(request)
    colours = request.cookies.get(COLOURS_COOKIE, "system")
    return Frame(
        now_text=instant_to_text(service.clock()),
        csrf_token=csrf_token(who.session) if who else "",
        user_display_name=who.officer.display_name if who else None,
        is_demo=not service.settings.is_production,
        colour_scheme=colours if colours in COLOUR_SCHEMES else "system",
        tabs=tabs_for(partial(may, who.officer)) if who else (),
        notes=gentle_notes(getattr(request.state, _WRITTEN, ())),
    )


async def form_values(request: Request, session: str | None) -> Mapping[str, str]:
    """The text fields of a form of ours; a frame made after says what their words ask for.

    Args:
        session: the session whose token the form must bear; None before sign-in, when
            the browser's own word on where the form comes from is all there is.

    Raises:
        FormExpiredError: it was sent from elsewhere, or bears another token.
    """
    if not is_from_here(request):
        raise FormExpiredError
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        values = {name: value for name, value in form.items() if isinstance(value, str)}
    if session is not None and not is_csrf_token(session, values.get("csrf_token", "")):
        raise FormExpiredError
    written = [value for name, value in values.items() if name not in _NO_WORDS]
    setattr(request.state, _WRITTEN, written)
    return values


def is_from_here(request: Request) -> bool:
    """Whether the browser says that one of our pages sent the request.

    Browsers that say ``Sec-Fetch-Site`` are taken at their word. Others name an origin;
    ``null`` is what they name under our own no-referrer policy, so it tells nothing.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    return origin == "null" or origin.partition("://")[2] == request.headers.get("host")


def page(html: str, status: int = 200) -> HTMLResponse:
    """A page as a response."""
    return HTMLResponse(html, status)


def message_page(request: Request, kind: MessageKind, who: SignedIn | None = None) -> Response:
    """A page that only says something, with the request's id to quote."""
    # Nothing that was written is on such a page, so nothing is said of it.
    frame = replace(frame_of(request, who), notes=())
    view = MessageView(frame, kind, request_id(request))
    return page(pages_of(request).error_page(view), view.status)


def sign_in_first() -> Response:
    """To the sign-in page. Nothing of the address asked for goes along."""
    return RedirectResponse(addresses.SIGN_IN, 303)
