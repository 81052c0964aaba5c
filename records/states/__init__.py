"""Known events read as states: episodes, plans, notices, care. Shared by every science."""

from __future__ import annotations

from records.states.care import ProtectionPlan, is_looked_after, protection_plans
from records.states.harm import is_exploitation_harm
from records.states.missing import MissingEpisode, missing_episodes
from records.states.notices import Notice, notices
from records.states.plans import Plan, plans

__all__ = [
    "MissingEpisode",
    "Notice",
    "Plan",
    "ProtectionPlan",
    "is_exploitation_harm",
    "is_looked_after",
    "missing_episodes",
    "notices",
    "plans",
    "protection_plans",
]
