"""``retention run``: let go of what the service made itself and has kept long enough."""

from __future__ import annotations

from typing import Annotated

import typer

from serving.commands.ending import (
    AsJson,
    StoreAddress,
    ending,
    now,
    opened,
    read_settings,
    say_json,
)
from serving.commands.given import host_actor
from serving.service.run_retention import run_retention

__all__ = ["retention", "run"]

retention = typer.Typer(help="How long things are kept. Children's records: see the service.")


@retention.callback()
def _of_retention() -> None:
    """Keep ``run`` a command of its own."""


@retention.command("run")
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Blank and delete what the policy lets go of, each step entered in the access log."""
    with ending(), opened(read_settings(store), writer=True) as kept:
        found = run_retention(kept, now(), host_actor(), dry=dry_run)
    if as_json:
        said = [{"rule": one.rule.id, "rows": one.rows, "blobs": one.blobs} for one in found]
        say_json({"dry_run": dry_run, "rules": said})
        return
    verb = "would go" if dry_run else "gone"
    for one in found:
        kept_days = f"kept {one.rule.keep.days:,} days"
        blobs = f", with {one.blobs:,} that they were made from" if one.blobs else ""
        typer.echo(f"{one.rule.words} ({kept_days}): {one.rows:,} {verb}{blobs}")
