"""The pages on which a referral's receipt and a conference are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from records.sources import SourceSystem
from serving.pages.frames import Frame
from serving.referring.addresses import (
    CONFERENCES,
    NEW_CONFERENCE,
    NEW_REFERRAL,
    REFERRALS,
)
from serving.referring.referral_views import choices_of

__all__ = [
    "CONFERENCE_CHOICES",
    "DECISIONS",
    "YES_NO",
    "NewConferenceView",
    "NewReferralView",
    "Written",
]

_Choices = tuple[tuple[str, str], ...]
YES_NO: _Choices = (("yes", "Yes"), ("no", "No"))
_HUB, _CARE = SourceSystem.SAFEGUARDING_HUB, SourceSystem.SOCIAL_CARE
_REFERRED_BY, _CONCERN = choices_of(_HUB, "referred_by"), choices_of(_HUB, "concern")
CONFERENCE_CHOICES = choices_of(_CARE, "conference")
DECISIONS = choices_of(_CARE, "conference_decision")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down just now, and where it is found."""

    words: str
    address: str
    link: str


@dataclass(frozen=True, slots=True)
class NewReferralView:
    """The form for a referral that was received.

    Attributes:
        tried: what was sent, by field; the child's id alone on the way from its page.
        faults: what is wrong with it, by the id of its field.
        written: what was written down before, if anything was.
    """

    frame: Frame
    tried: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    written: Written | None = None
    address: str = NEW_REFERRAL
    back: str = REFERRALS
    referred_by: _Choices = _REFERRED_BY
    concern: _Choices = _CONCERN


@dataclass(frozen=True, slots=True)
class NewConferenceView:
    """The form for a conference; attributes as of :class:`NewReferralView`."""

    frame: Frame
    tried: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    written: Written | None = None
    address: str = NEW_CONFERENCE
    back: str = CONFERENCES
    conference: _Choices = CONFERENCE_CHOICES
    decision: _Choices = DECISIONS
    yes_no: _Choices = YES_NO
