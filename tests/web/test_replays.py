"""A past answer given again through the door: to auditors alone, logged, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from missing_risk import app
from serving.access.kinds import KINDS
from serving.access.reasons import AccessReason
from serving.answer.cards import Cards, CardVersion
from serving.api.replay_schemas import REPLAY_SCHEMAS
from serving.model_store import Held
from serving.replay import code_in_use
from serving.service.demo_accounts import demo_accounts
from serving.service.measure_replay import measure_replay
from serving.store.log_parts import read_entry
from serving.store.verifying import verify_log
from tests.lib.cards import a_card
from tests.lib.door import Door
from tests.lib.page_checker import check_page
from tests.lib.vignette_card import vignette_card
from tests.web.conftest import small_force

ENTRY = "X-Audit-Entry"


def look(door: Door, name: str = "Marnie Quillfeather") -> tuple[str, bytes]:
    """The entry of a look, and the bytes that were sent."""
    path = f"/api/v1/children/{door.find(name)}/risk"
    shown = door.request("GET", path, headers=door.headers())
    assert shown.status_code == 200, shown.text
    return shown.headers[ENTRY], shown.content


def replay(door: Door, entry: str, **asked: Any) -> Any:
    headers = door.headers("auditor", "audit; yearly inspection")
    return door.request("GET", f"/api/v1/audit/{entry}/replay", params=asked, headers=headers)


def said(door: Door, entry: str) -> Mapping[str, Any]:
    response = replay(door, entry)
    assert response.status_code == 200, response.text
    found: Mapping[str, Any] = response.json()
    jsonschema.validate(found, REPLAY_SCHEMAS["Replay"])
    return found


def test_the_same_bytes_come_again_with_both_hashes(door: Door) -> None:
    entry, sent = look(door)
    found = said(door, entry)
    assert (found["verdict"], found["cause"], found["difference"]) == ("identical", None, None)
    assert found["kept"]["text"].encode() == sent
    assert found["kept"]["hash"] == found["recomputed_hash"]
    exact = replay(door, entry, form="bytes")
    assert exact.content == sent
    assert exact.headers["content-type"] == "application/json"
    assert exact.headers["x-replay-verdict"] == "identical"


def test_a_replay_is_entered_against_the_child_and_names_the_entry(door: Door) -> None:
    entry, _ = look(door)
    again = replay(door, entry)
    with door.store.reading() as connection:
        past = read_entry(connection, entry)
        kept = read_entry(connection, again.headers[ENTRY])
    assert past is not None
    assert kept is not None
    assert kept.fields["kind"] == "ANSWER_REPLAYED"
    assert kept.fields["facts"]["entry"] == entry
    assert kept.fields["facts"]["verdict"] == "identical"
    assert kept.private["child"] == past.private["child"]
    assert kept.private["reason"] == "yearly inspection"
    assert kept.answer == again.content


def test_bytes_given_again_are_entered_as_the_bytes_they_are(door: Door) -> None:
    entry, sent = look(door)
    again = replay(door, entry, form="bytes")
    with door.store.reading() as connection:
        kept = read_entry(connection, again.headers[ENTRY])
    assert kept is not None
    assert kept.answer == sent
    assert kept.fields["answer"]["media_type"] == "application/json"


def test_a_search_is_given_again_as_it_was_and_says_why_not_anew(door: Door) -> None:
    found = door.request(
        "POST",
        "/api/v1/children/search",
        json={"name": "Marnie Quillfeather"},
        headers=door.headers(),
    )
    again = said(door, found.headers[ENTRY])
    assert again["verdict"] == "kept_only"
    assert again["kept"]["text"].encode() == found.content
    assert "whole index" in again["words"]


def test_a_refusal_has_no_answer_to_give(door: Door) -> None:
    entry, _ = look(door)
    path = f"/api/v1/audit/{entry}/replay"
    refused = door.request("GET", path, headers=door.headers("officer"))
    assert refused.status_code == 403
    with door.store.reading() as connection:
        newest = connection.exec_driver_sql(
            "SELECT entry_id FROM log_leaves ORDER BY position DESC LIMIT 1"
        ).scalar_one()
    assert said(door, newest)["verdict"] == "no_answer"
    assert replay(door, newest, form="bytes").status_code == 410


def test_an_unknown_entry_is_404_and_the_try_is_entered(door: Door) -> None:
    before = verify_log(door.store).entries
    assert replay(door, "no-such-entry").status_code == 404
    assert verify_log(door.store).entries == before + 1


def test_no_replay_without_a_reason(door: Door) -> None:
    entry, _ = look(door)
    headers = {"Authorization": f"Bearer {door.token('auditor')}"}
    path = f"/api/v1/audit/{entry}/replay"
    assert door.request("GET", path, headers=headers).status_code == 422


def test_later_cards_change_nothing_of_what_was_said(door: Door) -> None:
    entry, sent = look(door)
    card = a_card(base=20, catalogue_version=vignette_card().catalogue_version)
    before, door.held = door.held, Held(Cards(CardVersion(card, "2", is_stopped=True)))
    door.moment += timedelta(days=3)
    other, _ = look(door)
    assert replay(door, entry, form="bytes").content == sent
    assert said(door, entry)["verdict"] == "identical"
    assert said(door, other)["verdict"] == "identical"
    rates = measure_replay(door.store)
    door.held, door.moment = before, door.moment - timedelta(days=3)
    assert rates.about_children >= 2
    assert (rates.recomputed, rates.unexplained) == (rates.about_children, 0)
    assert rates.kept == rates.answers
    assert rates.oldest is not None


def test_the_first_look_after_a_start_keeps_its_inputs_before_it_is_entered(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that can't keep them gives no answer, and the entry does not come either."""
    from serving.service import kept_inputs
    from serving.store.errors import StoreUnavailableError

    def broken(*_: object) -> None:
        raise StoreUnavailableError("the disk is full")

    door.service.kept = kept_inputs.KeptInputs(door.store, code_in_use())
    child = door.find("Marnie Quillfeather")
    before = verify_log(door.store).entries
    path = f"/api/v1/children/{child}/risk"
    with monkeypatch.context() as patched:
        patched.setattr(kept_inputs, "keep_inputs", broken)
        assert door.request("GET", path, headers=door.headers()).status_code == 503
        assert verify_log(door.store).entries == before
    assert door.request("GET", path, headers=door.headers()).status_code == 200


