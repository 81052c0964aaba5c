"""The plain engine: one child's values, each with the entries behind it.

Written to be obviously right; :mod:`features.many_children` is judged against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from features.catalogue import CATALOGUE
from features.declaration import Feature, Measure
from features.table import MOST_EVIDENCE, Measured
from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.states import MissingEpisode, Notice, missing_episodes, notices, plans
from records.states.care import ProtectionPlan, looked_after_entry, protection_plans
from records.unknown import Unknown

__all__ = [
    "INTERVIEW_TIME",
    "PROTECTION_RECENT",
    "is_found_with_unknown_adult",
    "is_sexual_harm",
    "measure_child",
]

#: A return interview is offered within 72 hours of the return (statutory guidance, 2014).
INTERVIEW_TIME = timedelta(hours=72)
#: A child protection plan that ended later than this before the question ended lately.
PROTECTION_RECENT = timedelta(days=365)
_PLAN_RANKS = {"ended": 1, "draft": 2, "live": 3}


def measure_child(known: KnownHistory) -> dict[str, Measured]:
    """Every feature of the catalogue, in its order, for one child as known at one moment.

    A feature that needs a system which isn't connected is ``Unknown.NOT_CONNECTED``
    whatever is recorded. Nothing recorded later than ``known.as_of`` is seen, because
    ``known`` doesn't hold it.
    """
    child = _Child(known, missing_episodes(known))
    return {feature.name: _measure(child, feature) for feature in CATALOGUE}


@dataclass(frozen=True, slots=True)
class _Child:
    known: KnownHistory
    episodes: tuple[MissingEpisode, ...]

    def is_within(self, moment: datetime, feature: Feature) -> bool:
        """Before the moment of the question, and not before the feature's window."""
        if feature.window_days is None:
            return moment < self.known.as_of
        start = self.known.as_of - timedelta(days=feature.window_days)
        return start <= moment < self.known.as_of

    def window(self, feature: Feature) -> list[MissingEpisode]:
        """The episodes that began within the feature's window, earliest first."""
        return [episode for episode in self.episodes if self.is_within(episode.since, feature)]


def _measure(child: _Child, feature: Feature) -> Measured:
    if not set(feature.sources) <= child.known.connected:
        return Measured(Unknown.NOT_CONNECTED)
    return _MEASURES[feature.measure](child, feature)


def _with(value: int, evidence: Iterable[Event]) -> Measured:
    newest = sorted(
        evidence, key=lambda e: (e.occurred, e.recorded, e.source.value, e.entry), reverse=True
    )
    return Measured(value, tuple(newest[:MOST_EVIDENCE]))


def _reports(episodes: Iterable[MissingEpisode]) -> list[Event]:
    return [episode.reports[0] for episode in episodes]


def _episodes(child: _Child, feature: Feature) -> Measured:
    counted = child.window(feature)
    return _with(len(counted), _reports(counted))


def _days_since_last(child: _Child, feature: Feature) -> Measured:
    begun = child.window(feature)
    if not begun:
        return Measured(Unknown.NOT_APPLICABLE)
    days = (child.known.as_of - begun[-1].since) // timedelta(days=1)
    return _with(days, _reports(begun[-1:]))


def _with_length(child: _Child, feature: Feature) -> list[MissingEpisode] | None:
    """Episodes of known length in the window; None if there are episodes, but none such."""
    begun = child.window(feature)
    lasting = [episode for episode in begun if episode.duration is not None]
    return None if begun and not lasting else lasting


def _longest_hours(child: _Child, feature: Feature) -> Measured:
    lasting = _with_length(child, feature)
    if lasting is None:
        return Measured(Unknown.NOT_RECORDED)
    if not lasting:
        return Measured(0)
    longest = max(lasting, key=lambda episode: episode.duration or timedelta(0))
    hours = (longest.duration or timedelta(0)) // timedelta(hours=1)
    ends = [e for e in longest.of_kind(EventKind.MISSING_FOUND) if e.occurred == longest.ended]
    return _with(hours, [longest.reports[0], *ends])


def _overnight(child: _Child, feature: Feature) -> Measured:
    lasting = _with_length(child, feature)
    if lasting is None:
        return Measured(Unknown.NOT_RECORDED)
    nights = [episode for episode in lasting if episode.is_overnight]
    return _with(len(nights), _reports(nights))


def _gaps_shortening(child: _Child, feature: Feature) -> Measured:
    begun = child.window(feature)
    gaps = [after.since - before.since for before, after in pairwise(begun)]
    count = 0
    for gap, gap_before in pairwise(reversed(gaps)):
        if gap >= gap_before:
            break
        count += 1
    return _with(count, _reports(begun[-(count + 2) :]) if count else ())


