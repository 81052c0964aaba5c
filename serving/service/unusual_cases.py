"""What was going on with a child when somebody looked: for the report of unusual access."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from linkage.names import fold
from records.calendar import local_day
from records.history import History, known_at
from records.places import place_key
from records.states.care import protection_plans
from records.states.investigations import investigations
from records.states.missing import missing_episodes
from records.states.notices import notices
from records.states.plans import plans
from records.states.referrals import referrals
from serving.service.unusual_rules import UnusualPolicy

__all__ = ["CasesOfHistories", "surname_of"]

#: A report is often written down some hours after somebody began to look for the child.
_WRITTEN_LATE = timedelta(hours=12)


def surname_of(name: str) -> str | None:
    """The last word of a name, folded; None of an empty one."""
    words = fold(name).split()
    return words[-1] if words else None


class CasesOfHistories:
    """Read from the children's histories as they are known today.

    In doubt for the officer: a report written down later counts from half a day before the
    child went missing, and what is known only since counts too.
    """

    def __init__(self, histories: Mapping[str, History], policy: UnusualPolicy) -> None:
        self._histories = histories
        self._policy = policy
        self._working: dict[tuple[str, object], bool] = {}
        self._spans = {child: _missing(history) for child, history in histories.items()}

    def is_missing(self, child: str, at: datetime) -> bool | None:
        """Whether the child was missing then, or about to be reported so."""
        if child not in self._histories:
            return None
        return any(
            since - _WRITTEN_LATE <= at and (ended is None or at <= ended)
            for since, ended in self._spans[child]
        )

    def is_open(self, child: str, at: datetime) -> bool | None:
        """A report until so many days after the child was found, a live plan, a notice, a
        referral, an investigation, a child protection plan, or something newly recorded."""
        if child not in self._histories:
            return None
        after = timedelta(days=self._policy.days_after_found)
        was_missing = any(
            since - _WRITTEN_LATE <= at and (ended is None or at <= ended + after)
            for since, ended in self._spans[child]
        )
        if was_missing:
            return True
        key = child, local_day(at)
        if key not in self._working:
            self._working[key] = self._is_worked_on(self._histories[child], at)
        return self._working[key]

    def _is_worked_on(self, history: History, at: datetime) -> bool:
        known = known_at(history, at)
        news = at - timedelta(days=self._policy.days_after_news)
        return (
            any(event.recorded >= news for event in known.events)
            or any(plan.is_live for plan in plans(known))
            or any(notice.is_in_force for notice in notices(known))
            or any(referral.is_open for referral in referrals(known))
            or any(found.is_open for found in investigations(known))
            or any(plan.is_in_force for plan in protection_plans(known))
        )

    def surnames(self, child: str) -> frozenset[str]:
        """Every surname that any system recorded; none of a child that is not known."""
        history = self._histories.get(child)
        if history is None:
            return frozenset()
        names = (surname_of(person.surname) for person in history.persons)
        return frozenset(name for name in names if name is not None)

    def homes(self, child: str) -> frozenset[str]:
        """Every home that any system recorded, by its key."""
        history = self._histories.get(child)
        if history is None:
            return frozenset()
        homes = (place_key(person.address, person.postcode) for person in history.persons)
        return frozenset(home for home in homes if home is not None)


def _missing(history: History) -> tuple[tuple[datetime, datetime | None], ...]:
    """From when to when the child was missing, for all that is known today; where the end was
    never recorded, half a day."""
    if not history.events:
        return ()
    last = max(event.recorded for event in history.events)
    known = known_at(history, last + timedelta(seconds=1))
    return tuple(
        (
            episode.since,
            episode.since + _WRITTEN_LATE if episode.superseded else episode.ended,
        )
        for episode in missing_episodes(known)
    )
