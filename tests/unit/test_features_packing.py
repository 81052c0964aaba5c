"""Packing: rows in any order, and our own files."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from features.compiled.flat import BIRTH, DEFAULTS, FLAT, flatten
from features.compiled.flat_files import FlatFileError, read_flat, write_flat
from features.compiled.packed_files import PackedFilesError, read_packed, write_packed
from features.compiled.packing import Packed, pack, pack_columns
from features.many_children import measure_many
from features.matters import MatterTable
from features.table import Int64, micros
from records.history import History
from tests.lib.histories import a_history, at, care, missing, notice, plan, protection

NOW = at("2026-11-15")
MANY = 90


def histories() -> list[History]:
    """A child with much, one with nothing, and one with a little of everything."""
    reports = [
        missing(at("2026-01-01") + timedelta(days=3 * n), reference=f"MP-{n:03}")  # type: ignore[arg-type]  # the builder takes an instant too
        for n in range(MANY)
    ]
    some = [
        *missing("2026-11-12 20:00", found="2026-11-13 08:00", reference="MP-2", interview="done"),
        *notice("2026-10-01", until="2027-04-02"),
        plan("2026-09-01", version=2),
        plan("2026-09-02", version=1, state="draft"),
        *protection("2026-06-03"),
        *care("2024-01-01"),
    ]
    return [a_history(*reports), a_history(), a_history(some, child="C-EXAMPLE001")]


def flat_rows(children: list[History]) -> dict[str, npt.NDArray[Any]]:
    rows = np.array([row for n, h in enumerate(children) for row in flatten(h, n)], dtype=FLAT)
    return {name: rows[name] for name in FLAT.names or ()}


def values(packed: Packed) -> list[list[int]]:
    children = np.arange(len(packed))
    table = measure_many(packed, children, np.full(len(packed), micros(NOW)))
    rows: list[list[int]] = table.values.tolist()
    return rows


def connected_of(packed: Packed) -> Int64:
    return np.ascontiguousarray(packed.about[:, 3])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_rows_in_any_order_and_with_any_threads_pack_alike(seed: int, threads: int) -> None:
    children = histories()
    packed = pack(children)
    flat = flat_rows(children)
    mixed = np.random.default_rng(seed).permutation(len(flat["child"]))
    again = pack_columns(
        {name: column[mixed] for name, column in flat.items()},
        connected_of(packed),
        packed.births,
        threads=threads,
    )
    assert values(again) == values(packed)
    for name in ("occurred", "recorded"):
        assert (again.entries[name] == packed.entries[name]).all()


def test_a_column_that_is_left_out_is_what_every_row_has() -> None:
    children = [a_history(care("2024-01-01"))]
    flat, packed = flat_rows(children), pack(children)
    short = {name: column for name, column in flat.items() if name not in DEFAULTS}
    again = pack_columns(short, connected_of(packed), packed.births)
    assert (again.entries == packed.entries).all()


def test_the_threads_change_no_value() -> None:
    packed = pack(histories())
    asked = np.tile(np.arange(3), 3_000), np.full(9_000, micros(NOW))
    one = measure_many(packed, *asked, threads=1)
    assert (measure_many(packed, *asked, threads=3).values == one.values).all()


def test_rows_that_are_not_whole_are_refused() -> None:
    flat = flat_rows(histories())
    connected, births = np.zeros(3, dtype=np.int64), np.empty(0, dtype=BIRTH)
    with pytest.raises(ValueError, match="lack the columns recorded"):
        pack_columns({n: c for n, c in flat.items() if n != "recorded"}, connected, births)
    with pytest.raises(ValueError, match="one length"):
        pack_columns({**flat, "kind": flat["kind"][:-1]}, connected, births)
    with pytest.raises(ValueError, match="between 0 and 1"):
        pack_columns(flat, connected[:2], births)


def test_histories_packed_with_other_matters_are_refused() -> None:
    packed = pack(histories(), MatterTable(()))
    with pytest.raises(ValueError, match="other matters"):
        measure_many(packed, np.array([0]), np.array([0]))


class TestOurOwnFiles:
    @pytest.fixture
    def packed(self) -> Packed:
        return pack(histories())

    def test_what_was_written_is_read(self, packed: Packed, tmp_path: Path) -> None:
        write_packed(tmp_path / "store", packed)
        read = read_packed(tmp_path / "store", check_contents=True)
        assert values(read) == values(packed)
        assert read.child(2) == "C-EXAMPLE001"

    def test_nothing_is_written_over(self, packed: Packed, tmp_path: Path) -> None:
        write_packed(tmp_path, packed)
        with pytest.raises(PackedFilesError, match="already holds"):
            write_packed(tmp_path, packed)

    def test_another_version_is_refused(self, packed: Packed, tmp_path: Path) -> None:
        write_packed(tmp_path, packed)
        with pytest.raises(PackedFilesError, match="another version"):
            read_packed(tmp_path, MatterTable(()))
        manifest = json.loads((tmp_path / "manifest.json").read_text())
        (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "schema": "packed/v0"}))
        with pytest.raises(PackedFilesError, match="another version"):
            read_packed(tmp_path)

    def test_a_file_cut_short_is_refused(self, packed: Packed, tmp_path: Path) -> None:
        write_packed(tmp_path, packed)
        path = tmp_path / "entries.npy"
        path.write_bytes(path.read_bytes()[:-8])
        with pytest.raises(PackedFilesError, match=r"entries.npy is missing or not whole"):
            read_packed(tmp_path)

    def test_a_changed_byte_is_found_when_contents_are_checked(
        self, packed: Packed, tmp_path: Path
    ) -> None:
        write_packed(tmp_path, packed)
        path = tmp_path / "about.npy"
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
        with pytest.raises(PackedFilesError, match=r"about.npy was changed"):
            read_packed(tmp_path, check_contents=True)

    def test_a_folder_without_or_with_a_damaged_manifest_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(PackedFilesError, match="no manifest"):
            read_packed(tmp_path)
        (tmp_path / "manifest.json").write_text("{}")
        with pytest.raises(PackedFilesError, match="damaged"):
            read_packed(tmp_path)


class TestFlatFiles:
    def test_a_log_in_parquet_is_packed_without_its_histories(self, tmp_path: Path) -> None:
        children = histories()
        packed = pack(children)
        write_flat(tmp_path / "log.parquet", flat_rows(children))
        flat = read_flat(tmp_path / "log.parquet")
        again = pack_columns(flat, connected_of(packed), packed.births)
        assert values(again) == values(packed)

    def test_a_file_that_lacks_a_column_or_is_none_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "log.parquet"
        write_flat(path, {n: c for n, c in flat_rows(histories()).items() if n != "reference"})
        with pytest.raises(FlatFileError, match=r"log\.parquet lacks reference"):
            read_flat(path)
        path.write_bytes(b"not Parquet")
        with pytest.raises(FlatFileError, match="no Parquet"):
            read_flat(path)
