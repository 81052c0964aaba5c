"""In production people sign in through the force alone; the demo's ways in are shut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from missing_risk import app
from serving.service.demo_tokens import demo_token
from serving.store.accounts import Account
from serving.store.opening import open_store
from tests.lib.door import Door
from tests.lib.issuers import ISSUER, Doors, an_issuer, claims_at, jwk_of, signed
from tests.lib.real_issuer import sign_in_file
from tests.lib.sign_ins import entered
from tests.web.conftest import NOW, small_force

SERVICE = "https://risk.force.example"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A door in production, at an issuer of the tests' own, without the demo's accounts."""
    folder = tmp_path_factory.mktemp("production")
    with Door(folder, small_force()):
        pass  # The demo makes the log's key by itself.
    door = Door(folder, None, moment=NOW)
    with door.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM accounts")
    path = sign_in_file(folder, ISSUER, SERVICE, audience="missing-risk-api")
    door.settings = replace(door.settings, environment="production", sign_in=path)
    with door:
        provider = door.service.sign_ins.provider
        assert provider is not None
        door._run(provider.close())
        issuer = an_issuer(callback=f"{SERVICE}/sign-in/callback")
        door.service.sign_ins.provider = Doors(jwk_of("one")).provider(issuer)
        yield door


def test_the_page_offers_the_forces_service_and_no_password(production: Door) -> None:
    page = production.request("GET", "/sign-in").text
    assert 'href="/sign-in/force"' in page
    assert "password" not in page.lower()


def test_no_password_opens_anything(production: Door) -> None:
    form = {"account": "officer", "password": "whatever"}
    response = production.request("POST", "/sign-in", data=form)
    assert response.status_code == 422
    assert "own sign-in service" in response.text
    assert entered(production, "SIGN_IN_REFUSED")[-1]["facts"]["rule"] == "not_in_production"


def test_a_demo_token_is_none(production: Door) -> None:
    account = Account("officer", "PC Demo", "scrypt$x", ("officer",), is_demo=True)
    token = demo_token(account, production.service.secret, NOW)
    headers = {"Authorization": f"Bearer {token}"}
    assert production.request("GET", "/api/v1/models", headers=headers).status_code == 401


def test_a_token_of_the_issuer_is_taken(production: Door) -> None:
    headers = {
        "Authorization": f"Bearer {signed(claims_at(NOW))}", "X-Access-Reason": "missing_report",
    }  # fmt: skip
    found = production.request(
        "POST", "/api/v1/children/search", json={"name": "Marnie"}, headers=headers
    )
    assert found.status_code == 200


def test_no_account_is_made_here(production: Door) -> None:
    token = signed(claims_at(NOW, sub="a.example", groups=["risk-admins"]))
    made = {"account": "x-1", "password": "four invented short words", "display_name": "X",
            "roles": ["officer"], "team": None}  # fmt: skip
    response = production.request(
        "POST", "/api/v1/accounts", json=made, headers={"Authorization": f"Bearer {token}"}
    )
    assert response.status_code == 409
    assert response.json()["type"].endswith("issuers-account")


def test_cookies_are_bound_to_this_very_host(production: Door) -> None:
    sent = production.request("GET", "/sign-in/force").headers["set-cookie"]
    assert sent.startswith("__Host-missing-risk-sign-in=")
    assert "Secure" in sent
    assert "Path=/" in sent
    assert "Domain" not in sent


# ------------------------------------------------------------- at the start


def _started(store: Path, **environment: str) -> tuple[int, str]:
    """How ``serve`` ends, and what it says."""
    given = {"MISSING_RISK_ENVIRONMENT": "production", "MISSING_RISK_CACHE": str(store.parent),
             "MISSING_RISK_MODELS": f"sqlite:///{store.parent}/mlflow.db",
             "MISSING_RISK_LOG_KEY": f"{store}.key", "MISSING_RISK_LOG_SEALS": f"{store}.seals",
             **environment}  # fmt: skip
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--store", str(store)], env=given)
    return done.exit_code, done.stderr


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store of a force."""
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}", writer=True).close()
    return path


def test_without_an_issuer_production_does_not_start(store: Path) -> None:
    code, said = _started(store)
    assert code == 3
    assert said.count("\n") == 1
    assert "set MISSING_RISK_SIGN_IN" in said


def test_with_a_file_that_can_not_be_used_it_does_not_start(store: Path) -> None:
    path = sign_in_file(store.parent, ISSUER, SERVICE, roles={"g": "chief"})
    code, said = _started(store, MISSING_RISK_SIGN_IN=str(path))
    assert code == 3
    assert "no such role: chief" in said
    assert said.count("\n") == 1


def test_with_an_issuer_in_clear_it_does_not_start(store: Path) -> None:
    path = sign_in_file(store.parent, "http://localhost:9400", SERVICE)
    code, said = _started(store, MISSING_RISK_SIGN_IN=str(path))
    assert code == 3
    assert "https addresses" in said
