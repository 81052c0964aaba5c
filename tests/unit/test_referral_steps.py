"""What may be done with a referral at each stage: the whole table, by its laws (M6)."""

from __future__ import annotations

import itertools

import pytest

from records.events import EventKind
from records.formats.safeguarding_hub import SAFEGUARDING_HUB
from serving.referring.addresses import id_of, parts_of
from serving.referring.steps import (
    STEPS,
    WRITTEN_AS,
    Refusal,
    Step,
    StepRefusedError,
    check_step,
    leads_to,
)
from serving.worklist.referrals import Stage

_ORDER = list(Stage)
_EVERY = list(itertools.product(Stage, Step))


def test_the_table_says_something_of_every_stage_and_step() -> None:
    assert {(stage, step) for stage, steps in STEPS.items() for step in steps} == set(_EVERY)


@pytest.mark.parametrize(("stage", "step"), _EVERY)
def test_a_step_leads_on_or_is_refused_with_what_to_do_instead(stage: Stage, step: Step) -> None:
    found = leads_to(stage, step)
    if isinstance(found, Refusal):
        assert found.words.endswith(".")
        with pytest.raises(StepRefusedError, match=r"[.]$"):
            check_step(stage, step)
    else:
        check_step(stage, step)
        assert _ORDER.index(found) >= _ORDER.index(stage), "no step leads back"


def test_every_referral_can_come_to_its_end_and_none_ends_undecided() -> None:
    reached, left = {Stage.RECEIVED}, [Stage.RECEIVED]
    while left:
        for step in Step:
            found = leads_to(left[0], step)
            if isinstance(found, Stage) and found not in reached:
                reached.add(found)
                left.append(found)
        left.pop(0)
    assert reached == set(Stage)
    before = [stage for stage in Stage if leads_to(stage, Step.CLOSE) is Stage.CLOSED]
    assert before == [Stage.DECIDED]


def test_every_step_is_an_entry_of_the_hub() -> None:
    assert set(WRITTEN_AS) == set(Step)
    assert set(WRITTEN_AS.values()) < set(SAFEGUARDING_HUB.entries)
    assert EventKind.REFERRAL_RECEIVED not in WRITTEN_AS.values()


@pytest.mark.parametrize("reference", ["REF-2024-0001", "30C/1234/26", "a~2Fb", "É 7%", "x.y"])
def test_an_address_tells_child_and_reference_whatever_the_reference_holds(reference: str) -> None:
    id_ = id_of("C-0000000001", reference)
    assert "/" not in id_
    assert parts_of(id_) == ("C-0000000001", reference)


@pytest.mark.parametrize("id_", ["", "nobody", ".", "C-1", "C-1.~ZZ"])
def test_what_is_no_id_is_read_as_that_of_nobody(id_: str) -> None:
    assert isinstance(parts_of(id_), tuple)
