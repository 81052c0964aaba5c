"""All agencies of one neighbourhood follow its children."""

from __future__ import annotations

from synthetic_data.agencies.case import Case
from synthetic_data.agencies.crimes import Crimes
from synthetic_data.agencies.custody import Custody
from synthetic_data.agencies.incidents import Incidents
from synthetic_data.agencies.intelligence import Intelligence, managed_matter
from synthetic_data.agencies.investigations import Investigations
from synthetic_data.agencies.matters import Matter
from synthetic_data.agencies.referrals import Referrals
from synthetic_data.agencies.support import Support
from synthetic_data.dice import Dice, stream
from synthetic_data.minutes import birthday_minute
from synthetic_data.parameters import Parameters
from synthetic_data.world.neighbourhoods import World
from synthetic_data.world.population import Span

__all__ = ["follow"]

#: The first of the agencies' streams of chance: one each, so that none changes another.
_FIRST_STREAM = 40


def follow(
    world: World, seed: int, span: Span, parameters: Parameters
) -> tuple[list[Matter], list[list[Matter]]]:
    """Every matter of the recorded years: of managed persons alone, and of each of the lives.

    A matter is left out if it opens before the recorded years, or after the child is an
    adult; steps may lie beyond ``span.taken``.
    """

    def dice(place: int) -> Dice:
        return Dice(stream(seed, world.number, _FIRST_STREAM + place))

    crimes = Crimes(parameters, dice(0))
    agencies = (
        crimes,
        Custody(crimes, parameters, dice(1)),
        Investigations(parameters, dice(2)),
        Incidents(parameters, dice(3)),
        Intelligence(parameters, dice(4)),
        Referrals(parameters, dice(5)),
        Support(parameters, dice(6)),
    )
    matters = []
    for life, begin, recognised in zip(
        world.lives, world.beginnings, world.recognised, strict=True
    ):
        end = min(span.taken, birthday_minute(life.child.born, 18))
        case = Case(life, begin.troubles, world.neighbourhood, recognised, span.start, end)
        found = (matter for agency in agencies for matter in agency.matters(case))
        kept = [m for m in found if span.start <= m.steps[0].at < end]
        matters.append(sorted(kept, key=lambda m: m.steps[0].at))
    alone = [managed_matter(managed) for managed in world.neighbourhood.managed]
    return alone, matters
