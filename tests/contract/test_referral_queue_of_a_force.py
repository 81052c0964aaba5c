"""The lists of open work of an invented force hold what its records say, no more and no less
(S9, S10, S4, S5, M5, M6, M7, M12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory, known_at
from serving.store.linked import read_histories
from tests.lib.door import Door
from tests.lib.forces import force_at
from tests.lib.referring_force import Hub

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_Row = tuple[str, str, str]


def test_every_list_equals_a_plain_reading_of_every_history(store_url: str, tmp_path: Path) -> None:
    force = force_at(children=500, years=2, seed=11) / "records"
    with Door(tmp_path, force, store_url, moment=NOW) as door:
        with door.store.reading() as connection:
            known = [known_at(history, NOW) for history in read_histories(connection)]
        hub = Hub(door)
        assert _listed(hub, "/referrals", "Referrals") == _open_referrals(known)
        decided = _listed(hub, "/referrals", "Referrals", stage="decided")
        assert decided == _decided_referrals(known)
        assert len(decided) > 3
        assert _listed(hub, "/investigations", "Investigations") == _open_investigations(known)
        assert _listed(hub, "/conferences", "Conferences") == _owed_conferences(known)
        assert _listed(hub, "/charging", "Charging") == _with_prosecutors(known)
        told = hub.get("/referrals", "Referrals")
        assert sum(age["count"] for age in told["ages"]) == len(_open_referrals(known))
        late = NOW - timedelta(hours=72)
        unowned = {row for row in _open_referrals(known) if not row[2]}
        received = _received(known)
        assert told["late"]["count"] == sum(1 for row in unowned if received[row[:2]] < late)


def _listed(hub: Hub, path: str, schema: str, **filters: str) -> list[_Row]:
    """(child, reference, owner) of every row of every page."""
    rows: list[_Row] = []
    after: dict[str, str] = {}
    while True:
        page = hub.get(path, schema, limit="100", **filters, **after)
        rows += [(row["child"], row["reference"], row["owner"] or "") for row in page["rows"]]
        if page["next_page"] is None:
            assert len(rows) == len(set(rows))
            return sorted(rows)
        after = {"after": page["next_page"]}


def _by_reference(known: KnownHistory, *kinds: EventKind) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(known.events, key=lambda e: (e.occurred, e.recorded, e.entry)):
        if event.kind in kinds:
            found[event.reference].append(event)
    return found


_REFERRAL = (
    EventKind.REFERRAL_RECEIVED,
    EventKind.REFERRAL_ALLOCATED,
    EventKind.REFERRAL_DECISION,
    EventKind.REFERRAL_CLOSED,
)


def _referrals(everybody: list[KnownHistory]) -> Iterator[tuple[_Row, set[EventKind]]]:
    for known in everybody:
        for reference, events in _by_reference(known, *_REFERRAL).items():
            kinds = {event.kind for event in events}
            teams = [e.details["allocated_to"] for e in events if "allocated_to" in e.details]
            if EventKind.REFERRAL_RECEIVED in kinds and EventKind.REFERRAL_CLOSED not in kinds:
                yield (str(known.child), reference, teams[-1] if teams else ""), kinds


def _open_referrals(everybody: list[KnownHistory]) -> list[_Row]:
    found = _referrals(everybody)
    return sorted(row for row, kinds in found if EventKind.REFERRAL_DECISION not in kinds)


def _decided_referrals(everybody: list[KnownHistory]) -> list[_Row]:
    found = _referrals(everybody)
    return sorted(row for row, kinds in found if EventKind.REFERRAL_DECISION in kinds)


def _received(everybody: list[KnownHistory]) -> dict[tuple[str, str], datetime]:
    return {
        (str(known.child), reference): events[0].occurred
        for known in everybody
        for reference, events in _by_reference(known, EventKind.REFERRAL_RECEIVED).items()
    }


def _open_investigations(everybody: list[KnownHistory]) -> list[_Row]:
    opened, closed = EventKind.INVESTIGATION_OPENED, EventKind.INVESTIGATION_CLOSED
    found = []
    for known in everybody:
        for reference, events in _by_reference(known, opened, closed).items():
            openings = [e.occurred for e in events if e.kind is opened]
            closings = [e.occurred for e in events if e.kind is closed]
            if openings and not any(end >= openings[-1] for end in closings):
                found.append((str(known.child), reference, ""))
    return sorted(found)


def _owed_conferences(everybody: list[KnownHistory]) -> list[_Row]:
    found = []
    for known in everybody:
        held = _by_reference(known, EventKind.CONFERENCE_HELD)
        for reference, events in held.items():
            for day in {local_day(event.occurred) for event in events}:
                said = [e.details for e in events if local_day(e.occurred) == day]
                attended = any("police_attended" in one for one in said)
                invited = [one["police_invited"] for one in said if "police_invited" in one]
                if not attended and (not invited or any(invited)):
                    found.append((str(known.child), reference, ""))
    return sorted(found)


def _with_prosecutors(everybody: list[KnownHistory]) -> list[_Row]:
    sent = EventKind.CRIME_SENT_TO_PROSECUTORS
    ends = (EventKind.CRIME_CHARGING_DECISION, EventKind.CRIME_CLOSED)
    found = []
    for known in everybody:
        for reference, events in _by_reference(known, sent, *ends).items():
            waits = False
            for event in events:
                if event.kind is sent:
                    waits = True
                elif event.details.get("charging_decision") != "further_work_asked_for":
                    waits = False
            if waits:
                found.append((str(known.child), reference, ""))
    return sorted(found)
