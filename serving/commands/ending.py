"""How commands end: 0, or one clear line and 2 for bad input, 3 for a store that can't be used."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from linkage.weights import WeightsError
from records.snapshots import SnapshotError
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import NotPermittedError
from serving.access.reasons import NoReasonError
from serving.service.access_manners import RestrictedError
from serving.service.ingest_extracts import ExtractsError
from serving.service.preparing_looks import NoSuchChildError, NotYetError
from serving.service.sign_in_provider import DemoAccountsError
from serving.settings import Settings, SettingsError
from serving.sign_in.issuers import IssuerError
from serving.store.errors import StoreError
from serving.store.opening import Store, open_store

__all__ = [
    "AsJson",
    "StoreAddress",
    "ending",
    "now",
    "opened",
    "read_settings",
    "say_json",
    "screen",
]

_BAD_INPUT = (
    ExtractsError,
    FullerReasonError,
    NoReasonError,
    NoSuchChildError,
    NotPermittedError,
    NotYetError,
    RestrictedError,
    SettingsError,
    SnapshotError,
    WeightsError,
)
BAD_INPUT, NO_STORE = 2, 3

StoreAddress = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The store: an SQLite file or postgresql+psycopg://...; else MISSING_RISK_STORE.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]

#: Progress and remarks go to standard error, so that standard output stays for results.
screen = Console(stderr=True, highlight=False)


@contextmanager
def ending(*bad_input: type[Exception]) -> Iterator[None]:
    """Turn the errors that a person can do something about into one line and an exit code.

    ``bad_input`` are errors of one command alone that mean bad input too.
    """
    expected: tuple[type[Exception], ...] = (*_BAD_INPUT, *bad_input)
    try:
        yield
    except expected as fault:
        typer.echo(f"missing-risk: {fault}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    except (StoreError, DemoAccountsError, IssuerError) as fault:
        typer.echo(f"missing-risk: {fault}", err=True)
        raise typer.Exit(NO_STORE) from None


def now() -> datetime:
    """The clock of commands and of a running service."""
    return datetime.now(UTC)


def read_settings(store: str | None) -> Settings:
    """The settings of this process; the one place where the environment is read."""
    return Settings.read(os.environ, store)


@contextmanager
def opened(settings: Settings, *, writer: bool) -> Iterator[Store]:
    """The store of the settings, closed at the end."""
    with open_store(settings.store, writer=writer, origin=settings.log_origin) as store:
        yield store


def say_json(value: Any) -> None:
    """One JSON document on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
