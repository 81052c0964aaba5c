"""A small force with links in doubt, and the door as a link reviewer uses it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest

from serving.api.link_schemas import LINK_SCHEMAS
from serving.store.accounts import Account, save_account
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, Extracts

__all__ = [
    "BENEDICT",
    "NOW",
    "TWINS",
    "TWIN_FACTS",
    "WHY",
    "Review",
    "doubtful_force",
    "linked_store",
    "review",
    "shaped",
]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
WHY = "One family, as the school says."
BENEDICT = ("Benedict Thornebury", "Bede Thornbury")
TWINS = ("Ada Quillfeather", "Edith Quillfeather")
TWIN_FACTS = {
    "date_of_birth": date(2012, 3, 5),
    "address": "4 Invented Lane",
    "postcode": "NG3 1ZZ",
}


def doubtful_force() -> Extracts:
    """A plan under an unlisted nickname (V4), twins of whom one has a plan (V13), an adult
    whom two systems name."""
    made = Extracts(NOW)
    boy = made.person(
        S1, "P-1", "Thornebury", forename="Benedict", date_of_birth=date(2011, 4, 9),
        postcode="NG7 2AB",
    )  # fmt: skip
    made.missing(boy, NOW - timedelta(days=3), 5)
    planned = made.person(
        S2, "Q-1", "Thornbury", forename="Bede", date_of_birth=date(2011, 9, 4),
        postcode="NG7 2AB",
    )  # fmt: skip
    made.plan(planned, NOW - timedelta(days=40))
    for number, name in ((2, "Ada"), (3, "Edith")):
        twin = made.person(S1, f"P-{number}", "Quillfeather", forename=name, **TWIN_FACTS)
        made.missing(twin, NOW - timedelta(days=number * 10), 3)
    twin = made.person(S2, "Q-2", "Quillfeather", forename="Ada", **TWIN_FACTS)
    made.plan(twin, NOW - timedelta(days=40))
    kit = made.person(S1, "P-4", "Ashdownley", forename="Kit", date_of_birth=date(2012, 1, 20))
    made.missing(
        kit, NOW - timedelta(hours=4), None,
        adult_ref="X-1", adult_forename="Grant", adult_surname="Exampleson",
    )  # fmt: skip
    also = made.person(S3, "N-4", "Ashdownley", forename="Kit", date_of_birth=date(2012, 1, 20))
    made.notice(
        also, NOW - timedelta(days=10), date(2027, 3, 1),
        adult_ref="A-1", adult_forename="Grant", adult_surname="Exampleson",
        adult_date_of_birth=date(1984, 3, 9),
    )  # fmt: skip
    return made


class Review:
    """The door as a link reviewer uses it."""

    def __init__(self, door: Door, account: str = "reviewer") -> None:
        self.door, self.account = door, account

    def ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        self.door.moment += timedelta(minutes=1)
        headers = self.door.headers(self.account, "review")
        return self.door.request(method, f"/api/v1/links{path}", headers=headers, **given)

    def get(self, path: str, schema: str) -> Any:
        return shaped(self.ask("GET", path), schema)

    def listed(self, **asked: Any) -> Any:
        return shaped(self.ask("GET", "/doubtful", params=asked), "DoubtfulLinks")

    def find(self, *names: str, subject: str = "child") -> str:
        """The id of the doubtful link between two people so named."""
        for one in self.listed(subject=subject, limit=100)["links"]:
            seen = self.get(f"/doubtful/{one['link']}", "DoubtfulLink")
            if sorted(side["name"] for side in seen["sides"]) == sorted(names):
                return str(one["link"])
        raise AssertionError(f"no doubtful link between {names}")

    def second(self) -> Review:
        """Another reviewer at the same door."""
        made = Account("second", "Second Reviewer", "x", ("link_reviewer",), None, is_demo=True)
        with self.door.store.writing() as connection:
            save_account(connection, made)
        return Review(self.door, "second")

    def judge(self, link: str, said: str, why: str = WHY) -> httpx2.Response:
        return self.ask("POST", f"/doubtful/{link}/judgement", json={"said": said, "why": why})


def shaped(response: httpx2.Response, schema: str) -> Any:
    assert response.status_code == 200, response.text
    said = response.json()
    jsonschema.validate(said, LINK_SCHEMAS[schema])
    return said


@pytest.fixture(scope="session")
def linked_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of :func:`doubtful_force`, taken in and linked once."""
    folder = tmp_path_factory.mktemp("linked")
    Door(folder, doubtful_force()).store.close()
    return folder / "store.db"


@pytest.fixture
def review(linked_store: Path, tmp_path: Path) -> Iterator[Review]:
    """A reviewer at a service on a copy of its own: judging changes it."""
    shutil.copy(linked_store, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW) as opened:
        yield Review(opened)
