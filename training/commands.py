"""The commands ``train`` and ``promote``: the only part of training that knows a terminal.

A serving host mounts these too but may lack what they need, and every command would wait
for it, so the libraries that fit and draw are imported inside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from records.calendar import local_day
from records.snapshots import SnapshotError
from scorecard.card import as_markdown
from scorecard.policy import PolicyError, load_policy
from training.errors import TrainingError
from training.settings import Settings

if TYPE_CHECKING:
    from training.train import Progress, Trained

__all__ = ["promote", "train"]

_Address = Annotated[
    str,
    typer.Option(
        "--models", envvar="MISSING_RISK_MODELS", help="The MLflow tracking and registry address."
    ),
]
_DEFAULT_ADDRESS = "sqlite:///var/mlflow.db"
_BAD_INPUT = (TrainingError, SnapshotError, PolicyError)
_AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]


def train(
    snapshot: Annotated[Path, typer.Option(help="A snapshot made by missing-risk snapshot.")],
    seed: Annotated[int, typer.Option(help="Same snapshot and seed, same card.")] = 1,
    models: _Address = _DEFAULT_ADDRESS,
    as_json: _AsJson = False,
) -> None:
    """Fit a scorecard, judge it on children and a year it has not seen, and register it.

    The new version is a challenger: promote makes it the champion. Exits with 2 and one
    line if the snapshot can't be learnt from or the registry can't be written to.
    """
    console, start = Console(stderr=True), time.monotonic()
    with _refused_with_one_line(console), _shown(console, quiet=as_json) as progress:
        from training.registry.tracking import register
        from training.train import train as train_card

        trained = train_card(snapshot, load_policy(), replace(Settings(), seed=seed), progress)
        progress("Drawing and writing the report", 0.0)
        files = _files(trained)
        progress("Registering the card", 0.0)
        registered = register(trained, files, round(time.monotonic() - start, 1), models)
    figures = {
        name: round(estimate.value, 4)
        for name, estimate in trained.evaluation.reports.items()
        if estimate.is_known
    }
    result = {
        "version": registered.version,
        "card_hash": registered.card_hash,
        "run_id": registered.run_id,
        "questions": len(trained.cohort),
        "cases": trained.evaluation.cases,
        "gates": {gate.name: gate.passed for gate in trained.gates},
        "figures": figures,
    }
    if as_json:
        typer.echo(json.dumps(result))
        return
    typer.echo(f"Version {registered.version}: {registered.card_hash}")
    for gate in trained.gates:
        mark = {True: "passed", False: "FAILED", None: "not settled"}[gate.passed]
        typer.echo(f"  {gate.name}: {mark} ({gate.words})")
    typer.echo(
        f"To make it the champion: missing-risk promote {registered.version} --approver NAME"
    )


def promote(
    version: Annotated[str, typer.Argument(help="The version that train printed.")],
    approver: Annotated[str, typer.Option(help="Who approves; kept with the version.")],
    models: _Address = _DEFAULT_ADDRESS,
    as_json: _AsJson = False,
) -> None:
    """Make a registered version the champion, which serving then loads.

    Exits with 2 and one line if there is no such version or nobody is named.
    """
    console = Console(stderr=True)
    with _refused_with_one_line(console):
        from training.registry.tracking import promote as promote_version

        done = promote_version(version, approver, local_day(datetime.now(UTC)), models)
    if as_json:
        result = {"version": done.version, "card_hash": done.card_hash, "failed": done.failed}
        typer.echo(json.dumps(result))
        return
    typer.echo(f"Version {done.version} is the champion: {done.card_hash}")
    if done.failed:
        typer.echo(
            f"  promoted despite failed gates, in {approver}'s name: {', '.join(done.failed)}"
        )


def _files(trained: Trained) -> dict[str, bytes]:
    from training.papers.plots import draw_all
    from training.papers.report import write_report

    pictures = draw_all(trained.card, trained.evaluation)
    texts = {
        **pictures,
        "report.html": write_report(trained, pictures),
        "card.md": as_markdown(trained.card),
    }
    return {name: text.encode() for name, text in texts.items()}


@contextmanager
def _refused_with_one_line(console: Console) -> Iterator[None]:
    try:
        yield
    except _BAD_INPUT as fault:
        _refuse(console, str(fault))
    except ModuleNotFoundError as fault:
        _refuse(
            console,
            f"{fault.name} is not installed on this host: "
            "pip install 'missing-children-risk[train]' where cards are made",
        )


def _refuse(console: Console, words: str) -> NoReturn:
    console.print(words, style="red", soft_wrap=True, markup=False, highlight=False)
    raise typer.Exit(2)


@contextmanager
def _shown(console: Console, *, quiet: bool) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, disable=quiet) as bar:
        task = bar.add_task("Starting", total=None)
        said = ""

        def progress(words: str, share: float) -> None:
            nonlocal said
            if words != said:
                bar.reset(
                    task, description=words, total=1.0 if share or "Reading" in words else None
                )
                said = words
            bar.update(task, completed=share)

        yield progress
