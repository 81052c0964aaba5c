"""No entry, no act (N6): what changes the store is entered in the transaction that changes it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.service.export_snapshot import export_snapshot
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.store.decisions import read_decisions
from serving.store.errors import StoreUnavailableError
from serving.store.judgements import read_judgements
from serving.store.links import current_links
from serving.store.opening import Store
from serving.store.verifying import verify_log
from serving.tables.who import WHO
from tests.lib.acting import HOST
from tests.lib.broken_logs import log_refusing
from tests.lib.cards import a_small_force
from tests.lib.door import Door
from tests.lib.link_review import BENEDICT, NOW, TWINS, Review, doubtful_force, shaped
from tests.lib.rescoring import NOW as RESCORED
from tests.lib.rescoring import a_rescoring, everything_kept, put_in, rules

WEIGHTS = {subject: load_weights(subject) for subject in Subject}
CHILD = WHO[Subject.CHILD]


def entered(store: Store, kind: str) -> list[dict[str, Any]]:
    """The entries of this kind, in the order of the log."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT e.entry FROM log_leaves l JOIN log_entries e ON e.id = l.entry_id"
            " ORDER BY l.position"
        ).all()
    entries = [json.loads(bytes(row[0])) for row in rows]
    return [entry for entry in entries if entry["kind"] == kind]


def decided(store: Store) -> tuple[Any, ...]:
    """Everything that link review changes."""
    with store.reading() as connection:
        return (
            read_judgements(connection, Subject.CHILD),
            read_decisions(connection, CHILD),
            current_links(connection, CHILD),
            connection.exec_driver_sql("SELECT count(*) FROM linkings").scalar_one(),
        )


def test_taking_in_and_linking_leave_entries_with_counts_and_no_names(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, None, store_url, moment=NOW) as door:
        taken, linked = door.take_in(doubtful_force(), "extracts")
        found = entered(door.store, "EXTRACTS_TAKEN_IN")
        assert [entry["facts"]["system"] for entry in found] == [one.source.value for one in taken]
        assert [entry["facts"]["rows"] for entry in found] == [one.counts.rows for one in taken]
        assert all(entry["inputs"]["file"].startswith("sha256:") for entry in found)
        runs = entered(door.store, "RECORDS_LINKED")
        assert [run["facts"]["subject"] for run in runs] == ["adult", "child"]
        assert runs[1]["facts"]["people"] == linked.children
        with door.store.reading() as connection:
            state = connection.exec_driver_sql("SELECT linkage FROM store_state").scalar_one()
        assert runs[1]["inputs"]["linkage"] == state != runs[0]["inputs"]["linkage"]
        assert all(entry["outcome"] == "done" and entry["who"] for entry in (*found, *runs))
        assert "Thornebury" not in json.dumps([*found, *runs])
        again = ingest_extracts(door.store, tmp_path / "extracts", NOW, HOST)
        assert all(one.again for one in again)
        assert entered(door.store, "EXTRACTS_TAKEN_IN") == found
        assert verify_log(door.store).faults == ()


def test_what_cant_be_entered_is_not_taken_in_not_linked_and_not_exported(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, None, store_url, moment=NOW) as door:
        store, directory = door.store, doubtful_force().write(tmp_path / "extracts")
        with log_refusing(store), pytest.raises(StoreUnavailableError):
            ingest_extracts(store, directory, NOW, HOST)
        assert count(store, "extracts") == count(store, "entries") == 0
        ingest_extracts(store, directory, NOW, HOST)
        with log_refusing(store), pytest.raises(StoreUnavailableError):
            link_store(store, WEIGHTS, NOW, HOST)
        assert count(store, "links") == count(store, "linkings") == 0
        link_store(store, WEIGHTS, NOW, HOST)
        out = tmp_path / "snapshot"
        with log_refusing(store), pytest.raises(StoreUnavailableError):
            export_snapshot(store, out, NOW, HOST)
        assert list(out.iterdir()) == []
        manifest = export_snapshot(store, out, NOW, HOST)
        (exported,) = entered(store, "SNAPSHOT_EXPORTED")
        assert exported["inputs"]["snapshot"] == manifest.digest
        assert exported["facts"]["children"] == manifest.children
        assert sorted(path.name for path in out.iterdir()) == [
            "adults.parquet", "histories.parquet", "manifest.json",
        ]  # fmt: skip