def _once_for_each_episode(
    child: _Child, feature: Feature, told: Callable[[Event], bool]
) -> Measured:
    """Count S1 entries in the window, once for each episode; the newest of each is kept.

    An entry whose report isn't known counts by its reference.
    """
    episode_of: dict[str, int] = {}
    for place, episode in enumerate(child.episodes):
        for report in episode.reports:
            episode_of.setdefault(report.reference, place)
    newest: dict[int | str, Event] = {}
    for event in child.known.of_kind(*_S1_KINDS):
        if told(event) and child.is_within(event.occurred, feature):
            newest[episode_of.get(event.reference, event.reference)] = event
    return _with(len(newest), newest.values())


def _found_with_unknown_adult(child: _Child, feature: Feature) -> Measured:
    return _once_for_each_episode(child, feature, is_found_with_unknown_adult)


def _sexual_harm(child: _Child, feature: Feature) -> Measured:
    return _once_for_each_episode(child, feature, is_sexual_harm)


def is_found_with_unknown_adult(event: Event) -> bool:
    """Whether the entry says that the child was with an adult unknown to the family."""
    return event.details.get("found_with") == "adult_not_known_to_family"


def is_sexual_harm(event: Event) -> bool:
    """Whether the child told of sexual harm or exploitation, or it was found."""
    details = event.details
    return details.get("disclosure") in SEXUAL_DISCLOSURES or details.get("harm_found") == "sexual"


def _interviews_not_done(child: _Child, feature: Feature) -> Measured:
    starts_of_next = [*(episode.since for episode in child.episodes[1:]), None]
    owed = []
    for episode, start_of_next in zip(child.episodes, starts_of_next, strict=False):
        ended = episode.ended or start_of_next
        if (
            child.is_within(episode.since, feature)
            and ended is not None
            and ended + INTERVIEW_TIME <= child.known.as_of
            and not any(
                event.details.get("interview") == "done"
                for event in episode.of_kind(EventKind.RETURN_INTERVIEW)
            )
        ):
            owed.append(episode)
    return _with(len(owed), _reports(owed))


def _notices_in_force(child: _Child, _: Feature) -> Measured:
    return _served([notice for notice in notices(child.known) if notice.is_in_force])


def _notices_ever(child: _Child, _: Feature) -> Measured:
    return _served(notices(child.known))


def _served(counted: Sequence[Notice]) -> Measured:
    return _with(len(counted), [notice.served for notice in counted])


def _plan_state(child: _Child, _: Feature) -> Measured:
    found = plans(child.known)
    return _with(_PLAN_RANKS[found[0].state], [found[0].current]) if found else Measured(0)


def _protection_state(child: _Child, _: Feature) -> Measured:
    def rank(plan: ProtectionPlan) -> int:
        if plan.ended is None:
            return 3
        return 2 if plan.ended >= child.known.as_of - PROTECTION_RECENT else 1

    found = protection_plans(child.known)
    if not found:
        return Measured(0)
    highest = max(found, key=rank)  # of equals the latest started, which comes first
    ends = child.known.of_kind(EventKind.CHILD_PROTECTION_ENDED)
    return _with(
        rank(highest),
        [highest.started, *[e for e in ends if e.reference == highest.reference][-1:]],
    )


def _looked_after(child: _Child, _: Feature) -> Measured:
    latest = looked_after_entry(child.known)
    if latest is None:
        return Measured(0)
    return _with(int(latest.kind is not EventKind.LOOKED_AFTER_ENDED), [latest])


def _age(child: _Child, _: Feature) -> Measured:
    age = child.known.age
    return Measured(Unknown.NOT_RECORDED if age is None or age < 0 else age)


_S1_KINDS = (
    EventKind.MISSING_REPORTED,
    EventKind.MISSING_FOUND,
    EventKind.PREVENTION_INTERVIEW,
    EventKind.RETURN_INTERVIEW,
    EventKind.SUPERVISORY_REVIEW,
    EventKind.STRATEGY_MEETING,
)

_MEASURES: dict[Measure, Callable[[_Child, Feature], Measured]] = {
    Measure.EPISODES: _episodes,
    Measure.DAYS_SINCE_LAST: _days_since_last,
    Measure.LONGEST_HOURS: _longest_hours,
    Measure.OVERNIGHT: _overnight,
    Measure.GAPS_SHORTENING: _gaps_shortening,
    Measure.FOUND_WITH_UNKNOWN_ADULT: _found_with_unknown_adult,
    Measure.SEXUAL_HARM: _sexual_harm,
    Measure.INTERVIEWS_NOT_DONE: _interviews_not_done,
    Measure.NOTICES_IN_FORCE: _notices_in_force,
    Measure.NOTICES_EVER: _notices_ever,
    Measure.PLAN_STATE: _plan_state,
    Measure.PROTECTION_STATE: _protection_state,
    Measure.LOOKED_AFTER: _looked_after,
    Measure.AGE: _age,
}
