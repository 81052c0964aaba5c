"""The shapes of what is told of judgement, and of what stands behind it, for the document."""

from __future__ import annotations

from serving.reviewing.judgement_counts import KINDS, OUTCOMES
from serving.reviewing.trace_judgements import DECISIONS
from serving.web.shapes import INSTANT, NUMBER, TEXT, Shape, list_of, object_of, one_of, or_null

__all__ = ["FIGURES_OF_JUDGEMENT", "JUDGEMENTS_TRACED"]

#: None where it is withheld.
_COUNT = or_null(NUMBER)

FIGURES_OF_JUDGEMENT: Shape = object_of(
    horizon_days=NUMBER,
    since=or_null(TEXT),
    until=or_null(TEXT),
    months_withheld=NUMBER,
    judgements=NUMBER,
    overrides_percent=_COUNT,
    kinds=list_of(
        object_of(
            kind=one_of(*KINDS),
            count=_COUNT,
            measured=_COUNT,
            not_measured=_COUNT,
            harmed=_COUNT,
            harmed_percent=_COUNT,
        )
    ),
    lowered=object_of(approved=_COUNT, declined=_COUNT),
    months=list_of(object_of(month=TEXT, agree=_COUNT, differ=_COUNT)),
    withheld_below=NUMBER,
    known_at=or_null(INSTANT),
    as_at=INSTANT,
)

JUDGEMENTS_TRACED: Shape = object_of(
    kind=or_null(one_of(*KINDS)),
    outcome=or_null(one_of(*OUTCOMES, "measured")),
    decision=or_null(one_of(*DECISIONS)),
    total=NUMBER,
    judgements=list_of(
        object_of(
            child=or_null(TEXT),
            limited=or_null(TEXT),
            reference=TEXT,
            entry=TEXT,
            month=TEXT,
            kind=one_of(*KINDS),
            outcome=one_of(*OUTCOMES),
            decision=one_of(*DECISIONS),
        )
    ),
    next_page=or_null(TEXT),
    known_at=or_null(INSTANT),
    as_at=INSTANT,
)
