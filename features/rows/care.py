"""Rows about notices, plans, referrals, social care and managed persons (S2, S3, S8-S10)."""

from __future__ import annotations

from features.declaration import Feature, Measure
from features.matters import EntryMatter, Once
from features.rows.shapes import counted, latest, since_last, waiting
from records.events import EventKind
from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["CARE_ROWS"]

_S2 = (SourceSystem.CSE_PLANS,)
_S3 = (SourceSystem.ABDUCTION_NOTICES,)
_S8 = (SourceSystem.MANAGED_OFFENDERS,)
_S9 = (SourceSystem.SAFEGUARDING_HUB,)
_S10 = (SourceSystem.SOCIAL_CARE,)

_SERVED = EntryMatter("notice_served", (EventKind.NOTICE_SERVED,))
_BREACHED = EntryMatter("notice_breached", (EventKind.NOTICE_BREACHED,))
_ASSOCIATION = EntryMatter("association", (EventKind.ASSOCIATION_RECORDED,))
_ASSOCIATION_ENDED = EntryMatter("association_ended", (EventKind.ASSOCIATION_ENDED,))

_RECEIVED_BY = (EventKind.REFERRAL_RECEIVED,)
_REFERRAL = EntryMatter("referral", _RECEIVED_BY)
_REFERRAL_EXPLOITATION = EntryMatter(
    "referral_exploitation",
    _RECEIVED_BY,
    ({"concern": ("sexual_exploitation", "sexual_abuse")},),
)
_REFERRAL_CRIMINAL = EntryMatter(
    "referral_criminal", _RECEIVED_BY, ({"concern": ("criminal_exploitation",)},)
)
_REFERRAL_CLOSED = EntryMatter("referral_closed", (EventKind.REFERRAL_CLOSED,))
_NATIONAL = EntryMatter("national_referral", (EventKind.NATIONAL_REFERRAL,))
_PANEL = EntryMatter(
    "panel_raised", (EventKind.PANEL_DECISION,), ({"panel_level": ("medium", "high")},)
)

_IN_CARE_BY = (EventKind.LOOKED_AFTER_STARTED, EventKind.PLACEMENT_MOVED)
_CARE = EntryMatter("care", (*_IN_CARE_BY, EventKind.LOOKED_AFTER_ENDED))
_IN_CARE = EntryMatter("in_care", _IN_CARE_BY)
_RESIDENTIAL = EntryMatter(
    "residential",
    _IN_CARE_BY,
    ({"placement": ("childrens_home", "semi_independent", "secure")},),
)
_AWAY = EntryMatter("placed_away", _IN_CARE_BY, ({"out_of_area": (True,)},))
_MOVED = EntryMatter("placement_moved", (EventKind.PLACEMENT_MOVED,), once=Once.ENTRY)
_IN_NEED = EntryMatter("child_in_need", (EventKind.CHILD_IN_NEED_STARTED,))
_IN_NEED_ENDED = EntryMatter("child_in_need_ended", (EventKind.CHILD_IN_NEED_ENDED,))


