"""In which state a plan is, and what each act makes of it: one table, total, and published.

A plan is in force as last approved whatever is being written: the version that officers see
and the working copy beside it are two things, and the table is over both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = ["MOVES", "STANDINGS", "ActRefusedError", "CopyState", "PlanAct", "PlanState", "Standing",
           "after"]  # fmt: skip


class PlanState(Enum):
    """What officers see of a plan. The value is the state in words."""

    NOT_BEGUN = "not begun"
    #: Nothing was ever approved: it sets no band, and the answer says that it is a draft.
    DRAFT = "draft"
    LIVE = "live"
    #: Live, and the day of its review has passed: it is in force all the same.
    REVIEW_OVERDUE = "review overdue"
    ENDED = "ended"


class CopyState(Enum):
    """How far the next version is. The value is the state in words."""

    NONE = "nothing being written"
    OPEN = "a version being written"
    WAITING = "a version waiting for approval"


class PlanAct(Enum):
    """What somebody may do with a plan. The value is the act in words."""

    BEGIN = "begin"
    SAVE = "save a section"
    SUBMIT = "send for approval"
    APPROVE = "approve"
    SEND_BACK = "send back"
    REVIEW = "review"
    END = "end"


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan's state and that of its working copy."""

    plan: PlanState
    copy: CopyState = CopyState.NONE

    @property
    def words(self) -> str:
        """``live, a version being written``."""
        if self.copy is CopyState.NONE:
            return self.plan.value
        return f"{self.plan.value}, {self.copy.value}"


class ActRefusedError(Exception):
    """The act can't be done to a plan in this state. The message says why, and what can."""


_NOT_BEGUN = Standing(PlanState.NOT_BEGUN)
_ENDED = Standing(PlanState.ENDED)
#: Every standing that there is: what is not begun has no working copy. A plan that ended in
#: its own system may leave one behind, whose words are kept.
STANDINGS: tuple[Standing, ...] = (
    _NOT_BEGUN,
    *(Standing(plan, copy) for plan in PlanState if plan is not PlanState.NOT_BEGUN
      for copy in CopyState),
)  # fmt: skip

_HAS_ONE = "The child has a plan that has not ended. Write its next version."
_OVER = "The plan has ended. Begin a new one for the child."
_NOTHING_THERE = "There is no such plan yet. Begin it from the child's page."
_WAITS = "It waits for approval. A supervisor can send it back to be changed."
_UNCHANGED = "Nothing was written since the last version, so there is nothing to approve."
_NONE_WAITS = "No version of the plan waits for approval."
_NOT_LIVE = "The plan is not in force. A draft is sent for approval; that sets its review."
_WAITING_SETS_IT = "A version that waits for approval sets the next review. Decide on that first."


def _moves_of(standing: Standing) -> Mapping[PlanAct, Standing | str]:
    """The row of one standing: for each act the standing after it, or why not."""
    plan, copy = standing.plan, standing.copy
    if plan is PlanState.NOT_BEGUN:
        others = dict.fromkeys(PlanAct, _NOTHING_THERE)
        return {**others, PlanAct.BEGIN: Standing(PlanState.DRAFT, CopyState.OPEN)}
    if plan is PlanState.ENDED:
        return dict.fromkeys(PlanAct, _OVER)
    is_waiting = copy is CopyState.WAITING
    may_submit = copy is CopyState.OPEN or (plan is PlanState.DRAFT and not is_waiting)
    return {
        PlanAct.BEGIN: _HAS_ONE,
        PlanAct.SAVE: _WAITS if is_waiting else Standing(plan, CopyState.OPEN),
        PlanAct.SUBMIT: Standing(plan, CopyState.WAITING)
        if may_submit
        else (_WAITS if is_waiting else _UNCHANGED),
        PlanAct.APPROVE: Standing(PlanState.LIVE) if is_waiting else _NONE_WAITS,
        PlanAct.SEND_BACK: Standing(plan, CopyState.OPEN) if is_waiting else _NONE_WAITS,
        PlanAct.REVIEW: _reviewed(plan, copy),
        PlanAct.END: _ENDED,
    }


def _reviewed(plan: PlanState, copy: CopyState) -> Standing | str:
    if plan is PlanState.DRAFT:
        return _NOT_LIVE
    if copy is CopyState.WAITING:
        return _WAITING_SETS_IT
    return Standing(PlanState.LIVE, copy)


#: (standing, act) -> the standing after it, or why it is refused. A test proves it total.
MOVES: Mapping[tuple[Standing, PlanAct], Standing | str] = MappingProxyType(
    {(standing, act): _moves_of(standing)[act] for standing in STANDINGS for act in PlanAct}
)


def after(standing: Standing, act: PlanAct) -> Standing:
    """The standing that the act leads to.

    Raises:
        ActRefusedError: the act is refused in this state.
    """
    move = MOVES[standing, act]
    if isinstance(move, str):
        raise ActRefusedError(move)
    return move
