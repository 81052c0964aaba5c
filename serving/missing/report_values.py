"""A report as JSON values: its state, entries and who wrote them, duties, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from duties.due import duties
from duties.duty import Duty
from records.calendar import instant_to_text
from records.events import Event, EventKind
from records.words import moment_words
from serving.access.permissions import Officer, may
from serving.answer.advice import advice_values, measure_for
from serving.answer.identity import child_values
from serving.missing.acts import ACTS, ALLOWED
from serving.missing.columns_in_words import COLUMN_WORDS, ENTRY_WORDS, value_words
from serving.missing.reports import Report, ReportState
from serving.service.context import Service

__all__ = ["duties_of", "duty_rows", "next_words", "report_values", "summary_values"]

_STATE_WORDS: Mapping[ReportState, str] = {
    ReportState.OPEN: "The child is missing.",
    ReportState.FOUND: "The child was found.",
    ReportState.SUPERSEDED: "A later report begins. When this absence ended is not recorded.",
    ReportState.WITHDRAWN: "Taken back: it was entered wrongly.",
}
_STANDS_OPEN = ("overdue", "due", "coming")


def report_values(
    service: Service, officer: Officer, report: Report, writers: Mapping[str, str]
) -> dict[str, Any]:
    """Everything of a report, for whoever may open the child's record.

    ``writers``: who wrote the entries that were written down here
    (:func:`serving.work_store.missing_reports.writers_of`).
    """
    found = duties_of(service, report)
    gone = {event.replaces for event in report.entries if event.replaces is not None}
    standing = {event.entry for event in report.standing}
    return {
        **summary_values(report, found),
        **_about(report),
        "joined": list(report.joined),
        "entries": [
            _entry(event, writers, is_standing=event.entry in standing, gone=gone)
            for event in report.entries
        ],
        "duties": duty_rows(found),
        "acts": [
            {"act": act.value, "words": rule.words}
            for act, rule in ACTS.items()
            if ALLOWED[act, report.state] is None and may(officer, rule.needs)
        ],
    }


def _about(report: Report) -> dict[str, Any]:
    """Whom it is about, for whoever may open the record."""
    who = child_values(report.known)
    return {"name": who["name"], "age": who["age"]}


def summary_values(report: Report, found: Sequence[Duty] | None) -> dict[str, Any]:
    """What every answer about a report begins with: whose, since when, its state, what is next.

    ``found``: the report's duties; None for somebody to whom the record is closed, since what
    is due tells of the advice.
    """
    open_ = [duty.due for duty in found or () if duty.state in _STANDS_OPEN]
    ended = None if report.episode is None else report.episode.ended
    return {
        "reference": report.reference,
        "child": report.child,
        "state": report.state.value,
        "state_words": _STATE_WORDS[report.state],
        "since": instant_to_text(report.since),
        "ended": None if ended is None else instant_to_text(ended),
        "next": [] if found is None else next_words(report, found),
        "next_due": instant_to_text(min(open_)) if open_ else None,
        "as_at": instant_to_text(report.as_of),
    }


def next_words(report: Report, found: Sequence[Duty]) -> list[str]:
    """What happens next and by when, the most pressing first; a sentence if nothing is due."""
    said = [_due_words(duty) for duty in found if duty.state in _STANDS_OPEN]
    if said or report.state is ReportState.WITHDRAWN:
        return said
    return ["Nothing is due on this report now."]


def duty_rows(found: Sequence[Duty]) -> list[dict[str, Any]]:
    """Each duty as values."""
    return [
        {
            "kind": duty.kind,
            "state": duty.state,
            "due": instant_to_text(duty.due),
            "done": None if duty.done is None else instant_to_text(duty.done),
            "words": duty.words,
            "owner": duty.owner,
            "came_due": len(duty.came_due),
        }
        for duty in found
    ]


def duties_of(service: Service, report: Report) -> tuple[Duty, ...]:
    """The duties of the report's absence, by the timetable of the band advised now.

    By the same functions as an answer, so that page and report can't differ (N2).
    """
    if report.episode is None:
        return ()
    cards = service.models().cards
    measured = measure_for(report.known, cards.champion)
    advice = advice_values(report.known, cards.champion, service.policy, measured)["advice"]
    references = {one.reference for one in report.episode.reports}
    found = duties(report.known, service.intervals, advice["band"])
    return tuple(
        duty
        for duty in found
        if duty.source is report.reported.source and duty.about_reference in references
    )


def _due_words(duty: Duty) -> str:
    owner = duty.owner[:1].upper() + duty.owner[1:]
    by = "was due by" if duty.state == "overdue" else "by"
    return f"{duty.words} {owner}: {by} {moment_words(duty.due)}."


def _entry(
    event: Event, writers: Mapping[str, str], *, is_standing: bool, gone: set[str]
) -> dict[str, Any]:
    who = writers.get(event.entry)
    taken = event.kind is EventKind.WITHDRAWN
    return {
        "entry": event.entry,
        "kind": event.kind.value,
        "words": ENTRY_WORDS.get(event.kind, event.kind.value),
        "occurred": instant_to_text(event.occurred),
        "recorded": instant_to_text(event.recorded),
        "written_by": None if who is None else who or "An officer whose name was erased",
        "system_name": event.source.words,
        "replaces": event.replaces,
        "stands": is_standing,
        "corrected": not is_standing and not taken and event.entry in gone,
        "details": [
            {
                "column": name,
                "name": COLUMN_WORDS.get(name, name),
                "value": value.isoformat() if isinstance(value, date) else str(value),
                "words": value_words(name, value),
            }
            for name, value in event.details.items()
        ],
    }
