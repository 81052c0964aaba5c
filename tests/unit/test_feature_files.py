"""Features as files: every child of a snapshot, each value as the plain engine gives it."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from features.one_child import measure_child
from features.relations.connecting import connect
from features.relations.rows import rows_of_adult, rows_of_history
from features.relations.texts import row_from_text, row_text
from features.snapshots.files import FeatureFilesError, values_folder
from features.snapshots.local import connected_histories, measure_snapshot
from features.table import encode
from missing_risk import app
from records.calendar import instant_from_text
from records.history import known_at
from records.snapshots import SnapshotError, read_adults, read_manifest, read_snapshot
from records.unknown import UNKNOWN_CODES
from tests.lib.linked_snapshots import linked_snapshot

LATER = instant_from_text("2026-11-01T06:00:00+00:00")
EARLIER = LATER - timedelta(days=150)


@pytest.fixture(scope="module")
def snapshot() -> Path:
    """A small force's."""
    return linked_snapshot()


@pytest.fixture(scope="module")
def out(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its features at two moments."""
    out = tmp_path_factory.mktemp("features") / "made"
    measure_snapshot(snapshot, out, [LATER, EARLIER])
    return out


def test_children_read_some_at_a_time_are_joined_as_all_at_once_are(snapshot: Path) -> None:
    whole = connect(read_snapshot(snapshot), read_adults(snapshot))
    assert sum(len(history.connections) for history in whole) > 50, "nobody to join"
    differing = [
        history.child
        for history, one in zip(connected_histories(snapshot), whole, strict=True)
        if history != one
    ]
    assert differing == []


def test_every_value_is_the_plain_engine_s(snapshot: Path, out: Path) -> None:
    rows = pq.read_table(values_folder(out)).to_pylist()
    found: dict[tuple[str, datetime], dict[str, int]] = {
        (row.pop("child"), row.pop("as_of")): row for row in rows
    }
    assert len(found) == len(rows)
    for history in connected_histories(snapshot):
        for moment in (LATER, EARLIER):
            measured = measure_child(known_at(history, moment))
            expected = {name: encode(value.value) for name, value in measured.items()}
            assert found.pop((history.child, moment)) == expected
    assert found == {}


def test_the_manifest_says_of_what_and_how_unknown_stands(snapshot: Path, out: Path) -> None:
    said = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest = read_manifest(snapshot)
    assert said["snapshot"] == manifest.digest
    assert (said["children"], said["rows"]) == (manifest.children, 2 * manifest.children)
    assert said["unknown"] == {kind.value: code for kind, code in UNKNOWN_CODES.items()}
    assert said["features"] == pq.read_table(values_folder(out)).column_names[2:]


def test_rows_that_may_tie_children_come_back_from_text_as_they_were(snapshot: Path) -> None:
    rows = [row for history in read_snapshot(snapshot) for row in rows_of_history(history)]
    rows += [row for adult in read_adults(snapshot) for row in rows_of_adult(adult)]
    assert {type(row).__name__ for row in rows} == {"Presence", "Bearing"}
    differing = [row.key for row in rows if row_from_text(row.key, row_text(row)) != row]
    assert differing == []


@pytest.mark.parametrize(
    ("moments", "why"),
    [([], "at least one"), ([LATER, LATER], "once"), ([LATER + timedelta(days=400)], "no later")],
)
def test_moments_that_can_t_be_asked_about_are_refused(
    snapshot: Path, tmp_path: Path, moments: list[datetime], why: str
) -> None:
    with pytest.raises(FeatureFilesError, match=why):
        measure_snapshot(snapshot, tmp_path / "out", moments)
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(snapshot: Path, out: Path) -> None:
    with pytest.raises(FeatureFilesError, match="a new folder"):
        measure_snapshot(snapshot, out, [LATER])


def test_a_snapshot_that_was_changed_gives_no_features(snapshot: Path, tmp_path: Path) -> None:
    changed = tmp_path / "snapshot"
    shutil.copytree(snapshot, changed)
    manifest = json.loads((changed / "manifest.json").read_text(encoding="utf-8"))
    manifest["digest"] = "sha256:" + "0" * 64
    (changed / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(SnapshotError, match="changed"):
        measure_snapshot(changed, tmp_path / "out", [LATER])
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_the_command_refuses_with_one_line(tmp_path: Path) -> None:
    moment = "2026-11-01T06:00:00+00:00"
    asked = ["features", str(tmp_path), str(tmp_path / "out"), "--as-of", moment]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 2
    assert "missing-risk snapshot" in done.output
    assert "Traceback" not in done.output