def _page(door: Door, path: str, form: Mapping[str, str]) -> Any:
    account = {one.account: one for one in demo_accounts(door.store)}["auditor"]
    signed = {"account": account.account, "password": account.password}
    door.request("POST", "/sign-in", data=signed, headers={"Sec-Fetch-Site": "same-origin"})
    here = door.request("POST", path, data={"csrf_token": "none"})
    assert here.status_code == 400
    token = _csrf(door)
    return door.request("POST", path, data={"csrf_token": token, **form})


def _csrf(door: Door) -> str:
    from serving.web.signed_in import csrf_token

    session = next(v for k, v in door.client.cookies.items() if "session" in k)
    return csrf_token(session)


def test_the_page_shows_what_was_shown_and_says_so(door: Door) -> None:
    entry, sent = look(door)
    path = f"/log/entries/{entry}/replay"
    asks = _page(door, path, {})
    assert asks.status_code == 422
    assert check_page(asks.text) == []
    assert _page(door, path, {"reason": "other"}).status_code == 422
    shown = _page(door, path, {"reason": "audit"})
    assert shown.status_code == 200
    assert check_page(shown.text, json.loads(sent)) == []
    assert "You see what was shown to officer at" in shown.text.replace("\u00a0", " ")
    assert entry in shown.text
    search = door.request(
        "POST", "/api/v1/children/search", json={"name": "Kit"}, headers=door.headers()
    )
    plain = _page(door, f"/log/entries/{search.headers[ENTRY]}/replay", {"reason": "audit"})
    assert plain.status_code == 200
    assert check_page(plain.text) == []
    door.client.cookies.clear()


def test_the_command_gives_the_bytes_and_the_two_rates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Door(tmp_path, small_force()) as door:
        entry, sent = look(door)
        runner = CliRunner()
        everything = runner.invoke(
            app, ["replay", "--all", "--json", "--store", str(tmp_path / "store.db")]
        )
        assert everything.exit_code == 0, everything.output
        rates = json.loads(everything.stdout)
        assert (rates["about_children"], rates["recomputed"]) == (1, 1)
    at = ["--store", str(tmp_path / "store.db")]
    once = runner.invoke(app, ["replay", entry, "--bytes", "answer.json", *at])
    assert once.exit_code == 0, once.output
    assert (tmp_path / "answer.json").read_bytes() == sent
    assert "same bytes" in once.stdout
    plain = runner.invoke(app, ["replay", "--all", *at])
    assert "Recomputed: 1 of 1 (100.0 %)" in plain.stdout
    assert runner.invoke(app, ["replay", *at]).exit_code == 2
    assert runner.invoke(app, ["replay", "no-such-entry", *at]).exit_code == 2


def test_the_reason_of_a_replay_is_a_reason_of_the_list() -> None:
    assert KINDS["ANSWER_REPLAYED"].needs_reason
    assert AccessReason("audit").code == "audit"
