"""How good the promoted card is: read from its own run in the registry, never measured twice."""

from __future__ import annotations

from mlflow import MlflowClient

from tests.bench.invented import Invented

__all__ = ["FIGURES", "model"]

#: The published name -> the run's metric.
FIGURES = {
    "model.auc": "auc",
    "model.auc_black_box": "auc_black_box",
    "model.recall10": "recall_at_10",
    "model.recall10_count_rule": "recall_at_10_count_rule",
    "model.calibration_error": "calibration_error",
    "train.seconds": "seconds",
}


def model(force: Invented) -> dict[str, float]:
    """The figures at missing reports, of the whole-number card on the test period."""
    client = MlflowClient(tracking_uri=force.models, registry_uri=force.models)
    version = client.get_model_version_by_alias("missing-children-main", "champion")
    metrics = client.get_run(version.run_id).data.metrics
    return {name: metrics[metric] for name, metric in FIGURES.items()}
