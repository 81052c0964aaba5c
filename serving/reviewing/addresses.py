"""The addresses of the pages of reviewing, and the fields of their forms, said once."""

from __future__ import annotations

__all__ = [
    "FIGURES",
    "FLAGGED",
    "JUDGEMENT",
    "JUDGEMENTS",
    "REVIEW",
    "REVIEW_CORRECTION",
    "correction_address",
    "judgement_address",
    "review_address",
]

#: GET with ``team``, ``authority``, ``band``, ``overdue`` and ``after``.
FLAGGED = "/flagged"
#: GET asks for the own view; POST ``own_view`` shows the advice and asks for the review; POST
#: with ``view`` and its fields writes it down.
REVIEW = "/children/{child_id}/review"
#: GET says what it is about; POST ``act`` (ask, write or withdraw), ``seen`` and the review's
#: own fields, or ``why``.
REVIEW_CORRECTION = "/children/{child_id}/review/correction"
#: GET the form; POST ``judgement``, ``band``, ``grounds`` and the parts of ``until``.
JUDGEMENT = "/children/{child_id}/judgement"
#: GET what waits for a supervisor; POST ``reference``, ``decision`` and ``grounds``.
JUDGEMENTS = "/judgements"
#: GET how judgements and advice fared.
FIGURES = "/judgements/figures"


def review_address(child_id: str) -> str:
    """Where a child is reviewed."""
    return REVIEW.format(child_id=child_id)


def correction_address(child_id: str) -> str:
    """Where the last review of a child is corrected or taken back."""
    return REVIEW_CORRECTION.format(child_id=child_id)


def judgement_address(child_id: str) -> str:
    """Where the advice on a child is judged."""
    return JUDGEMENT.format(child_id=child_id)
