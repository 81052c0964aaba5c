"""The systems of the other agencies write their matters down (S4 to S13)."""

from __future__ import annotations

from collections.abc import Sequence

from records.formats import FORMATS
from records.sources import SourceSystem
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.recording.adults import adult_columns
from synthetic_data.recording.drafts import Drafts, PersonView
from synthetic_data.recording.persons import PersonBook
from synthetic_data.world.truth import Life

__all__ = ["Matters"]


class Matters:
    """Writes one system's matters of one neighbourhood."""

    def __init__(
        self,
        source: SourceSystem,
        drafts: Drafts,
        book: PersonBook,
        parameters: Parameters,
        dice: Dice,
    ) -> None:
        self._source, self._drafts, self._book, self._dice = source, drafts, book, dice
        self._rates = {
            **parameters.table("entries.usual"),
            **parameters.table(f"entries.{source.value}"),
        }
        self._needed = FORMATS[source].entries

    def record(self, matter: Matter, life: Life | None, others: Sequence[Life] = ()) -> None:
        """Enter what the system is told of the matter, sometimes twice or of a wrong child.

        ``life`` is None for a matter of an adult alone; ``others`` are children with whom
        the child can be mixed up.
        """
        rates, dice = self._rates, self._dice
        if life is None:
            self._enter(matter, None)
            return
        at = matter.steps[0].at
        person = self._book.view(life, at)
        if others and dice.chance(rates["wrong_child"]):
            self._enter_wrongly(matter, person, self._book.view(dice.choose(others), at))
            return
        self._enter(matter, person)
        if dice.chance(rates["entered_twice"]):
            # Somebody else opens a second record of the same thing, under their own words.
            first = matter.steps[0]
            self._write(first, self._drafts.new_record(), person, self._recorded(first) + 4 * HOUR)

    def _enter(self, matter: Matter, person: PersonView | None) -> None:
        record = self._drafts.new_record()
        for place, step in enumerate(matter.steps):
            if place and self._dice.chance(self._rates["not_entered"]):
                continue
            self._write(step, record, person, self._recorded(step))

    def _enter_wrongly(self, matter: Matter, person: PersonView, wrong: PersonView) -> None:
        """Entered about another child of the home, and moved some days later."""
        record = self._drafts.new_record()
        days = 1 + self._dice.exponential(self._rates["days_to_move"])
        moved = self._recorded(matter.steps[0]) + int(days * DAY)
        for step in matter.steps:
            recorded = self._recorded(step)
            if recorded >= moved:
                self._write(step, record, person, recorded)
            else:
                self._write_and_move(step, record, person, wrong, recorded, moved)

    def _write_and_move(
        self,
        step: Step,
        record: str,
        person: PersonView,
        wrong: PersonView,
        recorded: int,
        moved: int,
    ) -> None:
        details = self._details(step)
        entered = self._drafts.write(
            self._source, step.kind, record, wrong, step.at, recorded, details
        )
        if entered is not None:
            self._drafts.write(
                self._source, step.kind, record, person, step.at, moved, details, entered
            )

    def _write(self, step: Step, record: str, person: PersonView | None, recorded: int) -> None:
        details = self._details(step)
        self._drafts.write(self._source, step.kind, record, person, step.at, recorded, details)

    def _details(self, step: Step) -> dict[str, object]:
        rates, dice = self._rates, self._dice
        needed = self._needed[step.kind]
        said = {
            name: value
            for name, value in step.details.items()
            if value is not None and (name in needed or not dice.chance(rates["left_blank"]))
        }
        if step.adult is not None:
            said |= adult_columns(step.adult, self._source, rates, dice)
        return said

    def _recorded(self, step: Step) -> int:
        """When it is typed in: within hours of being told, or days later."""
        rates, dice = self._rates, self._dice
        told = step.at if step.told is None else step.told
        if dice.chance(rates["late"]):
            return told + int((0.5 + dice.exponential(rates["days_late"])) * DAY)
        return told + int(dice.exponential(rates["hours_to_enter"]) * HOUR) + 2
