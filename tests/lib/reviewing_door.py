"""Reviewing and judging at a door: what tests of reviews and judgements send, and a small force."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2

from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts

__all__ = ["NOW", "Reviewing", "reviewed_force"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_API = "/api/v1"
_PLACE = {"team": "City North", "local_authority": "Northbridge"}


def reviewed_force(at: datetime = NOW, others: int = 0) -> Extracts:
    """Ottoline, 15, with a live plan: Medium at least. Barnaby of another team, likewise.
    Clementine with one short report: Low. ``others`` more like Ottoline, one report each."""
    force = Extracts(at)
    girl = {"date_of_birth": date(2011, 4, 9), "postcode": "NG7 2AB", **_PLACE}
    ottoline = force.person(S2, "Q-1", "Quillfeather", forename="Ottoline", **girl)
    force.plan(ottoline, NOW - timedelta(days=40))
    barnaby = force.person(
        S2, "Q-2", "Thistledown", forename="Barnaby", date_of_birth=date(2010, 2, 3),
        postcode="NG1 5AA", team="County South", local_authority="Southmere",
    )  # fmt: skip
    force.plan(barnaby, NOW - timedelta(days=60))
    clementine = force.person(
        S1, "P-3", "Marshgate", forename="Clementine", date_of_birth=date(2011, 9, 1),
        postcode="NG9 1ZZ", **_PLACE,
    )  # fmt: skip
    force.missing(clementine, NOW - timedelta(days=30), 2, interview={"interview": "done"})
    for number in range(others):
        one = force.person(
            S2, f"Q-1{number:03}", f"Ashdown{chr(97 + number % 26)}{number}", forename="Perrin",
            date_of_birth=date(2010, 1 + number % 12, 1 + number % 28),
            postcode=f"NG{number % 90 + 10} 1AA", **_PLACE,
        )  # fmt: skip
        force.plan(one, NOW - timedelta(days=50 + number))
    return force


class Reviewing:
    """What officers send at a door."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def ask(
        self, account: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request to the API, with a reason."""
        sent = {**self.door.headers(account, "review"), **headers}
        given = {} if body is None else {"json": body}
        response = self.door.request(method, f"{_API}{path}", headers=sent, **given)
        # The next one comes later.
        self.door.moment += timedelta(seconds=1)
        return response

    def day(self, days: int) -> str:
        """So many days from now, as the API takes it."""
        return (self.door.moment + timedelta(days=days)).date().isoformat()

    def day_parts(self, name: str, days: int) -> dict[str, str]:
        """The same day, as a form's three parts hold it."""
        year, month, day = self.day(days).split("-")
        return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}

    def view(self, child: str, own_view: str = "Low", account: str = "neighbourhood") -> Any:
        """The own view; the response bears the word and the tag for the review."""
        path = f"/children/{child}/review-views"
        response = self.ask(account, "POST", path, {"own_view": own_view})
        assert response.status_code == 200, response.text[:300]
        return response

    def review_body(self, **changes: Any) -> dict[str, Any]:
        """A review with nothing missing but the view."""
        body = {
            "words_heard": "heard",
            "own_words": "I want to ring my nan when I like.",
            "said_on": self.day(-1),
            "action": "See her at school, alone.",
            "action_owner": "PC Morgan Example",
            "next_review": self.day(14),
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def review(self, child: str, account: str = "neighbourhood", **changes: Any) -> httpx2.Response:
        """A whole review: the own view, then what is written down."""
        seen = self.view(child, account=account)
        body = {"view": seen.headers["X-Review-View"], **self.review_body(**changes)}
        headers = {"If-Match": seen.headers["ETag"]}
        return self.ask(account, "POST", f"/children/{child}/reviews", body, **headers)

    def judge(
        self, child: str, judgement: str, band: str, account: str = "officer", days: int = 7
    ) -> httpx2.Response:
        """A judgement that stands for so many days."""
        body = {
            "judgement": judgement,
            "band": band,
            "grounds": "He was seen with her twice this week.",
            "until": self.day(days),
        }
        return self.ask(account, "POST", f"/children/{child}/judgements", body)

    def decide(
        self,
        reference: str,
        what: str,
        account: str = "supervisor",
        grounds: str = "Two of us saw.",
    ) -> httpx2.Response:
        """``approval``, ``refusal`` or ``end`` of a judgement."""
        path = f"/judgements/{reference}/{what}"
        return self.ask(account, "POST", path, {"grounds": "Two of us saw it."})

    def flagged(self, account: str = "neighbourhood", query: str = "") -> Any:
        """The list's values."""
        response = self.ask(account, "GET", f"/flagged{query}")
        assert response.status_code == 200, response.text[:300]
        return response.json()
