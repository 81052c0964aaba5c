"""``log``: the access log's key, its end and its next, its proofs and its public files."""

from __future__ import annotations

import getpass
import json
import secrets
from pathlib import Path
from typing import Annotated

import typer

from serving.access.permissions import Officer
from serving.audit.key_files import KeyFileError, draw_key, write_key
from serving.audit.notes import KeyKind
from serving.audit.tree import TILE_WIDTH, tile_path
from serving.commands.ending import StoreAddress, ending, now, opened, read_settings, screen
from serving.commands.given import host_user
from serving.service.close_log import change_log_key, close_log, log_files
from serving.store.heads import last_head, published_tile
from serving.store.opening import Store

__all__ = ["change_key", "close", "export", "log", "make_key", "write_public_files"]

log = typer.Typer(help="The access log: its key, its end and its next, its public files.")
Why = Annotated[str, typer.Option("--reason", help="Why; it is entered with your name.")]


def _who() -> Officer:
    return Officer(host_user(), getpass.getuser(), ())


@log.command("make-key")
def make_key() -> None:
    """Make the log's first key, before the service first starts in production."""
    with ending(KeyFileError):
        settings = read_settings(None)
        path, _ = log_files(settings)
        if path.exists():
            raise KeyFileError(f"{path}: there is a key already")
        key = draw_key(settings.log_origin, KeyKind.LOG, secrets.token_bytes)
        write_key(path, key)
    screen.print("Give this to everybody who is to check the log:")
    typer.echo(key.verifier.text)


@log.command("change-key")
def change_key(reason: Why, store: StoreAddress = None) -> None:
    """Sign the log with a new key from now on. Stop the service first."""
    with ending():
        settings = read_settings(store)
        with opened(settings, writer=True) as kept:
            seal = change_log_key(kept, settings, _who(), reason, now, secrets.token_bytes)
    screen.print(f"Both keys signed the head of {seal.head.size:,} entries. Tell the witnesses.")


@log.command("close")
def close(reason: Why, store: StoreAddress = None) -> None:
    """End this log for all to see, and open the next. For a store that lacks what was sealed."""
    with ending():
        settings = read_settings(store)
        with opened(settings, writer=True) as kept:
            seal = close_log(kept, settings, _who(), reason, now, secrets.token_bytes)
    screen.print(f"The log goes on as {seal.head.origin}, with a new key. Tell the witnesses.")


@log.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="A folder for any web server.")],
    store: StoreAddress = None,
) -> None:
    """Write the last head and the tree's tiles as files: hashes alone, nobody's data."""
    with ending():
        settings = read_settings(store)
        with opened(settings, writer=False) as kept:
            size = write_public_files(kept, out)
    screen.print(f"Written: the tree of {size:,} entries.")


def write_public_files(store: Store, out: Path) -> int:
    """Write head and tiles in the layout of tlog-tiles; returns how many entries they cover."""
    raw = store.connect_log(readonly=True)
    try:
        head = last_head(raw)
    finally:
        raw.close()
    if head is None:
        raise typer.BadParameter("the log has no head yet: start the service once")
    size, level = head.checkpoint.size, 0
    while size:
        for position in range(-(-size // TILE_WIDTH)):
            width = min(size - position * TILE_WIDTH, TILE_WIDTH)
            path = out / tile_path(level, position, width)
            if width == TILE_WIDTH and path.exists():
                continue  # A full tile never changes.
            hashes = published_tile(store, level, position, width)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(hashes or b"")
        size, level = size // TILE_WIDTH, level + 1
    (out / "checkpoint").write_text(head.note.text, encoding="utf-8")
    keys = json.dumps({"size": head.checkpoint.size, "sealed_at": head.at})
    (out / "state.json").write_text(keys + "\n", encoding="utf-8")
    return head.checkpoint.size
