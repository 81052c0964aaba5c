"""What every command of training shares: its options, and how it ends."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from records.snapshots import SnapshotError
from scorecard.policy import PolicyError
from training.commands.settings import MODELS, ORGANISATION, TRACKING
from training.errors import RegistryError, TrainingError
from training.questions.outcomes import OUTCOMES
from training.registry.asking import keep_manners
from training.registry.names import model_name

__all__ = [
    "DEFAULT_ADDRESS",
    "Address",
    "AsJson",
    "CardName",
    "OrganisationFile",
    "ending",
    "login",
    "model_of",
]

DEFAULT_ADDRESS = MODELS.default
Address = Annotated[
    str,
    typer.Option(
        "--models",
        envvar=[MODELS.variable, TRACKING.variable],
        help="The MLflow tracking and registry address: a database, or a server's http address.",
    ),
]
CardName = Annotated[
    str, typer.Option("--card", help=f"Which card: {' or '.join(OUTCOMES)}.", metavar="NAME")
]
OrganisationFile = Annotated[
    Path | None,
    typer.Option(
        "--organisation",
        envvar=ORGANISATION.variable,
        help="What the force says of itself in its papers; an invented force's, unless given.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
_BAD_INPUT = (TrainingError, SnapshotError, PolicyError)


@contextmanager
def ending(console: Console) -> Iterator[None]:
    """Bad input ends the command with 2 and one line for each reason, never a traceback."""
    keep_manners(os.environ)
    try:
        yield
    except _BAD_INPUT as fault:
        _refuse(console, str(fault))
    except ModuleNotFoundError as fault:
        _refuse(
            console,
            f"{fault.name} is not installed on this host: "
            "pip install 'missing-children-risk[train]' where cards are made",
        )


def _refuse(console: Console, words: str) -> NoReturn:
    console.print(words, style="red", soft_wrap=True, markup=False, highlight=False)
    raise typer.Exit(2)


def model_of(card: str) -> str:
    """The registered model of the card of this name.

    Raises:
        RegistryError: there is no such card; says which there are.
    """
    if card not in OUTCOMES:
        raise RegistryError(f"there is no card {card}; there is {' and '.join(OUTCOMES)}")
    return model_name(card)


def login() -> str:
    """Who is signed in on this host; empty if nobody can tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
