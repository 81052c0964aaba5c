"""A plan in the hands of writers, supervisors, its own system and the clock, step by step."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from records.calendar import local_day
from serving.access.permissions import Officer
from serving.answer.plan import plan_values
from serving.planning.acting import KeptApartError, OwnWorkError
from serving.planning.reading import PlanNow
from serving.planning.sections import ABOUT, typed_details
from serving.planning.states import STANDINGS, ActRefusedError, CopyState, PlanState
from serving.planning.submit_plan import NotReadyError
from serving.service.editing import ChangedMeanwhileError
from tests.lib.door import Door
from tests.lib.plan_model import PlanModel
from tests.lib.plan_shift import EDITORS, SUPERVISOR, SUPERVISOR_WHO_WRITES, PlanShift

__all__ = ["ENTRIES", "PlanMachine"]

_SECTIONS = ("read_first", "pattern", "vehicles")
_WRITERS = st.sampled_from((*EDITORS, *EDITORS, SUPERVISOR_WHO_WRITES))
_SUPERVISORS = (SUPERVISOR, SUPERVISOR_WHO_WRITES)
_EVERYBODY = (*EDITORS, *_SUPERVISORS)
#: Nobody reads again before they act half of the time: that is where an edit is lost.
_FRESH = st.sampled_from((True, True, False, False))
#: What each act leaves in the log.
ENTRIES = {
    "submit": "PLAN_SUBMITTED",
    "approve": "PLAN_APPROVED",
    "send_back": "PLAN_SENT_BACK",
    "review": "PLAN_REVIEWED",
    "end": "PLAN_ENDED",
}
_NUMBERS = itertools.count()


class PlanMachine(RuleBasedStateMachine):
    """One plan of a child of its own; what it should be is kept beside what it is."""

    door: ClassVar[Door]
    #: What was tried, and how it ended.
    met: ClassVar[Counter[tuple[str, str]]] = Counter()

    @initialize(is_in_force=st.booleans())
    def begin(self, is_in_force: bool) -> None:
        # Noon of another day: no act of an example falls on either side of midnight.
        self.door.moment = self.door.moment.replace(hour=12, minute=0) + timedelta(days=1)
        self.first = self._last_entry()
        self.shift, self.model = PlanShift(self.door), PlanModel()
        letters = "".join("abcdefghij"[int(digit)] for digit in str(next(_NUMBERS)))
        self.child = self.shift.child(f"Quill{letters}")
        self.shift.begin(self.child)
        self.plan = self.shift.now()
        self.count = 0
        #: What each of them last saw: the plan, and what it should have been then.
        self.seen: dict[str, tuple[PlanNow, dict[str, Any]]] = {}
        for officer in _EVERYBODY:
            self._look(officer)
        about = {"owner": "PC Ada", "owner_team": "City North", "review_due": self._day(14)}
        self._save(EDITORS[0], ABOUT, about)
        self._save(EDITORS[0], "read_first", ["Begun."])
        if is_in_force:
            self.it_is_sent_and_approved()

    def _last_entry(self) -> str:
        with self.door.store.reading() as connection:
            last = connection.execute(text("SELECT max(id) FROM log_entries")).scalar_one()
        return str(last or "")

    @property
    def _today(self) -> date:
        return local_day(self.door.moment)

    def _day(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()

    def _look(self, officer: Officer) -> None:
        self.seen[officer.name] = (self.plan, self.model.contents())

    def _entered(self, kind: str) -> None:
        self.shift.acts.append(kind)
        self.plan = self.shift.now()

    @rule(officer=st.sampled_from(_EVERYBODY))
    def somebody_reads_it(self, officer: Officer) -> None:
        self._look(officer)

    @rule(writer=_WRITERS, section=st.sampled_from(_SECTIONS), is_fresh=_FRESH)
    def somebody_saves(self, writer: Officer, section: str, is_fresh: bool) -> None:
        self.count += 1
        word = f"Word {self.count} of {writer.name}."
        if is_fresh:
            self._look(writer)
        self._save(writer, section, word if section == "pattern" else [word])

    @rule(writer=_WRITERS, section=st.sampled_from(_SECTIONS), is_fresh=_FRESH)
    def somebody_empties_a_section(self, writer: Officer, section: str, is_fresh: bool) -> None:
        if is_fresh:
            self._look(writer)
        self._save(writer, section, None)

    @rule(writer=_WRITERS)
    def the_review_day_is_moved(self, writer: Officer) -> None:
        about = {"owner": "PC Ada", "owner_team": "City North", "review_due": self._day(20)}
        self._look(writer)
        self._save(writer, ABOUT, about)

    def _save(
        self, writer: Officer, section: str, content: Any, settles: tuple[int, ...] = ()
    ) -> None:
        plan, saw = self.seen[writer.name]
        stands = self.model.contents().get(section)
        is_stale = plan.section_tag(section) != self.plan.section_tag(section)
        is_same = content == stands
        try:
            self.shift.save(writer, section, content, plan.section_tag(section), settles)
        except KeptApartError as kept:
            assert not is_same or (settles and is_stale)
            assert is_stale or not self.model.may_be_saved
            self.met["save", "kept apart"] += 1
            self.model.apart[kept.number] = (section, content)
            self._entered("PLAN_TEXT_KEPT_APART")
        except (ActRefusedError, ChangedMeanwhileError):
            assert is_same
            self.met["save", "refused"] += 1
            return
        else:
            # No edit is lost: what it stands upon is what they saw, or it says the same.
            assert is_same or saw.get(section) == stands
            assert is_same or self.model.may_be_saved
            self.met["save", "done"] += 1
            for number in settles:
                del self.model.apart[number]
            if not is_same or section in self.model.unseen():
                self.model.save(section, content, writer.name)
            self._entered("PLAN_SECTION_SAVED")
        if content is not None:
            self.model.words.append(content)

    @precondition(lambda self: self.model.apart)
    @rule(
        writer=_WRITERS, takes_the_kept=st.booleans(), is_fresh=st.sampled_from((True, True, False))
    )
    def somebody_chooses(self, writer: Officer, takes_the_kept: bool, is_fresh: bool) -> None:
        number, (section, kept) = next(iter(self.model.apart.items()))
        if is_fresh:
            self._look(writer)
        content = kept if takes_the_kept else self.model.contents().get(section)
        self._save(writer, section, content, (number,))

    @rule(
        name=st.sampled_from(("submit", "submit", "approve", "approve", "send_back", "review")),
        writer=_WRITERS, supervisor=st.sampled_from(_SUPERVISORS),
        is_fresh=st.sampled_from((True, True, False)),
    )  # fmt: skip
    def somebody_acts(
        self, name: str, writer: Officer, supervisor: Officer, is_fresh: bool
    ) -> None:
        self.act(name, writer if name in ("submit", "review") else supervisor, is_fresh)

    @rule()
    def it_is_sent_and_approved(self) -> None:
        self.act("submit", EDITORS[0], is_fresh=True)
        self.act("approve", SUPERVISOR, is_fresh=True)

    @rule(writer=_WRITERS, is_fresh=st.sampled_from((True, True, True, False)))
    def it_is_sent_and_sent_back(self, writer: Officer, is_fresh: bool) -> None:
        self.act("submit", writer, is_fresh=True)
        self.act("send_back", SUPERVISOR, is_fresh)

    @rule(is_meant=st.sampled_from((False, False, False, False, True)))
    def the_supervisor_ends_it(self, is_meant: bool) -> None:
        if is_meant:
            self.act("end", SUPERVISOR, is_fresh=True)

    def act(self, name: str, officer: Officer, is_fresh: bool) -> None:
        """An act of the table of states by somebody, on what they see now or saw last."""
        if is_fresh:
            self._look(officer)
        model, (plan, saw) = self.model, self.seen[officer.name]
        may = {
            "submit": model.state != "ended" and model.writing == "open",
            "approve": model.writing == "waiting",
            "send_back": model.writing == "waiting",
            "review": model.state == "live" and model.writing != "waiting",
            "end": model.state != "ended",
        }[name]
        wrote = {saved.who for saved in model.copy.values()} | {model.sent_by}
        is_open = bool(model.apart or model.unseen())
        due = self._today + timedelta(days=10)
        more = {"send_back": ("Again.",), "end": ("Over.",), "review": (due, "It holds.")}
        try:
            self.shift.act(name, officer, plan.tag, *more.get(name, ()))
        except ChangedMeanwhileError:
            assert plan.tag != self.plan.tag
            how = "stale"
        except OwnWorkError:
            assert name == "approve"
            assert officer.name in wrote
            how = "own work"
        except ActRefusedError:
            assert not may or (name in ("submit", "approve") and is_open)
            how = "refused"
        except NotReadyError:
            contents = model.contents()
            is_late = contents[ABOUT]["review_due"] <= self._today.isoformat()
            assert is_late or "read_first" not in contents
            how = "not ready"
        else:
            how = "done"
            assert may
            assert saw == model.contents(), "acted upon what they had not read"
            self._acted(name, officer, due, wrote)
        self.met[name, how] += 1

    def _acted(self, name: str, officer: Officer, due: date, wrote: set[str | None]) -> None:
        model = self.model
        if name == "approve":
            assert officer.name not in wrote
        if name in ("submit", "approve"):
            assert model.unseen() == []
        match name:
            case "submit":
                assert not model.apart
                model.submit(officer.name)
            case "review":
                model.review(due)
            case _:
                {"approve": model.approve, "send_back": model.send_back, "end": model.end}[name]()
        self._entered(ENTRIES[name])

    @precondition(lambda self: self.model.state == "live")
    @rule(section=st.sampled_from(("read_first", "pattern")))
    def its_own_system_brings_a_version(self, section: str) -> None:
        self.count += 1
        word = f"Word {self.count} of elsewhere."
        brought = {section: word if section == "pattern" else [word]}
        details = typed_details({**self.model.down, **brought})
        more = {"version": self.model.version + 1, "state": "live"}
        self.shift.brought(self.child, {**details, **more})
        self.model.brought(brought)
        self.plan = self.shift.now()

    @rule(days=st.sampled_from((1, 6, 13)))
    def days_go_by(self, days: int) -> None:
        self.door.moment += timedelta(days=days)
        self.plan = self.shift.now()

    # ---------------------------------------------------------------- what must always hold

    @invariant()
    def it_stands_as_it_should_and_never_where_nothing_can(self) -> None:
        standing, model = self.plan.standing, self.model
        assert (standing.plan.value, standing.copy.value) == model.standing(self._today)
        assert standing in STANDINGS
        assert standing.plan is not PlanState.ENDED or standing.copy is CopyState.NONE
        current = self.plan.current
        assert (0 if current is None else current.number) == model.version

    @invariant()
    def it_says_what_was_last_saved(self) -> None:
        said = {name: one for name, one in self.plan.contents().items() if one is not None}
        assert said == self.model.contents()
        assert sorted(self.plan.overtaken) == sorted(self.model.unseen())

    @invariant()
    def every_word_that_anybody_saved_can_be_read(self) -> None:
        kept = [said.content for said in self.plan.copy.history]
        assert [word for word in self.model.words if word not in kept] == []
        apart = {said.row.number: (said.row.section, said.content) for said in self.plan.copy.apart}
        assert apart == self.model.apart

    @invariant()
    def officers_see_the_last_version_that_was_approved(self) -> None:
        told, others = plan_values(self.plan.known, self.door.moment, has_possible=False)
        self._check_shown(told["current"])
        assert all(other["state"] == "ended" for other in others)

    def _check_shown(self, shown: dict[str, Any] | None) -> None:
        if self.model.shown is None:
            assert shown is None
            return
        assert shown is not None
        assert (shown["state"], shown["version"]) == (self.model.state, self.model.version)
        told = {one["name"]: one["content"] for one in shown["sections"]}
        assert told == {n: c for n, c in self.model.shown.items() if n != ABOUT}

    def teardown(self) -> None:
        """The door says what the history says; every act stands in the log, and no other."""
        if not hasattr(self, "shift"):
            return
        self.door.moment += timedelta(seconds=1)
        asked = f"/api/v1/children/{self.child}/risk"
        answer = self.door.request("GET", asked, headers=self.door.headers())
        self._check_shown(answer.json()["plan"]["current"])
        query = text("SELECT entry FROM log_entries WHERE id > :first ORDER BY id")
        with self.door.store.reading() as connection:
            entries = connection.execute(query, {"first": self.first})
            read = [json.loads(bytes(entry)) for (entry,) in entries]
        mine = [e["kind"] for e in read if e["facts"].get("plan") == self.shift.reference]
        assert mine == self.shift.acts
