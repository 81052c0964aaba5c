"""Small forces for tests: say what happened, get extracts in the agreed formats."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from records.events import Event, EventKind
from records.formats import FORMATS
from records.persons import PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem
from records.writing import write_extract, write_extract_times

S1, S2, S3, S10 = (
    SourceSystem.MISSING_PERSONS,
    SourceSystem.CSE_PLANS,
    SourceSystem.ABDUCTION_NOTICES,
    SourceSystem.SOCIAL_CARE,
)
_SYSTEM_OF = {kind: format_.source for format_ in FORMATS.values() for kind in format_.entries}


class Extracts:
    """Entries gathered one by one and written as one directory of extracts.

    ``now`` is the moment of the question; extracts are taken an hour before it unless
    ``write`` is told otherwise.
    """

    def __init__(self, now: datetime, first: int = 1) -> None:
        """``first`` numbers the first entry: of a later extract, beyond those of the earlier."""
        self.now = now
        self.entries: list[tuple[Event, PersonRecord]] = []
        self._count = itertools.count(first)

    def person(
        self, source: SourceSystem, ref: str, surname: str = "Testcase", **known: Any
    ) -> PersonRecord:
        """A person record of one system, with only what the test cares about."""
        known.setdefault("forename", None)
        return PersonRecord(RecordId(source, ref), self.now, surname=surname, **known)

    def add(
        self,
        kind: EventKind,
        person: PersonRecord,
        occurred: datetime,
        *,
        recorded: datetime | None = None,
        reference: str | None = None,
        replaces: str | None = None,
        **details: Any,
    ) -> Event:
        """One entry about ``person``; recorded as it happened unless said otherwise."""
        number = next(self._count)
        event = Event(
            source=person.id.source if kind is EventKind.WITHDRAWN else _SYSTEM_OF[kind],
            kind=kind,
            reference=reference or f"{person.id.source.value}-{number:04d}",
            entry=f"E{number:05d}",
            occurred=occurred,
            recorded=recorded or occurred,
            details=details,
            replaces=replaces,
        )
        assert event.source in EXTRACTED, f"no extract brings {kind}"
        assert event.source is person.id.source, f"{kind} is not an entry of {person.id.source}"
        self.entries.append((event, replace(person, recorded=event.recorded)))
        return event

    def missing(
        self,
        person: PersonRecord,
        since: datetime,
        hours: float | None,
        *,
        interview: Mapping[str, str] | None = None,
        found: Mapping[str, str] | None = None,
        recorded: datetime | None = None,
        missing_from: str = "home",
        **details: Any,
    ) -> Event:
        """A report; found after ``hours`` (None: still missing); a return interview a day later."""
        report = self.add(
            EventKind.MISSING_REPORTED, person, since,
            recorded=recorded or since + timedelta(minutes=30),
            missing_from=missing_from, **details,
        )  # fmt: skip
        if hours is not None:
            ended = since + timedelta(hours=hours)
            entered = max(ended + timedelta(minutes=20), report.recorded)
            self.add(
                EventKind.MISSING_FOUND, person, ended, recorded=entered,
                reference=report.reference, how_ended="returned", **(found or {}),
            )  # fmt: skip
            if interview is not None:
                self.add(
                    EventKind.RETURN_INTERVIEW, person, ended + timedelta(hours=10),
                    recorded=entered + timedelta(hours=12),
                    reference=report.reference, **interview,
                )  # fmt: skip
        return report

    def plan(self, person: PersonRecord, occurred: datetime, **details: Any) -> Event:
        """A live plan, version 1, unless said otherwise."""
        filled = {
            "version": 1,
            "state": "live",
            "owner": "PC Example",
            "owner_team": "City North",
            "owner_phone": "0115 496 0100",
            "review_due": (self.now + timedelta(days=30)).date(),
            "read_first": ("Look at the bus station first.", "Ring the home."),
            **details,
        }
        return self.add(EventKind.PLAN_VERSION, person, occurred, **filled)

    def notice(self, person: PersonRecord, served: datetime, until: date, **details: Any) -> Event:
        """A notice served on an adult about the child."""
        filled = {
            "adult_ref": "A-1",
            "adult_forename": "Invented",
            "adult_surname": "Adult",
            "in_force_until": until,
            **details,
        }
        return self.add(EventKind.NOTICE_SERVED, person, served, **filled)

    def write(self, directory: Path, taken: datetime | None = None) -> Path:
        """Write each of the force's extracts, empty ones too, and when they were taken."""
        directory.mkdir(parents=True, exist_ok=True)
        for source in EXTRACTED:
            chosen = [pair for pair in self.entries if pair[0].source is source]
            write_extract(FORMATS[source], directory, chosen)
        moment = taken or self.now - timedelta(minutes=1)
        write_extract_times(directory, dict.fromkeys(EXTRACTED, moment))
        return directory
