"""No entry, no answer (N6): every look leaves one entry, durable before its bytes are sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from serving.audit.leaf import PreparedLook
from serving.store.errors import StoreUnavailableError
from serving.store.verifying import verify_log
from serving.store.writer import Receipt
from tests.lib.door import Door

Entered = Callable[[], int]


@pytest.fixture
def entered(door: Door) -> Entered:
    """How many entries the log holds now."""
    return lambda: verify_log(door.store).entries


def test_a_look_leaves_exactly_one_entry_that_commits_to_the_very_bytes(
    door: Door, entered: Entered
) -> None:
    child, before = door.find("Marnie Quillfeather"), entered()
    response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    assert entered() == before + 1
    with door.store.reading() as connection:
        kept = connection.exec_driver_sql(
            "SELECT value FROM log_answers WHERE entry_id = ?", (response.headers["x-audit-entry"],)
        ).scalar_one()
        entry = connection.exec_driver_sql(
            "SELECT entry FROM log_entries WHERE id = ?", (response.headers["x-audit-entry"],)
        ).scalar_one()
    assert bytes(kept) == response.content
    leaf = hashlib.sha256(b"\x00" + bytes(entry)).hexdigest()
    assert leaf == response.headers["x-audit-leaf"]


def test_an_entry_tells_neither_who_was_looked_at_nor_by_whom(door: Door) -> None:
    child = door.find("Marnie Quillfeather")
    response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    with door.store.reading() as connection:
        entry = connection.exec_driver_sql(
            "SELECT entry FROM log_entries WHERE id = ?", (response.headers["x-audit-entry"],)
        ).scalar_one()
    said = json.loads(bytes(entry))
    text = bytes(entry).decode()
    assert child not in text
    assert "Marnie" not in text
    assert "officer" not in (said["who"], said["child"])
    assert said["reason_code"] == "missing_report"
    assert said["inputs"]["artefact"].startswith("sha256:")


@pytest.mark.parametrize(
    ("account", "reason", "status", "entries"),
    [
        ("officer", "missing_report", 200, 1),
        ("auditor", "missing_report", 403, 1),
        ("officer", "because", 422, 0),
        ("officer", "other", 422, 0),
        ("officer", "other; asked by the inspector", 200, 1),
    ],
)
def test_refusals_are_entries_too(
    door: Door, entered: Entered, account: str, reason: str, status: int, entries: int
) -> None:
    child, before = door.find("Marnie Quillfeather"), entered()
    response = door.request(
        "GET", f"/api/v1/children/{child}/risk", headers=door.headers(account, reason)
    )
    assert response.status_code == status
    assert entered() == before + entries


def test_asking_for_an_id_that_nobody_has_is_refused_and_entered(
    door: Door, entered: Entered
) -> None:
    before = entered()
    response = door.request("GET", "/api/v1/children/C-0000000000/risk", headers=door.headers())
    assert response.status_code == 404
    assert entered() == before + 1


def test_a_search_is_entered_and_what_was_typed_stands_apart(door: Door, entered: Entered) -> None:
    before = entered()
    door.search(name="Marnie Quillfeather")
    assert entered() == before + 1


# ------------------------------------------------------------- the fault that must be seen


class _FullDisk:
    """A log that can't be written."""

    is_healthy = False

    async def commit(self, look: PreparedLook) -> Receipt:
        raise StoreUnavailableError("disk full")


def says_without_entry(door: Door, app: ASGIApp, path: str, secret: str) -> bool:
    """Whether the application tells ``secret`` although nothing can be entered in the log."""
    import httpx2

    async def ask() -> bytes:
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get(path, headers=door.headers())).content

    whole = door.service.writer
    door.service.writer = _FullDisk()  # type: ignore[assignment]  # a fake log
    try:
        return secret.encode() in door._run(ask())
    finally:
        door.service.writer = whole


def test_without_an_entry_there_is_no_answer(door: Door) -> None:
    child = door.find("Marnie Quillfeather")
    path = f"/api/v1/children/{child}/risk"
    assert not says_without_entry(door, door.app, path, "Quillfeather")


def test_the_check_sees_a_commit_planted_after_the_response(door: Door) -> None:
    child = door.find("Marnie Quillfeather")
    body = json.dumps(door.risk(child)).encode()

    async def late(request: Request) -> Response:
        async def commit() -> None:
            await door.service.writer.commit(None)  # type: ignore[arg-type]  # the fake takes anything

        return Response(body, background=BackgroundTask(commit))

    planted = Starlette(routes=[Route("/look", late)])
    assert says_without_entry(door, planted, "/look", "Quillfeather")


def test_a_full_disk_is_said_as_a_problem_that_may_be_tried_again(door: Door) -> None:
    child = door.find("Marnie Quillfeather")
    whole = door.service.writer
    door.service.writer = _FullDisk()  # type: ignore[assignment]  # a fake log
    try:
        response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    finally:
        door.service.writer = whole
    assert response.status_code == 503
    assert response.headers["retry-after"]
    said: dict[str, Any] = response.json()
    assert said["type"].endswith("not-logged")


def test_after_all_of_this_the_log_verifies(door: Door) -> None:
    door.ask("Marnie Quillfeather")
    report = verify_log(door.store)
    assert report.entries > 0
    assert report.faults == ()
