"""A plan in the hands of two editors, a supervisor and the clock: no impossible state, no word
lost, and officers see what was last approved and nothing else (M3, M8, N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from records.calendar import local_day
from serving.access.permissions import Officer
from serving.planning.acting import KeptApartError
from serving.planning.sections import ABOUT
from serving.planning.states import (
    MOVES,
    STANDINGS,
    ActRefusedError,
    CopyState,
    PlanAct,
    PlanState,
    Standing,
)
from serving.planning.submit_plan import NotReadyError
from serving.service.editing import ChangedMeanwhileError
from tests.lib.door import Door
from tests.lib.extracts import S1, Extracts
from tests.lib.plan_desk import NOW
from tests.lib.plan_shift import EDITORS, SUPERVISOR, PlanShift

_SECTIONS = ("read_first", "pattern", "vehicles")
_EDITORS = st.sampled_from(EDITORS)
_FRESH = st.booleans()
_EXAMPLES, _STEPS = 3, 20
_ACTS = {
    "submit": (PlanAct.SUBMIT, "PLAN_SUBMITTED"),
    "approve": (PlanAct.APPROVE, "PLAN_APPROVED"),
    "send_back": (PlanAct.SEND_BACK, "PLAN_SENT_BACK"),
    "review": (PlanAct.REVIEW, "PLAN_REVIEWED"),
    "end": (PlanAct.END, "PLAN_ENDED"),
}


class PlanMachine(RuleBasedStateMachine):
    """One plan of a child of its own; what it should be is kept beside what it is."""

    door: ClassVar[Door]
    children: ClassVar[Iterator[str]]

    @initialize()
    def begin(self) -> None:
        self.child = next(self.children)
        self.shift = PlanShift(self.door)
        self.shift.begin(self.child)
        #: What each editor last saw of each section, and of the plan.
        self.seen: dict[str, dict[str, str]] = {one.name: {} for one in (*EDITORS, SUPERVISOR)}
        self.words: list[str] = []
        self.approved: dict[str, Any] | None = None
        self.version = 0
        self.count = 0
        for editor in EDITORS:
            self._look(editor)
        about = {"owner": "PC Ada", "owner_team": "City North", "review_due": self._day(14)}
        self._save(EDITORS[0], ABOUT, about, is_fresh=True)
        self._save(EDITORS[0], "read_first", ["Begun."], is_fresh=True)

    def _day(self, days: int) -> str:
        return (local_day(self.door.moment) + timedelta(days=days)).isoformat()

    def _look(self, officer: Officer) -> None:
        plan = self.shift.now()
        self.seen[officer.name] = {
            "plan": plan.tag, **{name: plan.section_tag(name) for name in (*_SECTIONS, ABOUT)},
        }  # fmt: skip

    @rule(officer=st.sampled_from((*EDITORS, SUPERVISOR)))
    def somebody_reads_it(self, officer: Officer) -> None:
        self._look(officer)

    @rule(editor=_EDITORS, section=st.sampled_from(_SECTIONS), is_fresh=_FRESH)
    def somebody_saves(self, editor: Officer, section: str, is_fresh: bool) -> None:
        self.count += 1
        word = f"Word {self.count} of {editor.name}."
        content: Any = word if section == "pattern" else [word]
        self._save(editor, section, content, is_fresh=is_fresh)
        self.words.append(word)

    @rule(editor=_EDITORS)
    def the_review_day_is_moved(self, editor: Officer) -> None:
        about = {"owner": "PC Ada", "owner_team": "City North", "review_due": self._day(20)}
        self._save(editor, ABOUT, about, is_fresh=True)

    def _save(self, editor: Officer, section: str, content: Any, *, is_fresh: bool) -> None:
        if is_fresh:
            self._look(editor)
        plan = self.shift.now()
        tag = self.seen[editor.name][section]
        is_same = plan.content(section) == content
        may = isinstance(MOVES[plan.standing, PlanAct.SAVE], Standing)
        try:
            done = self.shift.save(editor, section, content, tag)
        except KeptApartError:
            assert not is_same
            assert tag != plan.section_tag(section) or not may
            self.shift.acts.append("PLAN_TEXT_KEPT_APART")
        except (ActRefusedError, ChangedMeanwhileError):
            assert is_same
        else:
            assert is_same or (may and tag == plan.section_tag(section))
            self.shift.acts.append("PLAN_SECTION_SAVED")
            self.seen[editor.name][section] = done.etag

    @precondition(lambda self: self.shift.now().copy.apart)
    @rule(editor=_EDITORS, takes_the_kept=st.booleans())
    def somebody_chooses(self, editor: Officer, takes_the_kept: bool) -> None:
        plan = self.shift.now()
        kept = plan.copy.apart[0]
        section = kept.row.section
        content = kept.content if takes_the_kept else plan.content(section)
        tag, number = plan.section_tag(section), kept.row.number
        try:
            self.shift.save(editor, section, content, tag, [number])
        except KeptApartError:
            assert MOVES[plan.standing, PlanAct.SAVE] not in STANDINGS
            self.shift.acts.append("PLAN_TEXT_KEPT_APART")
        else:
            self.shift.acts.append("PLAN_SECTION_SAVED")

    @rule(
        name=st.sampled_from(("submit", "submit", "approve", "approve", "send_back", "review")),
        editor=_EDITORS, is_fresh=st.sampled_from((True, True, False)),
    )  # fmt: skip
    def somebody_acts(self, name: str, editor: Officer, is_fresh: bool) -> None:
        self._act(name, editor if name in ("submit", "review") else SUPERVISOR, is_fresh)

    @rule(is_meant=st.sampled_from((False, False, False, False, True)))
    def the_supervisor_ends_it(self, is_meant: bool) -> None:
        if is_meant:
            self._act("end", SUPERVISOR, is_fresh=True)

    def _act(self, name: str, officer: Officer, is_fresh: bool) -> None:
        if is_fresh or not self.seen[officer.name]:
            self._look(officer)
        before = self.shift.now()
        tag = self.seen[officer.name]["plan"]
        move = MOVES[before.standing, _ACTS[name][0]]
        day = local_day(self.door.moment) + timedelta(days=10)
        more = {"send_back": ("Again.",), "end": ("Over.",), "review": (day, "It holds.")}
        try:
            self.shift.act(name, officer, tag, *more.get(name, ()))
        except ChangedMeanwhileError:
            assert tag != before.tag
        except ActRefusedError:
            assert isinstance(move, str) or before.copy.apart or before.overtaken
        except NotReadyError:
            # The day of review went by while it was written or waited.
            assert before.about("review_due") <= local_day(self.door.moment).isoformat()
        else:
            assert isinstance(move, Standing)
            assert self.shift.now().standing == move
            self._done(name, before.contents())

    def _done(self, name: str, contents: dict[str, Any]) -> None:
        self.shift.acts.append(_ACTS[name][1])
        current = self.shift.now().current
        number = 0 if current is None else current.number
        if name == "approve":
            self.approved = contents
        if name == "end":
            self.approved = None
        assert number in (self.version, self.version + 1)
        self.version = number

    @rule(days=st.sampled_from((1, 6, 13)))
    def days_go_by(self, days: int) -> None:
        self.door.moment += timedelta(days=days)

    # ---------------------------------------------------------------- what must always hold

    @invariant()
    def the_state_is_one_of_the_table(self) -> None:
        standing = self.shift.now().standing
        assert standing in STANDINGS
        assert standing.plan is not PlanState.NOT_BEGUN
        assert standing.plan is not PlanState.ENDED or standing.copy is CopyState.NONE

    @invariant()
    def every_word_that_anybody_saved_can_be_read(self) -> None:
        plan = self.shift.now()
        kept = json.dumps([said.content for said in plan.copy.history])
        assert [word for word in self.words if word not in kept] == []
        # And nothing that was not chosen about has left the desk unsaid.
        stands = json.dumps([*plan.contents().values(), *(s.content for s in plan.copy.apart)])
        assert all(json.dumps(s.content)[1:-1] in stands for s in plan.copy.apart)

    @invariant()
    def officers_see_the_last_version_that_was_approved(self) -> None:
        shown = self.door.risk(self.child)["plan"]["current"]
        if self.approved is None:
            assert shown is None or shown["state"] == "draft"
            return
        assert (shown["state"], shown["version"]) == ("live", self.version)
        told = {one["name"]: one["content"] for one in shown["sections"]}
        assert told == {n: c for n, c in self.approved.items() if c is not None and n != ABOUT}

    def teardown(self) -> None:
        """Every act stands in the log, and none that was not done."""
        if not hasattr(self, "shift"):
            return
        with self.door.store.reading() as connection:
            entries = connection.execute(text("SELECT entry FROM log_entries ORDER BY id"))
            read = [json.loads(bytes(entry)) for (entry,) in entries]
        mine = [e["kind"] for e in read if e["facts"].get("plan") == self.shift.reference]
        assert mine == self.shift.acts


def test_no_sequence_of_acts_loses_a_word_or_shows_what_nobody_approved(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    force = Extracts(NOW)
    for number in range(4 * _EXAMPLES):
        force.missing(
            force.person(S1, f"P-{number}", f"Quill{'abcdefgh'[number % 8]}{number}"),
            NOW - timedelta(days=9), 2,
        )  # fmt: skip
    with ExitStack() as stack:
        door = stack.enter_context(Door(tmp_path_factory.mktemp("machine"), force))
        with door.store.reading() as connection:
            query = text("SELECT child_id FROM child_histories ORDER BY child_id")
            PlanMachine.children = iter(list(connection.execute(query).scalars()))
        PlanMachine.door = door
        run_state_machine_as_test(
            PlanMachine,
            settings=settings(
                max_examples=_EXAMPLES, stateful_step_count=_STEPS, deadline=None,
                derandomize=True, database=None,
                phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
