"""What is written down here is a source like any other, and holds at once (M3, M4, M8)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from records.calendar import instant_to_text
from records.events import EventKind
from records.sources import SourceSystem
from serving.audit.leaf import new_entry_id
from serving.entering.banding import band_missing_anew
from serving.entering.given import EntryRefusedError, Given, Who
from serving.entering.writing import Written, write_entries
from serving.service.ingest_extracts import ExtractsError, ingest_extracts
from serving.service.preparing_looks import NoSuchChildError
from serving.work_store.advised import read_kept_band
from serving.work_store.lists import count_missing
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_GIRL = {"forename": "Ottoline", "date_of_birth": date(2011, 4, 9), "postcode": "NG7 2AB"}


def _force(at: datetime = NOW) -> Extracts:
    force = Extracts(at)
    force.plan(force.person(S2, "Q-1", "Quillfeather", **_GIRL), NOW - timedelta(days=40))
    return force


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the small force, taken in once."""
    folder = tmp_path_factory.mktemp("entered")
    Door(folder, _force()).store.close()
    return folder / "store.db"


@pytest.fixture
def here(taken_in: Path, tmp_path: Path) -> Iterator[Door]:
    """A copy of it, for what does not differ by engine."""
    shutil.copy(taken_in, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW, has_accounts=True) as door:
        yield door


@pytest.fixture(scope="module")
def untouched(taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One for all tests after which it is as it was."""
    folder = tmp_path_factory.mktemp("untouched")
    shutil.copy(taken_in, folder / "store.db")
    with Door(folder, None, moment=NOW, has_accounts=True) as door:
        yield door


def _report(since: datetime, **details: str) -> Given:
    kind = EventKind.MISSING_REPORTED
    return Given(S1, kind, "MR-2026-AAAAAAAA", since, {"missing_from": "home", **details})


def _write(door: Door, child: str | Who, given: Sequence[Given]) -> Written:
    now = door.moment
    with door.store.writing() as connection:
        act = new_entry_id(now, door.service.draw(10))
        written = write_entries(
            connection, door.service, child, given, act=act, by="officer", now=now
        )
    door.moment += timedelta(seconds=1)
    return written


def test_a_report_written_down_is_in_the_answer_beside_the_plan_at_once(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, _force(), store_url) as door:
        child = door.find("Ottoline Quillfeather")
        before = door.risk(child)
        assert before["missing_now"] is None
        since = NOW - timedelta(hours=2)
        written = _write(door, child, [_report(since)])
        after = door.risk(child)
        assert written.child == child == after["child"]["id"]
        assert after["missing_now"]["since"] == instant_to_text(since)
        assert after["plan"]["state"] == "linked"
        assert after["sources"] == before["sources"]
        assert written.banded.now == after["advice"]["band"]
        found = door.search(name="Ottoline Quillfeather")["results"]
        assert [one["child"] for one in found] == [child]


def test_linking_afterwards_leaves_the_child_and_the_report_as_they_are(here: Door) -> None:
    child = here.find("Ottoline Quillfeather")
    _write(here, child, [_report(NOW - timedelta(hours=2))])
    answer = here.risk(child)
    here.moment = NOW + timedelta(hours=1)
    here.take_in(_force(here.moment), "again")
    again = here.risk(child)
    for part in ("advice", "plan"):
        assert again[part] == answer[part]
    assert again["missing_now"]["since"] == answer["missing_now"]["since"]


def test_a_child_whom_nobody_knew_is_made_found_and_linked_later(here: Door) -> None:
    who = Who({"surname": "Quilfeather", **_GIRL})
    written = _write(here, who, [_report(NOW - timedelta(hours=2))])
    assert here.risk(written.child)["missing_now"] is not None
    known = here.find("Ottoline Quillfeather")
    here.moment = NOW + timedelta(hours=1)
    here.take_in(_force(here.moment), "again")
    assert here.risk(known)["missing_now"] is not None
    assert here.risk(written.child)["child"]["id"] == here.risk(known)["child"]["id"]


def test_a_correction_takes_the_place_of_what_it_corrects(here: Door) -> None:
    child = here.find("Ottoline Quillfeather")
    (entry,) = _write(here, child, [_report(NOW - timedelta(hours=2))]).entries
    told = here.moment
    since = NOW - timedelta(hours=4)
    details = {"missing_from": "school"}
    kind = EventKind.MISSING_REPORTED
    _write(here, child, [Given(S1, kind, "MR-2026-AAAAAAAA", since, details, entry)])
    assert here.risk(child)["missing_now"]["since"] == instant_to_text(since)
    then = here.risk(child, told)["missing_now"]["since"]
    assert then == instant_to_text(NOW - timedelta(hours=2))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (_report(NOW + timedelta(minutes=1)), "occurred_at"),
        (Given(S1, EventKind.MISSING_REPORTED, "MR-1", NOW), "missing_from"),
        (_report(NOW, missing_from="the moon"), "missing_from"),
        (_report(NOW, colour="blue"), "colour"),
        (Given(SourceSystem.CRIME, EventKind.MISSING_REPORTED, "MR-1", NOW), "entry"),
    ],
    ids=["future", "required", "vocabulary", "no column", "another system's"],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_written(
    untouched: Door, given: Given, field: str
) -> None:
    child = untouched.find("Ottoline Quillfeather")
    with pytest.raises(EntryRefusedError) as refused:
        _write(untouched, child, [_report(NOW - timedelta(hours=2)), given])
    assert field in {fault.field for fault in refused.value.faults}
    assert untouched.risk(child)["missing_now"] is None


def test_nobody_is_written_about_under_an_id_that_nobody_has(untouched: Door) -> None:
    with pytest.raises(NoSuchChildError):
        _write(untouched, "C-0000000000", [_report(NOW)])


def test_an_extract_of_what_is_written_here_alone_is_refused_whole(
    untouched: Door, tmp_path: Path
) -> None:
    directory = _force().write(tmp_path / "forged")
    (directory / "S14_child_reviews.csv").write_text("entry\n", encoding="utf-8")
    with pytest.raises(ExtractsError, match="written down in this service alone"):
        ingest_extracts(untouched.store, directory, NOW, HOST)


def test_time_alone_raises_the_band_that_lists_go_by(here: Door) -> None:
    who = Who({"surname": "Marshgate", "date_of_birth": date(2011, 9, 1)})
    written = _write(here, who, [_report(NOW - timedelta(hours=1))])
    bands = [written.banded.now]
    for hours in (12, 25, 26, 73):
        here.moment = NOW + timedelta(hours=hours)
        changed = band_missing_anew(here.service, here.moment)
        with here.store.reading() as connection:
            kept = read_kept_band(connection, written.child)
            beside = count_missing(connection, here.service.policy.labels, now=here.moment)
        assert [band for band, count in beside.items() if count] == [kept]
        assert kept == here.risk(written.child)["advice"]["band"]
        assert changed == int(kept != bands[-1])
        bands.append(kept)
    assert bands == ["Low", "Low", "Medium", "Medium", "High"]
