"""The registered cards: asked for in the background, kept on disk, never waited for.

A look never talks to the registry. A thread asks it from time to time; what it said last
lies on disk under its hash, so that a silent registry stops nobody. Nothing is unpickled:
a card is JSON whose content hash must be the one that the registry names.
"""

from __future__ import annotations

from serving.model_store.keeper import CardKeeper
from serving.model_store.mlflow_registry import MlflowModelStore
from serving.model_store.registry import (
    AGAIN_MODEL,
    DEMANDS,
    MAIN_MODEL,
    Held,
    ModelStore,
    ModelStoreError,
    Version,
)

__all__ = [
    "AGAIN_MODEL",
    "DEMANDS",
    "MAIN_MODEL",
    "CardKeeper",
    "Held",
    "MlflowModelStore",
    "ModelStore",
    "ModelStoreError",
    "Version",
]
