"""The champion: asked of the registry in the background, kept on disk, never waited for.

A look never talks to the registry. A thread asks it from time to time; what it said last
lies on disk under its hash, so that a silent registry stops nobody. Nothing is unpickled:
a champion is a card in JSON whose content hash must be the one that the registry names.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from features.catalogue import CATALOGUE_VERSION
from scorecard import Card, CardError
from serving.answer.inputs import Champion

__all__ = [
    "ChampionKeeper",
    "MlflowModelStore",
    "ModelStore",
    "ModelStoreError",
    "Registered",
]

MODEL_NAME = "missing-children-main"
ALIAS = "champion"
CARD_FILE = "card.json"
HASH_TAG = "card_hash"
LARGEST_CARD = 1024 * 1024
_LOG = logging.getLogger("serving")


class ModelStoreError(Exception):
    """The registry can't be asked, or what it holds can't be used. Says which and why."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry says of the champion: its version, its bytes and their hash."""

    version: str
    card: bytes
    content_hash: str


class ModelStore(Protocol):
    """Where the champion is registered."""

    def champion(self) -> Registered | None:
        """The champion; None if none was ever promoted. Raises ModelStoreError."""


class MlflowModelStore:
    """The registry of an MLflow tracking server or database."""

    def __init__(self, address: str, model: str = MODEL_NAME) -> None:
        self._address = address
        self._model = model

    def champion(self) -> Registered | None:
        """See :class:`ModelStore`. Importing MLflow takes seconds, so it is put off to here."""
        import mlflow
        from mlflow.exceptions import MlflowException

        client = mlflow.MlflowClient(tracking_uri=self._address, registry_uri=self._address)
        try:
            version = client.get_model_version_by_alias(self._model, ALIAS)
        except MlflowException as fault:
            if fault.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                return None
            raise ModelStoreError("the registry can't be asked") from None
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(client.download_artifacts(version.run_id, CARD_FILE, folder))
                if path.stat().st_size > LARGEST_CARD:
                    raise ModelStoreError(f"version {version.version}: its card is too large")
                card = path.read_bytes()
        except (MlflowException, OSError):
            raise ModelStoreError(f"version {version.version}: its card can't be read") from None
        return Registered(str(version.version), card, version.tags.get(HASH_TAG, ""))


class ChampionKeeper:
    """Keeps the champion at hand. :meth:`champion` never blocks.

    Args:
        folder: where the last good champion is kept.
        every_s: how often the registry is asked.
    """

    def __init__(self, store: ModelStore, folder: Path, every_s: float = 30.0) -> None:
        self._store = store
        self._folder = folder
        self._every_s = every_s
        self._stop = threading.Event()
        self._champion: Champion | None = _from_disk(folder)
        self._thread: threading.Thread | None = None

    def champion(self) -> Champion | None:
        """The champion in use; None if none could ever be loaded."""
        return self._champion

    def refresh(self) -> None:
        """Ask the registry now.

        Raises:
            ModelStoreError: it can't be asked or its champion can't be used; the one in
                use stays.
        """
        registered = self._store.champion()
        if registered is None:
            return
        now = self._champion
        if now and (now.version, now.card.content_hash) == (
            registered.version,
            registered.content_hash,
        ):
            return
        self._champion = _checked(registered)
        _to_disk(self._folder, registered)

    def start(self, report: Callable[[str], None] = _LOG.warning) -> None:
        """Ask at once and then from time to time, in a thread of its own."""

        def run() -> None:
            while True:
                try:
                    self.refresh()
                except ModelStoreError as fault:
                    report(f"champion not refreshed: {fault}")
                if self._stop.wait(self._every_s):
                    return

        self._thread = threading.Thread(target=run, name="champion", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a question that is on its way is not waited for."""
        self._stop.set()


def _checked(registered: Registered) -> Champion:
    try:
        card = Card.from_json(registered.card, registered.content_hash)
    except CardError as fault:
        raise ModelStoreError(f"version {registered.version}: {fault}") from None
    if card.catalogue_version != CATALOGUE_VERSION:
        raise ModelStoreError(
            f"version {registered.version}: was fitted on another feature catalogue; "
            "train again with this release"
        )
    return Champion(card, registered.version)


def _from_disk(folder: Path) -> Champion | None:
    path = folder / "champion.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        card = (folder / f"{kept['hash'].removeprefix('sha256:')}.json").read_bytes()
        return _checked(Registered(kept["version"], card, kept["hash"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, ModelStoreError) as fault:
        _LOG.warning("the champion kept on disk can't be used: %s", type(fault).__name__)
        return None


def _to_disk(folder: Path, registered: Registered) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    digest = registered.content_hash.removeprefix("sha256:")
    _replace(folder / f"{digest}.json", registered.card)
    kept = {"version": registered.version, "hash": registered.content_hash}
    _replace(folder / "champion.json", json.dumps(kept).encode())


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all: a crash leaves the old file."""
    half = path.with_suffix(".new")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
