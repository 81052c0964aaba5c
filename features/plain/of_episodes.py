"""The plain engine's measures of missing episodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import pairwise

from features.declaration import Feature, Measure
from features.measured import Measured
from features.plain.readings import DOES_NOT_ARISE, NONE, Reading, days_before, with_evidence
from records.events import Event, EventKind
from records.states import MissingEpisode
from records.unknown import Unknown

__all__ = ["DAY_LONG", "INTERVIEW_TIME", "OF_EPISODES"]

#: A return interview is offered within 72 hours of the return (statutory guidance, 2014).
INTERVIEW_TIME = timedelta(hours=72)
#: Missing for this long is missing for a day or longer.
DAY_LONG = timedelta(hours=24)
_HOUR = timedelta(hours=1)


def _reports(episodes: Iterable[MissingEpisode]) -> list[Event]:
    return [episode.reports[0] for episode in episodes]


def _how_many(counted: list[MissingEpisode]) -> Measured:
    return with_evidence(len(counted), _reports(counted)) if counted else NONE


def _episodes(child: Reading, feature: Feature) -> Measured:
    return _how_many(child.begun(feature))


def _days_since(child: Reading, feature: Feature) -> Measured:
    begun = child.begun(feature)
    if not begun:
        return DOES_NOT_ARISE
    days = days_before(child.known.as_of, begun[-1].since)
    return with_evidence(days, _reports(begun[-1:]))


def _latest_gap(child: Reading, feature: Feature) -> Measured:
    last_two = child.begun(feature)[-2:]
    if len(last_two) < 2:
        return DOES_NOT_ARISE
    before, after = last_two
    return with_evidence(days_before(after.since, before.since), _reports(last_two))


def _gaps_shortening(child: Reading, feature: Feature) -> Measured:
    begun = child.begun(feature)
    gaps = [after.since - before.since for before, after in pairwise(begun)]
    count = 0
    for gap, gap_before in pairwise(reversed(gaps)):
        if gap >= gap_before:
            break
        count += 1
    return with_evidence(count, _reports(begun[-(count + 2) :])) if count else NONE


_Lasting = list[tuple[MissingEpisode, timedelta]]


def _of_lengths(
    read: Callable[[_Lasting], Measured],
) -> Callable[[Reading, Feature], Measured]:
    """A measure of the episodes in the window whose length is known; not recorded if there
    are episodes, but none such."""

    def measure(child: Reading, feature: Feature) -> Measured:
        begun = child.begun(feature)
        lasting = [(e, e.duration) for e in begun if e.duration is not None]
        if not lasting:
            return Measured(Unknown.NOT_RECORDED) if begun else NONE
        return read(lasting)

    return measure


def _longest_hours(lasting: _Lasting) -> Measured:
    longest, duration = max(lasting, key=lambda pair: pair[1])
    ends = [e for e in longest.of_kind(EventKind.MISSING_FOUND) if e.occurred == longest.ended]
    return with_evidence(duration // _HOUR, [longest.reports[0], *ends])


def _total_hours(lasting: _Lasting) -> Measured:
    total = sum((duration for _, duration in lasting), timedelta(0))
    return with_evidence(total // _HOUR, _reports(episode for episode, _ in lasting))


def _overnight(lasting: _Lasting) -> Measured:
    return _how_many([episode for episode, _ in lasting if episode.is_overnight])


def _day_long(lasting: _Lasting) -> Measured:
    return _how_many([episode for episode, duration in lasting if duration >= DAY_LONG])


def _interviews_not_done(child: Reading, feature: Feature) -> Measured:
    start_of_next = {before.since: after.since for before, after in pairwise(child.episodes)}
    return _how_many(
        [
            episode
            for episode in child.begun(feature)
            if (ended := episode.ended or start_of_next.get(episode.since)) is not None
            and ended + INTERVIEW_TIME <= child.known.as_of
            and not any(
                event.details.get("interview") == "done"
                for event in episode.of_kind(EventKind.RETURN_INTERVIEW)
            )
        ]
    )


#: How each measure of episodes is taken.
OF_EPISODES: Mapping[Measure, Callable[[Reading, Feature], Measured]] = {
    Measure.EPISODES: _episodes,
    Measure.DAYS_SINCE_MISSING: _days_since,
    Measure.LATEST_GAP_DAYS: _latest_gap,
    Measure.GAPS_SHORTENING: _gaps_shortening,
    Measure.LONGEST_HOURS: _of_lengths(_longest_hours),
    Measure.TOTAL_HOURS: _of_lengths(_total_hours),
    Measure.OVERNIGHT: _of_lengths(_overnight),
    Measure.DAY_LONG: _of_lengths(_day_long),
    Measure.INTERVIEWS_NOT_DONE: _interviews_not_done,
}
