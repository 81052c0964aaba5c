"""What is said of each value: sentences with gaps, chosen by value and by circumstance.

Past tense; the adult or the event acts, never the child as a cause; absence is a
sentence of what is recorded, and is not worded as reassurance. Words are keyed by what
they tell of, not by how it is measured: one entry serves every window.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from features.phrases.care import CARE_PHRASES
from features.phrases.connections import CONNECTION_PHRASES
from features.phrases.crime import CRIME_PHRASES
from features.phrases.declaration import Told
from features.phrases.found import FOUND_PHRASES
from features.phrases.incidents import INCIDENT_PHRASES
from features.phrases.missing import MISSING_PHRASES
from features.phrases.referrals import REFERRAL_PHRASES

__all__ = ["NAMES", "PAST", "PHRASES", "told_of"]

#: For each thing told of, its words.
PHRASES: Mapping[str, Told] = {
    **MISSING_PHRASES,
    **FOUND_PHRASES,
    **CRIME_PHRASES,
    **INCIDENT_PHRASES,
    **REFERRAL_PHRASES,
    **CARE_PHRASES,
    **CONNECTION_PHRASES,
}

#: The windows as a sentence ends with them; a feature without one says nothing of it.
PAST: Mapping[int | None, str] = {
    28: " in the past 28 days",
    90: " in the past 90 days",
    365: " in the past year",
    None: "",
}

#: What columns hold, as it stands in a sentence; a value that isn't here is spelled out.
NAMES: Mapping[str, str] = {
    "childrens_home": "a children's home",
    "foster_home": "a foster home",
    "semi_independent": "semi-independent accommodation",
    "secure": "secure accommodation",
    "unknown_adults_home": "an unknown adult's home",
    "vehicle": "a vehicle",
    "hotel": "a hotel",
    "given_money_or_gifts": "being given money or gifts",
    "given_drugs_or_alcohol": "being given drugs or alcohol",
}

_ENDING = re.compile(r"(_count)?(_\d+d)?$")


def told_of(feature: str) -> str:
    """What the feature of this name tells of: its key in :data:`PHRASES`."""
    return _ENDING.sub("", feature, count=1)
