"""The client of the API: safe retries, problems as exceptions, cursors as iterators."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from serving.client import Client, ProblemError, RefusedError, UnreachableError

Handler = Callable[[httpx.Request], httpx.Response]
_FOUND = {
    "results": [{"child": "C-1", "name": "Kit Example", "birth_date": None, "why": ["Same."]}],
    "count": 1,
}


class _Service:
    """Answers in turn, and keeps what was asked."""

    def __init__(self, *turns: httpx.Response | Exception) -> None:
        self.turns, self.asked, self.slept = list(turns), list[httpx.Request](), list[float]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn

    def client(self, **more: Any) -> Client:
        transport = httpx.MockTransport(self)
        return Client("http://risk", "t", transport=transport, sleep=self.slept.append, **more)


def _good(values: Any, **headers: str) -> httpx.Response:
    return httpx.Response(200, json=values, headers=headers)


def _problem(status: int, kind: str, **headers: str) -> httpx.Response:
    said = {
        "type": f"tag:missing-risk,2026:problem/{kind}",
        "title": "x",
        "status": status,
        "detail": "Words.",
        "faults": [{"field": "name", "rule": "is missing"}],
    }
    return httpx.Response(status, json=said, headers={"X-Request-Id": "r" * 32, **headers})


def _keys(service: _Service) -> set[str]:
    return {request.headers["idempotency-key"] for request in service.asked}


def test_a_post_that_is_tried_again_bears_the_same_key() -> None:
    service = _Service(
        _problem(503, "busy", **{"Retry-After": "2"}), httpx.ReadTimeout("slow"), _good(_FOUND)
    )
    with service.client() as client:
        found = client.search("Kit")
    assert found.results[0].name == "Kit Example"
    assert len(service.asked) == 3
    assert len(_keys(service)) == 1
    assert service.slept == [2.0, 2.0]


def test_two_posts_bear_two_keys() -> None:
    service = _Service(_good(_FOUND), _good(_FOUND))
    with service.client() as client:
        client.search("Kit")
        client.search("Kit")
    assert len(_keys(service)) == 2


def test_an_edit_is_tried_once_and_names_what_was_seen() -> None:
    service = _Service(_problem(503, "not-logged", **{"Retry-After": "2"}))
    with service.client() as client, pytest.raises(ProblemError, match="not-logged"):
        client.ask("PUT", "/api/v1/accounts/kit", body={}, etag='"abc"')
    assert service.asked[0].headers["if-match"] == '"abc"'
    assert "idempotency-key" not in service.asked[0].headers


def test_a_problem_is_told_with_its_kind_its_faults_and_the_request() -> None:
    service = _Service(_problem(422, "bad-question"))
    with service.client() as client, pytest.raises(ProblemError) as told:
        client.search("x")
    assert (told.value.kind, told.value.status) == ("bad-question", 422)
    assert told.value.faults == {"name": "is missing"}
    assert told.value.request == "r" * 32


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_an_error_of_its_own_and_is_not_tried_again(status: int) -> None:
    service = _Service(_problem(status, "not-permitted"))
    with service.client() as client, pytest.raises(RefusedError):
        client.risk("C-1", "missing_report")
    assert len(service.asked) == 1


def test_silence_is_told_after_the_last_try() -> None:
    service = _Service(*[httpx.ConnectError("no") for _ in range(3)])
    with service.client(tries=3) as client, pytest.raises(UnreachableError):
        client.search("Kit")
    assert len(service.asked) == 3


def test_a_wait_that_is_too_long_is_left_to_the_caller() -> None:
    service = _Service(_problem(429, "rate-limited", **{"Retry-After": "3600"}))
    with service.client() as client, pytest.raises(ProblemError, match="rate-limited"):
        client.search("Kit")
    assert service.slept == []


def test_a_list_is_followed_page_after_page() -> None:
    service = _Service(
        _good({"rows": [{"row": 1}, {"row": 2}], "next_page": "abc"}),
        _good({"rows": [{"row": 3}], "next_page": None}),
    )
    with service.client() as client:
        assert [row["row"] for row in client.held_back(system="S1")] == [1, 2, 3]
    assert service.asked[1].url.params["after"] == "abc"
    assert service.asked[1].url.params["system"] == "S1"


def test_an_answer_that_is_none_of_ours_is_told_as_such() -> None:
    service = _Service(httpx.Response(502, text="<html>proxy</html>"))
    with service.client() as client, pytest.raises(ProblemError) as told:
        client.search("Kit")
    assert told.value.kind == "other"


@pytest.mark.parametrize("child", ["", "../accounts", "C 1", "C/1", "Ć-1"])
def test_what_is_no_id_is_never_put_into_an_address(child: str) -> None:
    service = _Service()
    with service.client() as client, pytest.raises(ValueError, match="no id"):
        client.risk(child, "missing_report")
    assert service.asked == []


def test_the_body_is_sent_as_json() -> None:
    service = _Service(_good(_FOUND))
    with service.client() as client:
        client.search("Kit", age=14)
    assert json.loads(service.asked[0].content) == {"name": "Kit", "age": 14}
