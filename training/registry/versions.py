"""Registering a judged card: the run, then its version, then the alias; or none of them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from training.registry.asking import asking
from training.registry.names import CHALLENGER, MODEL_FOLDER
from training.registry.runs import begin_run, log_run, named_run
from training.registry.submissions import Submission, description, tags

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["Version", "make_sure_of_model", "register", "register_with"]


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was just registered.

    Attributes:
        stopped_by: the probes that keep it from being the challenger.
    """

    model: str
    version: str
    run_id: str
    stopped_by: tuple[str, ...]


def register(given: Submission, address: str) -> Version:
    """Log the run, and register the card as a version; it becomes the challenger unless a
    probe stopped it.

    The version is made last, when all of its files are there, so one that can be read is
    whole. When anything fails the run is marked as failed and no version and no alias stays.

    Raises:
        RegistryError: the registry can't be reached or written to.
    """
    with asking(address) as client:
        return register_with(client, address, given)


def register_with(client: MlflowClient, address: str, given: Submission) -> Version:
    """As :func:`register`, by a client that is there; its own errors come through."""
    run = begin_run(client, address, given)
    run_id = str(run.info.run_id)
    try:
        log_run(client, run, given)
        number = _register(client, run, given)
    except BaseException:
        # What is told is why it failed, not that the registry can't be told of it either.
        with contextlib.suppress(Exception):
            client.set_terminated(run_id, status="FAILED")
        raise
    name = named_run(given.judgement.taken_at, given.card.name, number)
    client.update_run(run_id, name=name)
    client.set_terminated(run_id)
    return Version(given.model, number, run_id, given.stopped_by)


def _register(client: MlflowClient, run: Any, given: Submission) -> str:
    make_sure_of_model(client, given.model, given.judgement.outcome_words)
    version: Any = client.create_model_version(
        given.model,
        source=f"{run.info.artifact_uri}/{MODEL_FOLDER}",
        run_id=run.info.run_id,
        tags=tags(given),
        description=description(given),
    )
    number = str(version.version)
    if not given.stopped_by:
        try:
            client.set_registered_model_alias(given.model, CHALLENGER, number)
        except BaseException:
            with contextlib.suppress(Exception):
                client.delete_model_version(given.model, number)
            raise
    return number


def make_sure_of_model(client: MlflowClient, model: str, outcome_words: str) -> None:
    """The registered model of this name is there, whoever made it."""
    from mlflow.exceptions import MlflowException

    if client.search_registered_models(f"name='{model}'"):
        return
    try:
        client.create_registered_model(
            model,
            description=f"Scorecards of {outcome_words}. Advice, never a grade. The artefact is "
            "card.json of a version's run; its SHA-256 is the version's tag card_hash.",
        )
    except MlflowException as fault:
        if fault.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
