"""The shapes of what people say to the advice, and of their last review: of answers and of acts."""

from __future__ import annotations

from records.states import JudgementState
from serving.web.shapes import DAY, INSTANT, TEXT, YES_NO, Shape, object_of, one_of, or_null

__all__ = ["JUDGEMENTS_SHAPE", "JUDGEMENT_SHAPE", "REVIEW_SHAPE"]

_WRITTEN = {"at": INSTANT, "by_role": or_null(TEXT), "by_team": or_null(TEXT), "grounds": TEXT}
#: One judgement.
JUDGEMENT_SHAPE: Shape = object_of(
    reference=TEXT,
    kind=one_of("agree", "raise", "lower"),
    band=TEXT,
    advised_band=or_null(TEXT),
    state=one_of(*(state.value for state in JudgementState)),
    **_WRITTEN,
    until=DAY,
    decision=or_null(object_of(approved=YES_NO, **_WRITTEN)),
    ended=or_null(object_of(**_WRITTEN)),
    words=TEXT,
)
#: What stands beside the advice and is no part of it.
JUDGEMENTS_SHAPE: Shape = object_of(
    words=TEXT,
    standing=or_null(JUDGEMENT_SHAPE),
    waiting=or_null(JUDGEMENT_SHAPE),
    last=or_null(JUDGEMENT_SHAPE),
)
#: The last review.
REVIEW_SHAPE: Shape = object_of(
    reference=TEXT,
    entry=TEXT,
    at=INSTANT,
    by_role=or_null(TEXT),
    by_team=or_null(TEXT),
    own_view=TEXT,
    advised_band=or_null(TEXT),
    words_heard=TEXT,
    words_heard_words=TEXT,
    own_words=or_null(TEXT),
    said_on=or_null(DAY),
    action=TEXT,
    action_owner=TEXT,
    next_review=or_null(DAY),
    is_overdue=YES_NO,
    outcome=or_null(TEXT),
    outcome_words=or_null(TEXT),
    words=TEXT,
)
