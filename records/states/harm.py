"""Recorded exploitation harm: the entries from which an outcome is counted.

domain.md 7, label (b): found or told on return, told in custody, victim of an exploitation
offence, the national referral, the panel's decision. The force's own measures and training
read this one table.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory

__all__ = ["HARM", "HarmRow", "is_exploitation_harm", "is_harmed_since"]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """Entries of these kinds whose column holds one of ``values`` are recorded harm."""

    kinds: Collection[EventKind]
    column: str
    values: Collection[str | bool]
    why: str


HARM: tuple[HarmRow, ...] = (
    HarmRow(
        (
            EventKind.MISSING_REPORTED,
            EventKind.MISSING_FOUND,
            EventKind.PREVENTION_INTERVIEW,
            EventKind.RETURN_INTERVIEW,
            EventKind.CUSTODY_DISCLOSURE,
        ),
        "disclosure",
        SEXUAL_DISCLOSURES,
        "the child told of sexual harm or exploitation: found, interviewed or in custody",
    ),
    HarmRow(
        (EventKind.MISSING_FOUND,),
        "harm_found",
        ("sexual",),
        "sexual harm was found when the child was found",
    ),
    HarmRow(
        (EventKind.CRIME_VICTIM,),
        "offence",
        ("child_sexual_exploitation",),
        "the child is the victim of an exploitation offence",
    ),
    HarmRow(
        (EventKind.CRIME_VICTIM,),
        "cse_flag",
        (True,),
        "the child is the victim of an offence flagged as exploitation",
    ),
    HarmRow(
        (EventKind.NATIONAL_REFERRAL,),
        "exploitation",
        ("sexual",),
        "the child was referred to the national mechanism as sexually exploited",
    ),
    HarmRow(
        (EventKind.PANEL_DECISION,),
        "panel_level",
        ("high",),
        "the exploitation panel decided on its highest level",
    ),
)
_ROWS = {kind: [row for row in HARM if kind in row.kinds] for row in HARM for kind in row.kinds}


def is_exploitation_harm(event: Event) -> bool:
    """Whether the entry records exploitation harm."""
    rows = _ROWS.get(event.kind, ())
    return any(event.details.get(row.column) in row.values for row in rows)


def is_harmed_since(known: KnownHistory, since: datetime) -> bool:
    """Whether exploitation harm happened and was recorded from ``since`` on.

    Of a history as known at the end of a window it is the outcome of that window: what was
    corrected, withdrawn or moved away by then doesn't count. Training's label is the same.
    """
    return any(
        is_exploitation_harm(event) and event.occurred >= since and event.recorded >= since
        for event in known.events
    )
