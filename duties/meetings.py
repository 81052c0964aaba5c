"""Strategy meetings: after repeated reports, and for a long absence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from duties.duty import Duty, state_of
from duties.intervals import Intervals
from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes
from records.words import count_words, day_words, ordinal_words

__all__ = ["strategy_meetings"]


def strategy_meetings(known: KnownHistory, intervals: Intervals, band: str | None) -> list[Duty]:
    """The meeting that repeated reports ask for, and the one that a long absence does.

    Each report that makes, say, 3 within 90 days asks for a meeting, and one meeting
    answers all such reports before it. While the child is missing for longer than the
    limit, a meeting is due at the limit and then at the timetable's interval.
    """
    del band  # asked for by what happened, whatever the advice
    episodes = missing_episodes(known)
    held = known.of_kind(EventKind.STRATEGY_MEETING)
    return [
        *_after_repeats(known, episodes, held, intervals),
        *_while_missing(known, episodes, held, intervals),
    ]


def _after_repeats(
    known: KnownHistory,
    episodes: Sequence[MissingEpisode],
    held: Sequence[Event],
    intervals: Intervals,
) -> list[Duty]:
    rule = intervals.strategy_meeting
    span = timedelta(days=rule.in_days)
    asking = []
    for place, episode in enumerate(episodes):
        within = [e for e in episodes[: place + 1] if e.since > episode.since - span]
        if len(within) >= rule.reports and episode.since >= known.as_of - span:
            asking.append((episode, len(within)))
    if not asking:
        return []
    last_held = held[-1].occurred if held else None
    unanswered = [(e, n) for e, n in asking if last_held is None or e.since > last_held]
    # The earliest report that no meeting answers; if all are answered, the last of them.
    episode, count = unanswered[0] if unanswered else asking[-1]
    done = None
    if not unanswered:
        done = next(event.occurred for event in held if event.occurred >= episode.since)
    reports = f"{ordinal_words(count)} missing report in {count_words(rule.in_days, 'day')}"
    return [
        _meeting(
            known.as_of,
            episode,
            episode.since + timedelta(hours=rule.within_hours),
            done,
            f"Strategy meeting after the {reports}, of {day_words(local_day(episode.since))}",
            intervals,
        )
    ]


def _while_missing(
    known: KnownHistory,
    episodes: Sequence[MissingEpisode],
    held: Sequence[Event],
    intervals: Intervals,
) -> list[Duty]:
    if not episodes or not episodes[-1].is_open:
        return []
    rule, episode = intervals.strategy_meeting, episodes[-1]
    during = [event.occurred for event in held if event.occurred >= episode.since]
    due = episode.since + timedelta(hours=rule.missing_hours)
    if during:
        due = max(due, during[-1] + timedelta(days=rule.every_days))
        what = "Next strategy meeting while the child is missing"
    else:
        what = f"Strategy meeting for {count_words(rule.missing_hours, 'hour')} missing"
    return [_meeting(known.as_of, episode, due, None, what, intervals)]


def _meeting(
    as_of: datetime,
    episode: MissingEpisode,
    due: datetime,
    done: datetime | None,
    what: str,
    intervals: Intervals,
) -> Duty:
    if done is not None:
        how = f"held on {day_words(local_day(done))}"
    else:
        how = f"not held; {'was due by' if due < as_of else 'due by'} {day_words(local_day(due))}"
    return Duty(
        kind="strategy_meeting",
        about_reference=episode.reference,
        source=SourceSystem.MISSING_PERSONS,
        due=due,
        done=done,
        state=state_of(due, done, as_of, intervals),
        words=f"{what}: {how}.",
        owner=intervals.strategy_meeting.owner,
    )
