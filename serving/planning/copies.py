"""The working copy of a plan, folded from what was done to it: saves, texts kept apart, acts.

Rows are only ever added, so that no word that anybody saved is lost: a later save stands
beside the earlier, and a save of a state that somebody else had changed meanwhile is kept
apart until somebody chooses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from serving.planning.states import CopyState
from serving.work_store.plan_drafts import DraftRow

__all__ = ["KINDS", "Copy", "Said", "fold_copy"]

#: Every kind of row, and what it makes of the copy's state; None leaves that as it is.
KINDS: Mapping[str, CopyState | None] = MappingProxyType(
    {
        "begun": CopyState.OPEN,
        "saved": CopyState.OPEN,
        "kept_apart": None,
        "chosen": None,
        "submitted": CopyState.WAITING,
        "sent_back": CopyState.OPEN,
        "approved": CopyState.NONE,
        "reviewed": None,
        "ended": CopyState.NONE,
    }
)
_CLOSING = ("approved", "ended")


@dataclass(frozen=True, slots=True)
class Said:
    """A row with its content read: what was saved, or the words of an act.

    Attributes:
        content: JSON values; None where there is none.
        is_erased: the content was erased.
    """

    row: DraftRow
    content: Any
    is_erased: bool = False

    @classmethod
    def of(cls, row: DraftRow) -> Said:
        """The row, read."""
        if row.value is None:
            return cls(row, None, is_erased=True)
        return cls(row, json.loads(row.value))


@dataclass(frozen=True, slots=True)
class Copy:
    """A plan's working copy.

    Attributes:
        saved: section -> the save that counts, since the last version was approved.
        apart: texts that were kept apart and about which nobody has chosen yet.
        history: every row, in order.
        begun: by what the plan was begun here; None for one that its own system began.
        sent_back: the words with which it came back, until it is sent again.
    """

    state: CopyState = CopyState.NONE
    saved: Mapping[str, Said] = field(default_factory=dict)
    apart: tuple[Said, ...] = ()
    history: tuple[Said, ...] = ()
    sent_back: Said | None = None
    submitted: Said | None = None
    is_ended: bool = False

    @property
    def begun(self) -> DraftRow | None:
        """The row by which the plan was begun here."""
        if self.history and self.history[0].row.kind == "begun":
            return self.history[0].row
        return None

    @property
    def number(self) -> int:
        """The number of the last row; 0 if there is none."""
        return self.history[-1].row.number if self.history else 0

    @property
    def writers(self) -> frozenset[str]:
        """Whoever wrote what the copy now says, or sent it: none of them approves it."""
        names = {said.row.who for said in self.saved.values()}
        return frozenset(names | ({self.submitted.row.who} if self.submitted else set()))

    @property
    def since(self) -> datetime | None:
        """Since when it is as it is: sent, or written; None without a copy."""
        if self.submitted is not None:
            return self.submitted.row.at
        last = max((said.row.at for said in self.saved.values()), default=None)
        return last or (self.begun.at if self.begun else None)


def fold_copy(rows: Sequence[DraftRow]) -> Copy:
    """The copy as these rows leave it."""
    state, is_ended = CopyState.NONE, False
    saved: dict[str, Said] = {}
    apart: dict[int, Said] = {}
    sent_back: Said | None = None
    submitted: Said | None = None
    history = tuple(Said.of(row) for row in rows)
    for said in history:
        row = said.row
        state = KINDS[row.kind] or state
        if row.kind == "saved":
            saved[row.section] = said
        elif row.kind == "kept_apart":
            apart[row.number] = said
        elif row.kind == "chosen":
            apart.pop(row.settles, None)
        elif row.kind == "submitted":
            submitted, sent_back = said, None
        elif row.kind == "sent_back":
            submitted, sent_back = None, said
        elif row.kind in _CLOSING:
            saved, submitted, sent_back = {}, None, None
            is_ended = row.kind == "ended"
    return Copy(
        state, MappingProxyType(saved), tuple(apart.values()), history, sent_back, submitted,
        is_ended,
    )  # fmt: skip
