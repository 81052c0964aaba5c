"""The shape of ``answers/v1`` for clients: JSON Schema, shown in the OpenAPI document.

The answer's own code is the truth; a test holds every answer of the vignettes to this.
Within a version parts are added; what a part says or is called changes with the version.
"""

from __future__ import annotations

from serving.web.judgement_shapes import JUDGEMENTS_SHAPE, REVIEW_SHAPE
from serving.web.shapes import (
    DAY,
    INSTANT,
    NUMBER,
    SOURCES,
    SYSTEM,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["ANSWER_SCHEMA", "SEARCH_SCHEMA"]

_ENTRY = object_of(system=SYSTEM, system_name=TEXT, reference=TEXT, date=DAY)
_EVIDENCE = list_of(_ENTRY)
_REASONS = list_of(
    object_of(
        feature=TEXT,
        short=TEXT,
        full=TEXT,
        points=NUMBER,
        unknown=or_null(TEXT),
        evidence=_EVIDENCE,
    )
)
_PLAN = object_of(
    reference=TEXT,
    version=NUMBER,
    state=one_of("draft", "live", "ended"),
    review_overdue=YES_NO,
    owner=TEXT,
    owner_team=TEXT,
    owner_phone=or_null(TEXT),
    created=DAY,
    updated=DAY,
    age_days=NUMBER,
    review_due=or_null(DAY),
    agreed_band=or_null(TEXT),
    agreed_until=or_null(DAY),
    possible=YES_NO,
    sections=list_of(
        object_of(name=TEXT, title=TEXT, kind=one_of("lines", "items", "text"), content={})
    ),
)
_PROTECTION_PLAN = object_of(
    reference=TEXT,
    category=TEXT,
    category_words=TEXT,
    since=DAY,
    ended=or_null(DAY),
    system=SYSTEM,
    possible=YES_NO,
)
_NAMED = {"words": TEXT, "system": SYSTEM, "system_name": TEXT, "reference": TEXT, "date": DAY}
_TIE = object_of(
    concern=one_of(
        "notice",
        "suspect",
        "investigated",
        "intelligence",
        "found_with",
        "managed",
        "associated",
        "harmed",
    ),
    **_NAMED,
)
#: Without an id the child's record is limited to a team that is not the asker's.
_OTHER_CHILDREN = list_of(object_of(id=or_null(TEXT), name=TEXT, ties=list_of(_TIE)))

#: One answer about one child.
ANSWER_SCHEMA: Shape = object_of(
    answer={"const": "answers/v1"},
    child=object_of(
        id=TEXT,
        name=TEXT,
        other_names=list_of(TEXT),
        recorded_in=list_of(
            object_of(system=SYSTEM, system_name=TEXT, reference=TEXT, name=TEXT)
        ),
        age=or_null(NUMBER),
        birth_date=or_null(DAY),
        sex=or_null(TEXT),
        home=or_null(TEXT),
        local_authority=or_null(TEXT),
        team=or_null(TEXT),
        adult_since=or_null(DAY),
    ),
    as_of=INSTANT,
    known_at=INSTANT,
    missing_now=or_null(
        object_of(
            reference=TEXT, since=INSTANT, reported=INSTANT, minutes=NUMBER, missing_from=TEXT
        )
    ),
    advice=object_of(
        state=one_of("advised", "adult", "failed"),
        band=or_null(TEXT),
        bars=NUMBER,
        note=TEXT,
        predicts=TEXT,
        base=or_null(NUMBER),
        points=or_null(NUMBER),
        points_band=or_null(TEXT),
        thresholds=list_of(object_of(band=TEXT, **{"from": NUMBER})),
        set_by=or_null(one_of("points", "policy", "both")),
        why_none=or_null(TEXT),
    ),
    headline=list_of(TEXT),
    reasons=_REASONS,
    floors=list_of(object_of(id=TEXT, band=TEXT, short=TEXT, full=TEXT, evidence=_EVIDENCE)),
    next_hour=object_of(band=or_null(TEXT), actions=list_of(TEXT)),
    again=object_of(
        state=one_of("advised", "no_card", "stopped", "adult", "not_asked"),
        level=or_null(one_of("highest", "higher", "usual")),
        words=TEXT,
        base=or_null(NUMBER),
        points=or_null(NUMBER),
        starts=list_of(NUMBER),
        reasons=_REASONS,
    ),
    judgement=JUDGEMENTS_SHAPE,
    last_review=or_null(REVIEW_SHAPE),
    unknowns=list_of(
        object_of(
            what=TEXT,
            kind=one_of("not_recorded", "not_connected", "stale", "failed", "withheld"),
            words=TEXT,
            ask=TEXT,
            system=or_null(SYSTEM),
        )
    ),
    plan=object_of(
        state=one_of("linked", "possible", "none", "not_connected"),
        words=or_null(TEXT),
        current=or_null(_PLAN),
    ),
    plans_other=list_of(_PLAN),
    possible_plans=list_of(
        object_of(
            plan=_PLAN,
            name=TEXT,
            system=SYSTEM,
            same=list_of(TEXT),
            different=list_of(TEXT),
            words=TEXT,
        )
    ),
    protection_plan=or_null(_PROTECTION_PLAN),
    protection_plans_other=list_of(_PROTECTION_PLAN),
    notices=list_of(
        object_of(
            reference=TEXT,
            adult=TEXT,
            served=DAY,
            in_force_until=DAY,
            in_force=YES_NO,
            breached=list_of(DAY),
            withdrawn=or_null(DAY),
            system=SYSTEM,
            possible=YES_NO,
        )
    ),
    adults=list_of(
        object_of(
            id=TEXT,
            names=list_of(TEXT),
            named_in=list_of(object_of(**_NAMED)),
            managed=list_of(_TIE),
            children=_OTHER_CHILDREN,
        )
    ),
    places=list_of(
        object_of(place=TEXT, is_home=YES_NO, named_in=_EVIDENCE, children=_OTHER_CHILDREN)
    ),
    due=list_of(
        object_of(
            kind=TEXT,
            state=one_of("overdue", "due", "coming", "done"),
            since=INSTANT,
            due=INSTANT,
            done=or_null(INSTANT),
            by=or_null(_ENTRY),
            came_due=object_of(count=NUMBER, times=list_of(INSTANT)),
            words=TEXT,
            owner=TEXT,
            reference=TEXT,
            system=SYSTEM,
        )
    ),
    sources=SOURCES,
    versions=object_of(
        **dict.fromkeys(
            (
                "model", "artefact", "card_state", "again_model", "again_artefact", "again_state",
                "thresholds", "policy", "catalogue", "wording", "intervals", "linkage", "encoder",
            ),
            TEXT,
        )
    ),
)  # fmt: skip

#: What a search gives.
SEARCH_SCHEMA: Shape = object_of(
    results=list_of(
        object_of(
            child=TEXT,
            name=TEXT,
            agreeing_words=list_of(TEXT),
            other_names=list_of(TEXT),
            birth_date=or_null(DAY),
            age=or_null(NUMBER),
            home=or_null(TEXT),
            missing_since=or_null(INSTANT),
            plan=or_null(one_of("linked", "possible")),
            protection_plan=YES_NO,
            why=list_of(TEXT),
            agrees=list_of(TEXT),
            limited=YES_NO,
        )
    ),
    count=NUMBER,
    more=YES_NO,
    alike=NUMBER,
    searched=TEXT,
    as_at=INSTANT,
    sources=SOURCES,
)
