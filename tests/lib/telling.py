"""A service that tells people: a small force, and where its messages go."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from serving.telling.channels import Channels, NotDeliveredError
from serving.telling.deliver import MOST_TRIES, Delivered, deliver_due
from serving.telling.tell import Told, tell
from serving.telling.wording import Message
from serving.work_store.messages import page_of_deliveries
from tests.lib.door import Door

__all__ = [
    "SECRET",
    "Kept",
    "dead_message",
    "deliver_to",
    "leave_notice",
    "push_about",
    "telling_door",
]

SECRET = "a secret that only tests know, 32 bytes and more"


def telling_door(
    folder: Path,
    now: datetime,
    store: str | None = None,
    *,
    webhook: str = "http://127.0.0.1:9/told",
    mail: Path | None = None,
) -> Door:
    """A service whose messages leave by a webhook and, where a file says so, by mail."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "webhook-secret"
    secret.write_text(SECRET)
    opened = Door(folder, None, store, moment=now, has_accounts=True)
    opened.settings = replace(
        opened.settings,
        address="https://risk.example",
        webhook_url=webhook,
        webhook_secret=secret if webhook else None,
        mail=mail,
    )
    return opened


@dataclass(slots=True)
class Kept:
    """A way out that keeps what it is given, or refuses all of it."""

    fault: str = ""
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message, at: datetime) -> None:
        """Keep it."""
        del at
        if self.fault:
            raise NotDeliveredError(self.fault)
        self.messages.append(message)

    def close(self) -> None:
        """Nothing is open."""


def push_about(door: Door, child: str | None) -> None:
    """Something new about a child, told by a service whose messages leave by a webhook."""
    _with_webhook(door)
    cause = secrets.token_hex(8)
    told = Told("missing_report_with_plan", child, cause, door.moment, "City North", cause)
    with door.store.writing() as connection:
        tell(connection, door.service, told)


def leave_notice(door: Door, kind: str, child: str | None) -> tuple[str, ...]:
    """Something new that nobody was told of; the ids of the notices, one of each audience."""
    told = Told(kind, child, secrets.token_hex(8), door.moment, "City North")
    with door.store.writing() as connection:
        return tell(connection, door.service, told)


def deliver_to(door: Door, out: Kept) -> Delivered:
    """One round of sending by this way out."""
    _with_webhook(door)
    with Channels(door.service.settings, {"webhook": lambda _: out}) as channels:
        return deliver_due(door.service, channels, lambda: door.moment)


def dead_message(door: Door) -> str:
    """The id of a message that nobody tries any more."""
    moment = door.moment
    push_about(door, None)
    for _ in range(MOST_TRIES):
        deliver_to(door, Kept(fault="the receiver can't be reached"))
        with door.store.reading() as connection:
            waiting = page_of_deliveries(connection, 100, state="waiting")
        if waiting:
            door.moment = max(one.due_at for one in waiting)
    door.moment = moment
    with door.store.reading() as connection:
        return page_of_deliveries(connection, 1, state="dead")[0].id


def _with_webhook(door: Door) -> None:
    door.service.settings = replace(
        door.service.settings,
        webhook_url="http://127.0.0.1:9/told",
        webhook_secret=door.folder / "webhook-secret",
    )
