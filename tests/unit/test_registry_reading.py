"""What is registered, and what is read again: whole or not at all, and by its hash (N8)."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from records.unknown import UNKNOWN_CODES
from scorecard import score_many
from tests.lib.judgements import a_judgement, an_estimate, not_known
from tests.lib.registries import (
    APPROVER,
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    a_request,
    a_submission,
    an_own_card,
    beside,
    emptied,
    fresh_registry,
    submit,
)
from tests.lib.registries import promote_main as promote
from training.errors import RegistryError
from training.registry.asking import asking
from training.registry.listing import fetch_registration, list_model
from training.registry.monitoring import FINDINGS_FILE, log_findings
from training.registry.names import CHALLENGER, CHAMPION, PREVIOUS
from training.registry.promotion import PromotionRefusedError
from training.registry.reading import aliases_of, fetch_champion, fetch_version
from training.registry.saved_models import example_rows
from training.registry.submissions import metrics
from training.registry.turns import release_turn, turn
from training.registry.versions import Version, register, register_with

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


def test_a_version_is_read_again_as_it_was_submitted(address: str, whole: Version) -> None:
    given = a_submission()
    for which in (whole.version, CHALLENGER):
        found = fetch_version(address, MAIN_MODEL, which)
        assert (found.version, found.run_id) == (whole.version, whole.run_id)
        assert found.card == given.card
        assert found.judgement.to_json() == given.judgement.to_json()
        assert found.reference == given.files["reference.json"]
    assert fetch_champion(address, MAIN_MODEL) is None
    assert fetch_champion(address, "missing-children-again") is None


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


@pytest.mark.parametrize("name", ["card.json", "judgement.json", "reference.json"])
def test_a_file_that_was_changed_since_is_not_read_and_refuses_the_promotion(
    name: str, own: str
) -> None:
    version = submit(own)
    with asking(own) as client:
        where = client.get_run(version.run_id).info.artifact_uri.removeprefix("file://")
    file = Path(where, name)
    file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(RegistryError, match=f"{name} is not the file that was registered"):
        fetch_version(own, MAIN_MODEL, version.version)
    with pytest.raises(PromotionRefusedError, match=f"{name} is not the file"):
        promote(own, version.version, a_request())
    assert list_model(own, MAIN_MODEL).decisions[0].what == "refused"
    file.unlink()
    with pytest.raises(RegistryError, match=f"{name} is gone or too large"):
        fetch_version(own, MAIN_MODEL, version.version)


def test_a_champion_whose_judgement_was_changed_can_still_be_replaced(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    with asking(own) as client:
        where = client.get_run(first.run_id).info.artifact_uri.removeprefix("file://")
    Path(where, "judgement.json").write_bytes(b"{}")
    with pytest.raises(RegistryError, match=r"judgement\.json is not the file"):
        fetch_champion(own, MAIN_MODEL)
    champion = fetch_champion(own, MAIN_MODEL, card_only=True)
    assert champion is not None
    second = submit(own, an_own_card(2), changes=beside(first, champion.card.content_hash))
    assert promote(own, second.version, a_request()).replaced == first.version


def test_a_file_larger_than_this_program_writes_is_not_read(own: str) -> None:
    version = submit(own)
    with asking(own) as client:
        where = client.get_run(version.run_id).info.artifact_uri.removeprefix("file://")
    Path(where, "card.json").write_bytes(b" " * (256 * 1024 + 1))
    with pytest.raises(RegistryError, match="gone or too large"):
        fetch_version(own, MAIN_MODEL, version.version)


def test_a_version_of_another_program_is_not_taken_for_a_card(own: str) -> None:
    submit(own)
    with asking(own) as client:
        run = client.create_run("0", run_name="other")
        client.create_model_version(MAIN_MODEL, f"{run.info.artifact_uri}/x", run.info.run_id)
    with pytest.raises(RegistryError, match=r"version 2 of .* holds no card of this program"):
        fetch_version(own, MAIN_MODEL, "2")
    assert [row.version for row in list_model(own, MAIN_MODEL).versions] == ["1"]


class _Failing:
    """MLflow's client, of which one method fails."""

    def __init__(self, client: Any, method: str) -> None:
        self._client, self._method = client, method

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            raise OSError("no space left on device")
        return getattr(self._client, name)


