"""What watching a champion found, kept as a run and told beside its version."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from records.calendar import local_day
from training.registry.asking import asking, experiment_of
from training.registry.names import CHAMPION
from training.registry.reading import find_version

__all__ = ["FINDINGS_FILE", "PAGE_FILE", "log_findings"]

FINDINGS_FILE, PAGE_FILE = "findings.json", "monitoring.html"


def log_findings(
    address: str,
    model: str,
    findings_json: bytes,
    page: bytes,
    demand: str,
    version: str = CHAMPION,
    figures: Mapping[str, float] | None = None,
) -> str:
    """Keep the findings as a run, and tag the version that was watched; the run's id.

    Args:
        demand: what they ask for, in a word (``none``, ``review``, ``retest``, ``retrain``,
            ``stop``): the version's tag ``monitored``.
        version: number or alias of the version that was watched.
        figures: what a table of runs is to show; those that aren't finite are left out.

    Raises:
        RegistryError: there is no such version, or the registry can't be written to.
    """
    with asking(address) as client:
        from mlflow.entities import Metric

        watched = find_version(client, model, version)
        experiment = experiment_of(client, address, f"{model}-monitoring")
        run = client.create_run(
            experiment,
            run_name="monitor",  # without a name one is drawn from the global generator
            tags={"demand": demand, "version": str(watched.version), "model": model},
        )
        run_id, began = str(run.info.run_id), run.info.start_time
        day = local_day(datetime.fromtimestamp(began / 1000, UTC)).isoformat()
        known = {name: value for name, value in (figures or {}).items() if math.isfinite(value)}
        client.log_batch(run_id, [Metric(name, value, began, 0) for name, value in known.items()])
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, FINDINGS_FILE).write_bytes(findings_json)
            Path(folder, PAGE_FILE).write_bytes(page)
            client.log_artifacts(run_id, folder)
        client.update_run(run_id, name=f"{day}-monitor-c{watched.version}")
        client.set_terminated(run_id)
        told = {"monitored": demand, "monitored_on": day, "monitored_run": run_id}
        for name, value in told.items():
            client.set_model_version_tag(model, watched.version, name, value)
        return run_id
