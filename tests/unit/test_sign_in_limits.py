"""Sessions end in time whatever the clock does; floods are counted and memory is bounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from serving.service.sign_in_guesses import Guesses
from serving.service.sign_in_refusals import Counted, Refusals
from serving.service.sign_in_seen import SeenSessions
from serving.store.sessions import Session

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SESSION = Session(
    "ab" * 32, "f.example", "Fern", ("officer",), None, "issuer",
    NOW, NOW, NOW + timedelta(hours=10), timedelta(minutes=30),
)  # fmt: skip


class Clocks:
    """A wall clock that can be set, and a true one that can't."""

    def __init__(self) -> None:
        self.wall, self.true_s = NOW, 50.0

    def pass_by(self, minutes: float) -> None:
        """So much time passes by both."""
        self.wall += timedelta(minutes=minutes)
        self.true_s += minutes * 60

    def monotonic(self) -> float:
        """Seconds of the true one."""
        return self.true_s


@pytest.fixture
def clocks() -> Clocks:
    """Both at the beginning of the session."""
    return Clocks()


@pytest.fixture
def seen(clocks: Clocks) -> SeenSessions:
    """What a process remembers of sessions."""
    return SeenSessions(clocks.monotonic)


def test_a_session_that_is_used_lasts_to_its_end_and_no_longer(
    clocks: Clocks, seen: SeenSessions
) -> None:
    used = 0
    while seen.may_use(SESSION, clocks.wall):
        used += 1
        clocks.pass_by(25)
    assert used == 24, "10 hours at one use in 25 minutes"


def test_a_session_that_is_not_used_for_half_an_hour_is_over(
    clocks: Clocks, seen: SeenSessions
) -> None:
    assert seen.may_use(SESSION, clocks.wall)
    clocks.pass_by(29.9)
    assert seen.may_use(SESSION, clocks.wall)
    clocks.pass_by(30)
    assert not seen.may_use(SESSION, clocks.wall)


@pytest.mark.parametrize("back", [1, 15, 29, 31, 120, 600])
def test_a_clock_that_is_set_back_prolongs_nothing(
    clocks: Clocks, seen: SeenSessions, back: int
) -> None:
    assert seen.may_use(SESSION, clocks.wall)
    clocks.pass_by(20)
    clocks.wall -= timedelta(minutes=back)
    clocks.pass_by(10)
    assert not seen.may_use(SESSION, clocks.wall), "unused for half an hour of true time"


@pytest.mark.parametrize("back", [5, 120, 595])
def test_nor_does_a_clock_that_is_set_back_put_off_the_end(
    clocks: Clocks, seen: SeenSessions, back: int
) -> None:
    for _ in range(30):
        seen.may_use(SESSION, clocks.wall)
        clocks.pass_by(20)
    clocks.wall -= timedelta(minutes=back)
    assert not seen.may_use(SESSION, clocks.wall)


def test_a_process_that_never_saw_the_session_goes_by_its_row(clocks: Clocks) -> None:
    row = replace(SESSION, seen_at=NOW + timedelta(hours=2))
    assert not SeenSessions(clocks.monotonic).may_use(row, NOW), "the clock went back two hours"
    assert SeenSessions(clocks.monotonic).may_use(row, NOW + timedelta(hours=2))


def test_a_clock_that_runs_ahead_for_a_moment_ends_what_it_must_and_no_more(
    clocks: Clocks, seen: SeenSessions
) -> None:
    assert not seen.may_use(SESSION, NOW + timedelta(days=1))
    assert seen.may_use(SESSION, clocks.wall)


def test_another_process_use_counts(clocks: Clocks, seen: SeenSessions) -> None:
    assert seen.may_use(SESSION, clocks.wall)
    clocks.pass_by(40)
    row = replace(SESSION, seen_at=clocks.wall - timedelta(minutes=5))
    assert seen.may_use(row, clocks.wall)


def test_a_use_is_written_at_most_once_a_minute(clocks: Clocks, seen: SeenSessions) -> None:
    for _ in range(10):
        assert seen.may_use(SESSION, clocks.wall)
        clocks.pass_by(0.09)
    assert seen.take_due() == {}
    clocks.pass_by(1)
    assert seen.may_use(SESSION, clocks.wall)
    first = clocks.wall
    assert seen.take_due() == {SESSION.digest: first}
    assert seen.take_due() == {}
    clocks.pass_by(1)
    assert seen.may_use(SESSION, clocks.wall)
    seen.put_back({SESSION.digest: first, "other": first})
    assert seen.take_due() == {SESSION.digest: clocks.wall, "other": first}


def test_refusals_beyond_ten_a_minute_are_counted_and_told_once() -> None:
    refusals = Refusals()
    alone = [refusals.is_entered_alone("token", "expired", NOW) for _ in range(25)]
    assert alone == [True] * 10 + [False] * 15
    assert refusals.is_entered_alone("password", "wrong_password", NOW), "each kind by itself"
    refusals.is_entered_alone("token", "signature", NOW)
    assert refusals.take_counted(NOW) == ()
    later = NOW + MINUTE
    (counted,) = refusals.take_counted(later)
    assert counted == Counted("token", NOW, {"expired": 15, "signature": 1})
    assert refusals.take_counted(later) == ()
    refusals.put_back((counted,))
    assert refusals.take_counted(None) == (counted,)


def test_a_new_minute_enters_again_and_loses_no_count() -> None:
    refusals = Refusals(most=1)
    for second in (0, 1, 2):
        refusals.is_entered_alone("token", "expired", NOW + timedelta(seconds=second))
    assert refusals.is_entered_alone("token", "expired", NOW + MINUTE)
    refusals.is_entered_alone("token", "expired", NOW + MINUTE)
    told = refusals.take_counted(None)
    assert [counted.by_rule for counted in told] == [{"expired": 2}, {"expired": 1}]


def test_guesses_are_counted_for_each_name_within_five_minutes() -> None:
    guesses = Guesses()
    for second in range(5):
        assert not guesses.are_too_many("fern", NOW)
        guesses.failed("fern", NOW + timedelta(seconds=second))
    assert guesses.are_too_many("fern", NOW + timedelta(seconds=299))
    assert not guesses.are_too_many("fern", NOW + timedelta(seconds=300))
    assert not guesses.are_too_many("moss", NOW)


def test_names_that_nobody_has_fill_no_memory() -> None:
    guesses = Guesses(most=1, most_names=100)
    for number in range(1_000):
        guesses.failed(f"name-{number}", NOW)
    assert guesses.are_too_many("name-999", NOW)
    assert not guesses.are_too_many("name-0", NOW)
