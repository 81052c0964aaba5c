"""Who asks the API: every bearer token is checked before anything of the request is read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.service.context import Service
from serving.service.sign_in_entries import NotSignedInError
from serving.service.sign_in_tokens import bearer_officer
from serving.sign_in.issuers import IssuerSilentError
from serving.store.errors import StoreError
from serving.web.problems import problem_response
from serving.web.signed_in import BEARER

__all__ = ["Bearers"]

_API = "/api/"


class Bearers:
    """Between the shield and the application.

    A token that is refused gets its 401 here, on whatever route: what the route would have
    said to it tells nothing. Without a token the routes that need one refuse.
    """

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_API):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        given = Headers(scope=scope).getlist("authorization")
        if given:
            fault: tuple[str, str] | None = None
            try:
                if len(given) > 1:
                    raise NotSignedInError
                scheme, _, token = given[0].partition(" ")
                if scheme.lower() != "bearer" or not token.strip():
                    raise NotSignedInError
                state[BEARER] = await bearer_officer(
                    self._service, token.strip(), state.get("request_id")
                )
            except NotSignedInError as error:
                fault = "not-signed-in", str(error)
            except IssuerSilentError as error:
                fault = "sign-in-silent", str(error)
            except StoreError:
                fault = "not-logged", "Who asks could not be looked up or entered just now."
            if fault is not None:
                response = problem_response(*fault, request_id=state.get("request_id"))
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
