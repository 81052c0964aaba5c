"""Two people at one report, in any order: it is always as a plain model says, no state is
impossible, no edit is lost, every act is in the log, and the past stays as it was known."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.answer.inputs import look_history
from serving.missing.acts import ACTS, Act
from serving.missing.reports import moment_after, report_of
from serving.store.histories import read_blob
from serving.store.log_parts import read_entry
from tests.lib.door import Door
from tests.lib.missing_reports import NOW, Desk, missing_force

#: Who acts, and whether they read the report just before.
WHO = st.sampled_from(("officer", "supervisor", "officer again", "supervisor again"))
#: So many minutes before now: within and without the absence, and to come.
AGO = st.sampled_from((-5, 0, 0, 20, 90, 300, 700))
_WHY = "Entered for the wrong child by mistake."
_NUMBERS = itertools.count()


@dataclass
class Modelled:
    """A report as it should be."""

    reference: str
    since: datetime
    found: datetime | None = None
    is_withdrawn: bool = False
    reviews: list[datetime] = field(default_factory=list)
    talks: list[datetime] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.is_withdrawn:
            return "withdrawn"
        return "open" if self.found is None else "found"

    @property
    def standing(self) -> int:
        if self.is_withdrawn:
            return 0
        return 1 + (self.found is not None) + len(self.reviews) + len(self.talks)


class ReportMachine(RuleBasedStateMachine):
    """Acts by two people, with what they last saw."""

    door: ClassVar[Door]
    #: What was tried, and how it was answered.
    met: ClassVar[Counter[tuple[Act, int]]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.desks = {name: Desk(self.door, name) for name in ("officer", "supervisor")}
        self.closed: list[Modelled] = []
        self.tags: dict[str, str] = {}
        self.tag = ""
        self.told: list[tuple[datetime, str, str, datetime]] = []
        who = {"surname": f"Machineson {'abcdefghijklmnopqrstuvwxyz'[next(_NUMBERS) % 26] * 3}"}
        since = self.door.moment - timedelta(hours=10)
        opened = self.desks["officer"].open(who, since, beside=None)
        assert opened.status_code == 200, opened.text[:300]
        report = opened.json()["report"]
        self.child = ChildId(report["child"])
        self.report = Modelled(report["reference"], since)
        self._settled()
        for name in self.desks:
            self.tags[name] = self.tag

    @rule(who=st.sampled_from(("officer", "supervisor")))
    def look(self, who: str) -> None:
        self.tags[who] = self.desks[who].show(self.report.reference)["etag"]

    @rule(minutes=st.sampled_from((10, 200)))
    def wait(self, minutes: int) -> None:
        self.door.moment += timedelta(minutes=minutes)

    @rule(who=WHO, ago=AGO)
    def update(self, who: str, ago: int) -> None:
        at, report = self._at(ago), self.report
        others = [*report.reviews, *report.talks, *([report.found] if report.found else [])]
        wrong = at > self.door.moment or any(at > other for other in others)
        if self._act(
            who, Act.UPDATE, {"since": instant_to_text(at)}, wrong=wrong or at == report.since
        ):
            report.since = at

    @rule(who=WHO, ago=AGO)
    def find(self, who: str, ago: int) -> None:
        at = self._at(ago)
        body = {"at": instant_to_text(at), "how_ended": "returned", "found_with": "friend",
                "harm_found": "nothing_found"}  # fmt: skip
        wrong = not self.report.since <= at <= self.door.moment
        if self._act(who, Act.FOUND, body, refused=self.report.state != "open", wrong=wrong):
            self.report.found = at

    @rule(who=WHO, ago=AGO)
    def correct_the_end(self, who: str, ago: int) -> None:
        report = self.report
        if report.found is None or report.is_withdrawn:
            return
        entry = next(
            one["entry"] for one in self.desks["officer"].show(report.reference)["entries"]
            if one["kind"] == "missing_found" and one["stands"]
        )  # fmt: skip
        at = self._at(ago)
        wrong = not report.since <= at <= self.door.moment
        wrong |= any(at > talk for talk in report.talks) or at == report.found
        body = {"at": instant_to_text(at), "corrects": entry}
        if self._act(who, Act.FOUND, body, wrong=wrong):
            report.found = at

    @rule(who=WHO, ago=AGO)
    def talk(self, who: str, ago: int) -> None:
        at, back = self._at(ago), self.report.found
        body = {"at": instant_to_text(at), "interview": "did_not_want_to"}
        wrong = at > self.door.moment or (back is not None and at < back)
        if self._act(
            who, Act.RETURN_INTERVIEW, body, refused=self.report.state != "found", wrong=wrong
        ):
            self.report.talks.append(at)

    @rule(who=st.sampled_from(("supervisor", "supervisor again")), ago=AGO)
    def review(self, who: str, ago: int) -> None:
        at = self._at(ago)
        body = {"at": instant_to_text(at), "review_by": "inspector", "direction": "Go on."}
        wrong = not self.report.since <= at <= self.door.moment
        if self._act(
            "supervisor", Act.REVIEW, body, refused=self.report.state != "open", wrong=wrong
        ):
            self.report.reviews.append(at)

    @rule(who=WHO, is_sure=st.sampled_from((False, True)))
    def withdraw(self, who: str, is_sure: bool) -> None:
        if is_sure and self._act(who, Act.WITHDRAW, {"why": _WHY}):
            self.report.is_withdrawn = True
            self._settled()

    @rule(who=WHO)
    def open_again(self, who: str) -> None:
        """Told while one is open; once the child is back, a day later, another report."""
        who = who.partition(" ")[0]
        if self.report.state == "open":
            assert self.desks[who].open(self.child).status_code == 409
            return
        self.door.moment += timedelta(days=1)
        opened = self.desks[who].open(self.child)
        assert opened.status_code == 200, opened.text[:300]
        self.closed.append(self.report)
        since = self.door.moment - timedelta(hours=2)
        self.report = Modelled(opened.json()["report"]["reference"], since)
        self._settled()
        self.tags = dict.fromkeys(self.desks, self.tag)

    def _at(self, ago: int) -> datetime:
        return self.door.moment - timedelta(minutes=ago)

    def _act(
        self,
        who: str,
        act: Act,
        body: dict[str, Any],
        *,
        refused: bool = False,
        wrong: bool = False,
    ) -> bool:
        """Whether it was done; as it should be, by what the person last saw and the model."""
        self.door.moment += timedelta(microseconds=10)
        who, _, has_read = who.partition(" ")
        if has_read:
            self.look(who)
        stale = self.tags[who] != self.tag
        refused = refused or self.report.is_withdrawn
        response = self.desks[who].act(self.report.reference, act.value, body, self.tags[who])
        expected = 412 if stale else 409 if refused else 422 if wrong else 200
        assert response.status_code == expected, (act, response.text[:300])
        self.met[act, expected] += 1
        if expected != 200:
            return False
        with self.door.store.reading() as connection:
            entry = read_entry(connection, response.headers["x-audit-entry"])
        assert entry is not None
        assert entry.fields["kind"] == ACTS[act].logged
        assert (entry.private["who"], entry.private["child"]) == (who, self.child)
        self.tags[who] = response.headers["etag"]
        self.tag = response.headers["etag"]
        return True

    def _settled(self) -> None:
        """The tag as it is; the state of before is remembered by the moment."""
        self.tag = self.desks["officer"].show(self.report.reference)["etag"]

    @invariant()
    def the_report_is_as_the_model_says(self) -> None:
        if not hasattr(self, "report"):
            return
        with self.door.store.reading() as connection:
            history = look_history(read_blob(connection, self.child), frozenset())
            rows = connection.exec_driver_sql(
                f"SELECT reference FROM work_items WHERE kind = 'missing'"  # noqa: S608 - an id of ours
                f" AND child_id = '{self.child}'"
            ).scalars().all()  # fmt: skip
        now = moment_after(self.door.moment)
        for one in (*self.closed, self.report):
            known = report_of(history, one.reference, now)
            assert known is not None
            assert (known.state.value, len(known.standing)) == (one.state, one.standing)
            if not one.is_withdrawn:
                assert known.since == one.since
                assert known.returned == one.found
        assert rows == ([self.report.reference] if self.report.state == "open" else [])
        for moment, reference, state, since in self.told:
            then = report_of(history, reference, moment)
            assert then is not None
            assert (then.state.value, then.since) == (state, since), "the past has changed"
        known = report_of(history, self.report.reference, now)
        assert known is not None
        self.told.append((now, self.report.reference, known.state.value, known.since))


def test_reports_under_two_hands_are_always_as_the_model_says(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Door(tmp_path_factory.mktemp("machine"), missing_force(), moment=NOW) as door:
        ReportMachine.door = door
        run_state_machine_as_test(
            ReportMachine,
            settings=settings(
                max_examples=10,
                stateful_step_count=18,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    done = {act for act, status in ReportMachine.met if status == 200}
    assert done == set(Act) - {Act.PREVENTION_INTERVIEW, Act.RETURN_OFFER, Act.MEETING}
    assert {status for _, status in ReportMachine.met} == {200, 409, 412, 422}
