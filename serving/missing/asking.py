"""What an act writes down: checked against the report as it is, every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from records.events import Event, EventKind
from records.history import known_at
from records.sources import SourceSystem
from records.words import moment_words
from serving.entering.given import Given
from serving.missing.acts import ACTS, Act, ActRefusedError, check_allowed
from serving.missing.reports import Report, ReportState, absences, moment_after

__all__ = ["AskedAct", "ReportFaultsError", "detail_faults", "entries_for"]

_S1 = SourceSystem.MISSING_PERSONS
_INTERVIEWS = frozenset({Act.PREVENTION_INTERVIEW, Act.RETURN_OFFER, Act.RETURN_INTERVIEW})
_NOTHING_TOLD = "nothing_told"
_HARM = {"disclosure": _NOTHING_TOLD, "harm_found": "nothing_found"}


class ReportFaultsError(Exception):
    """What was given can't be written down as it is.

    Attributes:
        faults: field -> what to do about it; no value is repeated.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class AskedAct:
    """What somebody wishes to do with a report.

    Attributes:
        at: when it happened; of an update since when the child is missing, None to leave it.
        details: columns of S1, typed; an empty text takes away what stood there.
        corrects: the entry of the same kind that it puts right; None for a new one.
    """

    act: Act
    at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    corrects: str | None = None


def entries_for(report: Report, asked: AskedAct, now: datetime) -> list[Given]:
    """The entries that the act writes down.

    Raises:
        ActRefusedError: the report's state does not allow it, or it would run two absences
            into one.
        ReportFaultsError: a field is missing, or a moment is out of order.
    """
    corrected = _corrected(report, asked)
    check_allowed(asked.act, report.state, corrects=asked.corrects is not None)
    if asked.act is Act.WITHDRAW:
        return _withdrawals(report, now)
    occurred = asked.at or (corrected.occurred if corrected is not None else None)
    if occurred is None:
        raise ReportFaultsError({"at": "Enter when it happened."})
    before = dict(corrected.details) if corrected is not None else {}
    merged = {**before, **asked.details}
    details = {name: value for name, value in merged.items() if value not in (None, "")}
    faults = {
        **_moment_faults(report, asked.act, occurred, now, corrected),
        **detail_faults(asked.act, details),
    }
    if faults:
        raise ReportFaultsError(faults)
    given = Given(
        _S1,
        ACTS[asked.act].entry,
        report.reference,
        occurred,
        details,
        None if corrected is None else corrected.entry,
    )
    if given.replaces is not None and occurred == _of(corrected).occurred and details == before:
        raise ReportFaultsError({"at": "Nothing is different from what is recorded."})
    _check_absences(report, given, now)
    return [given]


def _of(event: Event | None) -> Event:
    assert event is not None
    return event


def _corrected(report: Report, asked: AskedAct) -> Event | None:
    """The standing entry that this one puts right; an update always has one."""
    if asked.act is Act.UPDATE and report.state is not ReportState.WITHDRAWN:
        return report.reported
    if asked.corrects is None:
        return None
    for event in report.standing:
        if event.entry == asked.corrects and event.kind is ACTS[asked.act].entry:
            return event
    raise ActRefusedError("The entry to correct does not stand in this report. Read it again.")


def _moment_faults(
    report: Report, act: Act, occurred: datetime, now: datetime, corrected: Event | None
) -> dict[str, str]:
    field_ = "since" if act is Act.UPDATE else "at"
    if occurred > now:
        return {field_: "Enter a moment that has come: this one is in the future."}
    since = report.since
    match act:
        case Act.UPDATE:
            own = [e for e in report.standing if e.kind is not EventKind.MISSING_REPORTED]
            ordered = [e for e in own if e.kind is not EventKind.STRATEGY_MEETING]
            first = min((event.occurred for event in ordered), default=None)
            if first is not None and occurred > first:
                kept = moment_words(first)
                return {field_: f"Something is recorded for {kept}. Enter a moment before it."}
        case Act.FOUND:
            if occurred < since:
                return {field_: f"The child is missing since {moment_words(since)}. Enter a later "
                                "moment, or correct since when."}  # fmt: skip
            later = [e for e in report.standing if e.kind in _AFTER_RETURN]
            if corrected is not None and later and occurred > min(e.occurred for e in later):
                return {field_: "An interview is recorded from before that moment. "
                                "Enter an earlier one."}  # fmt: skip
        case Act.REVIEW | Act.MEETING:
            if occurred < since and act is Act.REVIEW:
                return {field_: f"The child is missing since {moment_words(since)}. "
                                "Enter a later moment."}  # fmt: skip
        case _:
            back = report.returned
            if act in _INTERVIEWS and back is not None and occurred < back:
                return {field_: f"The child was found at {moment_words(back)}. "
                                "Enter a later moment."}  # fmt: skip
    return {}


