"""``score``, ``token``, ``verify-audit``: a look from the command line, and the log's proof."""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.checkpoints import Checkpoint
from serving.audit.notes import NoteError, SignedNote
from serving.commands.ending import (
    AsJson,
    StoreAddress,
    ending,
    now,
    opened,
    read_settings,
    say_json,
    screen,
)
from serving.commands.given import fresh_cards, host_user, moment
from serving.service.demo_tokens import demo_token
from serving.service.opening import open_service
from serving.service.preparing_looks import Look
from serving.service.show_child import show_child
from serving.settings import Settings
from serving.store.accounts import find_account
from serving.store.opening import Store, open_store
from serving.store.schema import store_secret
from serving.store.seals import SealFile
from serving.store.verifying import verify_log

__all__ = ["score", "token", "verify_audit"]


def score(
    child: Annotated[str, typer.Option("--child", help="The child's id.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A past moment with its offset; else now.")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Why you look: a code of the list.")
    ] = "other",
    note: Annotated[
        str, typer.Option("--note", help="A few words on why.")
    ] = "asked on the command line",
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Answer about one child, as the service does. The look is logged under your own name."""
    with ending():
        asked = moment(as_of)
        settings = read_settings(store)
        with opened(settings, writer=True) as kept:
            look = asyncio.run(_look(settings, kept, child, AccessReason(reason, note), asked))
    if as_json:
        typer.echo(look.body.decode())
        return
    _print(json.loads(look.body))
    screen.print(f"Logged as {look.receipt.entry_id}.")


async def _look(
    settings: Settings, store: Store, child: str, reason: AccessReason, as_of: datetime | None
) -> Look:
    keeper = fresh_cards(settings)
    user = Officer(host_user(), getpass.getuser(), ("officer",))
    async with open_service(settings, store, keeper.held, now) as service:
        return await show_child(service, user, child, reason, as_of)


def _print(answer: dict[str, Any]) -> None:
    advice = answer["advice"]
    typer.echo(f"Advice: {advice['band'] or 'No band'} ({advice['note']})")
    if advice["points"] is not None:
        typer.echo(f"{advice['base']:>5}  Every child starts with")
        for reason in answer["reasons"]:
            cited = ", ".join(f"{e['reference']} {e['date']}" for e in reason["evidence"][:2])
            typer.echo(f"{reason['points']:>+5}  {reason['short']}  [{cited}]")
        typer.echo(f"{advice['points']:>5}  Total")
    for floor in answer["floors"]:
        typer.echo(f"{floor['band']:>6}  {floor['short']}")
    if answer["again"]["level"] is not None:
        typer.echo(f"Missing again: {answer['again']['words']}")
    plan = answer["plan"]
    typer.echo(plan["words"] or f"Plan {plan['current']['reference']} ({plan['current']['state']})")
    for unknown in answer["unknowns"]:
        typer.echo(f"Not known: {unknown['words']}")


def token(
    account: Annotated[str, typer.Option("--as", help="The account to act as.")],
    store: StoreAddress = None,
) -> None:
    """Print a bearer token that lasts an hour, for trying the API against the demo."""
    settings = read_settings(store)
    with ending():
        if settings.is_production:
            raise typer.BadParameter("tokens are given out in the demo alone", param_hint="--as")
        with opened(settings, writer=False) as kept, kept.reading() as connection:
            known, secret = find_account(connection, account), store_secret(connection)
    if known is None or not known.is_demo:
        raise typer.BadParameter("there is no demo account of this name", param_hint="--as")
    typer.echo(demo_token(known, secret, now()))


def verify_audit(
    head: Annotated[
        list[Path] | None,
        typer.Option("--head", help="A head that you kept: a checkpoint file; again for more."),
    ] = None,
    receipt: Annotated[
        list[str] | None,
        typer.Option("--receipt", help="A receipt: ENTRY:LEAF as the answer gave it."),
    ] = None,
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Check the whole access log: any change, removal or reordering ends with exit code 1.

    It is compared with every head that was published, and with the seal store.
    """
    settings = read_settings(store)
    anchors, receipts = _heads(head or ()), _receipts(receipt or ())
    seals = None if settings.log_seals is None else SealFile(settings.log_seals)
    # A store whose guards somebody lifted is the very one that must be looked at.
    with ending(), open_store(settings.store, writer=False, must_be_guarded=False) as kept:
        report = verify_log(kept, seals=seals, anchors=anchors, receipts=receipts)
    faults = [asdict(fault) for fault in report.faults]
    if as_json:
        said = {"entries": report.entries, "waiting": report.waiting, "root": report.root}
        said |= {"heads": report.heads, "closed": list(report.closed)}
        say_json({**said, "fault_count": report.fault_count, "faults": faults})
    else:
        for fault in report.faults:
            typer.echo(str(fault))
        for words in report.closed:
            typer.echo(f"Note: {words}.")
        typer.echo(f"Compared with {report.heads:,} heads that were published, sealed or given.")
        waiting = f", {report.waiting:,} waiting for their number" if report.waiting else ""
        typer.echo(f"{report.entries:,} entries{waiting}, {report.fault_count:,} faults.")
    raise typer.Exit(0 if report.is_sound else 1)


def _heads(files: Sequence[Path]) -> dict[int, str]:
    """Size -> root of heads that somebody kept; the log's own keys sign them."""
    kept = {}
    for file in files:
        try:
            note = SignedNote.parse(file.read_text(encoding="utf-8"))
            checkpoint = Checkpoint.parse(note.body)
        except (OSError, UnicodeDecodeError, NoteError) as fault:
            raise typer.BadParameter(f"{file}: {fault}", param_hint="--head") from None
        kept[checkpoint.size] = checkpoint.root.hex()
    return kept


def _receipts(texts: Sequence[str]) -> dict[str, str]:
    """Entry -> leaf."""
    kept = dict(text.split(":", 1) for text in texts if ":" in text)
    if len(kept) != len(texts):
        raise typer.BadParameter("write ENTRY:LEAF", param_hint="--receipt")
    return kept
