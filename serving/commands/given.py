"""What a command that asks about children is given: the moment, the champion, who asks."""

from __future__ import annotations

import getpass
from datetime import datetime

import typer

from records.calendar import instant_from_text
from serving.commands.ending import screen
from serving.model_store import ChampionKeeper, MlflowModelStore, ModelStoreError
from serving.settings import Settings

__all__ = ["fresh_champion", "host_user", "moment"]


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


def fresh_champion(settings: Settings) -> ChampionKeeper:
    """The keeper, the registry just asked; a silent one is said, and the last champion used."""
    keeper = ChampionKeeper(MlflowModelStore(settings.models), settings.cache)
    try:
        keeper.refresh()
    except ModelStoreError as fault:
        screen.print(f"The registry can't be asked ({fault}); the last champion is used.")
    return keeper


def host_user() -> str:
    """The person at the command line, as the log and runs name them."""
    return f"host:{getpass.getuser()}"
