"""Which entries are recorded exploitation harm: what a report's outcome is counted from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES

__all__ = ["HARM", "OUTCOME", "HarmRow", "is_harm"]

#: A report's outcome is looked for in so many days after it was recorded.
OUTCOME = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class HarmRow:
    """Entries of these kinds whose column holds one of ``values`` are recorded harm."""

    kinds: Collection[EventKind]
    column: str
    values: Collection[object]


#: domain.md 7, label (b): found or told, a victim of a crime, the national referral, the panel.
HARM: tuple[HarmRow, ...] = (
    HarmRow({EventKind.MISSING_FOUND}, "harm_found", {"sexual"}),
    HarmRow(
        {
            EventKind.MISSING_FOUND,
            EventKind.PREVENTION_INTERVIEW,
            EventKind.RETURN_INTERVIEW,
            EventKind.CUSTODY_DISCLOSURE,
        },
        "disclosure",
        SEXUAL_DISCLOSURES,
    ),
    HarmRow({EventKind.CRIME_VICTIM}, "offence", {"child_sexual_exploitation"}),
    HarmRow({EventKind.CRIME_VICTIM}, "cse_flag", {True}),
    HarmRow({EventKind.NATIONAL_REFERRAL}, "exploitation", {"sexual"}),
    HarmRow({EventKind.PANEL_DECISION}, "panel_level", {"high"}),
)


def is_harm(event: Event) -> bool:
    """Whether the entry records exploitation harm; most entries are told by their kind alone."""
    return any(event.details.get(row.column) in row.values for row in _ROWS.get(event.kind, ()))


_ROWS: dict[EventKind, list[HarmRow]] = {
    kind: [row for row in HARM if kind in row.kinds] for row in HARM for kind in row.kinds
}
