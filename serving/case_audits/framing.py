"""The frame of a drawing: every missing report that was closed then, and which are at risk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from records.calendar import instant_to_text
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.serial import canonical
from records.states import MissingEpisode, judgements, missing_episodes
from scorecard import Policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import Cards
from serving.answer.identity import local_authority_of, team_of
from serving.answer.inputs import look_history
from serving.case_audits.sampling import Rule, TooManyReportsError
from serving.store.batches import batches
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.work_store.case_audits import FrameRow, children_found_between
from serving.work_store.lists import read_children

__all__ = ["MOST_REPORTS", "RISKS", "Report", "frame_digest", "read_frame", "report_values"]

#: As many reports as one frame holds: more than a force of this country closes in a month.
MOST_REPORTS = 5_000
_PIECE = 500
#: What was written down at the very moment is known to whoever wrote it.
_JUST_AFTER = timedelta(microseconds=1)
_NOTHING_TOLD = "nothing_told"


@dataclass(frozen=True, slots=True)
class Report:
    """One closed report.

    Attributes:
        now: the history as known when the frame is read; ``then``, when the report was made.
        advised: the band advised as known then, by the scorecard in use when it is drawn;
            None if there is none.
        force: the attending officer's own grade, as recorded; None if none was.
    """

    child: ChildId
    episode: MissingEpisode
    now: KnownHistory
    then: KnownHistory
    advised: str | None
    force: str | None


def _is_high(report: Report, policy: Policy) -> bool:
    return report.advised == policy.labels[-1]


def _has_disclosure(report: Report, _: Policy) -> bool:
    told = {event.details.get("disclosure") for event in report.episode.entries}
    return bool(told - {None, _NOTHING_TOLD})


def _was_judged_otherwise(report: Report, _: Policy) -> bool:
    """Somebody raised the advice or asked to lower it while the report was open."""
    first, last = report.episode.since, report.episode.ended or report.now.as_of
    return any(
        one.kind != "agree" and first <= one.made.occurred <= last for one in judgements(report.now)
    )


#: Why the risk-based half may draw a report, each with its words.
RISKS: Mapping[str, tuple[str, Callable[[Report, Policy], bool]]] = MappingProxyType(
    {
        "high_advice": ("High was advised when it was made", _is_high),
        "disclosure": ("the child told of harm in its course", _has_disclosure),
        "judged_otherwise": ("a judgement differed from the advice", _was_judged_otherwise),
    }
)


def read_frame(
    connection: Connection, rule: Rule, cards: Cards, policy: Policy, now: datetime
) -> tuple[list[FrameRow], list[datetime]]:
    """Every report that the rule may draw, in order of its end; and as of when each is graded.

    A report is what :func:`records.states.missing_episodes` takes for one, as known ``now``:
    entered twice it stands once. Its team and authority are the child's now.

    Raises:
        TooManyReportsError: more than :data:`MOST_REPORTS`.
    """
    first = now - timedelta(days=rule.days)
    systems = frozenset(freshness(connection))
    found: list[tuple[tuple[str, str, str], Report]] = []
    for some in batches(children_found_between(connection, first, now), _PIECE):
        for child, blob in read_children(connection, some).items():
            history = look_history(blob, systems)
            for report in _reports(child, history, rule, cards, policy, first, now):
                ended = instant_to_text(report.episode.ended or now)
                found.append(((ended, str(child), report.episode.reference), report))
        if len(found) > MOST_REPORTS:
            raise TooManyReportsError(MOST_REPORTS)
    found.sort(key=lambda one: one[0])
    rows = []
    for position, (_, report) in enumerate(found):
        values = report_values(report, policy)
        is_at_risk = bool(values["risks"])
        rows.append(FrameRow(position, str(report.child), is_at_risk, values))
    return rows, [report.then.as_of for _, report in found]


def _reports(
    child: ChildId,
    history: History,
    rule: Rule,
    cards: Cards,
    policy: Policy,
    first: datetime,
    now: datetime,
) -> Iterator[Report]:
    known = known_at(history, now + _JUST_AFTER)
    if rule.team is not None and team_of(known) != rule.team:
        return
    if rule.authority is not None and local_authority_of(known) != rule.authority:
        return
    for episode in missing_episodes(known):
        if episode.ended is None or not first <= episode.ended < now:
            continue
        then = known_at(history, episode.reports[0].recorded + _JUST_AFTER)
        champion = cards.champion
        advice = advice_values(then, champion, policy, measure_for(then, champion))["advice"]
        force = _grade_then(then, episode)
        yield Report(child, episode, known, then, advice["band"], force)


def _grade_then(then: KnownHistory, episode: MissingEpisode) -> str | None:
    """What the attending officer wrote first; of a report corrected since, as it was then."""
    references = {report.reference for report in episode.reports}
    said = (
        event.details.get("police_grade")
        for known in missing_episodes(then)
        for event in known.reports
        if event.reference in references
    )
    return next((grade for grade in said if grade is not None), None)


def report_values(report: Report, policy: Policy) -> dict[str, Any]:
    """What is kept of a report beside the child's id: erasing the child blanks it."""
    return {
        "reference": report.episode.reference,
        "since": instant_to_text(report.episode.since),
        "ended": instant_to_text(report.episode.ended or report.now.as_of),
        "team": team_of(report.now),
        "authority": local_authority_of(report.now),
        "advised": report.advised,
        "force": report.force,
        "risks": [name for name, (_, is_met) in RISKS.items() if is_met(report, policy)],
    }


def frame_digest(rows: list[FrameRow]) -> str:
    """The name of a frame: the same rows in the same order always have the same."""
    said = [[row.position, row.child, row.is_at_risk, row.value] for row in rows]
    return "sha256:" + hashlib.sha256(canonical(said)).hexdigest()
