"""Person records by the million, with the invented force's own names, homes and slips.

Nothing happens to these children: each is only written down by a few systems, as the force's
clerks would. Quick enough for a million records in a minute or two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from numpy.random import default_rng

from records.persons import PersonRecord, RecordId
from records.sources import EXTRACTED
from synthetic_data.dice import Dice, stream
from synthetic_data.minutes import moment
from synthetic_data.parameters import load_parameters
from synthetic_data.recording.persons import PersonBook
from synthetic_data.world.people import Neighbourhood
from synthetic_data.world.population import Span, children_of
from synthetic_data.world.truth import Life
from tests.lib.forces import UNTIL
from tests.lib.search_questions import KnownChild

__all__ = ["many_persons"]

_YEARS = 5
_PER_NEIGHBOURHOOD = 10_000
#: Systems, the likeliest to know a child first, and the chance of one system more.
_SOURCES = EXTRACTED
_ANOTHER = 0.35


def many_persons(records: int, seed: int) -> Iterator[tuple[KnownChild, list[PersonRecord]]]:
    """Children with the records about each, until there are so many records."""
    parameters = load_parameters()
    span = Span.ending(UNTIL, _YEARS, 0)
    taken = span.taken
    made = number = 0
    while made < records:
        dice = Dice(stream(seed, number, 0))
        people = children_of(
            _PER_NEIGHBOURHOOD, span, parameters, default_rng(stream(seed, number, 1))
        )
        place = Neighbourhood(number, _PER_NEIGHBOURHOOD, span, parameters, dice)
        books = {source: PersonBook(source, number, parameters, dice) for source in _SOURCES}
        for row in range(len(people)):
            child = place.child(row, people)
            life = Life(child, *((),) * 9, None)
            sources = [dice.choose(_SOURCES)]
            while dice.chance(_ANOTHER) and len(sources) < len(_SOURCES):
                sources.append(dice.choose(_SOURCES))
            found = []
            for source in dict.fromkeys(sources):
                minute = max(span.start, int(people.born[row])) + dice.between(0, 60 * 24 * 300)
                view = books[source].view(life, min(minute, taken - 1))
                made += 1
                found.append(
                    PersonRecord(
                        id=RecordId(source, f"R-{made:08d}"),
                        recorded=moment(min(minute, taken - 1)) + timedelta(seconds=made % 60),
                        forename=view.forename,
                        surname=view.surname,
                        other_names=view.other_names,
                        date_of_birth=view.date_of_birth,
                        sex=view.sex,
                        ethnicity=view.ethnicity,
                        address=view.address,
                        postcode=view.postcode,
                        local_authority=view.local_authority,
                        team=view.team,
                        learning_disability=view.learning_disability,
                    )
                )
            yield (
                KnownChild(
                    child.key,
                    *(child.forename, child.surname, child.born, child.sex, child.ethnicity),
                    tuple(str(person.id) for person in found),
                ),
                found,
            )
            if made >= records:
                return
        number += 1
