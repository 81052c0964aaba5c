"""A scenario played: its entries as drafts, and the rows of the truth beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from records.events import EventKind
from records.formats import FORMATS
from synthetic_data.minutes import HOUR, day_of, minute_of_day, moment
from synthetic_data.recording.drafts import Drafts
from synthetic_data.scenarios.declarations import Absence, Ahead, Entry, Scenario
from synthetic_data.scenarios.people import People
from synthetic_data.world.truth import NONE

__all__ = ["entries_of", "play"]

_SYSTEM_OF = {kind: format_.source for format_ in FORMATS.values() for kind in format_.entries}
#: Minutes from an end to its entry, to the interview, and from there to that one's entry.
_END_ENTERED, _INTERVIEWED, _INTERVIEW_ENTERED = 15, 6 * HOUR, HOUR
#: Rows of the truth, column by column, by the name of their table.
Rows = dict[str, list[dict[str, Any]]]


def play(scenario: Scenario, drafts: Drafts) -> Rows:
    """Write the scenario's entries into ``drafts``; gives its rows of the truth.

    Raises:
        ValueError: an entry would come too late for the extracts.
    """
    people = People(scenario, drafts.neighbourhood, drafts.taken)
    records: dict[str, str] = {}
    for step in scenario.script:
        for entry in entries_of(step) if isinstance(step, Absence) else (step,):
            if entry.record not in records:
                records[entry.record] = drafts.new_record()
            _write(scenario, entry, records[entry.record], people, drafts)
    return _truth(scenario, people, drafts.taken)


def entries_of(absence: Absence) -> list[Entry]:
    """What S1 holds of it: the report, the end if it has come, the interview if there is one."""
    told = absence.reported + absence.after
    end = absence.ago - round(absence.hours * HOUR)
    steps: list[tuple[EventKind, int, int, str | None, Mapping[str, Any]]] = [
        (
            EventKind.MISSING_REPORTED,
            absence.ago,
            told,
            None,
            {"missing_from": absence.missing_from},
        )
    ]
    if end > 0:
        found = {"how_ended": "returned", **absence.found}
        steps.append((EventKind.MISSING_FOUND, end, _END_ENTERED, absence.adult, found))
    if absence.interview is not None:
        held = end - _INTERVIEWED
        steps.append(
            (EventKind.RETURN_INTERVIEW, held, _INTERVIEW_ENTERED, None, absence.interview)
        )
    return [
        Entry(
            kind,
            absence.record,
            absence.who,
            at,
            after,
            adult,
            details,
            absence.first_on,
            absence.moved,
        )
        for kind, at, after, adult, details in steps
    ]


def _write(scenario: Scenario, entry: Entry, record: str, people: People, drafts: Drafts) -> None:
    source, taken = _SYSTEM_OF[entry.kind], drafts.taken
    occurred = taken - entry.ago
    details = {name: _resolved(value, taken) for name, value in entry.details.items()}
    if entry.adult is not None:
        details |= people.adult(entry.adult, source)
    who = people.view(entry.who, source) if entry.who is not None else None
    first = people.view(entry.first_on, source) if entry.first_on is not None else who
    written = drafts.write(
        source, entry.kind, record, first, occurred, occurred + entry.after, details
    )
    if written is not None and entry.first_on is not None:
        moved = taken - entry.moved
        written = drafts.write(source, entry.kind, record, who, occurred, moved, details, written)
    if written is None:
        raise ValueError(f"{scenario.name}: {entry.kind.value} comes too late for the extracts")


def _resolved(value: Any, taken: int) -> Any:
    return day_of(taken) + timedelta(days=value.days) if isinstance(value, Ahead) else value


def _truth(scenario: Scenario, people: People, taken: int) -> Rows:
    def when(minutes_ago: int) -> datetime:
        return moment(taken - minutes_ago)

    rows: Rows = {"children": [], "states": [], "episodes": [], "harm": []}
    for child in scenario.children:
        key, born = people.true_key(child.key), people.born(child)
        rows["children"].append(
            {
                "true_child": key,
                "household": people.household(child),
                "born": born,
                "sex": child.sex,
                "ethnicity": child.ethnicity,
                "is_twin": child.is_twin,
                "adversity": 1.0,
                "forename": child.forename,
                "surname": people.surname(child),
                "team": people.team,
            }
        )
        stays = [(stay.state, when(stay.ago)) for stay in scenario.stays if stay.who == child.key]
        if stays:
            stays.insert(0, (NONE, moment(minute_of_day(born))))
        ends = [start for _, start in stays[1:]] + [moment(taken)]
        rows["states"] += [
            {"true_child": key, "state": state, "start": start, "end": end}
            for (state, start), end in zip(stays, ends, strict=False)
        ]
    rows["episodes"] = [
        {
            "true_child": people.true_key(step.who),
            "start": when(step.ago),
            "end": when(step.ago - round(step.hours * HOUR)),
            "state": _state_at(scenario, step),
            "with_adult": step.with_adult,
            "harm": step.harm,
            "reported": when(step.ago - step.reported),
        }
        for step in scenario.script
        if isinstance(step, Absence)
    ]
    rows["harm"] = [
        {
            "true_child": people.true_key(harm.who),
            "at": when(harm.ago),
            "kind": harm.kind,
            "while_missing": harm.while_missing,
            "is_recorded": True,
            "recorded": when(harm.known),
        }
        for harm in scenario.harms
    ]
    return rows


def _state_at(scenario: Scenario, absence: Absence) -> str:
    begun = [s.state for s in scenario.stays if s.who == absence.who and s.ago >= absence.ago]
    return begun[-1] if begun else NONE
