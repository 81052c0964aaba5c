"""A request with an idempotency key has one effect and one answer, however often it is sent."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from serving.access.routes import ROUTES, RouteRule
from serving.store.once import KEPT_FOR
from serving.store.verifying import verify_log
from tests.lib.callers import Callers, kinds_left
from tests.lib.door import Door
from tests.lib.link_review import NOW, WHY, Review
from tests.web.route_samples import SAMPLES
from tests.web.sampling import made_for
from tests.web.test_routes_and_roles import who_may

_SEARCH = "/api/v1/children/search"
_POSTS = [
    pytest.param(rule, id=rule.path)
    for rule in ROUTES
    if rule.method == "POST" and rule.path.startswith("/api/")
]
_RECEIPTS = ("x-audit-entry", "x-audit-leaf")


@pytest.fixture(scope="module")
def callers(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """Everybody, at a service on a store with links in doubt."""
    folder = tmp_path_factory.mktemp("once")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        yield Callers(door)


def _search(
    callers: Callers, key: str, name: str = "Kit", account: str = "officer", **more: Any
) -> httpx2.Response:
    return callers.ask(
        account, "POST", _SEARCH, body={"name": name}, headers={"Idempotency-Key": key}, **more
    )


def _entries(door: Door) -> int:
    return verify_log(door.store).entries


def _is_the_same(one: httpx2.Response, other: httpx2.Response) -> bool:
    return (one.status_code, one.content, *(one.headers.get(name) for name in _RECEIPTS)) == (
        other.status_code,
        other.content,
        *(other.headers.get(name) for name in _RECEIPTS),
    )


@pytest.mark.parametrize("rule", _POSTS)
def test_every_post_of_the_api_gives_the_same_bytes_again_and_enters_nothing(
    callers: Callers, rule: RouteRule
) -> None:
    sample, door = SAMPLES[rule.method, rule.path], callers.door
    account = who_may(rule)
    address = rule.path.format(**made_for(sample.ids, door, account))
    made = {
        "body": made_for(sample.body, door, account),
        "reason": sample.reason,
        "headers": {
            **made_for(sample.headers, door, account),
            "Idempotency-Key": f'"{abs(hash(rule.path)):020d}"',
        },
    }
    first = callers.ask(account, "POST", address, **made)
    assert first.status_code == sample.gives, first.text
    if sample.gives >= 400:
        return  # A refusal is no answer: the next attempt may get one.
    before = _entries(door)
    again = callers.ask(account, "POST", address, **made)
    assert _is_the_same(first, again), (first.status_code, again.status_code, again.text[:200])
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert _entries(door) == before
    assert kinds_left(door, again) == set()


def test_the_same_key_with_another_request_is_refused(callers: Callers) -> None:
    key = "of-one-question"
    assert _search(callers, key).status_code == 200
    for other in (
        _search(callers, key, name="Ada"),
        _search(callers, key, reason="found"),
        callers.ask(
            "officer", "POST", _SEARCH, body={"name": "Kit", "age": 14},
            headers={"Idempotency-Key": key},
        ),
    ):  # fmt: skip
        assert other.status_code == 422
        assert other.json()["type"].endswith("key-of-another-request")


def test_two_accounts_may_have_the_same_key(callers: Callers) -> None:
    one = _search(callers, "everybodys-key")
    other = _search(callers, "everybodys-key", account="supervisor")
    assert one.headers["x-audit-entry"] != other.headers["x-audit-entry"]


@pytest.mark.parametrize("key", ["short", "x" * 129, "with space in", '"', "naïve-key-1"])
def test_a_key_that_can_not_be_kept_is_refused(callers: Callers, key: str) -> None:
    response = callers.ask(
        "officer", "POST", _SEARCH, body={"name": "Kit"},
        headers={"Idempotency-Key": key.encode("utf-8")},  # type: ignore[dict-item]  # as bytes
    )  # fmt: skip
    assert response.status_code == 400


def test_a_refused_request_does_not_use_its_key_up(callers: Callers) -> None:
    assert _search(callers, "tried-too-early", account="analyst").status_code == 403
    assert _search(callers, "tried-too-early").status_code == 200


def test_twice_at_once_has_one_effect(callers: Callers) -> None:
    door = callers.door
    before = _entries(door)

    async def together() -> list[httpx2.Response]:
        headers = {**door.headers(), "Idempotency-Key": "twice-at-once"}
        ask = [
            door.client.post(_SEARCH, json={"name": "Kit Ashdownley"}, headers=headers)
            for _ in range(8)
        ]
        return list(await asyncio.gather(*ask))

    responses: list[httpx2.Response] = door._run(together())
    assert {one.status_code for one in responses} <= {200, 409}
    answers = [one for one in responses if one.status_code == 200]
    assert len({one.content for one in answers}) == 1
    assert len({one.headers["x-audit-entry"] for one in answers}) == 1
    assert _entries(door) == before + 1


def test_an_act_sent_twice_at_once_is_done_once(review: Review) -> None:
    door = review.door
    link = review.listed()["links"][0]["link"]
    address = f"/api/v1/links/doubtful/{link}/judgement"
    headers = {**door.headers("reviewer", "review"), "Idempotency-Key": "one-judgement"}

    async def together() -> list[httpx2.Response]:
        body = {"said": "cant_say", "why": WHY}
        ask = [door.client.post(address, json=body, headers=headers) for _ in range(4)]
        return list(await asyncio.gather(*ask))

    responses: list[httpx2.Response] = door._run(together())
    assert {one.status_code for one in responses} <= {200, 409}, [r.text for r in responses]
    assert len({one.content for one in responses if one.status_code == 200}) == 1
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM link_judgements").scalar_one()
    assert rows == 1


def test_after_a_crash_the_stored_answer_is_given(linked_store: Path, tmp_path: Path) -> None:
    shutil.copy(linked_store, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW) as door:
        first = _search(Callers(door), "before-the-crash")
    with Door(tmp_path, None, moment=NOW + timedelta(hours=1)) as door:
        assert _is_the_same(first, _search(Callers(door), "before-the-crash"))


def test_an_erased_answer_is_gone(callers: Callers) -> None:
    first = _search(callers, "to-be-erased")
    with callers.door.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE log_answers SET salt = NULL, value = NULL, erased_by = 'x' WHERE entry_id = ?",
            (first.headers["x-audit-entry"],),
        )
    again = _search(callers, "to-be-erased")
    assert again.status_code == 410
    assert again.json()["type"].endswith("answer-erased")


def test_a_key_is_forgotten_after_a_day(linked_store: Path, tmp_path: Path) -> None:
    shutil.copy(linked_store, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW) as door:
        callers = Callers(door)
        first = _search(callers, "of-yesterday")
        _search(callers, "of-yesterday-too")
        door.moment += KEPT_FOR - timedelta(seconds=1)
        assert _is_the_same(first, _search(callers, "of-yesterday"))
        door.moment += timedelta(seconds=2)
        assert not _is_the_same(first, _search(callers, "of-yesterday"))
        with door.store.reading() as connection:
            kept = connection.exec_driver_sql("SELECT count(*) FROM idempotency").scalar_one()
        assert kept == 1, "what is too old is pruned when a key is kept"
