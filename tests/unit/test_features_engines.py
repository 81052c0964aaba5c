"""The engines' edges: evidence, arguments, local days, and code that is kept."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from features.catalogue import CATALOGUE
from features.compiled import compiling, counting, packing_kernels
from features.compiled.flat import Kind
from features.local_days import NEVER, day_numbers, day_starts, local_day_numbers
from features.many_children import measure_many, pack
from features.measured import MOST_EVIDENCE
from features.one_child import measure_child
from features.table import micros
from records.calendar import FORCE_ZONE, local_day
from records.events import EventKind
from records.unknown import Unknown
from tests.lib.histories import (
    a_history,
    a_person,
    an_entry,
    at,
    care,
    known,
    missing,
    notice,
    plan,
    protection,
)

NOBODY = np.empty(0, dtype=np.int64)


def test_evidence_is_the_entries_that_were_counted() -> None:
    told = missing(
        "2026-11-12 20:00",
        found="2026-11-13 08:00",
        reference="MP-2",
        interview="done",
        disclosure="sexual_harm",
    )
    standing = [
        *notice("2026-10-01", until="2027-04-02"),
        plan("2026-09-01"),
        *protection("2026-06-03"),
        *care("2024-01-01"),
    ]
    earlier = missing("2025-11-20 20:00", found="2025-11-20 21:00", reference="MP-1")
    measured = measure_child(known("2026-11-15", earlier, told, standing))
    report, found, interview = told
    expected = {
        "missing_reports_count_28d": (report,),
        "missing_reports_count_365d": (report, earlier[0]),
        "days_since_last_missing_report": (report,),
        "longest_missing_hours_365d": (found, report),
        "overnight_missing_count_365d": (report,),
        "missing_gaps_shortening_count_365d": (),
        "sexual_harm_told_count_365d": (interview,),
        "return_interviews_not_done_count_365d": (earlier[0],),
        "notices_in_force_count": (standing[0],),
        "plan_state": (standing[1],),
        "protection_plan_state": (standing[2],),
        "looked_after": (standing[3],),
        "age_years": (),
    }
    for name, evidence in expected.items():
        assert measured[name].evidence == evidence, name


def test_no_more_than_ten_entries_are_kept_and_the_newest_are() -> None:
    reports = [missing(f"2026-10-{day:02} 20:00") for day in range(1, 31, 2)]
    measured = measure_child(known("2026-11-01", *reports))["missing_reports_count_365d"]
    assert measured.value == len(reports)
    assert measured.evidence == tuple(r[0] for r in reversed(reports[-MOST_EVIDENCE:]))


def test_values_come_in_the_order_of_the_catalogue() -> None:
    names = [feature.name for feature in CATALOGUE]
    assert list(measure_child(known("2026-11-01"))) == names
    assert list(measure_many(pack([a_history()]), np.array([0]), np.array([0])).names) == names


def test_no_questions_give_an_empty_table() -> None:
    table = measure_many(pack([]), NOBODY, NOBODY)
    assert len(table) == 0
    assert table.values.shape == (0, len(CATALOGUE))


def test_a_column_is_found_by_its_name() -> None:
    table = measure_many(pack([a_history()]), np.array([0]), np.array([micros(at("2026-11-01"))]))
    assert table.column("age_years").tolist() == [15]


@pytest.mark.parametrize("place", [-1, 1])
def test_a_child_outside_the_packed_ones_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 0"):
        measure_many(pack([a_history()]), np.array([place]), np.array([0]))


def test_questions_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        measure_many(pack([a_history()]), np.array([0, 0]), np.array([0]))


def test_asking_twice_changes_nothing() -> None:
    packed = pack([a_history(missing("2026-10-01 20:00"))])
    asked = np.array([0, 0, 0]), np.array([micros(at("2026-11-01"))] * 3)
    first, second = measure_many(packed, *asked), measure_many(packed, *asked)
    assert (first.values == second.values).all()
    assert (first.values == first.values[0]).all()


def test_children_do_not_touch_each_other() -> None:
    """A crowd before and behind leaves a child's values as they are alone."""
    crowd = a_history(*[missing(f"2026-10-{day:02} 20:00") for day in range(1, 29)])
    alone = a_history(missing("2026-10-05 20:00"), plan("2026-09-01"))
    when = micros(at("2026-11-01"))
    together = measure_many(
        pack([crowd, alone, crowd]), np.array([0, 1, 2, 1]), np.array([when] * 4)
    )
    by_itself = measure_many(pack([alone]), np.array([0]), np.array([when])).row(0)
    assert together.row(1) == together.row(3) == by_itself


