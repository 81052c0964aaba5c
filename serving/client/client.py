"""The client: one method for each thing that a program asks of the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Self

import httpx

from serving.client.answers import (
    Answer,
    DoubtfulLink,
    Found,
    Opened,
    OwnView,
    Record,
    SearchResult,
)
from serving.client.asking import Asker, Reply

__all__ = ["LISTS", "Client"]

_API = "/api/v1"
_TIMEOUT_S = 10.0
_ID = re.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}")
#: Lists of the daily work: name -> what its rows are called in each page.
LISTS: Mapping[str, str] = MappingProxyType(
    {
        "missing-now": "children",
        "duties": "duties",
        "flagged": "children",
        "judgements": "judgements",
        "plans": "plans",
        "referrals": "rows",
        "conferences": "rows",
        "charging": "rows",
        "investigations": "rows",
        "notices": "notices",
        "messages": "messages",
        "case-audits": "audits",
        "audit-cases": "cases",
    }
)


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

    def listed(self, name: str, **asked: str) -> Iterator[Mapping[str, Any]]:
        """Every row of a list of the daily work, page after page as they are used.

        Args:
            name: one of :data:`LISTS`.
            asked: its filters, e.g. ``state="overdue"``.
        """
        rows = LISTS[name]
        for values in self.pages(f"{_API}/{name}", **asked):
            yield from values[rows]

    def told(self, name: str, **asked: str) -> Mapping[str, Any]:
        """What is told on one page: ``briefing``, ``indicators``, ``indicators/plans_in_date``,
        ``recommendations``, ``judgements/figures``, ``messages/figures``."""
        path = "/".join(map(_id, name.split("/")))
        values: Mapping[str, Any] = self._asker.ask("GET", f"{_API}/{path}", query=asked).values
        return values

    def indicator_csv(self, indicator: str, **asked: str) -> bytes:
        """An indicator's months as a table that no spreadsheet takes for a formula."""
        return self._asker.ask("GET", f"{_API}/indicators/{_id(indicator)}.csv", query=asked).body

    def cases(
        self, indicator: str, month: str, reason: str, **asked: str
    ) -> Iterator[Mapping[str, Any]]:
        """The records behind one month of an indicator, e.g. ``2026-10``."""
        path = f"{_API}/indicators/{_id(indicator)}/cases"
        for values in self.pages(path, reason=reason, month=month, **asked):
            yield from values["cases"]

    def acknowledge(self, notice: str) -> Mapping[str, Any]:
        """Say that a notice was seen."""
        path = f"{_API}/notices/{_id(notice)}/acknowledgement"
        values: Mapping[str, Any] = self._asker.ask("POST", path).values
        return values

    def report_missing(self, reason: str, **said: Any) -> Opened:
        """Open a missing report, with what is known about the child.

        Args:
            said: ``child`` or ``who`` (a surname at least), ``since``, ``missing_from`` and
                whatever else the document names.
        """
        reply = self._asker.ask("POST", f"{_API}/missing-reports", body=said, reason=reason)
        report, answer = reply.values["report"], reply.values["answer"]
        why = reply.values["why_no_answer"]
        return Opened(
            Record(f"/missing-reports/{report['reference']}", None, report, reply.receipt),
            None if answer is None else Answer.of(answer, reply.body, reply.receipt),
            None if why is None else why["words"],
        )

    def begin_plan(self, child: str, reason: str) -> Record:
        """Begin a plan for a child."""
        return self._made("plans", reason, {"child": child})

    def save_section(self, plan: Record, section: str, content: Any, reason: str) -> Record:
        """Save one section of the version that is being written, as it was seen in ``plan``.

        Raises:
            ProblemError: ``changed-meanwhile``: a colleague saved it; the text is kept apart.
        """
        seen = {one["section"]: one["etag"] for one in plan.values["copy"]["sections"]}
        reply = self._asker.ask(
            "PUT", f"{_API}{plan.address}/draft/sections/{_id(section)}",
            body={"content": content}, reason=reason, etag=seen[section],
        )  # fmt: skip
        return _record(plan.address, reply)

    def serve_notice(self, child: str, reason: str, **said: Any) -> Record:
        """Write an abduction notice down: ``served_at``, ``in_force_until``, the adult."""
        return self._made("abduction-notices", reason, {"child": child, **said})

    def refer(self, reason: str, **said: Any) -> Record:
        """Write a referral down: ``child`` or ``who``, ``referred_by``, ``concern``."""
        return self._made("referrals", reason, said)

    def read(self, kind: str, which: str, reason: str) -> Record:
        """One ``missing-reports``, ``plans``, ``abduction-notices`` or ``referrals``, as it
        stands."""
        address = f"/{_id(kind)}/{_id(which)}"
        return _record(address, self._asker.ask("GET", f"{_API}{address}", reason=reason))

    def again(self, record: Record, reason: str) -> Record:
        """The same as it stands now."""
        return _record(
            record.address, self._asker.ask("GET", f"{_API}{record.address}", reason=reason)
        )

    def act(self, record: Record, act: str, reason: str, **said: Any) -> Record:
        """Do something about it as it was seen: ``found``, ``submission``, ``breach``, ``steps``.

        Raises:
            ProblemError: ``changed-meanwhile``: somebody was quicker; read it again.
        """
        reply = self._asker.ask(
            "POST", f"{_API}{record.address}/{_id(act)}", body=said or None, reason=reason,
            etag=record.etag,
        )  # fmt: skip
        return _record(record.address, reply)

    def own_view(self, child: str, view: str, reason: str) -> OwnView:
        """Say what you think of a child's risk; only then is the advice shown."""
        path = f"{_API}/children/{_id(child)}/review-views"
        reply = self._asker.ask("POST", path, body={"own_view": view}, reason=reason)
        answer = Answer.of(reply.values, reply.body, reply.receipt)
        return OwnView(child, answer, reply.headers["x-review-view"], reply.etag)

    def review(self, seen: OwnView, reason: str, **said: Any) -> Mapping[str, Any]:
        """Review the child of whom ``seen`` was said; the review as it was written down."""
        values: Mapping[str, Any] = self._asker.ask(
            "POST", f"{_API}/children/{_id(seen.child)}/reviews",
            body={"view": seen.view, **said}, reason=reason, etag=seen.etag,
        ).values  # fmt: skip
        return values

    def judge_advice(self, child: str, reason: str, **said: Any) -> Mapping[str, Any]:
        """``judgement`` (agree, raise, lower), ``band``, ``grounds``, ``until``: it stands beside
        the advice. Lowering waits for a supervisor."""
        path = f"{_API}/children/{_id(child)}/judgements"
        values: Mapping[str, Any] = self._asker.ask("POST", path, body=said, reason=reason).values
        return values

    def decide(self, judgement: str, act: str, grounds: str, reason: str) -> Mapping[str, Any]:
        """``approval``, ``refusal`` or ``end`` of somebody's judgement, and why."""
        path = f"{_API}/judgements/{_id(judgement)}/{_id(act)}"
        reply = self._asker.ask("POST", path, body={"grounds": grounds}, reason=reason)
        values: Mapping[str, Any] = reply.values
        return values

    def _made(self, kind: str, reason: str, body: Mapping[str, Any]) -> Record:
        reply = self._asker.ask("POST", f"{_API}/{kind}", body=body, reason=reason)
        known = reply.values.get("id") or reply.values["reference"]
        return _record(f"/{kind}/{_id(known)}", reply)

    def pages(
        self, path: str, *, reason: str | None = None, **asked: str
    ) -> Iterator[Mapping[str, Any]]:
        """Every page of a list, following ``next_page``."""
        query = dict(asked)
        while True:
            values = self._asker.ask("GET", path, query=query, reason=reason).values
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


def _record(address: str, reply: Reply) -> Record:
    # The state of the whole, where the header tells that of a part.
    etag = reply.values.get("etag") or reply.etag
    return Record(address, etag, reply.values, reply.receipt)


def _id(text: str) -> str:
    """An id as a part of an address. Raises ValueError for what can't be one."""
    if not _ID.fullmatch(text):
        raise ValueError("that is no id of this API")
    return text
