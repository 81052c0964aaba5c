"""What may be done with a report, in which state: one table, and the words of each refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from records.events import EventKind
from serving.access.permissions import Permission
from serving.missing.reports import ReportState

__all__ = ["ACTS", "ALLOWED", "Act", "ActRefusedError", "ActRule", "check_allowed"]


class Act(Enum):
    """One thing that is done with a report after it was opened. Values stand in addresses."""

    UPDATE = "updates"
    FOUND = "found"
    PREVENTION_INTERVIEW = "prevention-interviews"
    RETURN_OFFER = "return-interview-offers"
    RETURN_INTERVIEW = "return-interviews"
    REVIEW = "reviews"
    MEETING = "strategy-meetings"
    WITHDRAW = "withdrawal"


@dataclass(frozen=True, slots=True)
class ActRule:
    """One row: who may, what is written down, and what the log calls it.

    Attributes:
        words: the act as a button says it.
        entry: the kind of entry that is written.
        logged: the kind of entry in the access log.
    """

    act: Act
    words: str
    entry: EventKind
    logged: str
    needs: Permission = Permission.MISSING_WRITE


ACTS: Mapping[Act, ActRule] = MappingProxyType(
    {
        rule.act: rule
        for rule in (
            ActRule(
                Act.UPDATE,
                "Correct or add to what was reported",
                EventKind.MISSING_REPORTED,
                "MISSING_REPORT_UPDATED",
            ),
            ActRule(
                Act.FOUND,
                "Record that the child was found",
                EventKind.MISSING_FOUND,
                "MISSING_CHILD_FOUND",
            ),
            ActRule(
                Act.PREVENTION_INTERVIEW,
                "Record the prevention interview",
                EventKind.PREVENTION_INTERVIEW,
                "MISSING_INTERVIEW_RECORDED",
            ),
            ActRule(
                Act.RETURN_OFFER,
                "Record that a return interview was offered",
                EventKind.RETURN_INTERVIEW_OFFERED,
                "MISSING_INTERVIEW_RECORDED",
            ),
            ActRule(
                Act.RETURN_INTERVIEW,
                "Record the return interview",
                EventKind.RETURN_INTERVIEW,
                "MISSING_INTERVIEW_RECORDED",
            ),
            ActRule(
                Act.REVIEW,
                "Record a supervisor’s review",
                EventKind.SUPERVISORY_REVIEW,
                "MISSING_REPORT_REVIEWED",
                Permission.MISSING_REVIEW,
            ),
            ActRule(
                Act.MEETING,
                "Record a strategy meeting",
                EventKind.STRATEGY_MEETING,
                "STRATEGY_MEETING_RECORDED",
            ),
            ActRule(
                Act.WITHDRAW,
                "Take the report back: it was entered wrongly",
                EventKind.WITHDRAWN,
                "MISSING_REPORT_WITHDRAWN",
            ),
        )
    }
)


class ActRefusedError(Exception):
    """The report's state, or the order of its moments, does not allow it. Nothing was written."""


_YES = None
_TAKEN_BACK = "The report was taken back, so nothing can be added to it. Open a new report."
_NOT_BACK = "The child is missing by this report. Record first that the child was found."
_OVER = (
    "The child is not missing by this report any more, so it is not reviewed as open. "
    "If the child is missing, open a new report."
)
_TWICE = "An end is recorded already. Correct that entry."

#: (act, state) -> None where it may be done, else why not and what to do. Total: see the tests.
ALLOWED: Mapping[tuple[Act, ReportState], str | None] = MappingProxyType(
    {
        (act, state): words
        for act, row in {
            Act.UPDATE: (_YES, _YES, _YES),
            Act.FOUND: (_YES, _TWICE, _YES),
            Act.PREVENTION_INTERVIEW: (_NOT_BACK, _YES, _YES),
            Act.RETURN_OFFER: (_NOT_BACK, _YES, _YES),
            Act.RETURN_INTERVIEW: (_NOT_BACK, _YES, _YES),
            Act.REVIEW: (_YES, _OVER, _OVER),
            Act.MEETING: (_YES, _YES, _YES),
            Act.WITHDRAW: (_YES, _YES, _YES),
        }.items()
        for state, words in zip(
            (ReportState.OPEN, ReportState.FOUND, ReportState.SUPERSEDED, ReportState.WITHDRAWN),
            (*row, _TAKEN_BACK),
            strict=True,
        )
    }
)


def check_allowed(act: Act, state: ReportState, *, corrects: bool = False) -> None:
    """Refuse an act that the table does not allow.

    ``corrects``: it puts another entry of its kind right. That needs no more than a report
    that stands, for what is there already must be open to correction.

    Raises:
        ActRefusedError: in words that say what to do.
    """
    refused = ALLOWED[act, state]
    if refused is None or (corrects and state is not ReportState.WITHDRAWN):
        return
    raise ActRefusedError(refused)
