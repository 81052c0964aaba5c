"""What a run leaves in MLflow: figures, candidates, data, and a model that it loads (N8)."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from records.unknown import UNKNOWN_CODES
from scorecard.scoring_many import score_many
from tests.lib.judgements import a_judgement, an_estimate, not_known
from tests.lib.registries import (
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    a_submission,
    an_own_card,
    emptied,
    fresh_registry,
    submit,
)
from training.registry.asking import asking
from training.registry.saved_models import example_rows
from training.registry.submissions import metrics
from training.registry.versions import Version, register

pytestmark = MLFLOW_WARNINGS


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry with one whole version, which nothing changes."""
    return fresh_registry(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def whole(address: str) -> Version:
    """The version of a whole submission: every figure, candidate and file."""
    return register(a_submission(seconds=12.5, commit="c0ffee"), address)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry that tests use one after the other."""
    return fresh_registry(tmp_path_factory.mktemp("own"))


@pytest.fixture
def own(shared: str) -> str:
    """A registry of one test's own."""
    return emptied(shared)


def test_the_run_is_named_by_month_card_and_version_and_says_where_it_came_from(
    address: str, whole: Version
) -> None:
    with asking(address) as client:
        run = client.get_run(whole.run_id)
        entry = client.get_model_version(MAIN_MODEL, whole.version)
    assert (run.info.run_name, run.info.status) == ("2026-11-main-c1", "FINISHED")
    told = a_judgement()
    expected = {
        "snapshot": told.snapshot,
        "code": told.code,
        "trainer": "A. Vale",
        "mlflow.user": "A. Vale",
        "mlflow.source.git.commit": "c0ffee",
        "gate_calibrated": "passed",
    }
    assert expected.items() <= run.data.tags.items()
    assert entry.description.startswith("**Every gate is passed.")
    assert "| calibrated | passed |" in entry.description
    (data,) = run.inputs.dataset_inputs
    assert (data.dataset.name, data.dataset.source) == ("snapshot-2026-11-01", told.snapshot)


def test_figures_stand_with_their_intervals_and_the_five_to_decide_by_first(
    address: str, whole: Version
) -> None:
    with asking(address) as client:
        logged = client.get_run(whole.run_id).data.metrics
    auc = a_judgement().rankings["card"]["auc"]
    first = {"a_auc", "b_average_precision", "c_recall_at_10", "d_precision_at_10"}
    assert {*first, "e_calibration_error"} <= set(logged)
    assert (logged["auc"], logged["auc_low"], logged["auc_high"]) == (auc.value, auc.low, auc.high)
    assert logged["a_auc"] == auc.value
    assert logged["seconds"] == 12.5
    assert {"auc_count_rule", "auc_over_count_rule", "all_questions_auc_low"} <= set(logged)


def test_a_figure_that_is_not_known_is_left_out_not_logged_as_a_number() -> None:
    given = a_submission(rankings={"card": {"auc": not_known(), "recall_at_10": an_estimate(0.4)}})
    told = metrics(given)
    assert not [name for name in told if "auc" in name and "over" not in name and "all" not in name]
    assert told["c_recall_at_10"] == 0.4


def test_each_candidate_is_a_run_inside_with_its_settings_and_figures(
    address: str, whole: Version
) -> None:
    rows = a_judgement().candidates
    with asking(address) as client:
        parent = client.get_run(whole.run_id)
        inside = client.search_runs(
            [parent.info.experiment_id],
            filter_string=f"tags.`mlflow.parentRunId` = '{whole.run_id}'",
        )
    by_name = {run.data.tags["candidate"]: run for run in inside}
    assert set(by_name) == {row.name for row in rows}
    for row in rows:
        run = by_name[row.name]
        assert run.info.status == "FINISHED"
        assert run.data.params == {"learner": row.name, **row.settings}
        known = {"cv_auc": row.auc, "cv_loss": row.loss, "seconds": row.seconds}
        for name, value in known.items():
            assert run.data.metrics.get(name, math.nan) == pytest.approx(value, nan_ok=True)
        assert run.data.tags["chosen"] == str(row.chosen).lower()
    assert parent.data.params["chosen_learner"] == next(row.name for row in rows if row.chosen)


def test_mlflow_loads_the_version_in_a_process_of_its_own_and_scores_as_the_card_does(
    address: str, whole: Version
) -> None:
    code = (
        "import json, sys, warnings; warnings.simplefilter('ignore')\n"
        "import mlflow, pandas as pd\n"
        f"mlflow.set_tracking_uri({address!r})\n"
        f"model = mlflow.pyfunc.load_model('models:/{MAIN_MODEL}@challenger')\n"
        "example = model.input_example\n"
        "told = {'out': model.predict(example).to_dict('list'),"
        " 'in': example.to_dict('list'), 'codes': model.metadata.metadata['unknown_codes'],"
        " 'pickle': sorted(m for m in ('sklearn',) if m in sys.modules)}\n"
        "print(json.dumps(told))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    card = an_own_card()
    rows = np.array(example_rows(card), dtype=np.int64)
    assert [told["in"][name] for name in card.features] == rows.T.tolist()
    points = score_many(card, card.features, rows)
    assert told["out"]["points"] == points.sum(axis=1).tolist()
    assert told["out"]["points_base"] == points[:, 0].tolist()
    assert told["out"]["band"] == [card.band_of(int(p)) or "" for p in points.sum(axis=1)]
    assert told["codes"] == {kind.value: code for kind, code in UNKNOWN_CODES.items()}


def test_the_models_folder_holds_a_signature_an_example_and_no_pickle(
    address: str, whole: Version, tmp_path: Path
) -> None:
    with asking(address) as client:
        folder = Path(client.download_artifacts(whole.run_id, "model", str(tmp_path)))
    names = {file.name for file in folder.rglob("*") if file.is_file()}
    assert {"MLmodel", "card.json", "card_model.py", "input_example.json"} <= names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]
    described = (folder / "MLmodel").read_text(encoding="utf-8")
    assert '"name": "points"' in described
    wanted = (folder / "requirements.txt").read_text(encoding="utf-8")
    assert "missing-children-risk==" in wanted


def test_a_run_that_mlflow_began_in_the_cards_experiment_is_filled_in(own: str) -> None:
    submit(own)
    with asking(own) as client:
        experiment = client.get_experiment_by_name(MAIN_MODEL).experiment_id
        waiting = client.create_run(experiment, run_name="waiting").info.run_id
        # ``mlflow run`` keeps the options that it was given before the command begins.
        client.log_param(waiting, "snapshot", "var/snapshots/november")
        elsewhere = client.create_run("0", run_name="other").info.run_id
    assert submit(own, an_own_card(2), run_id=waiting).run_id == waiting
    assert submit(own, an_own_card(3), run_id=elsewhere).run_id != elsewhere
    assert submit(own, an_own_card(4), run_id="0" * 32).run_id != "0" * 32
