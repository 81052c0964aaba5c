"""A small invented force of whose interviews everything is known: who was held, and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from records.events import Event, EventKind
from records.history import History
from tests.lib.histories import a_history, a_person, an_entry, at, missing

__all__ = ["SEPTEMBER", "TRUTH", "interviewed_force", "one_more"]

SEPTEMBER = "2026-09"
#: (authority, team) -> how many returns in September had an interview in time, and how many
#: had none.
TRUTH: Mapping[tuple[str, str], tuple[int, int]] = {
    ("Northshire", "North"): (12, 6),
    ("Northshire", "South"): (20, 9),
    ("Northshire", "East"): (2, 1),
    ("Southshire", "West"): (30, 8),
}


def interviewed_force(names: Mapping[str, str] = MappingProxyType({})) -> list[History]:
    """One child for each return, and one of whom nothing is counted.

    ``names``: other names for the teams.
    """
    found: list[History] = []
    for (authority, team), (held, not_held) in TRUTH.items():
        for number in range(held + not_held):
            called = names.get(team, team)
            found.append(_child(len(found), authority, called, is_held=number < held))
    found.append(_history(len(found), "Northshire", names.get("North", "North"), []))
    return found


def one_more(number: int) -> History:
    """A child of North who came back in September, entered weeks later."""
    late = [
        an_entry(e.kind, e.occurred, e.reference, "2026-11-20 12:00", **e.details)
        for e in missing("2026-09-20 20:00", "2026-09-20 23:00", f"MP-{number:04d}")
    ]
    return _history(number, "Northshire", "North", late)


def _child(number: int, authority: str, team: str, *, is_held: bool) -> History:
    went = at("2026-09-02 20:00") + timedelta(hours=5 * number)
    reference = f"MP-{number:04d}"
    events = missing(_text(went), _text(went + timedelta(hours=3)), reference)
    if is_held:
        held = _text(went + timedelta(hours=30))
        events.append(an_entry(EventKind.RETURN_INTERVIEW, held, reference, interview="done"))
    return _history(number, authority, team, events)


def _text(moment: object) -> str:
    return str(moment)[:16]


def _history(number: int, authority: str, team: str, events: list[Event]) -> History:
    person = a_person(date(2012, 5, 6), f"P-{number:04d}", local_authority=authority, team=team)
    return a_history(events, persons=[person], child=f"C-{number:010d}")
