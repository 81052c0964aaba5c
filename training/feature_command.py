"""The command ``features``: every child of a snapshot, measured, as columns."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from records.calendar import instant_from_text
from records.snapshots import SnapshotError

__all__ = ["features"]

_ENGINES = ("local", "spark")


def features(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot made by missing-risk snapshot.")],
    out: Annotated[Path, typer.Argument(help="A new folder for the features.")],
    as_of: Annotated[
        list[str], typer.Option("--as-of", help="A moment with its offset; may be given again.")
    ],
    engine: Annotated[
        str, typer.Option("--engine", help="Where: local, or spark (make spark).")
    ] = "local",
    master: Annotated[
        str, typer.Option("--master", help="The Spark cluster, e.g. spark://host:7077.")
    ] = "local[*]",
    partitions: Annotated[
        int, typer.Option("--partitions", min=1, help="Spark: into how many parts.")
    ] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure every child at each moment: what was known then, one column for each feature.

    Both engines give the same values. Exits with 2 and one line if the snapshot can't be
    read, the moment is later than it, or Spark can't be started.
    """
    if engine not in _ENGINES:
        raise typer.BadParameter("is local or spark", param_hint="--engine")
    moments = _moments(as_of)
    # The compiled engine and Spark take seconds to import: other commands don't wait for them.
    from features.snapshots.files import FeatureFilesError

    console = Console(stderr=True, highlight=False)
    try:
        if engine == "spark":
            from features.snapshots.on_spark import Cluster, measure_snapshot_on

            cluster = Cluster(master, partitions)
            files = measure_snapshot_on(cluster, snapshot, out, moments)
        else:
            from features.snapshots.local import measure_snapshot

            with _progress(console) as progress:
                task = progress.add_task("Measuring", total=None)
                files = measure_snapshot(
                    snapshot, out, moments, lambda done: progress.update(task, completed=done)
                )
    except (FeatureFilesError, SnapshotError) as fault:
        console.print(f"missing-risk: {fault}", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(asdict(files), indent=1))
        return
    console.print(f"{files.rows:,} rows of {len(files.features)} features: {out}", markup=False)


def _moments(texts: list[str]) -> list[datetime]:
    try:
        return [instant_from_text(text) for text in texts]
    except ValueError as fault:
        raise typer.BadParameter(str(fault), param_hint="--as-of") from None


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} children"),
        console=console,
        transient=True,
    )
