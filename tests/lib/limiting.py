"""Limiting records to a team over HTTP, as a supervisor does."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.lib.door import Door

__all__ = ["IN_WORDS", "Limiting"]

#: A reason in words, as an emergency and a limit ask for.
IN_WORDS = "safeguarding; Her mother works at the front desk."


class Limiting:
    """What supervisors and officers ask of limited records at one door."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def listed(self) -> dict[str, Any]:
        """Every limit that stands."""
        response = self.door.request(
            "GET", "/api/v1/restrictions", headers=self.door.headers("supervisor")
        )
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def teams(self, child: str) -> set[str]:
        """The teams to which the child's record is limited."""
        return {row["team"] for row in self.listed()["restrictions"] if row["child"] == child}

    def tag(self, child: str) -> str:
        """The tag of the limits on the child's record as they are now."""
        listed = self.listed()
        tags = [row["etag"] for row in listed["restrictions"] if row["child"] == child]
        return str((tags or [listed["unlimited_etag"]])[0])

    def put(self, child: str, team: str = "City North", **changes: Any) -> httpx2.Response:
        """Limit the record; ``changes`` are of the headers and the account."""
        return self._send("PUT", child, {"team": team}, **changes)

    def lift(self, child: str, **changes: Any) -> httpx2.Response:
        """Lift every limit on the record."""
        return self._send("DELETE", child, None, **changes)

    def _send(
        self,
        method: str,
        child: str,
        body: Any,
        *,
        account: str = "supervisor",
        reason: str = IN_WORDS,
        tag: str | None = None,
    ) -> httpx2.Response:
        headers = {**self.door.headers(account, reason), "If-Match": tag or self.tag(child)}
        path = f"/api/v1/children/{child}/restriction"
        return self.door.request(method, path, headers=headers, json=body)

    def look(self, child: str, account: str = "officer", **given: Any) -> httpx2.Response:
        """One look; ``reason`` and ``emergency`` as given."""
        headers = self.door.headers(account, given.pop("reason", "missing_report"))
        path = f"/api/v1/children/{child}/risk"
        return self.door.request("GET", path, headers=headers, params=given)

    def notices(self, account: str) -> list[dict[str, Any]]:
        """What the account is told."""
        response = self.door.request("GET", "/api/v1/notices", headers=self.door.headers(account))
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["notices"]
        return found
