"""Connections and adults as canonical text, in looks and in snapshots, and back (N1)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from records.adults import Adult, adult_from_json, adult_text
from records.connections import Concern, Connection, Through
from records.events import EventKind
from records.history import History
from records.persons import ChildId, RecordId
from records.serial import (
    canonical,
    connection_from_json,
    connection_text,
    history_from_json,
    history_text,
)
from records.snapshots import SnapshotError, read_adults, read_snapshot, write_snapshot
from records.sources import SourceSystem
from records.written import WrittenEvent, WrittenHistory
from tests.lib.histories import a_history, an_entry, at, missing

S1 = SourceSystem.MISSING_PERSONS
NOTICE = an_entry(
    EventKind.NOTICE_SERVED, "2026-03-05", "CAWN-1", entry="N-1", in_force_until=date(2027, 3, 1)
)
BY_ADULT = Connection(
    Through.ADULT, "A-1", "Gareth “Gaz” Larkwell", (S1, "E-1"), Concern.NOTICE,
    ChildId("C-OTHER"), "Callum Reid", NOTICE, at("2026-03-05"), at("2026-04-01"),
)  # fmt: skip
AT_HOME = replace(
    BY_ADULT, through=Through.HOME, key="P-1", own=None, concern=Concern.HARMED, gone=None
)
MANAGED = replace(
    BY_ADULT, concern=Concern.MANAGED, child=None, child_name=None,
    event=an_entry(EventKind.MANAGED_PERSON, "2026-01-05", "MO-1", entry="M-1",
                   managed_category="person_of_concern", managed_level=2),
)  # fmt: skip
JOINED = replace(a_history(*missing("2026-03-01")), connections=(BY_ADULT, AT_HOME, MANAGED))
ADULT = Adult(
    "A-1",
    (RecordId.parse("S8:M-1"), RecordId.parse("S1:R-1")),
    (MANAGED.event, an_entry(EventKind.MANAGED_PERSON_ENDED, "2026-02-01", adult_ref="M-1")),
)


@pytest.mark.parametrize("connection", [BY_ADULT, AT_HOME, MANAGED])
def test_a_connection_comes_back_from_its_canonical_text(connection: Connection) -> None:
    raw = json.loads(connection_text(connection))
    back = connection_from_json(raw)
    assert back == connection
    assert dict(back.event.details) == dict(connection.event.details)
    assert canonical(raw).decode() == connection_text(connection)


def test_a_history_with_connections_comes_back_from_its_canonical_text() -> None:
    text = history_text(JOINED)
    assert history_from_json(json.loads(text)) == JOINED
    assert canonical(json.loads(text)).decode() == text


def test_a_history_that_stays_text_is_joined_to_the_same_text() -> None:
    plain = replace(JOINED, connections=())
    raw = json.loads(history_text(plain))
    written = WrittenHistory(
        plain.child,
        tuple(canonical(person).decode() for person in raw["persons"]),
        tuple(
            WrittenEvent(
                e["source"], e["kind"], e["reference"], e["entry"], e["occurred"], e["recorded"],
                canonical(e["details"]).decode(), e["replaces"],
            )
            for e in raw["events"]
        ),
        connected=plain.connected,
    )  # fmt: skip
    assert written.text() == history_text(plain)
    assert written.joined(reversed(JOINED.connections)).text() == history_text(JOINED)


def test_an_adult_comes_back_from_its_canonical_text() -> None:
    raw = json.loads(adult_text(ADULT))
    assert adult_from_json(raw) == ADULT
    assert canonical(raw).decode() == adult_text(ADULT)
    assert [str(record) for record in ADULT.records] == ["S1:R-1", "S8:M-1"]


def a_snapshot(out: Path) -> list[History]:
    histories = [a_history(*missing("2026-03-01"), child=f"C-{n}") for n in range(3)]
    other = replace(ADULT, id="A-2", records=(), events=())
    write_snapshot(out, histories, at("2026-06-01"), [ADULT, other])
    return histories


def test_a_snapshot_gives_its_histories_and_adults_back(tmp_path: Path) -> None:
    histories = a_snapshot(tmp_path / "one")
    assert list(read_snapshot(tmp_path / "one")) == histories
    assert [adult.id for adult in read_adults(tmp_path / "one")] == ["A-1", "A-2"]
    assert next(iter(read_adults(tmp_path / "one"))) == ADULT


def test_a_snapshot_whose_adults_were_changed_is_refused(tmp_path: Path) -> None:
    a_snapshot(tmp_path / "one")
    file = tmp_path / "one" / "adults.parquet"
    changed = pq.read_table(file).to_pydict()
    changed["adult"][0] = changed["adult"][0].replace("MO-1", "MO-2")
    pq.write_table(pa.table(changed), file)
    with pytest.raises(SnapshotError, match="its digest differs"):
        list(read_snapshot(tmp_path / "one"))


def test_a_snapshot_never_holds_what_can_be_worked_out(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="without their connections"):
        write_snapshot(tmp_path / "one", [JOINED], at("2026-06-01"))


def test_adults_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="in order of id"):
        write_snapshot(tmp_path / "one", [], at("2026-06-01"), [ADULT, ADULT])
