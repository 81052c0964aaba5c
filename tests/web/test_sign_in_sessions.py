"""Sessions live on the server: begun anew at sign-in, ended by everybody who should end them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from serving.service.sign_in_refusals import Refusals
from serving.service.sign_in_sessions import digest_of
from serving.service.sign_in_upkeep import keep_up
from serving.store.sessions import Session
from tests.lib.broken_logs import log_refusing
from tests.lib.callers import entries_of
from tests.lib.door import Door
from tests.lib.sign_ins import cookie_of, entered, password_of, sign_in, with_session
from tests.web.conftest import NOW


@pytest.fixture(autouse=True)
def now_again(door: Door) -> Iterator[None]:
    """The door's own moment, with nobody's refusals counted."""
    door.service.sign_ins.refusals = Refusals()
    yield
    door.moment = NOW
    door.client.cookies.clear()


def is_in(door: Door, session: str) -> bool:
    """Whether the session opens the first page."""
    return door.request("GET", "/", headers=with_session(session)).status_code == 200


def row_of(door: Door, session: str) -> Session | None:
    """The session as the store has it."""
    found: Session | None = door._run(door.service.reader.find_session(digest_of(session)))
    return found


def test_signing_in_is_entered_with_the_session_and_signing_out_with_its_end(door: Door) -> None:
    session = sign_in(door)
    assert session != sign_in(door), "every one has a word of its own"
    assert row_of(door, session) is not None
    (last, _) = entered(door, "SIGNED_IN")[-2:]
    assert last["facts"]["how"] == "password"
    assert last["outcome"] == "done"
    page = door.request("GET", "/", headers=with_session(session)).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    out = door.request(
        "POST", "/sign-out", data={"csrf_token": token}, headers=with_session(session)
    )
    assert {one["kind"] for one in entries_of(door, out.headers["x-request-id"])} == {"SIGNED_OUT"}
    assert row_of(door, session) is None
    assert not is_in(door, session)


def test_the_store_holds_no_word_that_opens_anything(door: Door) -> None:
    session = sign_in(door)
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM sessions").all()
    assert session not in str(rows)
    assert digest_of(session) in str(rows)
    assert not is_in(door, digest_of(session))


def test_whoever_signs_in_ends_the_session_that_the_browser_brought(door: Door) -> None:
    planted = sign_in(door, "supervisor")
    own = sign_in(door, "officer", brought=planted)
    assert own != planted
    assert not is_in(door, planted)
    assert is_in(door, own)


def test_a_word_that_an_attacker_made_up_is_never_taken_up(door: Door) -> None:
    fixed = "f" * 64
    own = sign_in(door, brought=fixed)
    assert own != fixed
    assert not is_in(door, fixed)


def test_an_unused_session_is_over_after_half_an_hour_and_a_used_one_after_ten(door: Door) -> None:
    unused, used = sign_in(door), sign_in(door)
    for minutes in range(20, 600, 20):
        door.moment = NOW + timedelta(minutes=minutes)
        assert is_in(door, used), minutes
        door._run(keep_up(door.service))
        assert is_in(door, unused) is False if minutes >= 40 else True
    door.moment = NOW + timedelta(hours=10)
    assert not is_in(door, used)


def test_reading_a_session_writes_nothing_and_its_use_is_written_later(door: Door) -> None:
    session = sign_in(door)
    door.moment = NOW + timedelta(minutes=5)
    assert is_in(door, session)
    before = row_of(door, session)
    assert before is not None
    assert before.seen_at == NOW
    door._run(keep_up(door.service))
    after = row_of(door, session)
    assert after == replace(before, seen_at=door.moment)


def test_a_use_that_can_not_be_written_now_is_written_later(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    session = sign_in(door)
    door.moment = NOW + timedelta(minutes=5)
    assert is_in(door, session)
    writer, door.store.is_writer = door.store._writing, False
    door.store._writing = None
    try:
        door._run(keep_up(door.service))
        assert is_in(door, session)
    finally:
        door.store._writing, door.store.is_writer = writer, True
    assert "not written yet" in caplog.text
    door._run(keep_up(door.service))
    kept = row_of(door, session)
    assert kept is not None
    assert kept.seen_at == door.moment


def test_sessions_that_are_over_are_swept_away(door: Door) -> None:
    session = sign_in(door)
    door.moment = NOW + timedelta(hours=10)
    door._run(keep_up(door.service, sweeps=True))
    assert row_of(door, session) is None


def test_no_entry_no_session(door: Door) -> None:
    form = {"account": "officer", "password": password_of(door, "officer")}
    with door.store.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one()
    with log_refusing(door.store):
        response = door.request("POST", "/sign-in", data=form)
    assert response.status_code == 503
    assert "set-cookie" not in response.headers
    with door.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == before


def test_a_wrong_password_is_entered_for_whom_it_was_tried_and_what_was_typed_is_not(
    door: Door,
) -> None:
    def tried(account: str) -> dict[str, Any]:
        form = {"account": account, "password": "wrong-password-typed"}
        response = door.request("POST", "/sign-in", data=form)
        assert response.status_code == 422
        (entry,) = entries_of(door, response.headers["x-request-id"])
        assert entry["kind"] == "SIGN_IN_REFUSED"
        return entry

    known, unknown = tried("analyst"), tried("my-password-by-mistake")
    assert known["facts"]["rule"] == unknown["facts"]["rule"] == "wrong_password"
    assert known["who"] is not None
    assert unknown["who"] is None
    with door.store.reading() as connection:
        raw = str(connection.exec_driver_sql("SELECT value FROM log_private").all())
    assert "wrong-password-typed" not in raw
    assert "by-mistake" not in raw


def test_a_flood_at_the_form_is_counted_and_not_entered_one_by_one(door: Door) -> None:
    before = len(entered(door, "SIGN_IN_REFUSED"))
    for number in range(4):
        for _ in range(6):
            form = {"account": f"invented-{number}", "password": "x"}
            assert door.request("POST", "/sign-in", data=form).status_code == 422
    assert len(entered(door, "SIGN_IN_REFUSED")) == before + 10
    door.moment += timedelta(minutes=1)
    door._run(keep_up(door.service))
    facts = entered(door, "SIGN_IN_REFUSED")[-1]["facts"]
    assert facts["times"] == 14
    assert facts["times_wrong_password"] + facts["times_too_many"] == 14


def test_forms_of_one_session_are_not_taken_with_another(door: Door) -> None:
    mine, other = sign_in(door), sign_in(door)
    page = door.request("GET", "/", headers=with_session(mine)).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    response = door.request(
        "POST", "/search", data={"name": "Marnie", "csrf_token": token},
        headers=with_session(other),
    )  # fmt: skip
    assert response.status_code == 400


def test_many_at_once_each_get_a_session_of_their_own(door: Door) -> None:
    given: list[str] = []

    def one() -> None:
        form = {"account": "officer", "password": password_of(door, "officer")}
        response = door.request("POST", "/sign-in", data=form)
        given.append(cookie_of(response.headers["set-cookie"]))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    door.client.cookies.clear()
    assert len(set(given)) == 4
    assert all(is_in(door, session) for session in given)


@pytest.mark.parametrize(
    "name", ["officer%00", "%ED%A0%80", "%E2%80%AEreciffo", "o" * 5_000, "'--"]
)
@pytest.mark.parametrize("password", ["%00", "%ED%A0%80", "p" * 5_000])
def test_no_name_and_no_password_breaks_the_form(door: Door, name: str, password: str) -> None:
    response = door.request(
        "POST", "/sign-in", content=f"account={name}&password={password}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert response.status_code == 422
