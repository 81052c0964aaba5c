"""Whatever befalls a force, every past answer comes again byte for byte (N1).

Hypothesis invents the stories: entries, corrections, wrong children, looks, judgements,
splits, promotions, policies, limits, erasures, restarts, under a log that is
sealed all the while, in any order. How often
each was tried, and each pair, is printed with ``-s``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from serving.answer import answer
from serving.service import preparing_looks
from tests.lib.postgres import fast_disk
from tests.lib.stories import Story
from tests.lib.story_parts import CARDS, Reach

REACH = Reach()
_NUMBERS = st.integers(0, 11)
_ACCOUNTS = st.sampled_from(("officer", "officer", "neighbourhood", "supervisor"))


class Stories(RuleBasedStateMachine):
    """One story after the other; ``address`` is of an empty PostgreSQL, else an SQLite file."""

    address: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="missing-risk-story-", dir=fast_disk()))
        self.story = Story(self.folder, self.address)

    def _step(self, name: str) -> Story:
        self.story.taken.append(name)
        self.story.tick(7)
        return self.story

    @rule(what=_NUMBERS, whom=_NUMBERS, hours=st.integers(1, 400))
    def something_is_recorded(self, what: int, whom: int, hours: int) -> None:
        self._step("record").written.records(what, whom, hours)
        self.story.takes_in()

    @rule(which=_NUMBERS)
    def a_report_is_corrected(self, which: int) -> None:
        self._step("correct").written.corrects(which)
        self.story.takes_in()

    @precondition(lambda self: len(self.story.written.reports()) > 2)
    @rule(which=_NUMBERS)
    def a_report_is_withdrawn(self, which: int) -> None:
        self._step("withdraw").written.withdraws(which)
        self.story.takes_in()

    @rule(which=_NUMBERS, whom=_NUMBERS)
    def a_report_goes_to_another_child(self, which: int, whom: int) -> None:
        self._step("move").written.moves(which, whom)
        self.story.takes_in()

    @rule(which=_NUMBERS, account=_ACCOUNTS)
    def somebody_looks(self, which: int, account: str) -> None:
        self._step("look").looks(which, account)

    @rule(which=_NUMBERS, account=_ACCOUNTS, days=st.sampled_from((1, 5, 30, 300)))
    def somebody_looks_at_the_past(self, which: int, account: str, days: int) -> None:
        self._step("look back").looks(which, account, days)

    @rule(which=_NUMBERS)
    def a_limited_record_is_opened(self, which: int) -> None:
        self._step("emergency").looks(which, "officer", in_emergency=True)

    @rule(which=_NUMBERS)
    def an_answer_is_passed_on(self, which: int) -> None:
        self._step("disclose").discloses(which)

    @rule(whom=_NUMBERS)
    def somebody_searches(self, whom: int) -> None:
        self._step("search").searches(whom)

    @rule(which=st.integers(0, 40))
    def an_auditor_replays(self, which: int) -> None:
        self._step("replay").replays(which)

    @rule(which=_NUMBERS, said=st.sampled_from(("same", "different", "cant_say")))
    def a_link_is_judged(self, which: int, said: str) -> None:
        self._step(f"judge {said}").judges(which, said)

    @rule(which=_NUMBERS)
    def a_child_is_split(self, which: int) -> None:
        self._step("split").splits(which)

    @rule(which=_NUMBERS)
    def an_act_is_undone(self, which: int) -> None:
        self._step("undo").undoes(which)

    @rule(which=st.integers(0, len(CARDS) - 1))
    def another_card_is_promoted(self, which: int) -> None:
        self._step("promote").promotes(which)

    @rule(policy=st.integers(0, 2), intervals=st.integers(0, 2))
    def rules_change(self, policy: int, intervals: int) -> None:
        self._step("rules").changes_rules(policy, intervals)

    @rule(team=st.sampled_from((None, "City North", "City South")))
    def the_officer_changes_teams(self, team: str | None) -> None:
        self._step("role").changes_role(team)

    @rule(which=_NUMBERS, lift=st.booleans())
    def a_record_is_limited_or_freed(self, which: int, lift: bool) -> None:
        self._step("lift" if lift else "limit").limits(which, lift=lift)

    @precondition(lambda self: len(self.story.taken) > 8 and len(self.story.erased) < 4)
    @rule(which=_NUMBERS)
    def a_child_is_erased(self, which: int) -> None:
        self._step("erase").erases(which)

    @rule()
    def the_service_restarts(self) -> None:
        self._step("restart").restarts()

    @rule()
    def the_log_is_verified(self) -> None:
        self._step("verify").verifies()

    def teardown(self) -> None:
        try:
            self.story.end()
            REACH.add(self.story.taken, len(self.story.sent))
        finally:
            self.story.close()
            shutil.rmtree(self.folder, ignore_errors=True)


def _told(one_in: int, steps: int) -> settings:
    """A handful of stories in the quick profile, hundreds in the long one."""
    return settings(
        max_examples=settings.default.max_examples // one_in,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module", autouse=True)
def reach() -> Iterator[None]:
    """How far the stories reached, printed with ``-s``."""
    yield
    print(f"\n{REACH}")


@pytest.mark.slow
def test_after_any_story_every_past_answer_comes_again() -> None:
    run_state_machine_as_test(Stories, settings=_told(10, 45))
    assert len(REACH.steps) >= 18, "the stories leave out too much of what can happen"


@pytest.mark.slow
@pytest.mark.postgres
def test_after_any_story_on_postgresql_too(empty_postgres: str) -> None:
    class OnPostgres(Stories):
        def __init__(self) -> None:
            type(self).address = _emptied(empty_postgres)
            super().__init__()

    run_state_machine_as_test(OnPostgres, settings=_told(13, 30))


def _emptied(address: str) -> str:
    import psycopg

    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address


def test_a_story_in_which_something_hidden_speaks_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(tmp_path)
    try:
        story.looks(0, "officer")
        story.check()
        monkeypatch.setattr(preparing_looks, "answer", lambda inputs: answer(inputs) + b" ")
        story.looks(0, "officer")
        with pytest.raises(AssertionError, match="unexplained"):
            story.check()
    finally:
        story.close()
