"""Every phrase, by what it tells of."""

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

__all__ = ["PHRASES", "told_of"]

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

_ENDING = re.compile(r"(_count)?(_\d+d)?$")


def told_of(feature: str) -> str:
    """What the feature of this name tells of: its key in :data:`PHRASES`."""
    return _ENDING.sub("", feature, count=1)
