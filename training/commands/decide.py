"""``promote`` and ``rollback``: decisions that a second person puts a name to."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from records.calendar import instant_to_text
from training.commands.ending import (
    DEFAULT_ADDRESS,
    Address,
    AsJson,
    CardName,
    ending,
    login,
    model_of,
)
from training.commands.settings import ENVIRONMENT

__all__ = ["promote", "rollback"]

_Approver = Annotated[
    str, typer.Option(help="Who approves, by name: never the trainer. Kept with the version.")
]
_Note = Annotated[str, typer.Option(help="Why, in 20 characters or more. Kept and published.")]


def promote(
    version: Annotated[str, typer.Argument(help="The version that train printed.")],
    approver: _Approver,
    note: _Note,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="A gate not settled for few cases, accepted by name; may be repeated."),
    ] = None,
    despite_gates: Annotated[
        str,
        typer.Option(
            metavar="REASON", help="Overrule failed gates: refused in production, and published."
        ),
    ] = "",
    card: CardName = "main",
    models: Address = DEFAULT_ADDRESS,
    as_json: AsJson = False,
) -> None:
    """Make a registered version the champion, which serving then loads.

    Every gate is asked again: a failed one refuses, one without a result must be accepted
    by its name. Who trained it can't approve it, and the champion must be the one that it
    was judged beside. Exits with 2 and a line for each reason; refusals are kept.
    """
    with ending(Console(stderr=True)):
        from scorecard.policy import load_policy
        from training.registry.objections import Request
        from training.registry.promotion import promote as promote_version

        done = promote_version(
            models,
            model_of(card),
            version,
            Request(
                approver=approver,
                note=note,
                at=_now(),
                login=login(),
                accepted=tuple(dict.fromkeys(accept or ())),
                despite=despite_gates,
                is_production=_is_production(),
            ),
            load_policy(),
        )
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(f"Version {done.version} of {done.model} is the champion, approved by {done.who}.")
    if done.accepted:
        typer.echo(f"  accepted without a result: {', '.join(done.accepted)}")
    if done.despite:
        typer.echo(f"  PROMOTED DESPITE GATES THAT WERE NOT PASSED: {done.despite}")


def rollback(
    approver: Annotated[str, typer.Option(help="Who decides, by name. Kept.")],
    note: _Note,
    card: CardName = "main",
    models: Address = DEFAULT_ADDRESS,
    as_json: AsJson = False,
) -> None:
    """Make the champion's forerunner champion again.

    Exits with 2 and one line if there is none, nobody is named or no reason is given.
    """
    with ending(Console(stderr=True)):
        from training.registry.objections import Request
        from training.registry.promotion import rollback as roll_back

        request = Request(approver=approver, note=note, at=_now(), login=login())
        done = roll_back(models, model_of(card), request)
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"Version {done.version} of {done.model} is the champion again, in place of "
        f"{done.replaced}, decided by {done.who}."
    )


def _now() -> str:
    return instant_to_text(datetime.now(UTC))


def _is_production() -> bool:
    return os.environ.get(ENVIRONMENT.variable) == "production"
