"""One request, sent until it is answered or there is no use in it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from serving.client.answers import Receipt
from serving.client.problems import UnreachableError, problem_of

__all__ = ["Asker", "Reply"]

_BUSY = frozenset({429, 503})
_LONGEST_WAIT_S = 30.0


class Reply:
    """A good answer: its values (None of what is no JSON), its exact bytes and its headers."""

    def __init__(self, response: httpx.Response) -> None:
        self.body = response.content
        is_json = response.headers.get("content-type", "").startswith("application/json")
        self.values: Any = response.json() if is_json else None
        self.headers: Mapping[str, str] = response.headers
        self.etag = response.headers.get("etag")
        self.receipt = Receipt(
            entries=_listed(response.headers.get("x-audit-entry")),
            leaves=_listed(response.headers.get("x-audit-leaf")),
            request=response.headers.get("x-request-id", ""),
            was_repeated=response.headers.get("idempotency-replayed") == "true",
        )


class Asker:
    """Sends requests and tries again where that is safe.

    A GET may always be sent again. Every POST bears an idempotency key of its own, the same
    at each try, so that it has one effect. PUT and DELETE name the state they change, and
    are tried once.

    Args:
        tries: how often one request is sent at most.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        http: httpx.Client,
        token: Callable[[], str],
        *,
        tries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
        new_key: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._http, self._token, self._tries = http, token, tries
        self._sleep, self._new_key = sleep, new_key

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        reason: str | None = None,
        etag: str | None = None,
    ) -> Reply:
        """The reply.

        Raises:
            ProblemError: the API said why not.
            UnreachableError: it did not answer, however often it was asked.
        """
        headers = {"Authorization": f"Bearer {self._token()}"}
        if reason is not None:
            headers["X-Access-Reason"] = reason
        if etag is not None:
            headers["If-Match"] = etag
        if method == "POST":
            headers["Idempotency-Key"] = f'"{self._new_key()}"'
        tries = self._tries if method in ("GET", "POST") else 1
        for left in reversed(range(tries)):
            try:
                response = self._http.request(
                    method, path, json=body, params=dict(query or {}), headers=headers
                )
            except httpx.TransportError as fault:
                if left == 0:
                    raise UnreachableError(type(fault).__name__) from None
                self._sleep(float(tries - left))
                continue
            if response.is_success:
                return Reply(response)
            wait_s = _wait(response)
            if left == 0 or response.status_code not in _BUSY or wait_s > _LONGEST_WAIT_S:
                raise problem_of(response.status_code, _json(response), _request(response))
            self._sleep(wait_s)
        raise AssertionError("the last try ends in an answer or an error")


def _wait(response: httpx.Response) -> float:
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else 1.0


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _request(response: httpx.Response) -> str | None:
    found: str | None = response.headers.get("x-request-id")
    return found


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
