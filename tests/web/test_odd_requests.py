"""Requests made to break something: each is refused by a problem and one line of log."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import httpx2
import pytest

from serving.store.errors import StoreUnavailableError
from serving.web.request_log import CURRENT_REQUEST, ONE_LINE
from serving.web.shield import LONGEST_BODY, MOST_HEADERS
from tests.lib.door import Door
from tests.lib.served import served

_SEARCH = "/api/v1/children/search"
_JSON = {"Content-Type": "application/json"}
_LISTED = "/api/v1/links/doubtful"
#: Names and references of the force behind the door: none may stand in an error.
_INVENTED = ("Quillfeather", "Marnie", "Ashdownley", "P-1", "NG7 2AB")


def _is_a_problem(response: httpx2.Response) -> bool:
    said = response.json()
    return (
        response.headers["content-type"] == "application/problem+json"
        and said["status"] == response.status_code
        and {"type", "title", "detail"} <= said.keys()
        and said["instance"].endswith(response.headers["x-request-id"])
    )


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", f"{_LISTED}?colour=red", {}, 400),
        ("GET", f"{_LISTED}?limit=1&limit=2", {}, 400),
        ("GET", f"{_LISTED}?limit=1%00", {}, 400),
        ("GET", f"{_LISTED}?after=" + "A" * 2_000, {}, 400),
        ("GET", "/api/v1/children/C-1%00/risk", {}, 400),
        ("GET", "/api/v1/children/%2e%2e%2f%2e%2e%2fetc%2fpasswd/risk", {}, 404),
        ("GET", "/api/v1/models/", {}, 404),
        ("POST", "/api/v1/models", {}, 405),
        ("TRACE", "/api/v1/models", {}, 405),
        ("POST", _SEARCH, {"content": b"name=Kit"}, 415),
        ("POST", _SEARCH, {"json": {"name": "Kit", "grade": "high"}}, 400),
        ("POST", _SEARCH, {"json": {"name": "Kit", "age": True}}, 400),
        ("POST", _SEARCH, {"json": {"name": "Kit", "age": "14"}}, 400),
        ("POST", _SEARCH, {"content": b'{"name": "\\ud800"}', "headers": _JSON}, 422),
        ("POST", _SEARCH, {"json": ["Kit"]}, 400),
        ("POST", _SEARCH, {"content": b"\xff\xfe{", "headers": _JSON}, 400),
        ("POST", _SEARCH, {"content": b"[" * 30_000, "headers": _JSON}, 400),
    ],
)  # fmt: skip
def test_what_the_document_does_not_name_is_refused_with_a_problem(
    door: Door, method: str, path: str, given: dict[str, Any], status: int
) -> None:
    account = "reviewer" if "links" in path else "analyst" if "models" in path else "officer"
    headers = {**door.headers(account), **given.pop("headers", {})}
    response = door.request(method, path, headers=headers, **given)
    assert response.status_code == status, response.text[:200]
    assert _is_a_problem(response)


@pytest.mark.parametrize(
    "question",
    [
        "' OR 1=1 --", "%", "_", "*", '"', "NEAR(a b)", "a* OR b*", "name:Marnie", "\\", "(",
        "Marnie\x00", "Marnie\r\nSet-Cookie: x", "\x1b[31mMarnie", "𝕸arnie", "\u202eMarnie",
    ],
)  # fmt: skip
def test_signs_that_mean_something_to_a_database_are_letters_like_any_other(
    door: Door, question: str
) -> None:
    response = door.request("POST", _SEARCH, json={"name": question}, headers=door.headers())
    assert response.status_code in (200, 422)
    assert "set-cookie" not in response.headers
    if response.status_code == 200:
        assert response.json()["count"] <= 3
    else:
        assert _is_a_problem(response)


@pytest.mark.parametrize("note", ["\x00", "a\tb", "\x1b[31m", "x" * 501])
def test_a_reason_of_control_characters_or_without_end_is_refused(door: Door, note: str) -> None:
    headers = {**door.headers(), "X-Access-Reason": f"other; {note}"}
    response = door.request("GET", "/api/v1/children/C-1/risk", headers=headers)
    assert response.status_code == 422
    assert _is_a_problem(response)


def test_a_header_that_may_stand_once_stands_once(door: Door) -> None:
    twice = [("X-Access-Reason", "found"), *door.headers().items()]
    response = door.request("GET", "/api/v1/children/C-1/risk", headers=twice)
    assert response.status_code == 400
    assert _is_a_problem(response)


def test_headers_have_an_end(door: Door) -> None:
    many = {f"X-Many-{number}": "x" for number in range(MOST_HEADERS + 1)}
    response = door.request("GET", "/health/live", headers=many)
    assert response.status_code == 431
    assert _is_a_problem(response)


def test_a_body_in_chunks_is_cut_off_at_the_limit(door: Door) -> None:
    async def chunks() -> Any:
        for _ in range(LONGEST_BODY // 1_000 + 50):
            yield b"x" * 1_000

    headers = {**door.headers(), "Content-Type": "application/json"}
    response = door.request("POST", _SEARCH, content=chunks(), headers=headers)
    assert response.status_code == 413
    assert _is_a_problem(response)


def _raw(address: str, request: bytes) -> bytes:
    """What a server answers to these bytes within 5 seconds."""

    async def ask() -> bytes:
        host, _, port = address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        try:
            return await asyncio.wait_for(reader.read(4_096), 5)
        except TimeoutError:
            return b""
        finally:
            writer.close()

    return asyncio.run(ask())


_BODY = json.dumps({"name": "Kit"}).encode()


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 14\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 14\r\nContent-Length: 15\r\n",
        b"Content-Length: +14\r\n",
        b"Content-Length: 14\r\n X-Folded: yes\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
    ],
)
def test_a_body_whose_end_two_readers_could_see_elsewhere_is_refused(
    door: Door, head: bytes
) -> None:
    token = door.token().encode()
    request = (
        b"POST /api/v1/children/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token + b"\r\n" + head + b"\r\n" + _BODY
    )
    with served(door) as address:
        answer = _raw(address, request)
    assert not answer.startswith(b"HTTP/1.1 200")
    assert b"Quillfeather" not in answer


def test_a_callers_own_id_comes_back_beside_ours_if_it_is_well_formed(door: Door) -> None:
    good = door.request("GET", "/health/live", headers={"X-Request-Id": "gateway-17"})
    assert good.headers["x-correlation-id"] == "gateway-17"
    assert good.headers["x-request-id"] != "gateway-17"
    for bad in ("short", "a b c d e f", "x" * 65, '"quoted-id"'):
        response = door.request("GET", "/health/live", headers={"X-Request-Id": bad})
        assert "x-correlation-id" not in response.headers


def test_a_forced_fault_names_nobody_and_logs_one_line_with_the_request(
    door: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: str) -> None:
        raise RuntimeError("Marnie Quillfeather\r\nP-1 \x1b[31m SELECT * FROM children")

    monkeypatch.setattr(door.service, "reader", _Reader(broken))
    with caplog.at_level(logging.ERROR, "serving"):
        response = door.request("GET", "/api/v1/children/C-1/risk", headers=door.headers())
    assert response.status_code == 500
    assert _is_a_problem(response)
    [record] = [one for one in caplog.records if one.name == "serving"]
    line = record.getMessage()
    assert response.headers["x-request-id"] in line
    for text in (line, response.text):
        assert not [name for name in (*_INVENTED, "SELECT", "\n") if name in text]


def test_a_store_that_can_not_be_read_is_told_without_its_address(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: str) -> None:
        raise StoreUnavailableError(f"{door.store.address}: disk I/O error")

    monkeypatch.setattr(door.service, "reader", _Reader(silent))
    response = door.request("GET", "/api/v1/children/C-1/risk", headers=door.headers())
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert _is_a_problem(response)
    assert "store.db" not in response.text


class _Reader:
    """Reads nothing."""

    def __init__(self, read: Any) -> None:
        self.read_look = read

    def __getattr__(self, name: str) -> Any:
        return self.read_look


def test_what_is_logged_is_one_line_whatever_it_holds() -> None:
    record = logging.LogRecord("serving", 40, "x", 1, "bad %s", ("a\r\nb\x1b[31m",), None)
    token = CURRENT_REQUEST.set("r1")
    try:
        assert ONE_LINE.filter(record)
    finally:
        CURRENT_REQUEST.reset(token)
    assert record.getMessage() == "request r1: bad a\\r\\nb\\x1b[31m"
