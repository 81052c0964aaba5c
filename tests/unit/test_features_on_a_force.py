"""The engines agree on an invented force: records as clerks enter them, not as laws draw them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from features.many_children import measure_many, pack
from features.one_child import measure_child
from features.table import micros
from records.events import EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import ChildId, RecordId
from records.reading import Entry, read_extract
from records.sources import EXTRACTED
from synthetic_data.force import synthesise
from tests.lib.histories import CONNECTED

CHILDREN = 5_000
MOST_ROWS = 3_000


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> list[History]:
    """Each system's person record as if it were a child: nothing here needs them linked."""
    out: Path = tmp_path_factory.mktemp("force") / "made"
    synthesise(children=CHILDREN, years=2, seed=7, until=date(2026, 11, 1), out=out)
    entries: dict[RecordId, list[Entry]] = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for row in read_extract(format_, out / "records" / format_.file):
            if isinstance(row, Entry) and row.person is not None:
                entries.setdefault(row.person.id, []).append(row)
    return [
        History(
            child=ChildId(f"C-{number:010}"),
            persons=tuple(entry.person for entry in own if entry.person is not None),
            events=tuple(entry.event for entry in own),
            connected=CONNECTED,
        )
        for number, own in enumerate(entries.values())
    ]


def test_the_engines_agree_on_every_child_of_a_force(histories: list[History]) -> None:
    tick = timedelta(microseconds=1)
    asked = [
        (place, moment)
        for place, history in enumerate(histories)
        for event in history.events[-2:]
        for moment in (event.recorded, event.recorded + tick)
    ][:: max(1, len(histories) * 4 // MOST_ROWS)]
    table = measure_many(
        pack(histories),
        np.array([place for place, _ in asked]),
        np.array([micros(moment) for _, moment in asked]),
    )
    for row, (place, moment) in enumerate(asked):
        measured = measure_child(known_at(histories[place], moment))
        assert table.row(row) == {name: value.value for name, value in measured.items()}


def test_a_force_has_corrections_and_late_entries_to_disagree_about(
    histories: list[History],
) -> None:
    """Were there none, the agreement above would say little."""
    events = [event for history in histories for event in history.events]
    kinds = {event.kind for event in events}
    assert {EventKind.MISSING_REPORTED, EventKind.PLAN_VERSION} < kinds
    assert any(event.replaces is not None for event in events)
    assert any(event.recorded - event.occurred > timedelta(days=7) for event in events)
