"""The way to MLflow: one client, opened for one errand, whose faults become one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from training.errors import RegistryError

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["artifacts_of", "asking", "experiment_of", "keep_manners", "sqlite_file"]

_SQLITE = "sqlite:///"
#: What MLflow is told before it is imported, unless the environment says otherwise. By its
#: own defaults a dead server is waited for for minutes, and its makers are told of each use.
MANNERS: Mapping[str, str] = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "5",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
#: Whose errors are the registry's: MLflow lets those of its database and its wire through.
_REGISTRY = frozenset({"mlflow", "sqlalchemy", "requests", "urllib3", "alembic", "sqlite3"})


def keep_manners(environ: MutableMapping[str, str]) -> None:
    """Keep MLflow quiet and short of patience: for the edge, before MLflow is imported."""
    for name, value in MANNERS.items():
        environ.setdefault(name, value)


@contextmanager
def asking(address: str) -> Iterator[MlflowClient]:
    """A client of the tracking server or database at ``address``.

    MLflow takes seconds to import, so it is imported here, when it is used.

    Raises:
        RegistryError: the registry can't be reached, read or written to.
    """
    from mlflow import MlflowClient

    # On import it turns itself up, and then announces each table that it makes.
    logging.getLogger("mlflow").setLevel(logging.WARNING)
    try:
        if (file := sqlite_file(address)) is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        yield MlflowClient(tracking_uri=address, registry_uri=address)
    except Exception as fault:
        if not _is_the_registrys(fault):
            raise
        raise RegistryError(
            f"the registry ({_where(address)}) did not do it: {_words(fault)}; "
            "check the address (--models or MISSING_RISK_MODELS) and that it can be written to"
        ) from fault


def sqlite_file(address: str) -> Path | None:
    """The database's file; None if the address names a server."""
    return Path(address.removeprefix(_SQLITE)) if address.startswith(_SQLITE) else None


def artifacts_of(address: str) -> str | None:
    """Where runs keep their files: beside the database, or wherever the server says (None)."""
    file = sqlite_file(address)
    return None if file is None else (file.resolve().parent / "mlartifacts").as_uri()


def experiment_of(client: MlflowClient, address: str, name: str) -> str:
    """The id of the experiment of this name, which is made if it isn't there."""
    from mlflow.exceptions import MlflowException

    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name, artifact_location=artifacts_of(address)))
        except MlflowException:
            # Another run may have made it in between; if not, the fault stands.
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
    return str(found.experiment_id)


def _is_the_registrys(fault: Exception) -> bool:
    return isinstance(fault, OSError) or type(fault).__module__.split(".")[0] in _REGISTRY


def _where(address: str) -> str:
    """The scheme and the host, never a password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.scheme


def _words(fault: Exception) -> str:
    code = getattr(fault, "error_code", None)
    said = type(fault).__name__ if code is None else f"{type(fault).__name__} {code}"
    return f"{said} (is the server running?)" if "Max retries" in str(fault) else said
