"""S14: reviews of children and professional judgements, written down in this service (M8, N7).

A source like any other: what is said here is known from when it was recorded, is corrected by
later entries, and stands in snapshots. No extract of the force brings it.
"""

from __future__ import annotations

from records.columns import Choice, Column, Day, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["CHILD_REVIEWS"]

_BANDS = Choice(("Low", "Medium", "High"))

CHILD_REVIEWS = ExtractFormat(
    source=SourceSystem.CHILD_REVIEWS,
    file="S14_child_reviews.csv",
    entries={
        EventKind.CHILD_REVIEWED: ("own_view", "words_heard", "action", "action_owner"),
        EventKind.JUDGEMENT_MADE: ("judgement", "judged_band", "grounds", "judged_until"),
        EventKind.JUDGEMENT_APPROVED: ("grounds",),
        EventKind.JUDGEMENT_DECLINED: ("grounds",),
        EventKind.JUDGEMENT_ENDED: ("grounds",),
    },
    own=(
        Column("by", Text(80), "who wrote it, by account"),
        Column("by_role", Text(60), "in which role"),
        Column("by_team", Text(80), "of which team"),
        Column("own_view", _BANDS, "the reviewer's own view, asked before the advice was shown"),
        Column("advised_band", _BANDS, "what was advised then, if anything"),
        Column(
            "words_heard",
            Choice(
                (
                    "heard",
                    "not_seen_alone",
                    "did_not_want_to_talk",
                    "could_not_be_reached",
                    "missing",
                    "no_interpreter",
                )
            ),
            "whether the child's own words were heard, or why there are none",
        ),
        Column("own_words", Text(400), "as the child said it, never corrected", identifying=True),
        Column("said_on", Day(), "when the child said it"),
        Column("action", Text(200), "what is to be done next", identifying=True),
        Column("action_owner", Text(80), "who does it"),
        Column("next_review", Day(), "the day of the next review; empty with an outcome"),
        Column(
            "outcome",
            Choice(
                (
                    "safer",
                    "no_change",
                    "harmed",
                    "passed_on",
                    "moved_away",
                    "turned_18",
                )
            ),
            "what came of it, when the work with the child ends",
        ),
        Column("outcome_words", Text(400), "what came of it, in words", identifying=True),
        Column("judgement", Choice(("agree", "raise", "lower")), "what is said to the advice"),
        Column("judged_band", _BANDS, "the band as judged"),
        Column("grounds", Text(400), "why, in words", identifying=True),
        Column("judged_until", Day(), "the last day on which the judgement stands"),
    ),
    promise_hours=24,
)