_AFTER_RETURN = frozenset(
    {
        EventKind.PREVENTION_INTERVIEW,
        EventKind.RETURN_INTERVIEW_OFFERED,
        EventKind.RETURN_INTERVIEW,
    }
)
#: What an act must say beside when it happened: column -> what to do if it doesn't.
_NEEDED: Mapping[Act, Mapping[str, str]] = {
    Act.UPDATE: {"missing_from": "Choose where the child went missing from."},
    Act.FOUND: {
        "how_ended": "Choose how the child was found.",
        "found_with": "Choose who was with the child.",
        "harm_found": "Choose what harm was found.",
    },
    Act.PREVENTION_INTERVIEW: {"interview": "Choose whether the interview was held."},
    Act.RETURN_OFFER: {"interviewed_by": "Enter who offers the interview."},
    Act.RETURN_INTERVIEW: {"interview": "Choose whether the interview was held."},
    Act.REVIEW: {
        "review_by": "Choose the rank of whoever reviewed.",
        "direction": "Enter what was directed, or that nothing more is needed and why.",
    },
}
_BY_WHOM = "Enter who held the interview, by name or role."
_TOLD = "Choose what the child told, in kind; choose that nothing was told if so."
_TOLD_TO = "Enter the role of whoever the child told."
_NOT_HELD = "The interview was not held, so nothing was told in it. Choose that it was held."


def detail_faults(act: Act, details: Mapping[str, Any]) -> dict[str, str]:
    """What an act's details leave out, and what in them does not fit together."""
    faults = {name: words for name, words in _NEEDED.get(act, {}).items() if not details.get(name)}
    if act in (Act.PREVENTION_INTERVIEW, Act.RETURN_INTERVIEW):
        told = details.get("disclosure")
        if details.get("interview") == "done":
            faults |= {} if details.get("interviewed_by") else {"interviewed_by": _BY_WHOM}
            faults |= {} if told else {"disclosure": _TOLD}
            if told not in (None, _NOTHING_TOLD) and not details.get("told_to"):
                faults["told_to"] = _TOLD_TO
        elif told not in (None, _NOTHING_TOLD) and "interview" not in faults:
            faults["interview"] = _NOT_HELD
    return faults


def _withdrawals(report: Report, now: datetime) -> list[Given]:
    """Every standing entry is taken back; never with them what a child told or suffered."""
    if any(
        event.details.get(name, nothing) != nothing
        for event in report.standing
        for name, nothing in _HARM.items()
    ):
        raise ActRefusedError(
            "What the child told, or harm to the child, is recorded in this report. It would be "
            "lost with it. If that entry is wrong, correct it first."
        )
    return [
        Given(_S1, EventKind.WITHDRAWN, report.reference, now, replaces=event.entry)
        for event in report.standing
    ]


def _check_absences(report: Report, given: Given, now: datetime) -> None:
    """An entry says something of its own absence: it never makes one of two, or two of one."""
    tried = Event(
        given.source, given.kind, given.reference, "(tried)", given.occurred, now,
        given.details, given.replaces,
    )  # fmt: skip
    history = replace(report.history, events=(*report.history.events, tried))
    after = absences(known_at(history, moment_after(now)))
    before = absences(report.known)
    if after != before:
        moved = sorted({one for group in after ^ before for one in group} - {report.reference})
        raise ActRefusedError(
            f"By that moment this report and {' and '.join(moved) or 'another'} would change which "
            "absence they tell of. Look at that report, and correct first what is wrong there."
        )
