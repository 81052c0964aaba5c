"""S1, the missing-persons database: reports and what was done, with its own mistakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.recording.adults import adult_columns
from synthetic_data.recording.drafts import Draft, Drafts, PersonView
from synthetic_data.recording.persons import PersonBook
from synthetic_data.world.truth import Episode, Interview, Life, Response

__all__ = ["MissingPersons"]

_S1 = SourceSystem.MISSING_PERSONS


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry to make: what, when, when told."""

    kind: EventKind
    occurred: int
    recorded: int
    details: dict[str, Any]


class MissingPersons:
    """Writes the reports of one neighbourhood."""

    def __init__(
        self, drafts: Drafts, book: PersonBook, parameters: Parameters, dice: Dice, start: int
    ) -> None:
        self._drafts, self._book, self._dice, self._start = drafts, book, dice, start
        self._rates = {**parameters.table("entries.usual"), **parameters.table("entries.S1")}

    def record(self, life: Life, others: list[Life]) -> None:
        """Every report about the child from the first recorded day on.

        ``others`` are children with whom this child can be mixed up: brothers, sisters,
        others of the same home.
        """
        for episode in life.episodes:
            if episode.response is not None and episode.response.at >= self._start:
                self._report(life, episode, episode.response, others)

    def _report(self, life: Life, episode: Episode, response: Response, others: list[Life]) -> None:
        dice, rates = self._dice, self._rates
        person = self._book.view(life, response.at)
        reference = self._drafts.new_record()
        rows = self._rows(episode, response)
        wrong: PersonView | None = None
        moved = 0
        if others and dice.chance(rates["wrong_child"]):
            wrong = self._book.view(dice.choose(others), response.at)
            moved = response.at + int((1 + dice.exponential(rates["days_to_move"])) * DAY)
        for row in rows:
            told_wrong = wrong is not None and row.recorded < moved
            entered = self._enter(row, reference, wrong if wrong and told_wrong else person)
            if told_wrong and entered is not None:
                self._enter(row, reference, person, moved, entered)
            elif entered is not None and row.kind is EventKind.MISSING_FOUND:
                self._perhaps_correct(row, reference, person, entered)
        if dice.chance(rates["entered_twice"]):
            self._enter_twice(rows, person)
        if dice.chance(rates["withdrawn"]):
            self._mistaken_report(life, response.at)

    def _enter(
        self,
        row: _Row,
        reference: str,
        person: PersonView,
        recorded: int | None = None,
        replaces: Draft | None = None,
    ) -> Draft | None:
        return self._drafts.write(
            _S1,
            row.kind,
            reference,
            person,
            row.occurred,
            row.recorded if recorded is None else recorded,
            row.details,
            replaces,
        )

    def _rows(self, episode: Episode, response: Response) -> list[_Row]:
        dice, rates = self._dice, self._rates
        told = self._entered(response.at, "late_report")
        rows = [
            _Row(
                EventKind.MISSING_REPORTED,
                episode.start,
                told,
                {"missing_from": episode.missing_from, "police_grade": response.grade},
            )
        ]
        rows += [
            _Row(
                EventKind.SUPERVISORY_REVIEW,
                at,
                self._entered(at),
                {"review_by": rank},
            )
            for at, rank in response.reviews
        ]
        if not dice.chance(rates["end_not_entered"]):
            rows.append(
                _Row(
                    EventKind.MISSING_FOUND,
                    episode.end,
                    self._entered(episode.end, "late_end"),
                    {
                        "how_ended": response.how_ended,
                        "found_place": response.found_place,
                        "found_with": response.found_with,
                        "harm_found": response.harm_found,
                        **self._where(response),
                    },
                )
            )
        rows += [self._interview(interview) for interview in response.interviews]
        if response.meeting is not None:
            rows.append(
                _Row(
                    EventKind.STRATEGY_MEETING,
                    response.meeting,
                    self._entered(response.meeting, "late_interview"),
                    {},
                )
            )
        # What is told of a report before anybody has entered the report waits for it.
        return [replace(row, recorded=max(row.recorded, told)) for row in rows]

    def _where(self, response: Response) -> dict[str, Any]:
        """The address or place, and the adult, as far as officers wrote them down."""
        place, adult = response.found_at, response.found_adult
        said = {"found_at": place.line, "found_postcode": place.postcode} if place else {}
        return said | (adult_columns(adult, _S1, self._rates, self._dice) if adult else {})

    def _interview(self, interview: Interview) -> _Row:
        is_return = interview.kind == "return"
        return _Row(
            EventKind.RETURN_INTERVIEW if is_return else EventKind.PREVENTION_INTERVIEW,
            interview.at,
            self._entered(interview.at, "late_interview" if is_return else "late_end"),
            {
                "interview": interview.outcome,
                "disclosure": interview.disclosure,
                "told_to": interview.told_to,
            },
        )

    def _entered(self, at: int, late: str | None = None) -> int:
        """When it is typed in: within the hour, or days later."""
        dice = self._dice
        if late and dice.chance(self._rates[late]):
            return at + int((0.5 + dice.exponential(self._rates["days_late"])) * DAY)
        return at + int(dice.exponential(self._rates["minutes_to_enter"])) + 2

    def _perhaps_correct(
        self, row: _Row, reference: str, person: PersonView, entered: Draft
    ) -> None:
        dice = self._dice
        if not dice.chance(self._rates["corrected"]):
            return
        details = dict(row.details)
        occurred = row.occurred
        if dice.chance(0.5):
            occurred -= dice.between(5, 40)
        else:
            details["found_place"] = dice.choose(("home", "street", "friends_home", "other"))
        recorded = entered.recorded + int((0.2 + dice.exponential(2)) * DAY)
        corrected = _Row(row.kind, occurred, recorded, details)
        self._enter(corrected, reference, person, recorded, entered)

    def _enter_twice(self, rows: list[_Row], person: PersonView) -> None:
        """A second operator opens a second report of the same absence."""
        first = rows[0]
        later = min(self._dice.between(20, 240), 5 * HOUR)
        second = _Row(
            first.kind, first.occurred + later // 8, first.recorded + later, first.details
        )
        self._enter(second, self._drafts.new_record(), person)

    def _mistaken_report(self, life: Life, near: int) -> None:
        """A report of a child who wasn't missing, taken back."""
        dice = self._dice
        at = near + int((3 + dice.uniform() * 20) * DAY)
        if any(
            episode.start - 12 * HOUR < at < episode.end + 12 * HOUR for episode in life.episodes
        ):
            return
        person = self._book.view(life, at)
        reference = self._drafts.new_record()
        details = {"missing_from": "home", "police_grade": "medium"}
        row = _Row(EventKind.MISSING_REPORTED, at, at + dice.between(10, 60), details)
        entered = self._enter(row, reference, person)
        if entered is not None:
            back = entered.recorded + dice.between(30, 600)
            withdrawn = _Row(EventKind.WITHDRAWN, back, back, {})
            self._enter(withdrawn, reference, person, back, entered)
