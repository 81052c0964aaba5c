"""Who is asking: a bearer token for the API, a session cookie for the pages."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from fastapi import Request

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.sign_in_entries import NotSignedInError
from serving.web.once import once_of

__all__ = [
    "BEARER",
    "COOKIE",
    "cookie_name",
    "csrf_token",
    "is_csrf_token",
    "officer_of",
    "request_id",
    "service_of",
    "session_of",
    "start_cookie_name",
]

#: Where in the request's state the officer of a checked bearer token stands.
BEARER = "bearer"
#: The cookie's name; in production with the prefix that binds it to this very host.
COOKIE = "missing-risk-session"
_START_COOKIE = "missing-risk-sign-in"


def request_id(request: Request) -> str | None:
    """The opaque id that the shield gave this request: it stands in errors, logs and entries."""
    found: str | None = request.scope.get("state", {}).get("request_id")
    return found


def service_of(request: Request) -> Service:
    """The service that the application was made with."""
    service: Service = request.app.state.service
    return service


def cookie_name(*, is_production: bool) -> str:
    """``__Host-`` needs a secure connection, which the demo on loopback has not."""
    return f"__Host-{COOKIE}" if is_production else COOKIE


def start_cookie_name(*, is_production: bool) -> str:
    """The cookie of a browser that is on its way to the force's sign-in service and back."""
    return f"__Host-{_START_COOKIE}" if is_production else _START_COOKIE


def session_of(request: Request) -> str | None:
    """The session token of the pages, if the browser sent one."""
    name = cookie_name(is_production=service_of(request).settings.is_production)
    return request.cookies.get(name)


def officer_of(request: Request) -> Officer:
    """The officer behind the bearer token, which :class:`serving.web.bearers.Bearers` checked.

    A session cookie is not accepted here: the API is never called by a page, so that no
    other site can make a browser call it.

    Raises:
        NotSignedInError: the request bears no token.
    """
    officer: Officer | None = request.scope.get("state", {}).get(BEARER)
    if officer is None:
        raise NotSignedInError
    return replace(officer, request=request_id(request), once=once_of(request, officer.name))


def csrf_token(session: str) -> str:
    """The form token of one session: only who holds the session can know it."""
    return hmac.new(session.encode(), b"form", hashlib.sha256).hexdigest()


def is_csrf_token(session: str, token: str) -> bool:
    """Whether ``token`` belongs to the session, compared in constant time."""
    return hmac.compare_digest(csrf_token(session), token)
