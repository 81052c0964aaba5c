"""The door to MLflow: which versions its aliases name, and the bytes of their cards."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from serving.model_store.registry import HASH_TAG, ModelStoreError, Version

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["MlflowModelStore"]

CARD_FILE = "card.json"
LARGEST_CARD = 1024 * 1024
_NOT_THERE = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")


class MlflowModelStore:
    """The registry of an MLflow tracking server or database."""

    def __init__(self, address: str) -> None:
        self._address = address

    def versions(self, model: str) -> Mapping[str, Version]:
        """See :class:`serving.model_store.registry.ModelStore`; one moment's aliases."""
        with self._asking("the registry can't be asked") as client:
            from mlflow.exceptions import MlflowException

            try:
                aliases = client.get_registered_model(model).aliases
            except MlflowException as fault:
                if fault.error_code in _NOT_THERE:
                    return {}
                raise
            return {
                alias: _version(client, model, str(number)) for alias, number in aliases.items()
            }

    def card(self, version: Version) -> bytes:
        """See :class:`serving.model_store.registry.ModelStore`."""
        name = f"version {version.version}"
        with (
            self._asking(f"{name}: its card can't be read") as client,
            tempfile.TemporaryDirectory() as folder,
        ):
            path = Path(client.download_artifacts(version.run, CARD_FILE, folder))
            if path.stat().st_size > LARGEST_CARD:
                raise ModelStoreError(f"{name}: its card is too large")
            return path.read_bytes()

    @contextmanager
    def _asking(self, words: str) -> Iterator[MlflowClient]:
        """A client; whatever goes wrong with it is a ModelStoreError of these words.

        Importing MLflow takes seconds, so it is put off to here.
        """
        import mlflow

        logging.getLogger("mlflow").setLevel(logging.WARNING)
        try:
            yield mlflow.MlflowClient(tracking_uri=self._address, registry_uri=self._address)
        except ModelStoreError:
            raise
        except Exception as fault:
            # MLflow lets its database's and its network's own errors through, so there is
            # no shorter list; their text may hold addresses, so their name alone is said.
            raise ModelStoreError(f"{words} ({type(fault).__name__})") from fault


def _version(client: MlflowClient, model: str, number: str) -> Version:
    found = client.get_model_version(model, number)
    tags = {str(name): str(value) for name, value in found.tags.items()}
    return Version(model, number, tags.get(HASH_TAG, ""), str(found.run_id), tags)
