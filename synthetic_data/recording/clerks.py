"""All systems of one neighbourhood write its world down."""

from __future__ import annotations

from collections import defaultdict

from records.sources import EXTRACTED, SourceSystem
from synthetic_data.agencies.following import follow
from synthetic_data.dice import Dice, stream
from synthetic_data.parameters import Parameters
from synthetic_data.recording.abduction_notices import AbductionNotices
from synthetic_data.recording.cse_plans import CsePlans
from synthetic_data.recording.drafts import Draft, Drafts
from synthetic_data.recording.matters import Matters
from synthetic_data.recording.missing_persons import MissingPersons
from synthetic_data.recording.persons import PersonBook
from synthetic_data.recording.social_care import SocialCare
from synthetic_data.world.neighbourhoods import World
from synthetic_data.world.population import Span
from synthetic_data.world.truth import Life

__all__ = ["write_down"]

#: Each system draws from its own stream, so that a change in one leaves the others' bytes.
_FIRST_STREAM = 10
#: Systems whose entries are matters of the agencies.
_OF_AGENCIES = EXTRACTED[3:]


def write_down(world: World, seed: int, span: Span, parameters: Parameters) -> list[Draft]:
    """Every entry of every system about the neighbourhood, in no order of time."""
    dice = {
        source: Dice(stream(seed, world.number, _FIRST_STREAM + int(source.value[1:])))
        for source in EXTRACTED
    }
    drafts = Drafts(world.number, span.taken)
    alone, found = follow(world, seed, span, parameters)

    def book(source: SourceSystem) -> PersonBook:
        return PersonBook(source, world.number, parameters, dice[source])

    books = {source: book(source) for source in EXTRACTED}
    s1, s2 = SourceSystem.MISSING_PERSONS, SourceSystem.CSE_PLANS
    s3, s10 = SourceSystem.ABDUCTION_NOTICES, SourceSystem.SOCIAL_CARE
    missing = MissingPersons(drafts, books[s1], parameters, dice[s1], span.start)
    plans = CsePlans(drafts, books[s2], parameters, dice[s2], span.start)
    notices = AbductionNotices(drafts, books[s3], parameters, dice[s3])
    care = SocialCare(drafts, books[s10], parameters, dice[s10])
    clerks = {
        source: Matters(source, drafts, books[source], parameters, dice[source])
        for source in _OF_AGENCIES
    }
    alike = _mixed_up_with(world)
    for life, matters in zip(world.lives, found, strict=True):
        others = alike[life.child.key]
        care.record(life)
        missing.record(life, others)
        plans.record(life, notices.record(life))
        for matter in matters:
            clerks[matter.source].record(matter, life, others)
    for matter in alone:
        clerks[matter.source].record(matter, None)
    return drafts.entries


def _mixed_up_with(world: World) -> dict[str, list[Life]]:
    """For each child, those whom a clerk may take for it: brothers and sisters."""
    households: dict[str, list[Life]] = defaultdict(list)
    for life in world.lives:
        households[life.child.household].append(life)
    return {
        life.child.key: [other for other in households[life.child.household] if other is not life]
        for life in world.lives
    }
