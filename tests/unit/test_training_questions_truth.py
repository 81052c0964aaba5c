"""The truth of an invented force beside a cohort; and a future that the past must not see."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import training.questions.measuring as measuring
from features.many_children import FeatureTable
from features.table import micros
from records.history import History
from tests.lib.cards import a_small_force
from tests.lib.histories import a_history, a_person, at, missing
from training.questions.cohort import Cohort, ask, observe
from training.questions.measuring import measure_questions
from training.questions.outcomes import AGAIN, MAIN, Outcome
from training.questions.truth import Truth, TruthError, read_truth
from training.settings import Settings

TAKEN = at("2026-11-01 06:00")
REPORTED = at("2026-03-01 01:30")
ASKED = REPORTED + timedelta(microseconds=1)
DAY = timedelta(days=1)


def cohort_of(*histories: History, outcome: Outcome = MAIN) -> Cohort:
    """Asked at reports alone, without a warm-up."""
    cohort = ask([observe(h, outcome) for h in histories], TAKEN, timedelta(0), outcome)
    return cohort.keep(cohort.is_report, "month")


def one_child(ref: str = "P-1", child: str = "C-1") -> History:
    """Reported missing once."""
    report = missing("2026-02-28 22:00", recorded=REPORTED)
    return a_history(report, persons=[a_person(ref=ref)], child=child)


def a_truth(
    folder: Path,
    harm: list[tuple[str, datetime, str]] = [],  # noqa: B006 - never written to
    episodes: list[tuple[str, datetime]] = [],  # noqa: B006 - never written to
    prospects: list[tuple[str, datetime, float]] = [],  # noqa: B006 - never written to
    identity: dict[str, str] | None = None,
) -> Path:
    """The four tables that the truth is read from."""
    who = {"S1:P-1": "T-1"} if identity is None else identity
    when = pa.timestamp("us", tz="UTC")
    tables: dict[str, tuple[list[str], list[Any], list[pa.DataType]]] = {
        "identity": (["record_id", "true_child"], [*who.items()], [pa.string(), pa.string()]),
        "harm": (["true_child", "at", "kind"], harm, [pa.string(), when, pa.string()]),
        "episodes": (["true_child", "start"], episodes, [pa.string(), when]),
        "prospects": (
            ["true_child", "as_of", "probability"],
            prospects,
            [pa.string(), when, pa.float32()],
        ),
    }
    for name, (columns, rows, types) in tables.items():
        table = pa.table(
            {
                column: pa.array([row[place] for row in rows], type_)
                for place, (column, type_) in enumerate(zip(columns, types, strict=True))
            }
        )
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def truth_of(folder: Path, outcome: Outcome = MAIN) -> Truth:
    """The truth of :func:`one_child`'s one question."""
    return read_truth(folder, cohort_of(one_child(), outcome=outcome))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (ASKED - timedelta(microseconds=1), False),
        (ASKED, True),
        (ASKED + 90 * DAY - timedelta(microseconds=1), True),
        (ASKED + 90 * DAY, False),
    ],
)
def test_true_harm_counts_within_the_window_recorded_or_not(
    tmp_path: Path, moment: datetime, expected: bool
) -> None:
    truth = truth_of(a_truth(tmp_path, harm=[("T-1", moment, "sexual")]))
    assert truth.harmed.tolist() == [expected]


def test_another_kind_of_harm_and_another_childs_do_not_count(tmp_path: Path) -> None:
    harm = [("T-1", ASKED + DAY, "physical"), ("T-2", ASKED + DAY, "sexual")]
    assert truth_of(a_truth(tmp_path, harm=harm)).harmed.tolist() == [False]


def test_the_first_harm_before_the_question_does_not_hide_a_later_one(tmp_path: Path) -> None:
    harm = [("T-1", ASKED + DAY, "sexual"), ("T-1", ASKED - DAY, "sexual")]
    assert truth_of(a_truth(tmp_path, harm=harm)).harmed.tolist() == [True]


def test_missing_again_is_true_though_nobody_reported_it(tmp_path: Path) -> None:
    folder = a_truth(tmp_path, episodes=[("T-1", ASKED + 27 * DAY)])
    assert truth_of(folder, AGAIN).harmed.tolist() == [True]
    assert truth_of(folder).harmed.tolist() == [False]


def test_the_worlds_probability_is_that_of_the_very_question(tmp_path: Path) -> None:
    said = [("T-1", ASKED, 0.25), ("T-1", ASKED + DAY, 0.5)]
    assert truth_of(a_truth(tmp_path, prospects=said)).chance.tolist() == [0.25]
    assert np.isnan(truth_of(a_truth(tmp_path), AGAIN).chance).all()


def test_a_child_of_two_true_children_stands_for_the_one_of_most_records(tmp_path: Path) -> None:
    persons = [a_person(ref=ref) for ref in ("P-1", "P-2", "P-3")]
    report = missing("2026-02-28 22:00", recorded=REPORTED)
    cohort = cohort_of(a_history(report, persons=persons))
    identity = {"S1:P-1": "T-1", "S1:P-2": "T-2", "S1:P-3": "T-2"}
    folder = a_truth(tmp_path, harm=[("T-2", ASKED + DAY, "sexual")], identity=identity)
    assert read_truth(folder, cohort).harmed.tolist() == [True]


def test_another_forces_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="names none of the snapshot's records"):
        truth_of(a_truth(tmp_path, identity={"S1:P-9": "T-9"}))


def test_a_folder_without_the_tables_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="the table identity can't be read"):
        truth_of(tmp_path)


def test_a_planted_future_is_not_seen() -> None:
    poisoned = measure_questions(
        a_small_force(), (), at("2026-08-01"), MAIN, Settings(warm_up_days=0)
    ).poisoned
    assert poisoned is not None
    assert poisoned.questions > 100
    assert poisoned.entries > 100
    assert poisoned.changed == ()


def test_a_feature_that_sees_the_future_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = measuring.measure_many

    def measure(packed: Any, child: Any, as_of: Any) -> FeatureTable:
        """Measures each question a month too late."""
        return real(packed, child, as_of + micros(at("2026-02-01")) - micros(at("2026-01-01")))

    monkeypatch.setattr(measuring, "measure_many", measure)
    poisoned = measure_questions(
        a_small_force(), (), at("2026-08-01"), MAIN, Settings(warm_up_days=0)
    ).poisoned
    assert poisoned is not None
    assert "missing_reports_count_28d" in poisoned.changed
