"""One account may ask so fast and no faster; others go on; one alarm a minute is entered (N6)."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from serving.access.permissions import Permission
from serving.service.rate_limits import Limited, Limits, Rate, RateLimitedError, limited_by
from tests.lib.callers import Callers, kinds_left
from tests.lib.door import Door
from tests.web.conftest import small_force

_SEARCH = "/api/v1/children/search"


class _Clock:
    """Seconds that go on when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _limits(clock: _Clock, a_minute: int = 6) -> Limits:
    return Limits(dict.fromkeys(Limited, Rate(a_minute)), clock)


def _refusals(limits: Limits, times: int, account: str = "officer") -> list[RateLimitedError]:
    found = []
    for _ in range(times):
        try:
            limits.take(Limited.LOOKS, account)
        except RateLimitedError as fault:
            found.append(fault)
    return found


def test_a_minutes_worth_passes_at_once_and_then_one_every_so_often() -> None:
    clock = _Clock()
    limits = _limits(clock)
    assert _refusals(limits, 6) == []
    [refused] = _refusals(limits, 1)
    assert refused.after_s == 10
    clock.now += 9.9
    assert len(_refusals(limits, 1)) == 1
    clock.now += 0.2
    assert _refusals(limits, 1) == []
    clock.now += 3_600
    assert len(_refusals(limits, 8)) == 2, "a rest fills the bucket, and no more than that"


def test_one_account_and_one_kind_of_request_do_not_use_up_another() -> None:
    limits = _limits(_Clock())
    assert len(_refusals(limits, 7)) == 1
    assert _refusals(limits, 6, "supervisor") == []
    limits.take(Limited.SEARCHES, "officer")


def test_an_alarm_is_due_once_a_minute() -> None:
    clock = _Clock()
    limits = _limits(clock, 1)
    assert [fault.is_alarm for fault in _refusals(limits, 4)] == [True, False, False]
    clock.now += 59
    assert [fault.is_alarm for fault in _refusals(limits, 2)] == [False, False]
    clock.now += 2
    assert [fault.is_alarm for fault in _refusals(limits, 3)] == [True, False]


def test_names_without_end_do_not_fill_the_memory() -> None:
    clock = _Clock()
    limits = _limits(clock, 2)
    for number in range(10_000):
        limits.take(Limited.SIGN_INS, f"name-{number}")
    assert len(_refusals(limits, 1, "one more")) == 0
    limits.take(Limited.LOOKS, "and another")
    assert len(_refusals(limits, 1, "a third")) == 1, "those without room share one bucket"
    clock.now += 61
    assert _refusals(limits, 2, "a third") == []


def test_looks_and_searches_are_counted_apart_from_the_rest() -> None:
    assert limited_by(Permission.CHILD_VIEW) is Limited.LOOKS
    assert limited_by(Permission.CHILD_SEARCH) is Limited.SEARCHES
    assert {limited_by(each) for each in Permission} == set(Limited) - {Limited.SIGN_INS}


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """A door at which each account has three of each a minute."""
    with Door(tmp_path_factory.mktemp("slow"), small_force(), rate=3) as door:
        yield Callers(door)


def _searched(callers: Callers, account: str, times: int) -> list[httpx2.Response]:
    return [callers.ask(account, "POST", _SEARCH, body={"name": "Marnie"}) for _ in range(times)]


def test_whoever_asks_too_fast_is_told_when_to_go_on_and_entered_once(slow: Callers) -> None:
    *passed, first, second = _searched(slow, "officer", 5)
    assert [one.status_code for one in passed] == [200, 200, 200]
    assert [first.status_code, second.status_code] == [429, 429]
    assert first.headers["content-type"] == "application/problem+json"
    assert 1 <= int(first.headers["retry-after"]) <= 20
    assert first.headers["ratelimit-policy"] == '"searches";q=3;w=60'
    assert first.headers["ratelimit"].startswith('"searches";r=0;t=')
    assert kinds_left(slow.door, first) == {"LOOK_REFUSED"}
    assert kinds_left(slow.door, second) == set()
    assert _searched(slow, "supervisor", 1)[0].status_code == 200


def test_a_page_says_it_in_words(slow: Callers) -> None:
    responses = [slow.ask("neighbourhood", "GET", "/") for _ in range(4)]
    assert [one.status_code for one in responses] == [200, 200, 200, 429]
    assert "Too many requests" in responses[-1].text
    assert responses[-1].headers["retry-after"]


def test_whoever_is_not_signed_in_is_counted_and_not_entered(slow: Callers) -> None:
    before = slow.door.service.limits.not_signed_in
    response = slow.ask(None, "POST", _SEARCH, body={"name": "Marnie"})
    assert response.status_code == 401
    assert kinds_left(slow.door, response) == set()
    assert slow.door.service.limits.not_signed_in == before + 1
