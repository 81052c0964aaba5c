"""Judged where the truth is known: on a planted rule, and on a whole invented force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from records.snapshots import SnapshotError
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import load_policy
from scorecard.scoring import score
from scorecard.scoring_many import score_many
from synthetic_data.force import synthesise
from tests.lib.cards import a_small_force, small_snapshot, snapshot_by_truth
from tests.lib.histories import at
from training.judging.case import card_points
from training.judging.judgement import Judgement
from training.judging.leakage import TOO_GOOD
from training.judging.measures import Ranking
from training.questions.measuring import measure_questions
from training.questions.outcomes import AGAIN, MAIN
from training.settings import Settings
from training.train import Trained, train

SETTINGS = replace(Settings(), resamples=60, strengths=(30.0, 100.0), mitigations=False)


def timeless(judgement: Judgement) -> Judgement:
    """Without how long each candidate took, which no two runs share."""
    return replace(
        judgement, candidates=tuple(replace(row, seconds=0.0) for row in judgement.candidates)
    )


def silent(_words: str, _share: float) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred children whose harm follows from how they go missing."""
    out = tmp_path_factory.mktemp("small") / "snapshot"
    small_snapshot(out)
    return out


@pytest.fixture(scope="module")
def trained(snapshot: Path) -> Trained:
    """A card from them."""
    return train(snapshot, load_policy(), SETTINGS, silent)


class TestAnInventedForce:
    @pytest.mark.slow
    def test_a_card_ranks_children_and_a_year_unseen_well_and_not_too_well(
        self, tmp_path: Path
    ) -> None:
        synthesise(children=100_000, years=5, seed=11, until=date(2026, 11, 1), out=tmp_path / "f")
        snapshot_by_truth(tmp_path / "f", tmp_path / "snapshot")
        trained = train(
            tmp_path / "snapshot", load_policy(), SETTINGS, silent, truth=tmp_path / "f" / "truth"
        )
        judgement = trained.judgement
        assert judgement.cases >= 20
        assert judgement.questions["auc"].value > 0.65
        own, truth = judgement.rankings["card"], judgement.rankings["truth"]
        assert own["auc"].value < TOO_GOOD
        assert own["auc"].high > 0.65
        assert own["auc"].value < truth["auc"].value
        assert judgement.over["count_rule"]["recall_at_10"].high > 0
        assert judgement.missed_truth


class TestAWholeRun:
    def test_the_same_snapshot_gives_the_same_card_and_judgement_byte_for_byte(
        self, snapshot: Path, trained: Trained
    ) -> None:
        again = train(snapshot, load_policy(), SETTINGS, silent)
        assert again.card.to_json() == trained.card.to_json()
        assert timeless(again.judgement).to_json() == timeless(trained.judgement).to_json()

    def test_every_figure_is_one_of_the_card_that_is_registered(self, trained: Trained) -> None:
        case = trained.case
        points = card_points(trained.card, case.table)[case.rows]
        auc = Ranking(points, case.harmed).auc(case.weight)
        assert trained.judgement.rankings["card"]["auc"].value == pytest.approx(auc)
        assert trained.judgement.card_hash == trained.card.content_hash

    def test_of_every_question_base_and_points_shown_add_up_to_the_total(
        self, trained: Trained
    ) -> None:
        card, table = trained.card, trained.case.table
        values = np.stack([table.column(name) for name in card.features], axis=1)
        totals = card_points(card, table)
        kinds = {code: kind for kind, code in UNKNOWN_CODES.items()}
        for row in np.linspace(0, len(totals) - 1, 500, dtype=np.int64).tolist():
            said = {
                name: kinds.get(value, value)
                for name, value in zip(card.features, values[row].tolist(), strict=True)
            }
            scored = score(card, said)
            assert card.base + sum(line.points for line in scored.reasons) == totals[row]
        nothing = score(card, dict.fromkeys(card.features, Unknown.NOT_RECORDED))
        assert card.base + sum(line.points for line in nothing.reasons) == nothing.points
        everyone = score_many(card, card.features, values)
        assert (everyone.sum(axis=1) == totals).all()
        assert (everyone[:, 0] == card.base).all()

    def test_it_finds_what_the_harm_follows_from(self, trained: Trained) -> None:
        assert trained.judgement.cases > 20
        assert 0.65 < trained.judgement.rankings["card"]["auc"].value < TOO_GOOD
        gates = {gate.name: gate.passed for gate in trained.judgement.gates}
        assert gates["ranks_well"]
        assert gates["not_too_good"]

    def test_bands_keep_to_the_workload_of_the_period_that_set_them(self, trained: Trained) -> None:
        points = trained.case.points[trained.case.folds.workload]
        assert (points >= trained.card.thresholds["High"]).mean() <= SETTINGS.high_share
        assert (points >= trained.card.thresholds["Medium"]).mean() <= SETTINGS.medium_share

    def test_no_adult_and_no_unobserved_question_is_in_the_cohort(self, trained: Trained) -> None:
        case = trained.case
        assert case.table.column("age_years").max() < 18
        horizon = MAIN.horizon // timedelta(microseconds=1)
        taken = round(case.manifest.taken.timestamp() * 1e6)
        assert case.cohort.as_of.max() + horizon <= taken
        assert set(case.cohort.dropped) == {"within_warm_up", "not_observed_90_days", "adult"}

    def test_a_card_of_being_missing_again_is_learnt_from_reports_alone(
        self, snapshot: Path
    ) -> None:
        trained = train(snapshot, load_policy(), SETTINGS, silent, outcome=AGAIN)
        assert trained.card.name == "again"
        assert trained.card.trained["outcome"] == AGAIN.version
        assert trained.case.cohort.is_report.all()
        assert trained.judgement.rankings["card"]["auc"].value > 0.55

    def test_the_future_changes_neither_questions_nor_values_of_the_past(self) -> None:
        histories = a_small_force()
        cut = at("2026-04-15")
        earlier = [
            replace(
                history,
                events=tuple(e for e in history.events if e.recorded < cut),
                moved=tuple(m for m in history.moved if m.recorded < cut),
            )
            for history in histories
        ]
        settled = cut - timedelta(days=90)
        now, then = (
            measure_questions(part, (), settled, MAIN, replace(SETTINGS, warm_up_days=0))
            for part in (histories, earlier)
        )
        for field in ("child", "as_of", "is_report", "harmed"):
            assert np.array_equal(getattr(now.cohort, field), getattr(then.cohort, field)), field
        for name in now.table.names:
            assert np.array_equal(now.table.column(name), then.table.column(name)), name

    def test_a_snapshot_that_was_changed_is_refused(self, snapshot: Path, tmp_path: Path) -> None:
        for name in ("histories.parquet", "adults.parquet", "manifest.json"):
            (tmp_path / name).write_bytes((snapshot / name).read_bytes())
        manifest = (tmp_path / "manifest.json").read_text(encoding="utf-8")
        spoilt = manifest.replace("sha256:", "sha256:0")
        (tmp_path / "manifest.json").write_text(spoilt, encoding="utf-8")
        with pytest.raises(SnapshotError, match="changed after it was written"):
            train(tmp_path, load_policy(), SETTINGS, silent)
