"""What a command that asks about children is given: the moment, the scorecards, who asks."""

from __future__ import annotations

import getpass
import secrets
from datetime import datetime

import typer

from records.calendar import instant_from_text
from scorecard import load_policy
from serving.access.permissions import Officer
from serving.commands.ending import now, screen
from serving.model_store import CardKeeper, MlflowModelStore, ModelStoreError
from serving.service.acts import Actor
from serving.settings import Settings

__all__ = ["card_keeper", "fresh_cards", "host_actor", "host_user", "moment"]

#: A person waits for the command: long enough for MLflow to make a new database.
_PATIENCE_S = 120.0


def moment(text: str | None) -> datetime | None:
    """The moment of ``--as-of``; None if it was not given.

    Raises:
        typer.BadParameter: it is no moment with its offset.
    """
    if text is None:
        return None
    try:
        return instant_from_text(text)
    except ValueError as fault:
        raise typer.BadParameter(str(fault), param_hint="--as-of") from None


def card_keeper(settings: Settings) -> CardKeeper:
    """The keeper of these settings, the registry not asked yet."""
    store = MlflowModelStore(settings.models)
    return CardKeeper(store, settings.cache, load_policy().labels[1:], now)


def fresh_cards(settings: Settings) -> CardKeeper:
    """The keeper, the registry just asked; a silent one is said, and the last cards used."""
    keeper = card_keeper(settings)
    try:
        keeper.refresh_within(_PATIENCE_S)
    except ModelStoreError as fault:
        screen.print(f"Not every scorecard is fresh ({fault}); the last good ones are used.")
    return keeper


def host_user() -> str:
    """The person at the command line, as the log and runs name them."""
    return f"host:{getpass.getuser()}"


def host_actor() -> Actor:
    """The person at the command line as one who acts: of no role, since the host let them in."""
    return Actor(Officer(host_user(), getpass.getuser(), ()), secrets.token_bytes)
