"""One training run in MLflow: settings, figures, files, the data it read, what else was tried."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.learning.tried import CandidateRow
from training.registry.asking import experiment_of
from training.registry.names import CARD_FILE, MODEL_FOLDER
from training.registry.saved_models import save_model
from training.registry.submissions import Submission, description, metrics, params, tags

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["begin_run", "log_run", "named_run"]

#: MLflow's own tags: the run above, who ran it, the checkout, the words on a run's page.
_PARENT, _USER = "mlflow.parentRunId", "mlflow.user"
_COMMIT, _NOTE = "mlflow.source.git.commit", "mlflow.note.content"
_LONGEST_DIGEST = 36


def begin_run(client: MlflowClient, address: str, given: Submission) -> Any:
    """MLflow's entry of a run in the card's experiment: the one that waits for this, or a
    new one.

    A run that ``mlflow run`` began in another experiment or registry is left alone, since
    runs are compared within their card's.
    """
    from mlflow.exceptions import MlflowException

    experiment = experiment_of(client, address, given.model)
    if given.run_id is not None:
        try:
            waiting = client.get_run(given.run_id)
        except MlflowException as fault:
            if fault.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
        else:
            if waiting.info.experiment_id == experiment:
                return waiting
    name = named_run(given.judgement.taken_at, given.card.name, "new")
    return client.create_run(experiment, run_name=name)


def named_run(taken_at: str, card: str, number: str) -> str:
    """``2026-11-main-c3``: the snapshot's month, the card, its version."""
    return f"{taken_at[:7]}-{card}-c{number}"


def log_run(client: MlflowClient, run: Any, given: Submission) -> None:
    """Fill the run of this entry in: one batch of figures, one upload of files, one run
    inside for each candidate."""
    from mlflow.entities import RunTag

    told = tags(given) | {_USER: given.trainer, _NOTE: description(given)}
    # A run that waited has the command's own options by some of these names, for good.
    choices = {k: v for k, v in params(given).items() if k not in run.data.params}
    if given.commit:
        told[_COMMIT] = given.commit
    run_id, moment = run.info.run_id, run.info.start_time
    client.log_batch(
        run_id,
        metrics=_as_metrics(metrics(given), moment),
        params=_as_params(choices),
        tags=[RunTag(name, value) for name, value in told.items()],
    )
    client.log_inputs(run_id, datasets=[_snapshot(given)])
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        for name, content in given.artifacts.items():
            (top / name).write_bytes(content)
        save_model(given.card, top / CARD_FILE, top / MODEL_FOLDER)
        client.log_artifacts(run_id, folder)
    for row in given.judgement.candidates:
        _log_candidate(client, run, row, given)


def _log_candidate(client: MlflowClient, parent: Any, row: CandidateRow, given: Submission) -> None:
    card, moment = given.card.name, parent.info.start_time
    name = f"{named_run(given.judgement.taken_at, card, '').removesuffix('-c')}-{row.name}"
    run = client.create_run(
        parent.info.experiment_id,
        start_time=moment,
        run_name=name,
        tags={
            _PARENT: parent.info.run_id,
            _USER: given.trainer,
            _NOTE: row.words,
            "candidate": row.name,
            "chosen": str(row.chosen).lower(),
            "snapshot": given.judgement.snapshot,
            "purpose": "a learner tried beside others; its figures are cross-validated",
        },
    )
    figures = {
        "cv_loss": row.loss,
        "cv_auc": row.auc,
        "lines": float(row.lines),
        "numbers": float(row.numbers),
        "seconds": row.seconds,
    }
    known = {figure: value for figure, value in figures.items() if math.isfinite(value)}
    run_id = run.info.run_id
    settings = {"learner": row.name, **row.settings}
    client.log_batch(run_id, metrics=_as_metrics(known, moment), params=_as_params(settings))
    seconds = row.seconds if math.isfinite(row.seconds) else 0.0
    client.set_terminated(run_id, end_time=moment + round(seconds * 1000))


def _as_metrics(figures: dict[str, float], moment: int) -> list[Any]:
    from mlflow.entities import Metric

    return [Metric(name, value, moment, 0) for name, value in figures.items()]


def _as_params(choices: dict[str, str]) -> list[Any]:
    from mlflow.entities import Param

    return [Param(name, value) for name, value in choices.items()]


def _snapshot(given: Submission) -> Any:
    """The snapshot as MLflow knows data: by name and digest, never by its rows."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    judgement = given.judgement
    whole = judgement.snapshot.removeprefix("sha256:")
    return DatasetInput(
        Dataset(
            name=f"snapshot-{judgement.taken_at[:10]}",
            digest=whole[:_LONGEST_DIGEST],
            source_type="snapshot",
            source=judgement.snapshot,
        ),
        tags=[InputTag("mlflow.data.context", "training")],
    )
