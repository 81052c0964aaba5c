"""``witness``: cosign another log's heads, for an office that wants to know it only grew."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from serving.audit.key_files import KeyFileError, draw_key, read_key, write_key
from serving.audit.notes import KeyKind, NoteError, VerifierKey
from serving.commands.ending import ending, screen
from serving.witness.answering import WitnessApp
from serving.witness.remembering import WitnessMemory, WitnessMemoryError

__all__ = ["make_key", "serve", "witness"]

witness = typer.Typer(help="A witness: cosigns the heads of logs that only grow.")
KeyFile = Annotated[Path, typer.Option("--key", help="The file of the witness's key.")]


@witness.command("make-key")
def make_key(
    name: Annotated[str, typer.Option("--name", help="e.g. commissioner.example/w1")],
    key: KeyFile,
) -> None:
    """Make the witness's key, and print what the log's keepers are to be given."""
    with ending(KeyFileError, NoteError):
        if key.exists():
            raise KeyFileError(f"{key}: there is a key already")
        made = draw_key(name, KeyKind.WITNESS, secrets.token_bytes)
        write_key(key, made)
    typer.echo(made.verifier.text)


@witness.command("serve")
def serve(
    key: KeyFile,
    memory: Annotated[Path, typer.Option("--memory", help="The file of heads that it keeps.")],
    log: Annotated[list[str], typer.Option("--log", help="A log's verifier key; again for more.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8010,
) -> None:
    """Answer add-checkpoint until stopped."""
    with ending(KeyFileError, NoteError, WitnessMemoryError):
        keys: dict[str, list[VerifierKey]] = {}
        for text in log:
            known = VerifierKey.parse(text)
            keys.setdefault(known.name, []).append(known)
        signing = read_key(key, KeyKind.WITNESS)
        kept = WitnessMemory(memory, signing, keys, lambda: int(time.time()))
        try:
            screen.print(f"Witnessing {', '.join(sorted(keys))} on http://{host}:{port}")
            uvicorn.run(
                WitnessApp(kept), host=host, port=port, lifespan="off", access_log=False,
                server_header=False, log_level="warning",
            )  # fmt: skip
        finally:
            kept.close()
