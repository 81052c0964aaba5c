"""A plan in the hands of writers, supervisors, its own system and the clock: no impossible
state, no edit lost, and officers see what was last approved and nothing else (M3, M8, N6)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from serving.planning import copies, reading, save_section
from serving.planning.acting import Acting
from serving.planning.copies import Copy, fold_copy
from serving.planning.reading import PlanNow
from serving.planning.states import CopyState
from serving.service.editing import Seen, etag_of
from tests.lib.door import Door
from tests.lib.extracts import S1, Extracts
from tests.lib.plan_desk import NOW
from tests.lib.plan_machine import ENTRIES, PlanMachine
from tests.lib.plan_shift import EDITORS, SUPERVISOR, SUPERVISOR_WHO_WRITES

_IS_NIGHT = os.environ.get("MISSING_RISK_TESTS_PROFILE") == "night"
_EXAMPLES, _STEPS = (600, 50) if _IS_NIGHT else (40, 25)


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        PlanMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            derandomize=not _IS_NIGHT, database=None, report_multiple_bugs=False,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[PlanMachine]]:
    force = Extracts(NOW)
    force.missing(force.person(S1, "P-1", "Ashdownley"), NOW - timedelta(days=9), 2)
    with Door(tmp_path_factory.mktemp("machine"), force) as door:
        PlanMachine.door = door
        yield PlanMachine


@pytest.mark.timeout(4 * 3600 if _IS_NIGHT else 300)
def test_no_sequence_of_acts_loses_a_word_or_shows_what_nobody_approved(
    machine: type[PlanMachine],
) -> None:
    machine.met.clear()
    _run(_EXAMPLES, _STEPS)
    ways = {(name, how) for name in ENTRIES for how in ("done",)}
    ways |= {("save", how) for how in ("done", "kept apart")}
    ways |= {("submit", "refused"), ("approve", "refused"), ("review", "refused")}
    assert ways - set(machine.met) == set(), "the machine no longer goes there"


def _any_tag(plan: PlanNow, section: str) -> str:
    return etag_of({"plan": plan.reference, "section": section})


def _any_plan_tag(plan: PlanNow) -> str:
    return etag_of({"plan": plan.reference})


def _keeps_nothing_apart(acting: Acting, kind: str, **given: Any) -> int:
    content = None if kind == "kept_apart" else given.pop("content", None)
    return _ADD(acting, kind, **{**given, "content": content})


def _drops_what_is_apart(rows: Any) -> Copy:
    copy = fold_copy(rows)
    is_open = copy.state is not CopyState.NONE
    return Copy(copy.state, copy.saved, copy.apart if is_open else (), copy.history,
                copy.sent_back, copy.submitted, copy.is_ended)  # fmt: skip


def _overwrites_unseen(_: PlanNow) -> tuple[str, ...]:
    return ()


_ADD = Acting.add
_FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a late save overwrites": lambda m: m.setattr(PlanNow, "section_tag", _any_tag),
    "a late text is not kept": lambda m: m.setattr(Acting, "add", _keeps_nothing_apart),
    "texts kept apart are dropped": lambda m: m.setattr(reading, "fold_copy", _drops_what_is_apart),
    "its own system's words are overwritten": lambda m: m.setattr(
        PlanNow, "overtaken", property(_overwrites_unseen)
    ),
    "what nobody read is approved": lambda m: m.setattr(PlanNow, "tag", property(_any_plan_tag)),
    "a plan that ended is written on": lambda m: m.setattr(
        copies, "KINDS", {**copies.KINDS, "ended": CopyState.OPEN}
    ),
    "a plan that waits is written on": lambda m: m.setattr(save_section, "after", lambda *_: None),
    "a save is not checked": lambda m: m.setattr(Seen, "check", lambda *_: None),
}


def _walk(door: Door) -> None:
    """One way through everything at which an edit can be lost, with every check after each."""
    PlanMachine.door = door
    machine = PlanMachine()
    ada, bert = EDITORS
    save, act = machine.somebody_saves, machine.act
    machine.begin(is_in_force=False)
    steps: list[Callable[[], object]] = [
        # Two write upon the same state, and somebody chooses.
        lambda: save(ada, "pattern", is_fresh=True),
        lambda: save(bert, "pattern", is_fresh=False),
        lambda: machine.somebody_chooses(ada, takes_the_kept=True, is_fresh=True),
        # Somebody writes while it waits; what the supervisor read is no longer what waits.
        lambda: act("submit", ada, is_fresh=True),
        lambda: machine.somebody_reads_it(SUPERVISOR),
        lambda: save(bert, "pattern", is_fresh=True),
        lambda: act("send_back", SUPERVISOR_WHO_WRITES, is_fresh=True),
        lambda: machine.somebody_chooses(bert, takes_the_kept=True, is_fresh=True),
        lambda: act("submit", bert, is_fresh=True),
        lambda: act("approve", SUPERVISOR, is_fresh=False),
        lambda: act("approve", SUPERVISOR, is_fresh=True),
        # Its own system brings another version of what is being written.
        lambda: save(ada, "pattern", is_fresh=True),
        lambda: machine.its_own_system_brings_a_version("pattern"),
        machine.it_is_sent_and_approved,
        lambda: save(ada, "pattern", is_fresh=True),
        lambda: save(SUPERVISOR_WHO_WRITES, "vehicles", is_fresh=True),
        lambda: act("submit", ada, is_fresh=True),
        lambda: act("approve", SUPERVISOR_WHO_WRITES, is_fresh=True),
        lambda: act("approve", SUPERVISOR, is_fresh=True),
        # It ends while a text is kept apart, and somebody goes on writing.
        lambda: save(bert, "pattern", is_fresh=False),
        lambda: act("end", SUPERVISOR, is_fresh=True),
        lambda: save(ada, "vehicles", is_fresh=True),
        machine.teardown,
    ]
    for step in steps:
        step()
        machine.it_stands_as_it_should_and_never_where_nothing_can()
        machine.it_says_what_was_last_saved()
        machine.every_word_that_anybody_saved_can_be_read()
        machine.officers_see_the_last_version_that_was_approved()


def test_the_walk_by_which_faults_are_found_is_right_without_one(
    machine: type[PlanMachine],
) -> None:
    machine.met.clear()
    _walk(machine.door)
    assert machine.met["save", "kept apart"] == 4
    assert machine.met["approve", "stale"] == machine.met["approve", "own work"] == 1


@pytest.mark.parametrize("fault", sorted(_FAULTS))
def test_a_planted_fault_is_found(
    machine: type[PlanMachine], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _FAULTS[fault](monkeypatch)
    with pytest.raises(AssertionError):
        _walk(machine.door)


def test_the_search_finds_a_lost_edit_by_itself(
    machine: type[PlanMachine], monkeypatch: pytest.MonkeyPatch
) -> None:
    _FAULTS["a late save overwrites"](monkeypatch)
    with pytest.raises(AssertionError):
        _run(_EXAMPLES, _STEPS)
