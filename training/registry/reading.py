"""Reading a registered version again: every file by its hash and size, nothing unpickled."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorecard.bins import CardError
from scorecard.card import Card
from training.errors import RegistryError
from training.judging.judgement import Judgement, judgement_from_json
from training.registry.asking import asking
from training.registry.names import (
    CARD_FILE,
    CARD_TAG,
    CHAMPION,
    JUDGEMENT_FILE,
    JUDGEMENT_TAG,
    REFERENCE_FILE,
    REFERENCE_TAG,
)
from training.registry.submissions import digest

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = [
    "Registered",
    "aliases_of",
    "fetch_champion",
    "fetch_version",
    "find_version",
    "read_champion",
    "read_version",
]

#: Larger than any that this program writes; what is larger is not read.
_LARGEST: Mapping[str, int] = {
    CARD_FILE: 256 * 1024,
    JUDGEMENT_FILE: 8 * 1024 * 1024,
    REFERENCE_FILE: 8 * 1024 * 1024,
}


@dataclass(frozen=True, slots=True)
class Registered:
    """One version as the registry holds it; each file was the one that its tag names.

    Attributes:
        judgement_json: None if it was registered by a release that kept none.
        reference: the training data's distributions, which drift is measured from; None if
            the version has none.
        tags: the version's, whole.
    """

    model: str
    version: str
    run_id: str
    card: Card
    judgement_json: bytes | None
    reference: bytes | None
    tags: Mapping[str, str]

    @property
    def judgement(self) -> Judgement:
        """The judgement that was registered with the card.

        Raises:
            RegistryError: there is none, or another release wrote it. The card can be read
                all the same, so that a new one can be judged beside it.
        """
        if self.judgement_json is None:
            raise RegistryError(
                f"version {self.version} of {self.model} holds no judgement: train again"
            )
        return judgement_from_json(self.judgement_json)


def fetch_version(address: str, model: str, which: str) -> Registered:
    """The version of this number or alias.

    Raises:
        RegistryError: there is none, it holds no card, or a file is not the one that its
            tag names.
    """
    with asking(address) as client:
        return read_version(client, model, find_version(client, model, which))


def fetch_champion(address: str, model: str, *, card_only: bool = False) -> Registered | None:
    """The champion; None if none was ever promoted. Errors as :func:`fetch_version`.

    Args:
        card_only: read nothing but its card: enough to judge another beside it.
    """
    with asking(address) as client:
        return read_champion(client, model, card_only=card_only)


def read_champion(
    client: MlflowClient, model: str, *, card_only: bool = False
) -> Registered | None:
    """As :func:`fetch_champion`, by a client that is there."""
    if CHAMPION not in aliases_of(client, model):
        return None
    entry = find_version(client, model, CHAMPION)
    return read_version(client, model, entry, card_only=card_only)


def aliases_of(client: MlflowClient, model: str) -> dict[str, str]:
    """Alias -> version; empty for a model that isn't registered."""
    found = client.search_registered_models(f"name='{model}'")
    if not found:
        return {}
    return {str(alias): str(version) for alias, version in found[0].aliases.items()}


def find_version(client: MlflowClient, model: str, which: str) -> Any:
    """MLflow's entry of the version of this number or alias.

    Raises:
        RegistryError: there is none; says which there are.
    """
    from mlflow.exceptions import MlflowException

    try:
        if which.isdecimal():
            return client.get_model_version(model, which)
        return client.get_model_version_by_alias(model, which)
    except MlflowException as fault:
        if fault.error_code not in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            raise
    known = [int(entry.version) for entry in client.search_model_versions(f"name='{model}'")]
    listed = ", ".join([*map(str, sorted(known)), *sorted(aliases_of(client, model))])
    raise RegistryError(
        f"{model} has no version {which}; it has {listed}"
        if known
        else f"{model} has no version yet: run missing-risk train first"
    )


def read_version(
    client: MlflowClient, model: str, entry: Any, *, card_only: bool = False
) -> Registered:
    """The version behind MLflow's entry, its files read and checked. Arguments and errors as
    :func:`fetch_champion`."""
    from mlflow.artifacts import download_artifacts

    version, told = str(entry.version), dict(entry.tags)
    if CARD_TAG not in told:
        raise RegistryError(f"version {version} of {model} holds no card of this program")
    with tempfile.TemporaryDirectory() as folder:
        wanted = [(CARD_FILE, CARD_TAG)]
        if not card_only:
            wanted += [(JUDGEMENT_FILE, JUDGEMENT_TAG), (REFERENCE_FILE, REFERENCE_TAG)]
        where = client.get_run(entry.run_id).info.artifact_uri
        sizes = {file.path: file.file_size for file in client.list_artifacts(entry.run_id)}
        files: dict[str, bytes] = {}
        for name, tag in wanted:
            if tag not in told:
                continue
            if name not in sizes or (sizes[name] or 0) > _LARGEST[name]:
                raise RegistryError(f"version {version} of {model}: {name} is gone or too large")
            path = Path(
                download_artifacts(
                    artifact_uri=f"{where}/{name}",
                    dst_path=folder,
                    tracking_uri=client.tracking_uri,
                )
            )
            # What a server says of a size is no promise.
            is_whole = path.stat().st_size <= _LARGEST[name]
            files[name] = path.read_bytes() if is_whole else b""
            if digest(files[name]) != told[tag]:
                raise RegistryError(
                    f"version {version} of {model}: {name} is not the file that was registered; "
                    "somebody changed it since, so promote another version or roll back"
                )
    try:
        card = Card.from_json(files[CARD_FILE], told[CARD_TAG])
    except CardError as fault:
        raise RegistryError(f"version {version} of {model}: {fault}") from None
    return Registered(
        model=model,
        version=version,
        run_id=str(entry.run_id),
        card=card,
        judgement_json=files.get(JUDGEMENT_FILE),
        reference=files.get(REFERENCE_FILE),
        tags=told,
    )
