"""``replay``: a past answer again, byte for byte; or every one, for the two rates (N1)."""

from __future__ import annotations

import asyncio
import getpass
from pathlib import Path
from typing import Annotated

import typer

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
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
from serving.commands.given import card_keeper, host_user
from serving.service.measure_replay import ReplayRates, measure_replay
from serving.service.opening import open_service
from serving.service.past_entries import NoSuchEntryError
from serving.service.replay_answer import NoAnswerKeptError, Replay, replay_answer, replay_bytes
from serving.settings import Settings
from serving.store.opening import Store

__all__ = ["replay"]

_SAME = ("identical", "kept_only", "no_answer", "erased")


def replay(
    entry: Annotated[
        str | None, typer.Argument(help="The entry's id, as on the receipt; none with --all.")
    ] = None,
    bytes_to: Annotated[
        Path | None, typer.Option("--bytes", help="Write the answer's exact bytes to this file.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Replay every answer and print the two rates.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", help="Why you look: a code of the list.")
    ] = "audit",
    note: Annotated[str, typer.Option("--note", help="A few words on why.")] = "",
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Give a past answer again, and say whether it can be worked out anew.

    One answer's replay is logged under your own name, against every child that it is about;
    of all of them only figures are printed, nobody is named, and a service may be running.
    Ends with 1 if an answer is damaged, or differs.
    """
    if (entry is None) != everything or (everything and bytes_to is not None):
        raise typer.BadParameter("give an entry, or --all alone", param_hint="ENTRY")
    settings = read_settings(store)
    if entry is None:
        with ending(), opened(settings, writer=False) as kept:
            rates = measure_replay(kept)
        _print_rates(rates, as_json=as_json)
        raise typer.Exit(0 if rates.kept == rates.answers and not rates.unexplained else 1)
    with ending(NoSuchEntryError, NoAnswerKeptError), opened(settings, writer=True) as kept:
        why = AccessReason(reason, note)
        found = asyncio.run(_replay(settings, kept, entry, why, in_bytes=bytes_to is not None))
    if bytes_to is not None:
        bytes_to.write_bytes(found.body)
    if as_json:
        say_json(found.values)
    else:
        typer.echo(found.values["words"])
        if bytes_to is None and found.kept is not None:
            typer.echo(found.kept.decode("utf-8", "replace"))
        screen.print(f"Logged as {found.receipts[0].entry_id}.")
    raise typer.Exit(0 if found.values["verdict"] in _SAME else 1)


async def _replay(
    settings: Settings, store: Store, entry: str, reason: AccessReason, *, in_bytes: bool
) -> Replay:
    user = Officer(host_user(), getpass.getuser(), ("auditor",))
    async with open_service(settings, store, card_keeper(settings).held, now) as service:
        give = replay_bytes if in_bytes else replay_answer
        return await give(service, user, entry, reason)


def _print_rates(rates: ReplayRates, *, as_json: bool) -> None:
    if as_json:
        say_json(rates.to_json())
        return
    typer.echo(f"Kept: {_share(rates.kept, rates.answers)} of the answers that were given.")
    typer.echo(f"Recomputed: {_share(rates.recomputed, rates.about_children)} about a child.")
    for (verdict, name), count in sorted(
        rates.causes.items(), key=lambda item: (item[0][0].value, item[0][1])
    ):
        typer.echo(f"  {count:,} {verdict.value.replace('_', ' ')}: {name.replace('_', ' ')}")
    typer.echo(f"{rates.unexplained:,} differ without a named cause. {rates.erased:,} erased.")
    if rates.oldest is not None:
        typer.echo(f"The oldest that came out the same was given at {rates.oldest}.")


def _share(part: int, whole: int) -> str:
    """Rounded down, so that 100 % is said of all and of nothing less."""
    if whole == 0:
        return "0 of 0"
    tenths = part * 1000 // whole
    return f"{part:,} of {whole:,} ({tenths // 10}.{tenths % 10} %)"
