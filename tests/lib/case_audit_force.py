"""A force with reports closed of late, and the desks of the auditor and of those who grade."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import jsonschema

from serving.case_audits.audit_schemas import CASE_AUDIT_SCHEMAS
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts

__all__ = ["NOW", "AuditDesk", "audited_force", "opinion"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_NAMES = ("Ottoline", "Barnaby", "Clemency", "Digory", "Emmeline", "Fenwick", "Gwendolen",
          "Horatio", "Isolde", "Jocasta", "Kit", "Lysander")  # fmt: skip


def audited_force() -> Extracts:
    """Twelve children, each of whom was missing once within four weeks and came back.

    Two told of harm in an interview, one has a live plan; an odd number is of City North, an
    even one of City South. One was away longer ago, and one is missing now.
    """
    force = Extracts(NOW)
    for number, name in enumerate(_NAMES, start=1):
        team = "City North" if number % 2 else "City South"
        child = force.person(
            S1, f"P-{number}", "Thistledown", forename=name, team=team,
            date_of_birth=date(2010, 1, number), local_authority="Trentmere City",
        )  # fmt: skip
        told = {"interview": "done", "disclosure": "sexual_exploitation" if number < 3 else
                "nothing_told", "told_to": "return interviewer"}  # fmt: skip
        force.missing(
            child, NOW - timedelta(days=number * 2, hours=7), 3, interview=told,
            police_grade="low" if number % 3 else "high", circumstances="Left after tea.",
        )  # fmt: skip
    planned = force.person(
        S2, "Q-1", "Thistledown", forename="Ottoline", date_of_birth=date(2010, 1, 1)
    )
    force.plan(planned, NOW - timedelta(days=60), agreed_band="High")
    old = force.person(S1, "P-90", "Longago", forename="Maud", date_of_birth=date(2011, 2, 3))
    force.missing(old, NOW - timedelta(days=200), 4)
    now = force.person(S1, "P-91", "Rightnow", forename="Ned", date_of_birth=date(2011, 2, 4))
    force.missing(now, NOW - timedelta(hours=4), None)
    return force


def opinion(grade: str = "Medium", words: str = "Young, and missing late.") -> dict[str, str]:
    """A first grade as it is sent."""
    return {
        "grade": grade, "plan_read": "not_known", "own_words": "yes", "review_in_time": "no",
        "words": words,
    }  # fmt: skip


class AuditDesk:
    """Somebody's desk: every request is theirs, and each is a second after the last."""

    def __init__(self, door: Door, account: str = "auditor") -> None:
        self.door, self.account = door, account

    def ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One request to the API."""
        self.door.moment += timedelta(seconds=1)
        headers = self.door.headers(self.account, "audit")
        return self.door.request(method, f"/api/v1{path}", headers=headers, **given)

    def get(self, path: str, schema: str, **asked: Any) -> Any:
        """What it answers, which is as the OpenAPI document says."""
        return _shaped(self.ask("GET", path, params=asked), schema)

    def draw(self, cases: int = 6, **rule: Any) -> Any:
        """A drawing."""
        response = self.ask("POST", "/case-audits", json={"cases": cases, "days": 28, **rule})
        return _shaped(response, "CaseAuditDrawn")

    def of(self, account: str) -> AuditDesk:
        """Somebody else's desk at the same door."""
        return AuditDesk(self.door, account)

    def case(self, case: str) -> Any:
        """The case as this person may see it."""
        return self.get(f"/audit-cases/{case}", "AuditCase")

    def grade(self, case: str, grade: str = "Medium", words: str = "Missing late.") -> Any:
        """Give a first grade."""
        response = self.ask("POST", f"/audit-cases/{case}/grades", json=opinion(grade, words))
        return _shaped(response, "AuditCaseGraded")

    def decide(self, case: str, grade: str, words: str = "As before.") -> Any:
        """Keep or change."""
        given = {"grade": grade, "words": words}
        response = self.ask("POST", f"/audit-cases/{case}/final", json=given)
        return _shaped(response, "AuditCaseGraded")

    def name(self, case: str, account: str, instead_of: str | None = None) -> httpx2.Response:
        """Name somebody for a case."""
        given = {"account": account} | ({"instead_of": instead_of} if instead_of else {})
        return self.ask("POST", f"/audit-cases/{case}/graders", json=given)


def _shaped(response: httpx2.Response, schema: str) -> Any:
    assert response.status_code == 200, response.text[:300]
    said = response.json()
    jsonschema.validate(said, CASE_AUDIT_SCHEMAS[schema])
    return said
