"""``send-messages``: look around once and send what is due, for hosts where a timer does it."""

from __future__ import annotations

import secrets

from rich.table import Table

from scorecard import load_policy
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
from serving.telling.channels import ChannelError
from serving.telling.sending import Round, open_channels, send_round
from serving.telling.tellers import host_teller

__all__ = ["send_messages"]


def send_messages(store: StoreAddress = None, as_json: AsJson = False) -> None:
    """Tell people what is new and send what waits, once. A running service does it by itself."""
    with ending(ChannelError):
        settings = read_settings(store)
        with open_channels(settings) as channels, opened(settings, writer=True) as kept:
            done = send_round(
                host_teller(kept, settings, secrets.token_bytes), channels, load_policy(), now
            )
    if as_json:
        say_json(_values(done))
        return
    screen.print(_table(done))
    if not settings.channels:
        screen.print("Nothing leaves: neither a webhook nor mail is configured.")


def _values(done: Round) -> dict[str, object]:
    sent = done.delivered
    return {
        "told": dict(done.told),
        "sent": sent.sent,
        "failed": sent.failed,
        "dead": sent.dead,
    }


def _table(done: Round) -> Table:
    table = Table("Told and sent", "Count", box=None)
    table.columns[1].justify = "right"
    for kind, count in done.told.items():
        table.add_row(kind, f"{count:,}")
    for words, count in (
        ("Sent", done.delivered.sent),
        ("Failed, tried again later", done.delivered.failed),
        ("Dead letters", done.delivered.dead),
    ):
        table.add_row(words, f"{count:,}")
    return table
