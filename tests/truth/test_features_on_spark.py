"""A Spark cluster gives the values that one machine gives, of every child and moment."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.snapshots.files import values_folder
from features.snapshots.local import measure_snapshot
from records.calendar import instant_from_text, instant_to_text
from tests.lib.linked_snapshots import linked_snapshot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    # Spark warns of itself and of its own libraries, whatever is asked of it.
    pytest.mark.filterwarnings("ignore"),
]

LATER = instant_from_text("2026-11-01T06:00:00+00:00")
MOMENTS = [LATER, LATER - timedelta(days=150)]


def test_spark_measures_every_child_as_this_machine_does(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17")
    snapshot = linked_snapshot()
    here = measure_snapshot(snapshot, tmp_path / "here", MOMENTS)
    there = on_spark(snapshot, tmp_path / "there")
    assert json.loads(there.stdout) == json.loads(json.dumps(asdict(here)))
    one, other = values(tmp_path / "here"), values(tmp_path / "there")
    assert one.num_rows == 2 * here.children > 800
    for name in one.column_names:
        assert one.column(name).equals(other.column(name)), f"{name} differs"
    # What rests on adults, whose rows come from another file than the children's.
    assert max(one.column("managed_adults_count").to_pylist()) > 0, "nothing to join"
    again = on_spark(snapshot, tmp_path / "there")
    assert again.returncode == 2
    assert "a new folder" in again.stderr


def on_spark(snapshot: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own: Java's classes, once loaded, stay for every
    session of a process, and linking needs others."""
    asked = [part for moment in MOMENTS for part in ("--as-of", instant_to_text(moment))]
    command = [sys.executable, "-m", "missing_risk", "features", str(snapshot), str(out), *asked]
    return subprocess.run(
        [*command, "--engine", "spark", "--master", "local[2]", "--partitions", "3", "--json"],
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip


def values(out: Path) -> pa.Table:
    """The rows in order of child and moment."""
    table = pq.read_table(values_folder(out))
    return table.sort_by([("child", "ascending"), ("as_of", "ascending")]).combine_chunks()
