"""What stands around every page: who is signed in, when, and under which banner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from records.calendar import instant_from_text
from records.words import moment_words, time_words
from serving.access.permissions import Permission
from serving.pages import addresses
from serving.pages.typography import Telephone, telephone

__all__ = ["COLOUR_SCHEMES", "SERVICE_NAME", "TABS", "Frame", "Tab", "tabs_for"]

SERVICE_NAME = "Missing children risk"
COLOUR_SCHEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Tab:
    """A page that is linked from every page of whoever holds the permission."""

    words: str
    address: str
    needs: Permission


#: In the order in which they stand; somebody's first one is where they begin.
TABS: tuple[Tab, ...] = (
    Tab("Search", addresses.SEARCH, Permission.CHILD_SEARCH),
    Tab("Missing now", "/missing-now", Permission.WORK_VIEW),
    Tab("Duties", "/duties", Permission.WORK_VIEW),
    Tab("Daily briefing", "/briefing", Permission.BRIEFING_VIEW),
    Tab("Referrals", "/referrals", Permission.REFERRALS_VIEW),
    Tab("Conferences", "/conferences", Permission.REFERRALS_VIEW),
    Tab("Charging decisions", "/charging", Permission.REFERRALS_VIEW),
    Tab("Open investigations", "/investigations", Permission.REFERRALS_VIEW),
    Tab("Flagged children", "/flagged", Permission.FLAGGED_VIEW),
    Tab("Judgements waiting", "/judgements", Permission.JUDGEMENT_DECIDE),
    Tab("Notices", addresses.NOTICES, Permission.NOTICES_VIEW),
    Tab("Who looked", addresses.TEAM_LOOKS, Permission.TEAM_LOOKS_VIEW),
    Tab("Plans being written", "/plans", Permission.WORK_VIEW),
    Tab("Limited records", addresses.LIMITS, Permission.CHILD_RESTRICT),
    Tab("Indicators", "/indicators", Permission.INDICATORS_VIEW),
    Tab("Recommendations", "/recommendations", Permission.INDICATORS_VIEW),
    Tab("Scorecards in use", addresses.MODELS, Permission.MODELS_VIEW),
    Tab("How judgement fared", "/judgements/figures", Permission.JUDGEMENTS_MEASURE),
    Tab("Keeping and erasing", addresses.RETENTION, Permission.RETENTION_REVIEW),
    Tab("Accounts", addresses.ACCOUNTS, Permission.ACCOUNTS_MANAGE),
    Tab("Links to settle", "/links", Permission.LINKS_VIEW),
    Tab("How people and machine agree", "/links/agreement", Permission.AGREEMENT_VIEW),
    Tab("Cases to grade", "/audit-cases", Permission.AUDITS_GRADE),
    Tab("Audits of cases", "/case-audits", Permission.AUDITS_DRAW),
    Tab("Search the log", addresses.LOG, Permission.LOG_SEARCH),
    Tab("Unusual access", addresses.LOG_UNUSUAL, Permission.LOG_UNUSUAL),
    Tab("Figures of the log", addresses.LOG_FIGURES, Permission.LOG_FIGURES),
    Tab("Settings", addresses.SETTINGS, Permission.SETTINGS_VIEW),
    Tab("Messages", addresses.MESSAGES, Permission.MESSAGES_VIEW),
    Tab("Rows held back", addresses.QUARANTINE, Permission.QUARANTINE_VIEW),
)


def tabs_for(may: Callable[[Permission], bool]) -> tuple[Tab, ...]:
    """The tabs of somebody who may do what ``may`` says."""
    return tuple(tab for tab in TABS if may(tab.needs))


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page.

    Attributes:
        now_text: the moment the page is made, as :func:`records.calendar.instant_to_text`
            writes it.
        csrf_token: goes into every form of the page.
        user_display_name: None when nobody is signed in.
        is_demo: the data are invented; said at the top of every page.
        banner: words for the top of every page of this environment, e.g. ``Training``.
        colour_scheme: ``light`` or ``dark`` as the officer chose, or ``system``.
        control_room: telephone number that error pages give, if one is configured.
        tabs: the pages that are there for this person, the one where they begin first.
        notes: what is gently said of words that this person wrote in the form behind the page.

    Raises:
        ValueError: ``now_text`` is no instant or ``colour_scheme`` is unknown.
    """

    now_text: str
    csrf_token: str
    user_display_name: str | None = None
    is_demo: bool = False
    banner: str | None = None
    colour_scheme: str = "system"
    control_room: str | None = None
    tabs: tuple[Tab, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        instant_from_text(self.now_text)
        if self.colour_scheme not in COLOUR_SCHEMES:
            raise ValueError("colour_scheme is one of " + ", ".join(COLOUR_SCHEMES))

    @property
    def now(self) -> datetime:
        """The moment the page is made, in UTC."""
        return instant_from_text(self.now_text)

    @property
    def as_at(self) -> str:
        """``02:04 on 22 November 2026``."""
        return moment_words(self.now)

    @property
    def time(self) -> str:
        """``02:04``."""
        return time_words(self.now)

    @property
    def banner_words(self) -> str | None:
        """The banner; in the demo it always says that the data are invented."""
        parts = ("Invented data" if self.is_demo else None, self.banner)
        return ". ".join(part for part in parts if part) or None

    @property
    def control_room_telephone(self) -> Telephone | None:
        """The control room's number, ready to be rung."""
        return telephone(self.control_room)
