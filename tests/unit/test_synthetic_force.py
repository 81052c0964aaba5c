"""The force as a whole: the same bytes, readable extracts, nothing after they were taken."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer import Typer
from typer.testing import CliRunner

from records.events import EventKind
from records.formats import FORMATS
from records.reading import BadRow, Entry, read_extract
from records.sources import EXTRACTED, SourceSystem
from synthetic_data import ForceError, synthesise
from synthetic_data.commands import synthesise as command
from tests.lib.forces import UNTIL, force_at, read

TAKEN = datetime(2026, 11, 22, tzinfo=UTC)


def entries(directory: Path) -> list[Entry]:
    found: list[Entry] = []
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for entry in read_extract(format_, directory / "records" / format_.file):
            assert not isinstance(entry, BadRow), (format_.file, entry.row, entry.faults)
            found.append(entry)
    return found


def digests(directory: Path) -> dict[str, str]:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes_for_any_number_of_workers() -> None:
    one = digests(force_at(workers=1))
    assert one == digests(force_at(workers=2))
    # Thirteen extracts and when they were taken; seven tables of truth; no part left behind.
    assert len(one) == 13 + 1 + 7


def test_another_seed_gives_another_force() -> None:
    one, other = digests(force_at(seed=7)), digests(force_at(seed=8))
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one if not name.endswith("times.json"))


def test_every_row_of_every_extract_reads_back_without_a_fault() -> None:
    found = entries(force_at())
    assert {entry.event.source for entry in found} == set(EXTRACTED)


def test_nothing_is_recorded_at_or_after_the_moment_the_extracts_were_taken() -> None:
    assert max(entry.event.recorded for entry in entries(force_at())) < TAKEN


def test_entries_stand_in_order_of_recording_and_have_references_of_their_own() -> None:
    by_source: dict[object, list[Entry]] = {}
    for entry in entries(force_at()):
        by_source.setdefault(entry.event.source, []).append(entry)
    for found in by_source.values():
        recorded = [entry.event.recorded for entry in found]
        assert recorded == sorted(recorded)
        assert len({entry.event.entry for entry in found}) == len(found)


def test_a_replaced_entry_exists_and_was_recorded_before() -> None:
    found = {(e.event.source, e.event.entry): e.event for e in entries(force_at())}
    replacing = [event for event in found.values() if event.replaces is not None]
    assert replacing
    for event in replacing:
        assert event.replaces is not None
        assert found[event.source, event.replaces].recorded < event.recorded


def test_a_record_is_opened_before_anything_else_is_entered_on_it() -> None:
    opening = {
        EventKind.MISSING_REPORTED,
        EventKind.PLAN_VERSION,
        EventKind.NOTICE_SERVED,
        EventKind.CRIME_VICTIM,
        EventKind.CRIME_SUSPECT,
        EventKind.CRIME_WITNESS,
        EventKind.INVESTIGATION_OPENED,
        EventKind.INCIDENT,
        EventKind.INTELLIGENCE_REPORT,
        EventKind.MANAGED_PERSON,
        EventKind.ASSOCIATION_RECORDED,
        EventKind.REFERRAL_RECEIVED,
        EventKind.NATIONAL_REFERRAL,
        EventKind.PANEL_DECISION,
        EventKind.CHILD_PROTECTION_STARTED,
        EventKind.LOOKED_AFTER_STARTED,
        EventKind.CHILD_IN_NEED_STARTED,
        EventKind.CONFERENCE_HELD,
        EventKind.DOMESTIC_INCIDENT,
        EventKind.DETAINED,
        EventKind.PROTECTION_POWER_USED,
    }
    seen = set()
    for entry in entries(force_at()):
        if entry.event.reference not in seen:
            assert entry.event.kind in opening, entry.event.kind
            seen.add(entry.event.reference)


def test_every_person_record_has_one_true_child_and_the_truth_names_no_other() -> None:
    directory = force_at()
    identity = read(directory).truth["identity"]
    assert len(set(identity["record_id"])) == len(identity["record_id"])
    recorded = {str(e.person.id) for e in entries(directory) if e.person is not None}
    assert recorded == set(identity["record_id"])
    assert set(identity["true_child"]) <= set(read(directory).truth["children"]["true_child"])


def test_every_adult_named_anywhere_has_one_true_adult_and_no_two_systems_share_an_id() -> None:
    directory = force_at()
    adults = pq.read_table(directory / "truth" / "adults.parquet").to_pydict()
    named = {
        f"{e.event.source.value}:{e.event.details['adult_ref']}"
        for e in entries(directory)
        if "adult_ref" in e.event.details
    }
    assert named == set(adults["adult_id"])
    assert len(set(adults["adult_id"])) == len(adults["adult_id"])
    refs = [name.partition(":")[2] for name in adults["adult_id"]]
    assert len(set(refs)) == len(refs)
    # The same adult stands in several systems, or there would be nothing to link.
    assert len(set(adults["true_adult"])) < len(adults["true_adult"])


def test_managed_persons_are_entered_without_a_child_and_some_with_one() -> None:
    managed = [e for e in entries(force_at()) if e.event.source is SourceSystem.MANAGED_OFFENDERS]
    assert {e.event.kind for e in managed if e.person is None} >= {EventKind.MANAGED_PERSON}
    assert {e.event.kind for e in managed if e.person} >= {EventKind.ASSOCIATION_RECORDED}


def test_the_extract_times_are_the_moment_at_which_until_begins() -> None:
    assert read(force_at()).taken == TAKEN


def test_a_directory_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ForceError, match="already holds something"):
        synthesise(children=10, years=1, seed=1, until=UNTIL, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"children": 0}, "children"),
        ({"years": 0}, "years"),
        ({"years": 21}, "years"),
        ({"seed": -1}, "seed"),
        ({"workers": 0}, "workers"),
    ],
)
def test_numbers_out_of_range_are_refused(tmp_path: Path, asked: dict[str, int], why: str) -> None:
    arguments = {"children": 10, "years": 1, "seed": 1, "workers": 1} | asked
    with pytest.raises(ForceError, match=why):
        synthesise(until=UNTIL, out=tmp_path / "force", **arguments)
    assert not (tmp_path / "force").exists()


def test_a_force_of_one_child_can_be_made(tmp_path: Path) -> None:
    made = synthesise(children=1, years=1, seed=1, until=UNTIL, out=tmp_path / "force")
    assert list(made.entries) == [source.value for source in EXTRACTED]
    assert entries(tmp_path / "force") is not None


def run(*arguments: str) -> tuple[int, str, str]:
    app = Typer()
    app.command()(command)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_the_command_makes_a_force_and_says_what_it_made(tmp_path: Path) -> None:
    out = str(tmp_path / "force")
    code, said, _ = run(
        "--out", out, "--children", "500", "--years", "1", "--until", "2026-11-22", "--workers", "1"
    )
    assert code == 0
    assert "person records" in said


def test_the_command_refuses_with_2_and_one_clear_line(tmp_path: Path) -> None:
    for arguments in (("--until", "soon"), ("--children", "0"), ("--workers", "0")):
        code, said, fault = run("--out", str(tmp_path / "force"), *arguments)
        assert (code, said) == (2, "")
        assert len(fault.strip().splitlines()) == 1
        assert fault.startswith("synthesise: ")


def test_the_command_prints_json_alone_when_asked(tmp_path: Path) -> None:
    out = str(tmp_path / "force")
    code, said, fault = run(
        "--out",
        out,
        "--json",
        "--children",
        "300",
        "--years",
        "1",
        "--until",
        "2026-11-22",
        "--workers",
        "1",
    )
    assert (code, fault) == (0, "")
    assert set(json.loads(said)) == {"entries", "persons"}
