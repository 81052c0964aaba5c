"""What every engine beside ours is asked for: the features that all of them can express.

Ten kinds of entry, each counted in four windows and by the days since its latest, and the
different places at which the child was found within a year: 51 columns. Ours declares them
as rows of its own catalogue's kind, so it is the same engine that is measured.
"""

from __future__ import annotations

from features.declaration import Feature, Measure
from features.matters import EntryMatter, MatterTable, Once
from records.events import EventKind
from records.sources import SourceSystem
from tests.lib.histories import source_of

__all__ = ["ASKED", "KINDS", "NAMES", "NEVER_HAPPENED", "PEER_MATTERS", "WINDOWS"]

#: The kinds of entry, by their code (from 0) in the log.
KINDS = (
    EventKind.MISSING_REPORTED,
    EventKind.MISSING_FOUND,
    EventKind.RETURN_INTERVIEW,
    EventKind.CRIME_VICTIM,
    EventKind.CRIME_SUSPECT,
    EventKind.INCIDENT,
    EventKind.INTELLIGENCE_REPORT,
    EventKind.REFERRAL_RECEIVED,
    EventKind.DOMESTIC_INCIDENT,
    EventKind.DETAINED,
)
WINDOWS = (28, 90, 365, None)
#: What stands for "days since" something that never happened.
NEVER_HAPPENED = -1

_BY_KIND = {kind: EntryMatter(f"peers_{kind.value}", (kind,)) for kind in KINDS}
_PLACES = EntryMatter("peers_places", (EventKind.MISSING_FOUND,), once=Once.VALUE, by=("found_at",))
#: Code 1 to 10: the kinds in their order; code 11: the places.
PEER_MATTERS = MatterTable((*_BY_KIND.values(), _PLACES))


def _feature(
    name: str, measure: Measure, matter: EntryMatter, days: int | None, source: SourceSystem
) -> Feature:
    ending = "" if days is None else f"_{days}d"
    return Feature(
        name=name + ending,
        question="How many?",
        definition="The entries of one kind.",
        family="peers",
        measure=measure,
        sources=(source,),
        window_days=days,
        unit="days" if measure is Measure.DAYS_SINCE_LAST else "records",
        direction="free",
        grounds="To be measured beside others.",
        subject="What is measured",
        matter=matter,
    )


ASKED = (
    *(
        _feature(f"{kind.value}_count", Measure.COUNT, _BY_KIND[kind], days, source_of(kind))
        for kind in KINDS
        for days in WINDOWS
    ),
    *(
        _feature(
            f"days_since_{kind.value}",
            Measure.DAYS_SINCE_LAST,
            _BY_KIND[kind],
            None,
            source_of(kind),
        )
        for kind in KINDS
    ),
    _feature("places_count", Measure.COUNT, _PLACES, 365, SourceSystem.MISSING_PERSONS),
)
NAMES = tuple(feature.name for feature in ASKED)
