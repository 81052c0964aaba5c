"""The door to MLflow: runs, and the registry of cards with their approval.

What is registered is the card's JSON and its hash. Nothing is pickled, so nothing that is
loaded can run. MLflow takes seconds to import, so only this module does, when it is used.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from training.errors import RegistryError
from training.judging.verdict import verdict_words
from training.settings import settings_as_text

if TYPE_CHECKING:
    from mlflow import MlflowClient

    from training.train import Trained

__all__ = [
    "CARD_FILE",
    "CHAMPION",
    "HASH_TAG",
    "MODEL_NAME",
    "Registered",
    "promote",
    "register",
]

MODEL_NAME = "missing-children-main"
#: The alias that serving loads by; the version before it, and the newest one judged.
CHAMPION, PREVIOUS, CHALLENGER = "champion", "previous", "challenger"
#: The card in a run's artifacts, and the tag of its version that names the card's hash.
CARD_FILE, HASH_TAG = "card.json", "card_hash"
EXPERIMENT = "missing-children-main"
#: The five figures that stand first in a table of runs.
_FIRST = ("auc", "average_precision", "recall_at_10", "precision_at_10", "calibration_error")


@dataclass(frozen=True, slots=True)
class Registered:
    """A version of the registered model, and the hash of its card.

    Attributes:
        failed: the gates that it failed; promoting it all the same is kept with it.
    """

    version: str
    card_hash: str
    run_id: str
    failed: tuple[str, ...]


def register(
    trained: Trained, files: Mapping[str, bytes], seconds: float, address: str
) -> Registered:
    """Log the run with its figures and files, and register the card as a new version.

    Args:
        files: artifacts by name, beside the card.
        seconds: how long the run took.
        address: an MLflow tracking and registry address; ``sqlite:///var/mlflow.db``
            keeps its artifacts beside the file, in ``mlartifacts``.

    Raises:
        RegistryError: the registry can't be reached or written to.
    """
    with _client(address) as client:
        experiment = _experiment(client, address)
        card = trained.card
        taken = str(card.thresholds_version)
        tags = _tags(trained)
        run = client.create_run(experiment, run_name=f"{taken}-{card.name}", tags=tags)
        run_id = str(run.info.run_id)
        client.log_batch(run_id, metrics=_metrics(trained, seconds), params=_params(trained))
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {CARD_FILE: card.to_json(), **files}.items():
                Path(folder, name).write_bytes(content)
            client.log_artifacts(run_id, folder)
        client.set_terminated(run_id)
        _make_sure_of_model(client)
        version = client.create_model_version(
            MODEL_NAME,
            source=run.info.artifact_uri,
            run_id=run_id,
            tags=tags,
            description=_description(trained),
        )
        client.set_registered_model_alias(MODEL_NAME, CHALLENGER, version.version)
        return Registered(str(version.version), card.content_hash, run_id, _failed(tags))


def promote(version: str, approver: str, day: date, address: str) -> Registered:
    """Make a version the champion, in the approver's name; the one before is ``previous``.

    Raises:
        RegistryError: no approver is named, there is no such version, or it holds no card.
    """
    if not approver.strip():
        raise RegistryError("name who approves: a card is promoted by a person")
    with _client(address) as client:
        known = {str(v.version): v for v in client.search_model_versions(f"name='{MODEL_NAME}'")}
        chosen = known.get(version)
        if chosen is None:
            listed = ", ".join(sorted(known, key=int)) or "none: run missing-risk train first"
            raise RegistryError(f"there is no version {version}; there is {listed}")
        card_hash = chosen.tags.get(HASH_TAG)
        if card_hash is None:
            raise RegistryError(f"version {version} holds no card of this program")
        model = client.get_registered_model(MODEL_NAME)
        before = model.aliases.get(CHAMPION)
        client.set_model_version_tag(MODEL_NAME, version, "approved_by", approver.strip())
        client.set_model_version_tag(MODEL_NAME, version, "approved_on", day.isoformat())
        failed = _failed(chosen.tags)
        if failed:
            despite = ", ".join(failed)
            client.set_model_version_tag(MODEL_NAME, version, "promoted_despite", despite)
        if before is not None and str(before) != version:
            client.set_registered_model_alias(MODEL_NAME, PREVIOUS, before)
        client.set_registered_model_alias(MODEL_NAME, CHAMPION, version)
        return Registered(version, str(card_hash), str(chosen.run_id), failed)


@contextmanager
def _client(address: str) -> Iterator[MlflowClient]:
    from mlflow import MlflowClient

    # On import it turns itself up, and then announces each table that it makes.
    logging.getLogger("mlflow").setLevel(logging.WARNING)
    try:
        if address.startswith("sqlite:///"):
            Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        yield MlflowClient(tracking_uri=address, registry_uri=address)
    except RegistryError:
        raise
    except Exception as fault:
        # MLflow lets its database's own errors through, so there is no shorter list.
        where = urlsplit(address)
        raise RegistryError(
            f"the registry ({where.scheme}) did not do it: {type(fault).__name__}; "
            "check the address in MISSING_RISK_MODELS and that it can be written to"
        ) from fault


def _experiment(client: MlflowClient, address: str) -> str:
    found = client.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    where = None
    if address.startswith("sqlite:///"):
        database = Path(address.removeprefix("sqlite:///")).resolve()
        where = (database.parent / "mlartifacts").as_uri()
    return str(client.create_experiment(EXPERIMENT, artifact_location=where))


def _make_sure_of_model(client: MlflowClient) -> None:
    if not client.search_registered_models(f"name='{MODEL_NAME}'"):
        client.create_registered_model(
            MODEL_NAME,
            description="Scorecards of exploitation harm recorded within 90 days. Advice, never a "
            "grade. The artefact is card.json; its SHA-256 is the tag card_hash.",
        )


def _failed(tags: Mapping[str, str]) -> tuple[str, ...]:
    failed = (name for name, result in tags.items() if result == "failed")
    return tuple(sorted(name.removeprefix("gate_") for name in failed))


def _tags(trained: Trained) -> dict[str, str]:
    gates = {
        f"gate_{gate.name}": {True: "passed", False: "failed", None: "not settled"}[gate.passed]
        for gate in trained.gates
    }
    return {
        HASH_TAG: trained.card.content_hash,
        "snapshot": trained.manifest.digest,
        "catalogue": trained.card.catalogue_version,
        "purpose": "advice at a missing report; predicts recorded harm in 90 days",
        **gates,
    }


def _metrics(trained: Trained, seconds: float) -> list[Any]:
    """Every figure that is known, with its interval's ends, so that tables can be sorted."""
    from mlflow.entities import Metric

    now = int(time.time() * 1000)  # MLflow wants the moment of logging; no figure depends on it
    figures: dict[str, float] = {"cases": float(trained.evaluation.cases), "seconds": seconds}
    for place, (prefix, estimates) in enumerate(
        (("", trained.evaluation.reports), ("all_questions_", trained.evaluation.questions))
    ):
        for name, estimate in estimates.items():
            if not estimate.is_known:
                continue
            figures[f"{prefix}{name}"] = estimate.value
            figures[f"{prefix}{name}_low"] = estimate.low
            figures[f"{prefix}{name}_high"] = estimate.high
            if place == 0 and name in _FIRST:
                figures[f"{'abcde'[_FIRST.index(name)]}_{name}"] = estimate.value
    return [Metric(name, value, now, 0) for name, value in figures.items()]


def _params(trained: Trained) -> list[Any]:
    from mlflow.entities import Param

    params = settings_as_text(trained.settings) | {
        **{name: str(fact) for name, fact in trained.card.trained.items()},
    }
    return [Param(name, value) for name, value in params.items()]


def _description(trained: Trained) -> str:
    gates = "\n".join(f"- {gate.name}: {gate.words}" for gate in trained.gates)
    return f"{verdict_words(trained.gates)}\n\n{gates}\n"