def count(store: Store, table: str) -> int:
    """How many rows."""
    with store.reading() as connection:
        sql = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of ours
        return int(connection.exec_driver_sql(sql).scalar_one())


def test_a_rescoring_is_entered_as_it_begins_and_ends_or_holds_not_at_all(store: Store) -> None:
    histories = a_small_force(20)
    put_in(store, histories[5:])
    with log_refusing(store), pytest.raises(StoreUnavailableError):
        a_rescoring(store, RESCORED)
    assert count(store, "rescorings") == count(store, "rescored_children") == 0
    run = a_rescoring(store, RESCORED).run
    first, last = entered(store, "CHILDREN_RESCORED")
    assert (first["facts"]["state"], last["facts"]["state"]) == ("begun", "finished")
    assert last["facts"]["scores"] == run.digest
    assert last["inputs"]["artefact"] == run.versions["artefact"]
    held = everything_kept(store)
    seen = []

    def fail_at_the_end(children: int) -> None:
        seen.append(children)

    put_in(store, histories, linkage="sha256:22")
    with pytest.raises(_StoppedError):
        a_rescoring(store, RESCORED, advance=_stop)
    with log_refusing(store), pytest.raises(StoreUnavailableError):
        a_rescoring(store, RESCORED, advance=fail_at_the_end)
    assert seen, "it went on to its end before the log refused"
    assert everything_kept(store) == held
    a_rescoring(store, RESCORED, rules=rules(version="9"))
    states = [entry["facts"]["state"] for entry in entered(store, "CHILDREN_RESCORED")]
    assert states == ["begun", "finished", "begun", "dropped", "begun", "finished"]
    assert verify_log(store).faults == ()


class _StoppedError(Exception):
    """Somebody stopped the command."""


def _stop(_: int) -> None:
    raise _StoppedError


def test_a_judgement_that_cant_be_entered_does_not_hold(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        review = Review(door)
        twins, link = review.find(*TWINS), review.find(*BENEDICT)
        before = decided(door.store)
        with log_refusing(door.store):
            answers = [review.judge(link, said) for said in ("same", "different", "cant_say")]
        assert [answer.status_code for answer in answers] == [503] * 3
        assert "Thornebury" not in "".join(answer.text for answer in answers)
        assert decided(door.store) == before
        judged = shaped(review.judge(link, "same"), "JudgedLink")
        child, held = door.find("Benedict Thornebury"), decided(door.store)
        off = {"records": [{"system": "S2", "reference": "Q-1"}], "why": "Two boys."}
        undo = {"why": "Looked again."}
        with log_refusing(door.store):
            split = review.ask("POST", f"/people/{child}/split", json=off)
            undone = review.ask("POST", f"/judgements/{judged['act']}/undo", json=undo)
        assert (split.status_code, undone.status_code) == (503, 503)
        assert decided(door.store) == held
        door.moment += timedelta(minutes=1)
        assert review.ask("POST", f"/people/{child}/split", json=off).status_code == 200
        assert review.judge(twins, "cant_say").status_code == 200
        door._run(door.service.writer.close())
        assert verify_log(door.store).faults == ()


def test_the_entry_of_a_judgement_holds_the_very_bytes_that_were_sent(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        review = Review(door)
        response = review.judge(review.find(*TWINS), "different")
        people = {side["person"] for side in response.json()["sides"]}
        ids = response.headers["x-audit-entry"].split(",")
        with door.store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT a.entry_id, a.value, p.value FROM log_answers a JOIN log_private p"
                " ON p.entry_id = a.entry_id AND p.label = 'child'"
            ).all()
        kept = {row[0]: (bytes(row[1]), bytes(row[2]).decode()) for row in rows}
        assert {kept[entry][0] for entry in ids} == {response.content}
        assert {kept[entry][1] for entry in ids} == people
        found = entered(door.store, "LINK_JUDGED")
        assert [entry["id"] for entry in found] == ids
        assert all(entry["reason_code"] == "review" for entry in found)
        assert all(entry["facts"]["request"] for entry in found)
