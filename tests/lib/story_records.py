"""What is written down in a story: reports, corrections, wrong children, namesakes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from records.events import Event, EventKind
from records.persons import PersonRecord
from tests.lib.extracts import S1, S2, S3, Extracts

__all__ = ["StoryRecords"]


class StoryRecords:
    """Writes into the extracts, as of the story's own moment; nothing is taken in by it."""

    def __init__(self, made: Extracts, clock: Callable[[], datetime]) -> None:
        self.made, self.clock = made, clock

    def persons(self, system: Any = S1) -> list[PersonRecord]:
        """Every person record of a system, by its id."""
        found = {str(p.id): p for _, p in self.made.entries if p.id.source is system}
        return [found[key] for key in sorted(found)]

    def reports(self) -> list[tuple[Event, PersonRecord]]:
        """The missing reports that nothing has replaced."""
        replaced = {event.replaces for event, _ in self.made.entries}
        return [
            (event, person)
            for event, person in self.made.entries
            if event.kind is EventKind.MISSING_REPORTED and event.entry not in replaced
        ]

    def records(self, what: int, whom: int, hours: int) -> None:
        """Something is written down about one of the children; taken in later."""
        now = self.clock()
        people = self.persons()
        child = people[whom % len(people)]
        since = now - timedelta(hours=hours)
        match what % 5:
            case 0:
                self.made.missing(child, since, None if hours < 9 else hours / 2, recorded=now)
            case 1:
                told = {"interview": "done", "disclosure": "sexual_harm", "told_to": "a nurse"}
                self.made.missing(child, since, hours / 2, interview=told, recorded=now)
            case 2:
                planned = self.persons(S2)
                self.made.plan(planned[whom % len(planned)], now, version=2 + hours % 3)
            case 3:
                served = self.persons(S3)
                until = date(2027, 1, 1 + hours % 28)
                self.made.notice(served[whom % len(served)], now, until, adult_ref=f"A-{hours % 3}")
            case _:
                self._namesake(child, since)

    def _namesake(self, child: PersonRecord, since: datetime) -> None:
        """Somebody of nearly the same name and birth date: may be the same child."""
        number = len(self.persons()) + 1
        other = self.made.person(
            S1, f"P-{number}", child.surname, forename=child.forename,
            date_of_birth=child.date_of_birth if number % 2 else None, postcode=child.postcode,
        )  # fmt: skip
        self.made.missing(other, since, 4, recorded=self.clock())

    def corrects(self, which: int) -> None:
        """A report is written again, otherwise."""
        report, person = self._one_report(which)
        self.made.add(
            EventKind.MISSING_REPORTED, person, report.occurred - timedelta(hours=1),
            recorded=self.clock(), reference=report.reference, replaces=report.entry,
            missing_from="school",
        )  # fmt: skip

    def withdraws(self, which: int) -> None:
        """A report is taken back."""
        report, person = self._one_report(which)
        self.made.add(
            EventKind.WITHDRAWN, person, self.clock(),
            reference=report.reference, replaces=report.entry,
        )  # fmt: skip

    def moves(self, which: int, whom: int) -> None:
        """A report was on the wrong child, and goes to another (V12)."""
        report, person = self._one_report(which)
        others = [other for other in self.persons() if other.id != person.id]
        self.made.add(
            EventKind.MISSING_REPORTED, others[whom % len(others)], report.occurred,
            recorded=self.clock(), reference=report.reference, replaces=report.entry,
            missing_from="home",
        )  # fmt: skip

    def _one_report(self, which: int) -> tuple[Event, PersonRecord]:
        reports = self.reports()
        return reports[which % len(reports)]
