"""From drafts to entries: references and ids, given in the order in which things were recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from records.events import Event, EventKind
from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem
from synthetic_data.minutes import day_of, moment
from synthetic_data.recording.drafts import Draft, Later, PersonView

__all__ = ["References"]

#: How each system's references of people begin.
_PERSONS = {
    SourceSystem.MISSING_PERSONS: "P",
    SourceSystem.CSE_PLANS: "N",
    SourceSystem.ABDUCTION_NOTICES: "B",
    SourceSystem.CRIME: "V",
    SourceSystem.CHILD_ABUSE_INVESTIGATION: "W",
    SourceSystem.COMMAND_AND_CONTROL: "C",
    SourceSystem.INTELLIGENCE: "Q",
    SourceSystem.MANAGED_OFFENDERS: "Z",
    SourceSystem.SAFEGUARDING_HUB: "H",
    SourceSystem.SOCIAL_CARE: "K",
    SourceSystem.DOMESTIC_ABUSE: "D",
    SourceSystem.CUSTODY: "U",
    SourceSystem.POLICE_PROTECTION: "L",
}
#: How each system's references of adults begin; the systems share none.
_ADULTS = {
    SourceSystem.MISSING_PERSONS: "X",
    SourceSystem.ABDUCTION_NOTICES: "A",
    SourceSystem.CRIME: "S",
    SourceSystem.CHILD_ABUSE_INVESTIGATION: "Y",
    SourceSystem.INTELLIGENCE: "J",
    SourceSystem.MANAGED_OFFENDERS: "M",
    SourceSystem.DOMESTIC_ABUSE: "E",
}
#: How the references of records begin, by the kind of entry that opens one.
_RECORDS = {
    EventKind.MISSING_REPORTED: "MP",
    EventKind.PLAN_VERSION: "CSE",
    EventKind.NOTICE_SERVED: "CAWN",
    EventKind.CRIME_VICTIM: "CR",
    EventKind.CRIME_SUSPECT: "CR",
    EventKind.CRIME_WITNESS: "CR",
    EventKind.INVESTIGATION_OPENED: "CAI",
    EventKind.INCIDENT: "INC",
    EventKind.INTELLIGENCE_REPORT: "IR",
    EventKind.MANAGED_PERSON: "MO",
    EventKind.ASSOCIATION_RECORDED: "AS",
    EventKind.REFERRAL_RECEIVED: "REF",
    EventKind.NATIONAL_REFERRAL: "NRM",
    EventKind.PANEL_DECISION: "PAN",
    EventKind.CHILD_PROTECTION_STARTED: "CP",
    EventKind.LOOKED_AFTER_STARTED: "LA",
    EventKind.CHILD_IN_NEED_STARTED: "CIN",
    EventKind.CONFERENCE_HELD: "CPC",
    EventKind.DOMESTIC_INCIDENT: "DA",
    EventKind.DETAINED: "CUS",
    EventKind.PROTECTION_POWER_USED: "PPO",
}
_SEEN = tuple(field.name for field in fields(PersonView) if field.name not in ("key", "child"))


class References:
    """Gives every record, entry, person record and adult its reference, once."""

    def __init__(self) -> None:
        self.persons: dict[str, tuple[RecordId, str]] = {}
        self._records: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = defaultdict(int)
        self._adult_refs: dict[tuple[SourceSystem, str], str] = {}
        self._views: dict[PersonView, PersonRecord] = {}

    def entries(
        self, neighbourhoods: Iterable[list[Draft]]
    ) -> dict[SourceSystem, list[tuple[Event, PersonRecord | None]]]:
        """Every system's entries in order of recording, the whole force's together."""
        drafts = [
            (draft.recorded, place, draft)
            for place, drafts in enumerate(neighbourhoods)
            for draft in drafts
        ]
        drafts.sort(key=lambda item: (item[0], item[1], item[2].number))
        names: dict[tuple[int, int], str] = {}
        found: dict[SourceSystem, list[tuple[Event, PersonRecord | None]]] = defaultdict(list)
        for _, place, draft in drafts:
            kept = found[draft.source]
            name = f"{draft.source.value}-{len(kept) + 1:07d}"
            names[place, draft.number] = name
            replaces = None if draft.replaces is None else names[place, draft.replaces]
            event = Event(
                source=draft.source,
                kind=draft.kind,
                reference=self._record(draft),
                entry=name,
                occurred=moment(draft.occurred),
                recorded=moment(draft.recorded),
                details=self._resolved(draft.details),
                replaces=replaces,
            )
            kept.append((event, self._person(draft, draft.person) if draft.person else None))
        return dict(found)

    def _record(self, draft: Draft) -> str:
        if draft.record not in self._records:
            stem, year = _RECORDS[draft.kind], day_of(draft.recorded).year
            self._counts[stem, year] += 1
            self._records[draft.record] = f"{stem}-{year}-{self._counts[stem, year]:04d}"
        return self._records[draft.record]

    def _person(self, draft: Draft, view: PersonView) -> PersonRecord:
        if view not in self._views:
            if view.key not in self.persons:
                count = self._counts[draft.source.value, 0] + 1
                self._counts[draft.source.value, 0] = count
                reference = RecordId(draft.source, f"{_PERSONS[draft.source]}-{count:06d}")
                self.persons[view.key] = (reference, view.child)
            self._views[view] = PersonRecord(
                id=self.persons[view.key][0],
                recorded=moment(draft.recorded),
                **{name: getattr(view, name) for name in _SEEN},
            )
        return self._views[view]

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Later):
            return self._reference(value)
        if isinstance(value, Mapping):
            parts = {name: self._resolved(part) for name, part in value.items()}
            return {name: part for name, part in parts.items() if part is not None}
        if isinstance(value, tuple):
            return tuple(self._resolved(part) for part in value)
        return value

    def _reference(self, later: Later) -> str | None:
        """The reference; None of a record that nobody has entered yet."""
        what, _, key = later.key.partition(":")
        if what == "record":
            return self._records.get(key)
        system, _, adult = key.partition(":")
        source = SourceSystem(system)
        if (source, adult) not in self._adult_refs:
            self._counts[_ADULTS[source], 0] += 1
            number = self._counts[_ADULTS[source], 0]
            self._adult_refs[source, adult] = f"{_ADULTS[source]}-{number:05d}"
        return self._adult_refs[source, adult]

    @property
    def adults(self) -> dict[RecordId, str]:
        """Who each system's adults really are: the adult's key by the system's reference."""
        return {RecordId(s, ref): adult for (s, adult), ref in self._adult_refs.items()}
