"""Signing in, sessions and accounts hold on SQLite and on PostgreSQL alike (N6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from serving.service.sign_in_upkeep import keep_up
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.issuers import Doors, claims_at, jwk_of, signed
from tests.lib.sign_ins import entered, sign_in, with_session

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
ACCOUNT = "/api/v1/accounts/analyst"


def test_a_session_is_begun_used_and_ended_by_an_administrator(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, None, store_url, moment=NOW) as door:
        first = sign_in(door, "analyst")
        session = sign_in(door, "analyst", brought=first)
        for used, status in ((first, 303), (session, 200)):
            page = door.request("GET", "/models", headers=with_session(used))
            assert page.status_code == status
        door.moment = NOW + timedelta(minutes=29)
        assert door.request("GET", "/models", headers=with_session(session)).status_code == 200
        door._run(keep_up(door.service))
        headers = door.headers("administrator")
        shown = door.request("GET", ACCOUNT, headers=headers)
        headers["If-Match"] = shown.headers["etag"]
        wished = {name: shown.json()[name] for name in ("display_name", "roles", "team")}
        told = door.request("PUT", ACCOUNT, headers=headers, json={**wished, "closed": True})
        assert told.json()["sessions_ended"] == 1
        gone = door.request("GET", "/models", headers=with_session(session))
        assert gone.status_code == 303
        assert len(entered(door, "SIGNED_IN")) == 2
        assert len(entered(door, "ACCOUNT_CHANGED")) == 1
        assert verify_log(door.store).faults == ()


def test_a_token_of_the_issuer_is_taken_and_its_account_noted(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, None, store_url, moment=NOW) as door:
        provider = Doors(jwk_of("one")).provider()
        door.service.sign_ins = replace(door.service.sign_ins, provider=provider)
        token = signed(claims_at(NOW, groups=["risk-admins"]))
        headers = {"Authorization": f"Bearer {token}"}
        shown = door.request("GET", "/api/v1/accounts/f.example", headers=headers)
        assert shown.status_code == 200
        assert shown.json()["kept_by"] == "issuer"
        assert shown.json()["roles"] == ["administrator"]
        refused = {"Authorization": f"Bearer {token[:-4]}"}
        assert door.request("GET", ACCOUNT, headers=refused).status_code == 401
        assert verify_log(door.store).faults == ()
