"""Errors are problem details that never repeat what was asked (reliability: I7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lib.door import Door

SECRET = "Zyzzogeton"


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("POST", "/api/v1/children/search", {"json": {"name": SECRET, SECRET: 1}}, 422),
        ("POST", "/api/v1/children/search", {"json": {"name": [SECRET]}}, 422),
        ("POST", "/api/v1/children/search", {"json": {"birth_date": SECRET}}, 422),
        ("POST", "/api/v1/children/search", {"json": {}}, 422),
        ("POST", "/api/v1/children/search", {"json": {"age": 900, "name": SECRET}}, 422),
        ("POST", "/api/v1/children/search", {"content": SECRET.encode()}, 415),
        ("POST", "/api/v1/children/search", {"json": {"name": SECRET * 500}}, 422),
        ("GET", f"/api/v1/children/{SECRET}/risk", {}, 404),
        ("GET", f"/api/v1/children/C-1/risk?as_of={SECRET}", {}, 422),
        ("GET", f"/api/v1/{SECRET}", {}, 404),
        ("DELETE", f"/api/v1/children/{SECRET}/risk", {}, 405),
        ("POST", "/api/v1/children/search", {"content": SECRET.encode() * 9_000}, 413),
    ],
)
def test_no_error_repeats_what_was_asked(
    door: Door, method: str, path: str, given: dict[str, Any], status: int
) -> None:
    response = door.request(method, path, headers=door.headers(), **given)
    assert response.status_code in (status, 400)
    assert response.headers["content-type"] == "application/problem+json"
    assert SECRET.lower() not in response.text.lower()
    said = response.json()
    assert {"type", "title", "status", "detail"} <= set(said)
    assert said["status"] == response.status_code


_LINKS = "/api/v1/links"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"/doubtful?subject={SECRET}", None, 400),
        ("GET", f"/doubtful?hangs={SECRET}", None, 400),
        ("GET", f"/doubtful?after={SECRET}", None, 422),
        ("GET", f"/doubtful?limit={SECRET}", None, 400),
        ("GET", f"/doubtful/{SECRET}", None, 404),
        ("GET", f"/people/{SECRET}/records", None, 404),
        ("POST", f"/doubtful/{SECRET}/judgement", {"said": "same", "why": SECRET}, 404),
        ("POST", "/doubtful/L-1/judgement", {"said": SECRET, "why": SECRET}, 400),
        ("POST", "/doubtful/L-1/judgement", {SECRET: SECRET}, 400),
        ("POST", f"/judgements/{SECRET}/undo", {"why": SECRET}, 404),
        ("POST", "/judgements/1/undo", {"why": f"{SECRET}\n{SECRET}"}, 422),
        ("POST", "/people/C-1/split", {"records": [{"system": SECRET}], "why": "x"}, 400),
    ],
)
def test_no_error_of_link_review_repeats_what_was_asked(
    door: Door, method: str, path: str, body: object, status: int
) -> None:
    headers = door.headers("reviewer", "review")
    response = door.request(method, _LINKS + path, headers=headers, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert SECRET.lower() not in response.text.lower()


def test_a_compressed_body_is_refused_unread(door: Door) -> None:
    response = door.request(
        "POST", "/api/v1/children/search", content=b"\x1f\x8b",
        headers={**door.headers(), "Content-Encoding": "gzip"},
    )  # fmt: skip
    assert response.status_code == 415


def test_every_response_bears_the_security_headers(door: Door) -> None:
    for path in ("/sign-in", "/api/v1/children/C-1/risk", "/nothing-here"):
        headers = door.request("GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]


def test_the_future_is_not_asked_about(door: Door) -> None:
    child = door.find("Marnie Quillfeather")
    response = door.request(
        "GET", f"/api/v1/children/{child}/risk?as_of=2126-01-01T00:00:00Z", headers=door.headers()
    )
    assert response.status_code == 422
