"""Known events read as states: episodes, plans, notices, care, referrals, a checklist's points.

Shared by every science.
"""

from __future__ import annotations

from records.states.care import ProtectionPlan, is_looked_after, protection_plans
from records.states.checklist import checklist_points
from records.states.conferences import Conference, conferences, unheard_conferences
from records.states.crimes import Prosecution, is_sexual_crime, prosecutions
from records.states.exploitation import ExploitationConcern, exploitation_concerns
from records.states.harm import is_exploitation_harm, is_harmed_since
from records.states.investigations import Investigation, investigations
from records.states.judgements import (
    Judgement,
    JudgementState,
    judgements,
    standing_judgement,
    waiting_judgement,
)
from records.states.missing import MissingEpisode, missing_episodes
from records.states.notices import Notice, notices
from records.states.plans import Plan, plans
from records.states.referrals import Referral, referrals
from records.states.reviews import Review, last_review, reviews
from records.states.sightings import Unseen, unseen_incidents

__all__ = [
    "Conference",
    "ExploitationConcern",
    "Investigation",
    "Judgement",
    "JudgementState",
    "MissingEpisode",
    "Notice",
    "Plan",
    "Prosecution",
    "ProtectionPlan",
    "Referral",
    "Review",
    "Unseen",
    "checklist_points",
    "conferences",
    "exploitation_concerns",
    "investigations",
    "is_exploitation_harm",
    "is_harmed_since",
    "is_looked_after",
    "is_sexual_crime",
    "judgements",
    "last_review",
    "missing_episodes",
    "notices",
    "plans",
    "prosecutions",
    "protection_plans",
    "referrals",
    "reviews",
    "standing_judgement",
    "unheard_conferences",
    "unseen_incidents",
    "waiting_judgement",
]
