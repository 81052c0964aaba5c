"""The service's commands, for ``missing-risk`` to mount."""

from __future__ import annotations

import typer

from serving.commands.demo import demo
from serving.commands.indicators import indicators
from serving.commands.log import log
from serving.commands.looks import score, token, verify_audit
from serving.commands.messages import send_messages
from serving.commands.records import ingest, link, snapshot
from serving.commands.replay import replay
from serving.commands.rescore import rescore
from serving.commands.retention import retention
from serving.commands.serve import serve
from serving.commands.shadow import shadow
from serving.commands.store import store
from serving.commands.weights import fit_weights
from serving.commands.witness import witness

__all__ = ["mount"]


def mount(app: typer.Typer) -> None:
    """Add every command of the service."""
    for command in (
        ingest, link, snapshot, score, replay, rescore, indicators, shadow, serve, token, demo,
    ):  # fmt: skip
        app.command(command.__name__)(command)
    app.command("verify-audit")(verify_audit)
    app.command("send-messages")(send_messages)
    app.command("fit-weights")(fit_weights)
    app.add_typer(log, name="log")
    app.add_typer(retention, name="retention")
    app.add_typer(store, name="store")
    app.add_typer(witness, name="witness")