@pytest.mark.parametrize(
    "method",
    ["log_batch", "log_inputs", "log_artifacts", "create_model_version",
     "set_registered_model_alias"],
)  # fmt: skip
def test_when_a_step_fails_no_version_and_no_alias_stays_and_the_run_says_so(
    method: str, own: str
) -> None:
    good = submit(own)
    with asking(own) as client:
        failing: Any = _Failing(client, method)
        with pytest.raises(OSError, match="no space"):
            register_with(failing, own, a_submission(an_own_card(2)))
        assert aliases_of(client, MAIN_MODEL) == {CHALLENGER: good.version}
        runs = client.search_runs([client.get_experiment_by_name(MAIN_MODEL).experiment_id])
        statuses = {run.info.status for run in runs if "candidate" not in run.data.tags}
        assert statuses == {"FAILED", "FINISHED"}
    assert [row.version for row in list_model(own, MAIN_MODEL).versions] == [good.version]


def test_two_promotions_at_once_leave_one_champion_and_its_forerunner(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    changes = beside(first, card.content_hash)
    rivals = [submit(own, an_own_card(n), changes=changes).version for n in (2, 3)]

    def tried(version: str) -> str:
        try:
            return promote(own, version, a_request()).what
        except PromotionRefusedError as fault:
            return fault.reasons[0]

    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(rivals, pool.map(tried, rivals), strict=True))
    (winner,) = [version for version, words in said.items() if words == "promoted"]
    (loser,) = set(rivals) - {winner}
    assert f"version {winner} is champion now" in said[loser]
    with asking(own) as client:
        aliases = aliases_of(client, MAIN_MODEL)
    assert (aliases[CHAMPION], aliases[PREVIOUS]) == (winner, first.version)


def test_a_turn_that_another_has_is_waited_for_then_refused_and_can_be_released(own: str) -> None:
    with asking(own) as client:
        with turn(client, MAIN_MODEL, "cmarsh"):
            with (
                pytest.raises(RegistryError, match=r"somebody else \(cmarsh\) is promoting"),
                turn(client, MAIN_MODEL, "bthorne", patience_s=0.1),
            ):
                pass
            assert release_turn(client, MAIN_MODEL)
            with turn(client, MAIN_MODEL, "bthorne", patience_s=0.1):
                pass
            client.create_registered_model(f"{MAIN_MODEL}.turn")
        assert not release_turn(client, MAIN_MODEL)


def test_what_watching_found_is_kept_and_told_beside_the_version(own: str) -> None:
    version = submit(own)
    promote(own, version.version, a_request())
    run_id = log_findings(
        own, MAIN_MODEL, b'{"demand": "review"}', b"<!doctype html>", "review",
        figures={"stability_most": 0.12, "unknown": float("nan")},
    )  # fmt: skip
    with asking(own) as client:
        run = client.get_run(run_id)
        files = {file.path for file in client.list_artifacts(run_id)}
    assert FINDINGS_FILE in files
    assert run.data.metrics == {"stability_most": 0.12}
    assert run.info.run_name.endswith("-monitor-c1")
    found, registration = fetch_registration(own, MAIN_MODEL, CHAMPION)
    assert found.tags["monitored"] == "review"
    assert registration.monitored[0].value == "review"
    assert registration.approved_by == APPROVER


def test_a_run_that_mlflow_began_in_the_cards_experiment_is_filled_in(own: str) -> None:
    submit(own)
    with asking(own) as client:
        experiment = client.get_experiment_by_name(MAIN_MODEL).experiment_id
        waiting = client.create_run(experiment, run_name="waiting").info.run_id
        elsewhere = client.create_run("0", run_name="other").info.run_id
    assert submit(own, an_own_card(2), run_id=waiting).run_id == waiting
    assert submit(own, an_own_card(3), run_id=elsewhere).run_id != elsewhere
    assert submit(own, an_own_card(4), run_id="0" * 32).run_id != "0" * 32
