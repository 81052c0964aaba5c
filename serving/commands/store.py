"""``store``: which revision the tables have, forward and back, and who may write what."""

from __future__ import annotations

from typing import Annotated

import typer

from serving.commands.ending import (
    AsJson,
    StoreAddress,
    ending,
    read_settings,
    say_json,
    screen,
)
from serving.migrations.running import HEAD, REVISIONS, words_of
from serving.store.bringing_forward import revision_of, take_back
from serving.store.grants import grant_to, role_faults
from serving.store.guards import missing_guards
from serving.store.opening import examine_store, open_store

__all__ = ["downgrade", "grant", "show", "store", "upgrade", "vacuum"]

store = typer.Typer(help="The store's tables: their revision, forward and back, and its roles.")


@store.command("show")
def show(address: StoreAddress = None, as_json: AsJson = False) -> None:
    """Say which revision the store has, which guards are missing, and what its role may do."""
    settings = read_settings(address)
    with (
        ending(),
        examine_store(settings.store, writer=False) as kept,
        kept.reading() as connection,
    ):
        revision = revision_of(connection)
        unguarded, faults = missing_guards(connection), role_faults(connection)
    behind = [] if revision not in REVISIONS else REVISIONS[REVISIONS.index(revision) + 1 :]
    if as_json:
        say_json(
            {
                "revision": revision, "release": HEAD, "steps": list(behind),
                "missing_guards": list(unguarded), "role": list(faults),
            }
        )  # fmt: skip
        return
    typer.echo(f"{kept.address}: revision {revision}; this release has {HEAD}.")
    for step in behind:
        typer.echo(f"  to come: {step} {words_of(step)}")
    for name in unguarded if not behind else ():
        typer.echo(f"  the guard {name} is missing")
    for fault in faults:
        typer.echo(f"  the role that is signed in could change the log: {fault}")


@store.command("upgrade")
def upgrade(address: StoreAddress = None) -> None:
    """Bring the store forward to this release; on PostgreSQL as the role that owns it."""
    settings = read_settings(address)
    with ending():
        with examine_store(settings.store, writer=False) as kept, kept.reading() as connection:
            before = revision_of(connection)
        open_store(settings.store, writer=True).close()
    screen.print(f"From {before} to {HEAD}." if before != HEAD else f"Already at {HEAD}.")


@store.command("downgrade")
def downgrade(
    to: Annotated[str, typer.Option("--to", help="The revision to go back to.")],
    lose_data: Annotated[
        bool, typer.Option("--lose-data", help="Go back even where rows would be lost.")
    ] = False,
    address: StoreAddress = None,
) -> None:
    """Take the store back to an earlier revision, for an earlier release. Back it up first."""
    settings = read_settings(address)
    with (
        ending(ValueError),
        examine_store(settings.store, writer=True) as kept,
        kept.writing() as connection,
    ):
        lost = take_back(connection, to, lose_data=lose_data)
    for loss in lost:
        typer.echo(f"lost: {loss}")
    screen.print(f"The store stands at {to}. Any command of this release brings it forward again.")


@store.command("grant")
def grant(
    role: Annotated[str, typer.Option("--role", help="The role that the service signs in as.")],
    address: StoreAddress = None,
) -> None:
    """Give the service's role its rights on PostgreSQL, as the role that owns the tables.

    It may add to the access log and not change it. Do it again after every upgrade.
    """
    settings = read_settings(address)
    with ending(), open_store(settings.store, writer=True) as kept, kept.writing() as connection:
        grant_to(connection, role)
    screen.print(f"{role} may add to the log, and neither change nor delete what is in it.")


@store.command("vacuum")
def vacuum(address: StoreAddress = None) -> None:
    """Let the store's files hold nothing of what was deleted. Stop the service first (SQLite)."""
    settings = read_settings(address)
    with ending(), open_store(settings.store, writer=True) as kept:
        kept.vacuum()
    screen.print("Done: what was erased is gone from the store's files. Backups have their own.")