CARE_ROWS: tuple[Feature, ...] = (
    Feature(
        name="notices_in_force_count",
        measure=Measure.NOTICES_IN_FORCE,
        sources=_S3,
        window_days=None,
        direction="up",
        question="How many abduction notices about the child are in force?",
        definition="Notices served, not withdrawn, whose last day has not passed.",
        family="notices",
        unit="notices",
        grounds="A named adult of concern (IICSA 2022); size assumed.",
        subject="Whether an abduction notice is in force",
    ),
    counted(
        "notices_ever",
        _SERVED,
        None,
        _S3,
        what="abduction notices about the child",
        definition="Notices served, whether or not they lapsed or were withdrawn since.",
        family="notices",
        unit="notices",
        grounds="A named adult of concern (IICSA 2022); size assumed.",
    ),
    counted(
        "notices_breached",
        _BREACHED,
        365,
        _S3,
        what="breached abduction notices",
        definition="Notices of which a breach happened in the window.",
        family="notices",
        unit="notices",
        grounds="An adult who went on after the warning; size assumed.",
    ),
    Feature(
        name="plan_state",
        measure=Measure.PLAN_STATE,
        sources=_S2,
        window_days=None,
        direction="up",
        question="Has the child a CSE plan?",
        definition="0 none recorded, 1 ended, 2 in draft, 3 live; the highest of several plans.",
        family="plan",
        unit="state",
        grounds="A current or past CSE flag raises repeats and harm (Hutchings 2018).",
        subject="Whether the child has a CSE plan",
    ),
    counted(
        "managed_associations",
        _ASSOCIATION,
        None,
        _S8,
        what="associations of managed persons with the child",
        definition="Associations recorded, of which no end is.",
        family="adults_of_concern",
        unless=_ASSOCIATION_ENDED,
        grounds="Adults of concern near the child (IICSA F.3): odds of 3 to 5 assumed.",
    ),
    counted(
        "referrals",
        _REFERRAL,
        365,
        _S9,
        what="referrals to the safeguarding hub",
        definition="Referrals received in the window, whatever the concern.",
        family="referrals",
        grounds="Concern of several services; size assumed.",
    ),
    counted(
        "exploitation_referrals",
        _REFERRAL_EXPLOITATION,
        365,
        _S9,
        what="referrals for sexual exploitation or sexual abuse",
        definition="Referrals received in the window for one of these concerns.",
        family="referrals",
        grounds="A current or past exploitation flag (Hutchings 2018).",
    ),
    counted(
        "criminal_exploitation_referrals",
        _REFERRAL_CRIMINAL,
        365,
        _S9,
        what="referrals for criminal exploitation",
        definition="Referrals received in the window for criminal exploitation.",
        family="referrals",
        grounds="Criminal exploitation goes with sexual exploitation (domain 2.2).",
    ),
    since_last(
        "referral",
        _REFERRAL,
        _S9,
        what="referral",
        definition="Whole days of 24 hours since the latest referral was received.",
        family="referrals",
        grounds="Concern fades with time; size assumed.",
    ),
    counted(
        "referrals_open",
        _REFERRAL,
        None,
        _S9,
        what="open referrals",
        definition="Referrals received, of which no closing is recorded.",
        family="referrals",
        unless=_REFERRAL_CLOSED,
        grounds="Open concern; the inspected backlog (HMIC 2014).",
    ),
    waiting(
        "open_referral",
        _REFERRAL,
        _REFERRAL_CLOSED,
        _S9,
        what="open referral",
        definition="Whole days since the oldest referral that isn't closed was received.",
        family="referrals",
        grounds="Referrals waited unseen (HMIC 2014); size assumed.",
    ),
    counted(
        "national_referrals",
        _NATIONAL,
        None,
        _S9,
        what="referrals to the national mechanism",
        definition="Referrals to the national referral mechanism, of any kind of exploitation.",
        family="referrals",
        grounds="National referral and criminal exploitation go together (domain section 7).",
    ),
    counted(
        "panel_raised",
        _PANEL,
        365,
        _S9,
        what="panel decisions of medium or high",
        definition="Cases that the exploitation panel gave medium or high in the window.",
        family="referrals",
        grounds="A current exploitation flag (Hutchings 2018; Koster 2020).",
    ),
    Feature(
        name="protection_plan_state",
        measure=Measure.PROTECTION_STATE,
        sources=_S10,
        window_days=None,
        direction="up",
        question="Has the child a child protection plan?",
        definition=(
            "0 none recorded, 1 ended more than 365 days ago, 2 ended within 365 days, "
            "3 in force; the highest of several plans."
        ),
        family="social_care",
        unit="state",
        grounds="Abuse and neglect recorded before raise harm (Hutchings 2018).",
        subject="Whether the child has a child protection plan",
    ),
    latest(
        "looked_after",
        _IN_CARE,
        _CARE,
        _S10,
        question="Is the child looked after by a local authority?",
        definition="1 if the latest entry about care leaves the child looked after, otherwise 0.",
        family="social_care",
        grounds="36% of children's incidents (DfE); carers also report more, an exposure bias.",
        subject="Whether the child is looked after",
    ),
    latest(
        "residential_placement",
        _RESIDENTIAL,
        _CARE,
        _S10,
        question="Is the child placed in a home with other children, or in supported lodging?",
        definition="1 if the latest entry about care places the child in a children's home, "
        "semi-independent or secure accommodation, otherwise 0.",
        family="social_care",
        grounds="Residential placement: 7 to 14 points (Prakash 2024); 51% of incidents (2015).",
        subject="Whether the child is placed in a home with other children",
    ),
    latest(
        "placed_away",
        _AWAY,
        _CARE,
        _S10,
        question="Is the child placed outside the responsible authority?",
        definition="1 if the latest entry about care says that the placement lies outside the "
        "authority that is responsible, otherwise 0.",
        family="social_care",
        grounds="41% of missing incidents in children's homes (IICSA G.4).",
        subject="Whether the child is placed outside the responsible authority",
    ),
    counted(
        "placement_moves",
        _MOVED,
        365,
        _S10,
        what="moves of placement",
        definition="Moves between placements in the window, each entry by itself.",
        family="social_care",
        grounds="Recent moves of placement: 41% of incidents in homes are out of area (IICSA G.4).",
    ),
    counted(
        "child_in_need",
        _IN_NEED,
        None,
        _S10,
        what="open records of the child as a child in need",
        definition="Times of being a child in need that began, of which no end is recorded.",
        family="social_care",
        unless=_IN_NEED_ENDED,
        grounds="A child in need or on a plan: base 0.43% of children (domain section 7).",
    ),
    Feature(
        name="age_years",
        question="How old is the child?",
        definition=(
            "Completed years on the force's calendar day of the question, by the birth date "
            "that most person records agree on. A birth date in the future is no birth date."
        ),
        family="age",
        measure=Measure.AGE,
        sources=(),
        window_days=None,
        unit="years",
        direction="free",
        grounds="Exploitation peaks at 13 to 16 (DfE 2025); not monotone.",
        subject="The child's age",
        unknown={Unknown.NOT_RECORDED: "no usable birth date is recorded in any system"},
    ),
)
