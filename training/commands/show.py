"""``models``, ``papers`` and ``mlflow``: what is registered, said in three ways."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from training.commands.ending import (
    DEFAULT_ADDRESS,
    Address,
    AsJson,
    CardName,
    OrganisationFile,
    ending,
    model_of,
)
from training.errors import RegistryError

if TYPE_CHECKING:
    from training.registry.listing import Listed

__all__ = ["mlflow", "models", "papers"]


def models(
    card: CardName = "main",
    models: Address = DEFAULT_ADDRESS,
    release: Annotated[
        bool, typer.Option("--release", help="End a promotion whose process was ended.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the registered versions of a card: aliases, approvals, refusals and why.

    Exits with 2 and one line if the registry can't be asked.
    """
    with ending(Console(stderr=True)):
        from training.registry.listing import list_model
        from training.registry.turns import release_turn

        model = model_of(card)
        if release:
            from training.registry.asking import asking

            with asking(models) as client:
                release_turn(client, model)
        listed = list_model(models, model)
    if as_json:
        typer.echo(json.dumps(asdict(listed)))
        return
    for line in _lines(listed):
        typer.echo(line)


def _lines(listed: Listed) -> list[str]:
    if not listed.versions:
        return [f"{listed.model}: nothing is registered yet"]
    lines = [f"{listed.model}:"]
    for row in listed.versions:
        named = f" ({', '.join(row.aliases)})" if row.aliases else ""
        lines.append(f"  version {row.version}{named}: trained by {row.trainer}, {row.card_hash}")
        told = {
            "failed": ", ".join(row.failed),
            "not settled": ", ".join(row.unsettled),
            "stopped by": row.stopped_by,
            "approved": f"{row.approved_on} by {row.approved_by}: {row.approved_note}"
            if row.approved_by
            else "",
            "accepted without a result": row.accepted,
            "PROMOTED DESPITE": row.promoted_despite,
            "watching it found": row.monitored,
        }
        lines += [f"    {words}: {value}" for words, value in told.items() if value]
    lines += ["Decisions:"] if listed.decisions else []
    for decision in listed.decisions:
        lines.append(
            f"  {decision.day} version {decision.version} {decision.what} by {decision.who}: "
            f"{decision.note}"
        )
        lines += [f"    {reason}" for reason in decision.reasons]
    return lines


def papers(
    out: Annotated[Path, typer.Option(help="A folder; it is made if it isn't there.")],
    version: Annotated[str, typer.Option(help="A version's number or alias.")] = "champion",
    card: CardName = "main",
    organisation: OrganisationFile = None,
    models: Address = DEFAULT_ADDRESS,
    as_json: AsJson = False,
) -> None:
    """Write the papers of a registered version: report, model card, transparency record and
    scorecard, with its approval and every refusal.

    What they are written from is checked against its hash first. Exits with 2 and one line
    if there is no such version, or a file of it was changed.
    """
    with ending(Console(stderr=True)):
        from scorecard.policy import load_policy
        from training.papers.organisation import load_organisation
        from training.papers.pictures import draw_all
        from training.papers.writing import write_papers
        from training.registry.listing import fetch_registration

        _make(out)  # before the pictures are drawn, which takes seconds
        found, registration = fetch_registration(models, model_of(card), version)
        pictures = draw_all(found.card, found.judgement)
        told = load_organisation(organisation)
        files = write_papers(
            found.judgement, found.card, load_policy(), registration, pictures, told
        )
        for name, content in files.items():
            (out / name).write_bytes(content)
    if as_json:
        result = {"version": found.version, "run_id": found.run_id, "files": sorted(files)}
        typer.echo(json.dumps(result))
        return
    typer.echo(f"Papers of version {found.version} of {found.model}:")
    for name in sorted(files):
        typer.echo(f"  {out / name}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise RegistryError(f"{folder} can't be written to ({fault.strerror})") from None


def mlflow(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = 5000,
    models: Address = DEFAULT_ADDRESS,
) -> None:
    """Open MLflow's own pages on the store that train writes to, for this host alone.

    Runs until stopped. Exits with 2 and one line if the port is taken or nothing was ever
    registered.
    """
    console = Console(stderr=True)
    with ending(console):
        from training.registry.tracking_server import (
            SERVER_MANNERS,
            check_port_is_free,
            server_command,
        )

        command = server_command(models, port)
        check_port_is_free(port)
    console.print(f"MLflow opens at http://127.0.0.1:{port} in about ten seconds.")
    # Its process takes the place of this one, so that a signal reaches it, and its end is ours.
    os.execve(command[0], command, {**os.environ, **SERVER_MANNERS})  # noqa: S606  # our own words alone
