"""The shapes of referrals and of what else waits, as the API gives them."""

from __future__ import annotations

from serving.referring.list_referrals import CONCERNS
from serving.referring.steps import Step
from serving.web.shapes import (
    DAY,
    INSTANT,
    NUMBER,
    SOURCES,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)
from serving.worklist.referrals import Stage

__all__ = ["REFERRING_SCHEMAS"]


def _listed(about: Shape, *stages: str) -> Shape:
    """A list of open work: sizes, ages, one page."""
    counted = {"words": TEXT, "count": NUMBER, "more": YES_NO}
    row = object_of(
        child=TEXT,
        name=or_null(TEXT),
        age=or_null(NUMBER),
        limited=YES_NO,
        reference=TEXT,
        id=TEXT,
        team=or_null(TEXT),
        local_authority=or_null(TEXT),
        owner=or_null(TEXT),
        stage=one_of(*stages),
        stage_words=TEXT,
        since=INSTANT,
        at=INSTANT,
        waited_hours=NUMBER,
        waited=TEXT,
        about=or_null(about),
    )
    return object_of(
        filters={"type": "object", "additionalProperties": TEXT},
        lanes=list_of(object_of(lane=TEXT, **counted)),
        ages=list_of(object_of(age=TEXT, **counted)),
        late=object_of(hours=NUMBER, **counted),
        rows=list_of(row),
        next_page=or_null(TEXT),
        areas=object_of(team=list_of(TEXT), authority=list_of(TEXT)),
        as_at=INSTANT,
        sources=SOURCES,
    )


_NEXT = or_null(object_of(step=TEXT, words=TEXT, due=INSTANT, state=one_of("overdue", "due")))
_STAGES = [stage.value for stage in Stage]
_CHILD_SHOWN = object_of(
    id=TEXT,
    name=TEXT,
    other_names=list_of(TEXT),
    recorded_in=list_of(object_of(system=TEXT, system_name=TEXT, reference=TEXT, name=TEXT)),
    age=or_null(NUMBER),
    birth_date=or_null(DAY),
    sex=or_null(TEXT),
    home=or_null(TEXT),
    local_authority=or_null(TEXT),
    team=or_null(TEXT),
    adult_since=or_null(DAY),
)
_ENTRY = object_of(
    entry=TEXT,
    kind=TEXT,
    words=TEXT,
    said=list_of(object_of(what=TEXT, value=TEXT)),
    occurred=INSTANT,
    recorded=INSTANT,
    stands=YES_NO,
    replaces=or_null(TEXT),
    written_by=or_null(TEXT),
    log_entry=or_null(TEXT),
)
_REFERRAL = object_of(
    child=_CHILD_SHOWN,
    reference=TEXT,
    id=TEXT,
    stage=one_of(*_STAGES),
    stage_words=TEXT,
    owner=or_null(TEXT),
    priority=or_null(TEXT),
    concern=one_of(*CONCERNS),
    concern_words=TEXT,
    referred_by=TEXT,
    since=INSTANT,
    next=_NEXT,
    steps=list_of(
        object_of(
            step=one_of(*(step.value for step in Step)),
            leads_to=or_null(one_of(*_STAGES)),
            refused=or_null(TEXT),
        )
    ),
    entries=list_of(_ENTRY),
    etag=TEXT,
    as_at=INSTANT,
)

#: Name in the OpenAPI document -> shape.
REFERRING_SCHEMAS: dict[str, Shape] = {
    "Referrals": _listed(
        object_of(
            concern=one_of(*CONCERNS),
            concern_words=TEXT,
            referred_by=TEXT,
            priority=or_null(TEXT),
            next=_NEXT,
        ),
        *(stage for stage in _STAGES if stage != Stage.CLOSED.value),
    ),
    "Referral": _REFERRAL,
    "ReferralWorked": object_of(
        reference=TEXT,
        id=TEXT,
        child=TEXT,
        stage=one_of(*_STAGES, "withdrawn"),
        owner=or_null(TEXT),
        entry=TEXT,
        etag=TEXT,
        as_at=INSTANT,
    ),
    "Conferences": _listed(
        object_of(conference=TEXT, on=DAY, police_invited=or_null(YES_NO), decision=or_null(TEXT)),
        "called",
        "held",
    ),
    "ChildConferences": object_of(
        child=_CHILD_SHOWN,
        called=list_of(object_of(reference=TEXT, conference=TEXT, on=DAY, called_at=INSTANT)),
        held=list_of(
            object_of(
                reference=TEXT,
                conference=TEXT,
                held=INSTANT,
                police_invited=or_null(YES_NO),
                police_attended=or_null(YES_NO),
                decision=or_null(TEXT),
                decision_known=or_null(INSTANT),
            )
        ),
        entries=list_of(_ENTRY),
        as_at=INSTANT,
        sources=SOURCES,
    ),
    "ConferenceWritten": object_of(
        reference=TEXT,
        child=TEXT,
        what=one_of("called", "held", "withdrawn"),
        entry=TEXT,
        as_at=INSTANT,
    ),
    "Charging": _listed(
        object_of(
            offences=list_of(TEXT),
            parts=list_of(one_of("victim", "suspect", "witness")),
            sent=INSTANT,
            further_work_asked=or_null(INSTANT),
        ),
        "sent",
        "further_work",
    ),
    "Investigations": _listed(
        object_of(
            category=TEXT,
            opened=INSTANT,
            last_review=or_null(INSTANT),
            reviewed_by=or_null(TEXT),
            discussed=YES_NO,
            account_taken=YES_NO,
        ),
        "never_reviewed",
        "reviewed",
    ),
}
