"""The client: one method for each thing that a program asks of the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from serving.client.answers import Answer, DoubtfulLink, Found, SearchResult
from serving.client.asking import Asker, Reply

__all__ = ["Client"]

_API = "/api/v1"
_TIMEOUT_S = 10.0
_ID = re.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}")


class Client:
    """A connection to one service, for one account. Use it as a context manager.

    Args:
        address: e.g. ``https://risk.force.example``.
        token: the bearer token, or what gives a fresh one for each request.
        transport: another way to the service, for tests.
        asking: further arguments of :class:`serving.client.asking.Asker`.
    """

    def __init__(
        self,
        address: str,
        token: str | Callable[[], str],
        *,
        transport: httpx.BaseTransport | None = None,
        **asking: Any,
    ) -> None:
        given = token if callable(token) else lambda: token
        self._http = httpx.Client(base_url=address, transport=transport, timeout=_TIMEOUT_S)
        self._asker = Asker(self._http, given, **asking)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def search(self, name: str | None = None, **question: Any) -> Found:
        """Find a child by name and whatever else is known.

        Args:
            question: ``birth_date`` (``2011-03-14``), ``age``, ``place``.
        """
        asked = {"name": name, **question} if name is not None else question
        reply = self._asker.ask("POST", f"{_API}/children/search", body=asked)
        results = tuple(map(SearchResult.of, reply.values["results"]))
        return Found(results, reply.values["count"], reply.values, reply.receipt)

    def risk(self, child: str, reason: str, *, as_of: str | None = None) -> Answer:
        """What is known about a child, now or just before a past moment.

        Args:
            reason: why you look: a code, or ``code; a few words``.
        """
        query = {} if as_of is None else {"as_of": as_of}
        path = f"{_API}/children/{_id(child)}/risk"
        reply = self._asker.ask("GET", path, query=query, reason=reason)
        return Answer.of(reply.values, reply.body, reply.receipt)

    def doubtful_links(self, **asked: str) -> Iterator[DoubtfulLink]:
        """Every link to settle, the most urgent first, page after page as they are used."""
        for values in self.pages(f"{_API}/links/doubtful", **asked):
            yield from map(DoubtfulLink.of, values["links"])

    def judge(self, link: str, said: str, why: str, reason: str) -> Mapping[str, Any]:
        """Say of a doubtful link ``same``, ``different`` or ``cant_say``, and why."""
        path = f"{_API}/links/doubtful/{_id(link)}/judgement"
        values: Mapping[str, Any] = self._asker.ask(
            "POST", path, body={"said": said, "why": why}, reason=reason
        ).values
        return values

    def held_back(self, **asked: str) -> Iterator[Mapping[str, Any]]:
        """Every row of an extract that is held back: its place and the rules that it broke."""
        for values in self.pages(f"{_API}/quarantine", **asked):
            yield from values["rows"]

    def pages(self, path: str, **asked: str) -> Iterator[Mapping[str, Any]]:
        """Every page of a list, following ``next_page``."""
        query = dict(asked)
        while True:
            values = self._asker.ask("GET", path, query=query).values
            yield values
            if values["next_page"] is None:
                return
            query["after"] = values["next_page"]

    def ask(self, method: str, path: str, **given: Any) -> Reply:
        """Any other operation of the API's document, with the same care.

        Args:
            given: ``body``, ``query``, ``reason``, ``etag``.
        """
        return self._asker.ask(method, path, **given)


def _id(text: str) -> str:
    """An id as a part of an address. Raises ValueError for what can't be one."""
    if not _ID.fullmatch(text):
        raise ValueError("that is no id of this API")
    return text
