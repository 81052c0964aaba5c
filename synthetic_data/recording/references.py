"""References and ids, given in the order in which things were recorded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from records.events import EventKind
from records.persons import RecordId
from records.sources import SourceSystem
from synthetic_data.recording.rows import Row

__all__ = ["RECORD_STEMS", "References"]

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
RECORD_STEMS = {
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


class References:
    """Gives every record, entry, person record and adult its reference, once.

    Rows must come in order of recording: references count up as things are entered.

    Attributes:
        persons: for each person record, its id and whom it is really about, by its key.
        entries: how many entries each system holds, by its id.
    """

    def __init__(self) -> None:
        self.persons: dict[str, tuple[RecordId, str]] = {}
        self.entries: Counter[str] = Counter()
        self._records: dict[str, str] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        self._adults: dict[tuple[SourceSystem, str], str] = {}
        self._replaced: dict[tuple[int, int], str] = {}

    def filled(self, row: Row, neighbourhood: int) -> dict[str, Any]:
        """The row's columns, which are its own, with every reference in its place."""
        self.entries[row.source] += 1
        entry = f"{row.source}-{self.entries[row.source]:07d}"
        if row.is_replaced:
            self._replaced[neighbourhood, row.number] = entry
        values = row.values
        for name in row.later:
            values[name] = self._reference(values[name])
        values["entry_ref"] = entry
        values["record_ref"] = self._record(row)
        if row.person is not None and row.child is not None:
            values["person_ref"] = self._person(SourceSystem(row.source), row.person, row.child)
        if row.replaces is not None:
            values["replaces"] = self._replaced[neighbourhood, row.replaces]
        return values

    @property
    def adults(self) -> dict[RecordId, str]:
        """Who each system's adults really are: the adult's key by the system's reference."""
        return {RecordId(source, ref): adult for (source, adult), ref in self._adults.items()}

    def _record(self, row: Row) -> str:
        if row.record not in self._records:
            stem = RECORD_STEMS[EventKind(row.kind)]
            number = self._next(stem, row.year)
            self._records[row.record] = f"{stem}-{row.year}-{number:04d}"
        return self._records[row.record]

    def _person(self, source: SourceSystem, key: str, child: str) -> str:
        if key not in self.persons:
            reference = f"{_PERSONS[source]}-{self._next(_PERSONS[source], 0):06d}"
            self.persons[key] = RecordId(source, reference), child
        return self.persons[key][0].ref

    def _next(self, stem: str, year: int) -> int:
        self._counts[stem, year] += 1
        return self._counts[stem, year]

    def _reference(self, value: Any) -> Any:
        """The reference for an adult's key. In a list of people, each notice's reference for
        its record's key, or none of a record that nobody has entered yet."""
        if isinstance(value, str):
            return self._adult(value.removeprefix("adult:"))
        people = []
        for person in value:
            known = self._records.get(person.get("notice_ref", "").removeprefix("record:"))
            kept = {name: part for name, part in person.items() if name != "notice_ref"}
            people.append({**kept, "notice_ref": known} if known else kept)
        return people

    def _adult(self, key: str) -> str:
        system, _, adult = key.partition(":")
        source = SourceSystem(system)
        if (source, adult) not in self._adults:
            number = self._next(_ADULTS[source], 0)
            self._adults[source, adult] = f"{_ADULTS[source]}-{number:05d}"
        return self._adults[source, adult]
