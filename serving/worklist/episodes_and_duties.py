"""Missing now, and everything that is due: straight from episodes and duties (M5).

A list is read at any moment after it was made, and no entry need come in between. So what
time alone will ask for is there beforehand: a notice that comes near its last day, a
conference whose day is over, a child whom no supervisor has reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from duties.due import duties
from duties.duty import Duty, Question
from duties.rules import RULES, Rule
from records.calendar import end_of_day
from records.events import EventKind
from records.history import KnownHistory
from records.states import missing_episodes, notices, unheard_conferences
from serving.worklist.items import TO_COME, WHEN_OVERDUE, Item, ItemKind, ItemRule, Open

__all__ = ["DUTIES", "MISSING", "UNREVIEWED", "UNREVIEWED_FOR"]

#: A missing child whom no supervisor reviewed for so long comes before everything else.
UNREVIEWED_FOR = timedelta(hours=24)

_OPEN_STATES = frozenset({"overdue", "due", "coming"})
_GAP, _REVIEW = "supervision_gap", "supervisory_review"
_RULE_OF: Mapping[str, Rule] = {kind: rule for rule in RULES for kind in rule.kinds}
_JUST_AFTER = timedelta(microseconds=1)


def _missing(asked: Open) -> tuple[Item, ...]:
    episodes = missing_episodes(asked.known)
    if not episodes or not episodes[-1].is_open:
        return ()
    episode = episodes[-1]
    first = episode.reports[0]
    return (
        Item(
            kind=ItemKind.MISSING,
            reference=episode.reference,
            about="",
            source=first.source,
            entry=first.entry,
            owner="",
            stage="missing",
            since=episode.since,
            at=episode.since,
        ),
    )


def _duties(asked: Open) -> tuple[Item, ...]:
    """What isn't done; whether it is overdue is for the clock to say when somebody reads."""
    found = [d for d in duties(asked.known, asked.intervals, asked.band) if _is_open(d)]
    gaps = [duty for duty in found if duty.kind == _GAP] or list(_gaps_to_come(asked, found))
    others = [duty for duty in found if duty.kind != _GAP]
    return (
        *(_item(duty, "open") for duty in others),
        *(_item(duty, TO_COME) for duty in _to_come(asked)),
        *(_item(gap, WHEN_OVERDUE) for gap in gaps),
    )


def _unreviewed(asked: Open) -> tuple[Item, ...]:
    """From when on no supervisor reviewed the missing child for a day, though it was due."""
    return tuple(
        replace(
            gap,
            kind=ItemKind.UNREVIEWED,
            at=max(gap.at, gap.since + UNREVIEWED_FOR),
        )
        for gap in _duties_of_reviews(asked)
    )


def _duties_of_reviews(asked: Open) -> Iterator[Item]:
    found = [d for d in _found(asked, asked.known, _REVIEW) if _is_open(d)]
    gaps = [duty for duty in found if duty.kind == _GAP] or _gaps_to_come(asked, found)
    return (_item(gap, WHEN_OVERDUE) for gap in gaps)


def _gaps_to_come(asked: Open, found: list[Duty]) -> Iterator[Duty]:
    """The gap that opens the moment that the first of these reviews is overdue."""
    due = min((duty.due for duty in found if duty.kind == _REVIEW), default=None)
    if due is not None:
        then = _later(asked.known, due + _JUST_AFTER)
        yield from (duty for duty in _found(asked, then, _REVIEW) if duty.kind == _GAP)


def _to_come(asked: Open) -> Iterator[Duty]:
    """Duties for which nothing asks yet but the calendar."""
    known = asked.known
    over = [end_of_day(notice.in_force_until) for notice in notices(known)]
    called = [end_of_day(one.on) + _JUST_AFTER for one in unheard_conferences(known)]
    for kind, moments in (("notice_lapsing", over), ("conference_decision", called)):
        seen: set[tuple[str, datetime]] = set()
        for moment in sorted({moment for moment in moments if moment > known.as_of}):
            for duty in _found(asked, _later(known, moment), kind):
                named = (duty.about_reference, duty.since)
                if duty.since >= known.as_of and _is_open(duty) and named not in seen:
                    seen.add(named)
                    yield duty


def _found(asked: Open, known: KnownHistory, kind: str) -> Iterator[Duty]:
    rule = _RULE_OF[kind]
    yield from rule.find(Question(known, asked.intervals, asked.band, whole=False))


def _later(known: KnownHistory, moment: datetime) -> KnownHistory:
    """What will be known then if nothing more is written down."""
    return replace(known, as_of=moment)


def _is_open(duty: Duty) -> bool:
    return duty.state in _OPEN_STATES


def _item(duty: Duty, stage: str) -> Item:
    return Item(
        kind=ItemKind.DUTY,
        reference=duty.about_reference,
        about=duty.kind,
        source=duty.source,
        entry="",
        owner=duty.owner,
        stage=stage,
        since=duty.since,
        at=duty.due,
        until=duty.until,
    )


_REPORTED = frozenset({EventKind.MISSING_REPORTED})
MISSING = ItemRule(ItemKind.MISSING, _REPORTED, _missing)
DUTIES = ItemRule(ItemKind.DUTY, frozenset().union(*(rule.asked_by for rule in RULES)), _duties)
UNREVIEWED = ItemRule(ItemKind.UNREVIEWED, _REPORTED, _unreviewed)
