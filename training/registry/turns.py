"""One decision about a model at a time, whatever database or server keeps the registry.

MLflow has no transaction over two aliases. But a registered model's name is taken by one
only, so whoever can register the name of the turn has it; the name goes when the turn ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from training.errors import RegistryError

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["release_turn", "turn"]

_PATIENCE_S = 20.0
_EVERY_S = 0.2


@contextmanager
def turn(
    client: MlflowClient, model: str, who: str, patience_s: float = _PATIENCE_S
) -> Iterator[None]:
    """The turn to decide about ``model``, waited for while another has it.

    Raises:
        RegistryError: another still has it after ``patience_s``; says who and what to do.
    """
    name = _name(model)
    until = time.monotonic() + patience_s
    while not _take(client, name, who):
        if time.monotonic() > until:
            raise RegistryError(
                f"somebody else ({_holder(client, name)}) is promoting {model}: wait for them; "
                "if that has ended badly, run missing-risk models --release and try again"
            )
        time.sleep(_EVERY_S)
    try:
        yield
    finally:
        release_turn(client, model)


def release_turn(client: MlflowClient, model: str) -> bool:
    """End a turn that was never ended, since its process was; whether there was one."""
    from mlflow.exceptions import MlflowException

    try:
        client.delete_registered_model(_name(model))
    except MlflowException as fault:
        if fault.error_code == "RESOURCE_DOES_NOT_EXIST":
            return False
        raise
    return True


def _name(model: str) -> str:
    return f"{model}.turn"


def _take(client: MlflowClient, name: str, who: str) -> bool:
    from mlflow.exceptions import MlflowException

    try:
        client.create_registered_model(name, description=f"{who or 'somebody'} decides just now")
    except MlflowException as fault:
        if fault.error_code == "RESOURCE_ALREADY_EXISTS":
            return False
        raise
    return True


def _holder(client: MlflowClient, name: str) -> str:
    from mlflow.exceptions import MlflowException

    try:
        described = client.get_registered_model(name).description or ""
    except MlflowException:
        return "not known any more"
    return described.removesuffix(" decides just now")
