"""A small force, and missing reports over the API as officers and supervisors make them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2

from records.calendar import instant_to_text
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts

__all__ = ["NOW", "PLANNED", "Desk", "missing_force", "problem_of"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
#: Of whom a plan is live; and a boy whose report came in an extract.
PLANNED, REPORTED = "Ottoline Quillfeather", "Benedict Thornebury"
_API = "/api/v1/missing-reports"


def missing_force() -> Extracts:
    """A girl with a live plan, a boy who is missing by an S1 extract, and one with no report."""
    force = Extracts(NOW)
    girl = {"forename": "Ottoline", "date_of_birth": date(2011, 4, 9), "postcode": "NG7 2AB"}
    force.plan(force.person(S2, "Q-1", "Quillfeather", **girl), NOW - timedelta(days=40))
    boy = {"forename": "Benedict", "date_of_birth": date(2011, 9, 4), "team": "City North"}
    force.missing(
        force.person(S1, "P-2", "Thornebury", **boy), NOW - timedelta(days=18, hours=1), None,
        reference="MP-2026-0612", police_grade="low",
    )  # fmt: skip
    kit = {"forename": "Kit", "date_of_birth": date(2012, 1, 20)}
    force.missing(force.person(S1, "P-4", "Ashdownley", **kit), NOW - timedelta(days=60), 5)
    return force


class Desk:
    """Missing reports at one door, as one account asks for them."""

    def __init__(self, door: Door, account: str = "officer", reason: str = "missing_report"):
        self.door, self.account, self.reason = door, account, reason

    def of(self, account: str) -> Desk:
        """The same door, for somebody else."""
        return Desk(self.door, account, self.reason)

    def ask(
        self, method: str, path: str, body: Any = None, *, reason: str = "", **headers: str
    ) -> httpx2.Response:
        """One request; header names with underscores."""
        sent = self.door.headers(self.account, reason or self.reason)
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        given = {} if body is None else {"json": body}
        return self.door.request(method, f"{_API}{path}", headers=sent, **given)

    def open(
        self, child: str | Mapping[str, Any], since: datetime | None = None, **more: Any
    ) -> httpx2.Response:
        """Open a report for a child by id, or for who they are."""
        headers = more.pop("headers", {})
        whom = {"child": child} if isinstance(child, str) else {"who": dict(child)}
        moment = since or self.door.moment - timedelta(hours=2)
        body = {**whom, "since": instant_to_text(moment), "missing_from": "home", **more}
        return self.ask("POST", "", body, **headers)

    def opened(self, child: str | Mapping[str, Any], *given: Any, **more: Any) -> str:
        """The reference of a report that is opened now."""
        response = self.open(child, *given, **more)
        assert response.status_code == 200, response.text[:300]
        return str(response.json()["report"]["reference"])

    def show(self, reference: str) -> dict[str, Any]:
        """The report, with its tag under ``etag``."""
        response = self.ask("GET", f"/{reference}")
        assert response.status_code == 200, response.text[:300]
        return {**response.json(), "etag": response.headers["etag"]}

    def act(
        self, reference: str, act: str, body: Mapping[str, Any], etag: str | None = None
    ) -> httpx2.Response:
        """Do something with the report as it is now, or as a tag says it was seen."""
        tag = etag or self.show(reference)["etag"]
        return self.ask("POST", f"/{reference}/{act}", dict(body), If_Match=tag)

    def found(self, reference: str, at: datetime | None = None, **more: Any) -> httpx2.Response:
        """The child was found, nothing besides."""
        body = {
            "at": instant_to_text(at or self.door.moment),
            "how_ended": "returned",
            "found_with": "not_known",
            "harm_found": "nothing_found",
            **more,
        }
        return self.act(reference, "found", body)


def problem_of(response: httpx2.Response) -> tuple[int, str]:
    """The status, and the kind of problem."""
    return response.status_code, str(response.json()["type"]).rpartition("/")[2]
