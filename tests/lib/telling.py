"""A service that tells people: a small force, and where its messages go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.lib.door import Door

__all__ = ["SECRET", "telling_door"]

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
