"""Plans at the door, as their writers and supervisors use them: read, save, send, approve."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import jsonschema

from serving.planning.plan_schemas import PLAN_SCHEMAS
from serving.store.accounts import Account, save_account
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts

__all__ = ["ABOUT", "FIRST_LINES", "NOW", "PlanDesk", "desk_at", "plan_force", "shaped"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
FIRST_LINES = ["Two men drive her to hotels.", "Look at the bus station first.", "Ring the home."]
ABOUT = {
    "owner": "PC Example",
    "owner_team": "City North",
    "owner_phone": "0115 496 0100",
    "review_due": "2026-12-20",
}


def plan_force(now: datetime = NOW) -> Extracts:
    """A girl of whom nothing but a missing report is known, and a boy with a live plan."""
    made = Extracts(now)
    girl = made.person(S1, "P-1", "Ashdownley", forename="Marigold")
    made.missing(girl, now - timedelta(days=3), 5)
    boy = made.person(S2, "Q-1", "Quillfeather", forename="Barnaby")
    made.plan(boy, now - timedelta(days=40))
    return made


class PlanDesk:
    """Somebody's desk: every request is theirs, and each is a second after the last."""

    def __init__(self, door: Door, account: str = "neighbourhood") -> None:
        self.door, self.account = door, account

    def colleague(self, name: str = "colleague", *, team: str = "City North") -> PlanDesk:
        """Another officer of a neighbourhood team at the same door."""
        made = Account(name, "PC Colleague", "x", ("neighbourhood",), team, is_demo=True)
        with self.door.store.writing() as connection:
            save_account(connection, made)
        return PlanDesk(self.door, name)

    def supervisor(self) -> PlanDesk:
        """The supervisor at the same door."""
        return PlanDesk(self.door, "supervisor")

    def ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One request to the API."""
        self.door.moment += timedelta(seconds=1)
        headers = {**self.door.headers(self.account, "review"), **given.pop("headers", {})}
        return self.door.request(method, f"/api/v1{path}", headers=headers, **given)

    def get(self, path: str, schema: str = "Plan", **given: Any) -> Any:
        """An answer in its shape."""
        return shaped(self.ask("GET", path, **given), schema)

    def begin(self, child: str) -> str:
        """A plan begun for the child; its reference."""
        body = shaped(self.ask("POST", "/plans", json={"child": child}), "Plan")
        return str(body["reference"])

    def plan(self, reference: str) -> Any:
        """The plan as it stands."""
        return self.get(f"/plans/{reference}")

    def section(self, reference: str, name: str) -> Any:
        """A section that is being written."""
        return self.get(f"/plans/{reference}/draft/sections/{name}", "PlanSection")

    def save(
        self, reference: str, name: str, content: Any, tag: str | None = None, **more: Any
    ) -> httpx2.Response:
        """Save a section; by default what is read just before is what was seen."""
        seen = self.section(reference, name)["etag"] if tag is None else tag
        path = f"/plans/{reference}/draft/sections/{name}"
        body = {"content": content, **more}
        return self.ask("PUT", path, json=body, headers={"If-Match": seen})

    def act(self, reference: str, act: str, tag: str | None = None, **body: Any) -> httpx2.Response:
        """Submission, approval, return, review or end."""
        seen = self.plan(reference)["etag"] if tag is None else tag
        given = {"json": body} if body else {}
        return self.ask("POST", f"/plans/{reference}/{act}", headers={"If-Match": seen}, **given)

    def write(self, reference: str, **sections: Any) -> None:
        """Save these sections, and who owns the plan."""
        for name, content in {"about": ABOUT, "read_first": FIRST_LINES, **sections}.items():
            assert self.save(reference, name, content).status_code == 200

    def approved(self, reference: str) -> None:
        """Send what is being written, and let the supervisor approve it."""
        shaped(self.act(reference, "submission"), "Plan")
        shaped(self.supervisor().act(reference, "approval"), "Plan")

    def shown(self, child: str) -> Any:
        """The plan that officers see in the answer."""
        self.door.moment += timedelta(seconds=1)
        return self.door.risk(child)["plan"]["current"]


def shaped(response: httpx2.Response, schema: str) -> Any:
    """The answer, which must be exactly as the OpenAPI document says."""
    assert response.status_code == 200, response.text[:300]
    said = response.json()
    jsonschema.validate(said, PLAN_SCHEMAS[schema])
    return said


def desk_at(folder: Path) -> Door:
    """A door on the small force."""
    return Door(folder, plan_force())
