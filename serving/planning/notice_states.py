"""In which state an abduction notice is, and what each act makes of it: one table, total."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from records.states import Notice
from serving.planning.states import ActRefusedError

__all__ = ["NOTICE_MOVES", "NoticeAct", "NoticeState", "notice_after", "notice_state"]


class NoticeState(Enum):
    """The value is the state in words."""

    NOT_SERVED = "not served"
    IN_FORCE = "in force"
    #: In force still, and breached: it asks for High.
    BREACHED = "in force, breached"
    #: Its last day has passed.
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class NoticeAct(Enum):
    """The value is the act in words."""

    SERVE = "serve"
    CORRECT = "correct"
    BREACH = "record a breach"
    WITHDRAW = "withdraw"


_SERVED_BEFORE = "A notice is served once. Another on the same adult has a reference of its own."
_NOT_THERE = "There is no such notice. Record first that it was served."
_WITHDRAWN = "The notice was withdrawn. Serve a new one if it is needed again."
_IS_OVER = "The notice has lapsed: there is nothing to withdraw. A wrong day can be put right."

_ROWS: Mapping[NoticeState, Mapping[NoticeAct, NoticeState | str]] = {
    NoticeState.NOT_SERVED: {
        NoticeAct.SERVE: NoticeState.IN_FORCE,
        NoticeAct.CORRECT: _NOT_THERE,
        NoticeAct.BREACH: _NOT_THERE,
        NoticeAct.WITHDRAW: _NOT_THERE,
    },
    NoticeState.IN_FORCE: {
        NoticeAct.SERVE: _SERVED_BEFORE,
        NoticeAct.CORRECT: NoticeState.IN_FORCE,
        NoticeAct.BREACH: NoticeState.BREACHED,
        NoticeAct.WITHDRAW: NoticeState.WITHDRAWN,
    },
    NoticeState.BREACHED: {
        NoticeAct.SERVE: _SERVED_BEFORE,
        NoticeAct.CORRECT: NoticeState.BREACHED,
        NoticeAct.BREACH: NoticeState.BREACHED,
        NoticeAct.WITHDRAW: NoticeState.WITHDRAWN,
    },
    # A breach while it was in force may be learnt of later; a wrong last day may be put right.
    NoticeState.LAPSED: {
        NoticeAct.SERVE: _SERVED_BEFORE,
        NoticeAct.CORRECT: NoticeState.LAPSED,
        NoticeAct.BREACH: NoticeState.LAPSED,
        NoticeAct.WITHDRAW: _IS_OVER,
    },
    NoticeState.WITHDRAWN: dict.fromkeys(NoticeAct, _WITHDRAWN),
}

#: (state, act) -> the state after it on the same day, or why it is refused. A correction of
#: the last day may move a notice between in force and lapsed.
NOTICE_MOVES: Mapping[tuple[NoticeState, NoticeAct], NoticeState | str] = MappingProxyType(
    {(state, act): _ROWS[state][act] for state in NoticeState for act in NoticeAct}
)


def notice_state(notice: Notice | None) -> NoticeState:
    """The state of a notice as known; None is one that was never served."""
    if notice is None:
        return NoticeState.NOT_SERVED
    if notice.withdrawn is not None:
        return NoticeState.WITHDRAWN
    if not notice.is_in_force:
        return NoticeState.LAPSED
    return NoticeState.BREACHED if notice.breaches else NoticeState.IN_FORCE


def notice_after(state: NoticeState, act: NoticeAct) -> NoticeState:
    """The state that the act leads to. Raises ActRefusedError if it is refused."""
    move = NOTICE_MOVES[state, act]
    if isinstance(move, str):
        raise ActRefusedError(move)
    return move