def test_a_plan_and_a_report_of_one_reference_are_kept_apart() -> None:
    history = a_history(
        missing("2026-10-05 20:00", reference="R-1"),
        plan("2026-09-01", reference="R-1"),
        notice("2026-09-01", until="2027-01-01", reference="R-1"),
        protection("2026-09-01", reference="R-1"),
    )
    row = measure_many(pack([history]), np.array([0]), np.array([micros(at("2026-11-01"))])).row(0)
    assert (row["plan_state"], row["notices_in_force_count"]) == (3, 1)
    assert row["protection_plan_state"] == 3


def test_a_notice_without_end_is_in_force_for_ever() -> None:
    history = a_history(notice("2026-09-01", until="9999-12-31"))
    row = measure_many(pack([history]), np.array([0]), np.array([micros(at("2999-11-01"))])).row(0)
    assert row["notices_in_force_count"] == 1


def test_a_birth_date_is_believed_from_its_recording_on() -> None:
    persons = [
        a_person(born=None, recorded="2026-01-01"),
        a_person(born=date(2010, 1, 1), recorded="2026-03-01"),
    ]
    moments = [at("2026-03-01"), at("2026-03-01") + timedelta(microseconds=1)]
    table = measure_many(
        pack([a_history(persons=persons)]), np.array([0, 0]), np.array([micros(m) for m in moments])
    )
    assert [table.row(n)["age_years"] for n in (0, 1)] == [Unknown.NOT_RECORDED, 16]


def test_local_days_of_many_instants_are_those_of_the_calendar() -> None:
    tick = timedelta(microseconds=1)
    changes = [
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 0, tzinfo=UTC),
        datetime(2026, 7, 1, 23, tzinfo=UTC),
        datetime(2024, 2, 28, 23, 59, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(1969, 6, 1, 23, tzinfo=UTC),
        datetime(2038, 1, 19, 3, tzinfo=UTC),
    ]
    moments = [moment + tick * step for moment in changes for step in (-1, 0, 1)]
    numbers = local_day_numbers(np.array([micros(moment) for moment in moments]))
    assert numbers.tolist() == [day_numbers(local_day(moment)) for moment in moments]


def test_a_local_day_begins_at_its_midnight() -> None:
    for day in (date(2026, 3, 29), date(2026, 7, 2), date(2026, 10, 25), date(2026, 12, 1)):
        start = micros(datetime(day.year, day.month, day.day, tzinfo=FORCE_ZONE).astimezone(UTC))
        assert day_starts(day) == start < NEVER


def test_an_entry_of_a_kind_that_no_feature_measures_is_left_out() -> None:
    witnessed = an_entry(EventKind.CRIME_WITNESS, "2026-10-01", offence="violence")
    assert pack([a_history(witnessed)]).entries.size == 0


def test_kept_code_is_looked_up_under_all_that_it_was_made_from() -> None:
    """numba notices changes in its own file only; a changed constant elsewhere must not hide."""
    assert compiling.STAMP in counting.measure_rows.__qualname__
    assert compiling.STAMP in packing_kernels.settle.__qualname__
    made_from = compiling.made_from()
    assert str((Kind.REPORTED.name, Kind.REPORTED.value)) in made_from
    assert str(compiling.INTERVIEW_US) in made_from
    assert repr(Path(counting.__file__).read_text()) in made_from


def test_the_plain_engine_needs_no_compiler(root: Path) -> None:
    """A serving host measures one child without waiting for numba to load."""
    code = (
        "import sys; import features.one_child, features.wording, duties.due;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
